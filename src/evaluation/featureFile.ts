/**
 * A feature set as one small file: a line of JSON, then integers.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type { FeatureSet, SliceFeatures } from './featureSet.js';
import { LAYOUT_LENGTH } from './memorisation.js';
import { RADIOMIC_FEATURES } from './radiomics.js';
import { type ScaleProjections, thinned } from './slicedWasserstein.js';
import { BODY_HISTOGRAM } from './sliceSigns.js';

/** Changes whenever features change: sets of other versions cannot be compared. */
export const FEATURE_VERSION = 1;
/** Quantiles kept of every direction. */
const QUANTILES = 65;
/** Layouts are rounded to so many HU, histogram roots to 1/255. */
const LAYOUT_STEP = 0.25;

interface Head extends Omit<FeatureSet, 'slices' | 'patches' | 'hu'> {
  readonly version: number;
  readonly count: number;
  readonly hu: readonly number[];
  /** Lowest value and step of every radiomic feature. */
  readonly radiomics: readonly (readonly [low: number, step: number])[];
  readonly scales: readonly { readonly side: number; readonly sd: number; readonly step: number }[];
  readonly directions: number;
}

/** Bytes of a set. */
export function encodeFeatures(set: FeatureSet): Uint8Array {
  const { slices, patches, hu, ...rest } = set;
  const few = thinned(patches, QUANTILES);
  const ranges = RADIOMIC_FEATURES.map((_, k): [number, number] => {
    const values = slices.map(({ radiomics }) => radiomics[k]);
    const low = Math.min(...values);
    return [low, (Math.max(...values) - low) / 65_535 || 1];
  });
  const scales = few.map(({ side, sd, quantiles }) => {
    const most = Math.max(
      ...quantiles.map((all) => Math.max(Math.abs(all[0]), Math.abs(all[QUANTILES - 1]))),
    );
    return { side, sd, step: most / 32_767 || 1 };
  });
  const head: Head = {
    ...rest,
    version: FEATURE_VERSION,
    count: slices.length,
    hu: Array.from(hu, (share) => Number(share.toPrecision(5))),
    radiomics: ranges,
    scales,
    directions: few[0].quantiles.length,
  };
  const shorts = Int16Array.from([
    ...few.flatMap(({ quantiles }, s) =>
      quantiles.flatMap((all) => [...all].map((q) => Math.round(q / scales[s].step))),
    ),
    ...slices.flatMap(({ radiomics }) =>
      ranges.map(([low, step], k) => Math.round((radiomics[k] - low) / step) - 32_768),
    ),
    ...slices.flatMap(({ layout }) => [...layout].map((value) => Math.round(value / LAYOUT_STEP))),
  ]);
  const bytes = Uint8Array.from(
    slices.flatMap(({ histogram }) => [...histogram].map((root) => Math.round(255 * root))),
  );
  // An even length keeps the integers behind it aligned.
  const line = `${JSON.stringify(head)}`;
  const text = new TextEncoder().encode(`${line.length % 2 === 0 ? `${line} ` : line}\n`);
  const file = new Uint8Array(text.length + shorts.byteLength + bytes.length);
  file.set(text);
  const view = new DataView(file.buffer, text.length);
  shorts.forEach((value, i) => {
    view.setInt16(2 * i, value, true);
  });
  file.set(bytes, text.length + shorts.byteLength);
  return file;
}

/**
 * Reads a set back.
 *
 * @throws ArgumentError for bytes that are no feature set of this version.
 */
export function decodeFeatures(file: Uint8Array): FeatureSet {
  const end = file.indexOf(10);
  let head: Head;
  try {
    head = JSON.parse(new TextDecoder().decode(file.subarray(0, end)));
  } catch (cause) {
    throw unusable(cause);
  }
  const { version, count, hu, radiomics: ranges, scales, directions, ...rest } = head;
  const shortCount =
    scales?.length * directions * QUANTILES + count * (RADIOMIC_FEATURES.length + LAYOUT_LENGTH);
  const length = end + 1 + 2 * shortCount + count * BODY_HISTOGRAM.bins;
  if (version !== FEATURE_VERSION || file.length !== length || ranges.length !== RADIOMIC_FEATURES.length) {
    throw unusable();
  }
  const view = new DataView(file.buffer, file.byteOffset + end + 1);
  let at = 0;
  const next = () => view.getInt16(2 * at++, true);
  const patches = scales.map(
    ({ side, sd, step }): ScaleProjections => ({
      side,
      sd,
      quantiles: Array.from({ length: directions }, () =>
        Float32Array.from({ length: QUANTILES }, () => next() * step),
      ),
    }),
  );
  const radiomics = Array.from({ length: count }, () =>
    Float64Array.from(ranges, ([low, step]) => low + (next() + 32_768) * step),
  );
  const layouts = Array.from({ length: count }, () =>
    Float32Array.from({ length: LAYOUT_LENGTH }, () => next() * LAYOUT_STEP),
  );
  const roots = file.subarray(end + 1 + 2 * shortCount);
  const slices = layouts.map((layout, i): SliceFeatures => {
    const { bins } = BODY_HISTOGRAM;
    const histogram = Float32Array.from(roots.subarray(i * bins, (i + 1) * bins), (root) => root / 255);
    return { layout, histogram, radiomics: radiomics[i] };
  });
  return { ...rest, slices, patches, hu: Float64Array.from(hu) };
}

function unusable(cause?: unknown): ArgumentError {
  return new ArgumentError('The features of the reference cannot be used.', {
    attribute: 'features',
    remedy: 'Make them again with node .config/run.mjs trainingFeatures.ts, or restore the package.',
    cause,
  });
}
