/** What a model that somebody brings may ask for: bounds that no network for single slices in a page needs more than. */

/** Opsets whose operators have the forms that `operators.ts` knows and onnxruntime-web computes. */
export const OPSETS = { least: 9, most: 21 } as const;

export const LIMITS = {
  /** Of the file, and of all tensors in it. */
  fileBytes: 192 * 2 ** 20,
  nodes: 4000,
  /** Numbers in one tensor, stored or computed. */
  elements: 2 ** 27,
  /** Tensors that are alive at once, as `shapes.ts` counts them. */
  memoryBytes: 2 ** 30,
  /** Of one run. */
  gflop: 1000,
  /** Sides of images, and length of a latent vector. */
  side: 1024,
  latent: 4096,
  classes: 1000,
  /** Seconds for opening and checking, and for one run after that. */
  openSeconds: 120,
  runSeconds: 180,
} as const;
