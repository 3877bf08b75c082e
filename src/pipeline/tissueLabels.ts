/** Label maps from slices: of scans on the generators' grid, of generated slices on their own. */
import { ModelError } from '../errors.js';
import { commonField, FIELD_MM } from '../evaluation/commonField.js';
import { tissueCodes } from '../evaluation/tissue.js';
import { toModality } from '../image/frame.js';
import type { LabelMap } from '../image/labelMap.js';
import type { Frame } from '../provenance/markedFrame.js';
import { pixelsOf } from '../provenance/markedPixels.js';

/** Rows and columns of the maps: 400 mm around the middle of the body. */
const SIDE = 256;

/**
 * Tissues of one CT slice: air, lung, fat, soft tissue, bone, by HU.
 *
 * @throws ModelError for a slice that is not in HU, ArgumentError for one without pixel spacing.
 */
export function tissueLabels(frame: Frame): LabelMap {
  const { rows, columns, rescale, plane, modality, file } = frame;
  if (modality !== 'CT' || rescale.type !== 'HU') {
    throw new ModelError('Tissues are told by Hounsfield units.', {
      file,
      attribute: 'RescaleType (0028,1054)',
      remedy: 'Give CT slices whose pixels rescale to HU, or label maps.',
    });
  }
  const values = toModality(pixelsOf(frame), rescale);
  const pixelSpacing = plane?.pixelSpacing ?? [0, 0];
  const hu = commonField({ values, rows, columns, pixelSpacing }, SIDE);
  const step = FIELD_MM / SIDE;
  return {
    rows: SIDE,
    columns: SIDE,
    pixelSpacing: [step, step],
    codes: tissueCodes(hu, SIDE, SIDE, step),
  };
}

/** Tissues of a generated slice, pixel for pixel: it lies on the generators' grid already. Nothing is told where there are no HU. */
export function labelsOf(frame: Frame): LabelMap {
  const { rows, columns, rescale, plane } = frame;
  const pixelSpacing = plane?.pixelSpacing ?? [1, 1];
  if (rescale.type !== 'HU') return { rows, columns, pixelSpacing, codes: new Uint8Array(rows * columns) };
  const hu = toModality(pixelsOf(frame), rescale);
  return { rows, columns, pixelSpacing, codes: tissueCodes(hu, rows, columns, pixelSpacing[0]) };
}
