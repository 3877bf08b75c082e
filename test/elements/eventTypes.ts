/** Compiled, never run: what `addEventListener` knows of the events of elements. */
import '../../src/define.js';
import type { Series } from '../../src/image/series.js';
import type { MarkedFrame } from '../../src/provenance/markedFrame.js';

export function typed(): void {
  const denoiser = document.createElement('veritome-denoiser');
  denoiser.addEventListener('veritome-result', ({ detail }) => {
    const result: Series<MarkedFrame> = detail.series;
    // @ts-expect-error a denoiser has no slice maps.
    return [result, detail.labels];
  });
  document.createElement('veritome-viewport').addEventListener('veritome-view', function ({ detail }) {
    const index: number = detail.index;
    return [index, this.series];
  });
  // They bubble out: of whichever element, a detail of one of them.
  document.addEventListener('veritome-result', ({ detail }) => ('source' in detail ? detail.source : detail));
  document.body.addEventListener('veritome-error', ({ detail }) => detail.error.message);
  window.addEventListener('veritome-tag-taken', ({ detail }) => [detail.wanted, detail.used]);
  // Others as everywhere.
  denoiser.addEventListener('click', ({ clientX }) => clientX);
  denoiser.addEventListener('anything', (event: Event) => event.type);
}
