/**
 * Who is compared: the noisy input, the classical denoisers, and the ends of the model.
 *
 * @module
 */

/** Classical denoisers, in the order of tables. */
export const RIVALS = ['gaussian', 'totalVariation', 'nonLocalMeans', 'bm3d'] as const;
export type Rival = (typeof RIVALS)[number];

/** The two ends of a model; one-ended models have the first. */
export type End = 'fidelity' | 'texture';

export type Contender = 'input' | Rival | End;

/** Names for readers. */
export const TITLES: Readonly<Record<Contender | 'reference', string>> = {
  reference: 'reference',
  input: 'input',
  gaussian: 'Gaussian',
  totalVariation: 'total variation',
  nonLocalMeans: 'non-local means',
  bm3d: 'BM3D',
  fidelity: 'model, fidelity end',
  texture: 'model, texture end',
};

/** One image per contender that takes part. */
export type Images = Partial<Record<Contender, Float32Array>>;
