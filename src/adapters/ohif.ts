/**
 * OHIF 3 with Veritome: denoise, make slices between slices, compare and check the series of
 * the active viewport; results are series of the same study, go to the same archive, and
 * carry their badge wherever OHIF shows them.
 *
 * In a released OHIF, without a build of it, the files of `npx veritome embed --out DIR` on
 * the same server are enough:
 *
 * ```js
 * window.config = {
 *   extensions: ['/veritome/ohif.js'],
 *   modes: ['/veritome/ohif-mode.js'],
 *   // …
 * };
 * ```
 *
 * An OHIF that is built anew may import it: `import veritome from 'veritome/ohif';`. See
 * `docs/ohif.md`.
 *
 * @module
 */

export { extension as default } from './ohif/extension.js';
export type { Configuration, ExtensionParams } from './ohif/host.js';
export { default as mode } from './ohif/mode.js';
