/**
 * Strength of each baseline that gives the best PSNR on the training subjects; written by
 * `node .config/run.mjs tuneBaselines.ts`.
 *
 * @module
 */
export const TUNED = {
  /** Quarter dose, 13 slices of 9 series. */
  ct: { gaussian: 0.76, nonLocalMeans: 1.19, totalVariation: 0.97, bm3d: 1.73 },
  /** Rician noise of 9 %, 6 slices of 2 series. */
  mr: { nonLocalMeans: 0.68 },
} as const;
