/** The label maps that `--labels` names. */
import { ArgumentError } from '../errors.js';
import type { LabelMap } from '../image/labelMap.js';
import { readLabels } from '../pipeline/dataset/readLabels.js';
import { tissueLabels } from '../pipeline/tissueLabels.js';
import { numberOption } from './arguments.js';
import { listFiles, readInput } from './input.js';

/** Undefined where none are wanted. Paths without an option follow `--labels`, as a shell's `*` leaves them. */
export async function readLabelPaths(
  values: { readonly labels?: readonly string[]; readonly 'label-spacing'?: string },
  paths: readonly string[],
): Promise<LabelMap[] | undefined> {
  if (!values.labels) {
    if (paths.length === 0) return undefined;
    throw new ArgumentError('generate takes no paths but label maps.', {
      attribute: '--labels',
      remedy: 'See veritome --help.',
    });
  }
  const spacing = numberOption('label-spacing', values['label-spacing']);
  if (spacing !== undefined && !(spacing > 0)) {
    throw new ArgumentError('--label-spacing must be above 0 mm.', {
      attribute: '--label-spacing',
      remedy: 'Give the distance of neighbouring pixels.',
    });
  }
  const files = await listFiles([...values.labels, ...paths]);
  const maps = await readLabels(await Promise.all(files.map(readInput)), {
    pixelSpacing: spacing === undefined ? undefined : [spacing, spacing],
    segment: tissueLabels,
  });
  if (maps.length > 0) return maps;
  throw new ArgumentError('There are no label maps.', {
    attribute: '--labels',
    remedy: 'Give PNGs of codes, DICOM Segmentations or CT slices.',
  });
}
