/** Registers the panel and the elements that stand in it. */
import '../../define/compare.js';
import '../../define/denoiser.js';
import '../../define/inspector.js';
import '../../define/interpolator.js';
import { OhifComparison } from './comparison.js';
import { OhifPanel } from './panel.js';

/** An app loads an extension once; a second copy finds the names taken and leaves them. */
const ELEMENTS: readonly (readonly [string, CustomElementConstructor])[] = [
  ['veritome-ohif', OhifPanel],
  ['veritome-ohif-comparison', OhifComparison],
];

for (const [tag, element] of ELEMENTS) {
  if (globalThis.customElements && !customElements.get(tag)) customElements.define(tag, element);
}
