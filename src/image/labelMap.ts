/**
 * Which tissue each pixel of a slice shows: one code a pixel, the currency between
 * segmentation, the generators and the data set's labels.
 *
 * @module
 */

/** Codes of a label map, in order: index = code. */
export const TISSUES = ['air', 'lung', 'fat', 'soft tissue', 'bone'] as const;

export type Tissue = (typeof TISSUES)[number];

/** Tissue codes of one slice. */
export interface LabelMap {
  readonly rows: number;
  readonly columns: number;
  /** Distance between rows, then between columns, in mm. */
  readonly pixelSpacing: readonly [number, number];
  /** rows x columns codes, C order: index into {@link TISSUES}. */
  readonly codes: Uint8Array;
}
