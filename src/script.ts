/**
 * Veritome by one script tag, for a page without a build: every element is registered, and the
 * functions of the library are `globalThis.veritome`. Weights, wasm and workers are looked for
 * in `assets/` beside the script.
 *
 * ```html
 * <script src="veritome/veritome.js" defer></script>
 * <veritome-workbench sample="sample-dicom/index.json"></veritome-workbench>
 * ```
 *
 * A second copy of the script changes nothing: the first on the page stays.
 *
 * @module
 */
import './define.js';
import * as library from './index.js';

declare global {
  /** The library's functions, where the page loaded it by a script tag. */
  var veritome: typeof library | undefined;
}

globalThis.veritome ??= library;
