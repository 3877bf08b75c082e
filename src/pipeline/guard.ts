/**
 * The structure guard for frames: with which settings a slice is judged, and the
 * map that a stage lays over it.
 *
 * ```ts
 * const { map, score } = guardMap(result.frames[i], source.frames[i]);
 * ```
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { type GuardOptions, type GuardResult, structureGuard } from '../evaluation/structureGuard.js';
import { type FrameInfo, toModality } from '../image/frame.js';
import type { Frame, MarkedFrame } from '../provenance/markedFrame.js';
import { pixelsOf } from '../provenance/markedPixels.js';

/** HU that no tissue next to the skin goes below: what is darker and reaches the border is air. */
const AIR_HU = -500;
/** For images without a unit: noise below this share of the series' scale counts as that much. */
const FLOOR_SHARE = 3e-4;

/** How the guard judges a frame; `scale` as the record of a model of images without a unit has it. */
export function guardOptions(
  { plane, rescale, modality }: Pick<FrameInfo, 'plane' | 'rescale' | 'modality'>,
  scale: number | undefined,
): GuardOptions {
  const hu = modality === 'CT' && rescale.type === 'HU';
  return {
    pixelSpacing: plane?.pixelSpacing,
    air: hu ? AIR_HU : undefined,
    spectrum: modality === 'CT' ? 'ramp' : 'white',
    floor: scale === undefined ? undefined : FLOOR_SHARE * scale,
  };
}

/**
 * Where more than noise was taken from `source` to make `frame`: rows x columns
 * deviations in SD, and the score. The residual is that of the stored pixels, so
 * the score may differ from the record's by the rounding to the stored grid.
 *
 * @throws ArgumentError when the two are not of one size.
 */
export function guardMap(frame: MarkedFrame, source: Frame): GuardResult {
  const { rows, columns } = frame;
  if (rows !== source.rows || columns !== source.columns) {
    throw new ArgumentError('The two slices are not of one size.', {
      attribute: 'Rows (0028,0010), Columns (0028,0011)',
      remedy: 'Give the slice that the denoised one was made from.',
    });
  }
  const record = frame.origin.record;
  const scale = record?.options.scale;
  const acquired = toModality(pixelsOf(source), source.rescale);
  const residual = toModality(pixelsOf(frame), frame.rescale);
  for (let i = 0; i < residual.length; i++) residual[i] = acquired[i] - residual[i];
  return structureGuard(acquired, residual, rows, columns, {
    ...guardOptions(source, typeof scale === 'number' ? scale : undefined),
    threshold: record?.guard?.threshold,
  });
}
