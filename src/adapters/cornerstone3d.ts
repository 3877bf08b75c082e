/**
 * Veritome in a page that has its own Cornerstone3D 5: acquired, denoised, interpolated and
 * synthetic series in its stack and volume viewports, with the badge in the canvas.
 *
 * ```ts
 * import * as cornerstone3D from '@cornerstonejs/core';
 * import { denoise, openStudy } from 'veritome';
 * import { registerVeritome } from 'veritome/cornerstone3d';
 *
 * const veritome = registerVeritome(cornerstone3D);
 * const study = await openStudy(input.files);
 * await viewport.setStack([...veritome.imageIdsOf(study.series[0])]);
 * const quiet = await denoise(study.series[0]);
 * await viewport.setStack([...veritome.imageIdsOf(quiet)]);
 * viewport.render();
 * ```
 *
 * @module
 */
export type { Host3d, Veritome3d } from './cornerstone/cornerstone3d.js';
export { registerVeritome } from './cornerstone/cornerstone3d.js';
export type { VeritomeModule } from './cornerstone/modules.js';
export type { Coming } from './cornerstone/shelf.js';
