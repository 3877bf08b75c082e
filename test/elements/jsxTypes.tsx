/** Compiled, never run: elements in JSX. */
import type { ReactElement } from 'react';
import type { Series } from '../../src/image/series.js';
import type {} from '../../src/jsx.js';
import type { Frame, MarkedFrame } from '../../src/provenance/markedFrame.js';

export function Typed({ series }: { readonly series: Series<Frame> }): ReactElement {
  const keep = (made: Series<MarkedFrame>) => made;
  return (
    <main>
      <veritome-viewport
        series={series}
        index={3}
        onveritome-view={({ detail }) => detail.index}
        theme="light"
      />
      <veritome-denoiser series={series} onveritome-result={({ detail }) => keep(detail.series)} hidden />
      <veritome-workbench className="large" sample="study/index.json" ref={(bench) => bench?.focus()} />
      {/* @ts-expect-error a series is no text. */}
      <veritome-viewport series="study" />
      {/* @ts-expect-error there is no such property. */}
      <veritome-viewport serie={series} />
    </main>
  );
}
