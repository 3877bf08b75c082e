/**
 * Veritome by one script tag, for a page without a build: every element is registered, and the
 * functions of the library and the classes of the elements are `globalThis.veritome`. Weights,
 * wasm and workers are looked for in `assets/` beside the script.
 *
 * ```html
 * <script src="veritome/veritome.js" defer></script>
 * <veritome-workbench sample="sample-dicom/index.json"></veritome-workbench>
 * ```
 *
 * A page that holds two versions gives one another prefix, for its tags and its global:
 * `<script src="next/veritome.js" data-prefix="acme" defer></script>` is `<acme-workbench>` and
 * `globalThis.acme`. Where a name is taken, the first on the page keeps it.
 *
 * @module
 */

import { addLanguage, en, ptBR } from './elements/words/words.js';
import * as elements from './elements.js';
import * as library from './index.js';

/** A third language for the elements, and the two tables to begin from. */
const words = { addLanguage, en, ptBR };

/** What the script puts on the page: `veritome`, `veritome/elements` and `veritome/words`. */
export type VeritomeScript = typeof library & typeof elements & typeof words;

declare global {
  /** Functions and classes, where the page loaded them by a script tag. */
  var veritome: VeritomeScript | undefined;
}

const { prefix = 'veritome' } = document.currentScript?.dataset ?? {};
elements.defineElements({ prefix });
if (!Object.hasOwn(globalThis, prefix)) {
  Reflect.set(globalThis, prefix, Object.freeze({ ...library, ...elements, ...words }));
}
