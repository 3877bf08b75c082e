/**
 * Veritome in a page that has its own cornerstone-core 2.6: acquired, denoised,
 * interpolated and synthetic series in its elements, with the badge in the canvas.
 *
 * ```ts
 * import cornerstone from 'cornerstone-core';
 * import { denoise, openStudy } from 'veritome';
 * import { registerVeritome } from 'veritome/cornerstone';
 *
 * const veritome = registerVeritome(cornerstone);
 * const study = await openStudy(input.files);
 * const quiet = await denoise(study.series[0]);
 * const [first] = veritome.imageIdsOf(quiet);
 * cornerstone.displayImage(element, await cornerstone.loadAndCacheImage(first));
 * ```
 *
 * @module
 */
export type { LegacyHost, VeritomeLegacy } from './cornerstone/legacy.js';
export { registerVeritome } from './cornerstone/legacy.js';
export type { VeritomeModule } from './cornerstone/modules.js';
export type { Coming } from './cornerstone/shelf.js';
