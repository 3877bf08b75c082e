/**
 * The structure guard: is what a denoiser took away noise, or anatomy?
 *
 * ```ts
 * const { score, flagged } = structureGuard(acquired, residual, rows, columns, { pixelSpacing, air: -500 });
 * ```
 *
 * CT noise is high-pass (ramp times kernel: Riederer, Pelc and Chesler 1978, Phys
 * Med Biol 23:446; Kijewski and Judy 1987, Phys Med Biol 32:565), so at the size of a
 * lesion it has little power, and how much it has follows from its fine grain. What
 * exceeds that is structure. Two questions are put to the residual:
 *
 * - *blobs*: a centre-surround filter of lesion size on the residual, against the
 *   spread the local fine grain leaves to noise. The ratio of the two is measured on
 *   the slice itself by the median, which a lesion does not move.
 * - *edges*: the projection of the residual on the fine detail that is still
 *   standing, against what noise of that grain would give by chance. A blurred edge
 *   leaves a residual of the edge's own shape.
 *
 * Strong edges lose a few per cent in every run, so both are also weighed against
 * the structure that stays: the map rises there, and does not flag the slice.
 * All is in units of local noise: nothing needs HU.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { boxMean } from '../image/air.js';
import { patientRegion } from './patientRegion.js';
import { medianOf } from './robust.js';

export interface GuardOptions {
  /** Distance between rows, then between columns, in mm; a field of view of 400 mm is assumed when absent. */
  readonly pixelSpacing?: readonly [number, number];
  /** Values below this that reach the border are the air around the patient and are not judged; absent: all is. */
  readonly air?: number;
  /** How noise rises with spatial frequency: `ramp` for CT, `white` (when absent) for MR. */
  readonly spectrum?: keyof typeof FALL;
  /** Noise below this, in the image's own unit, counts as this much: 0.3 unless given. */
  readonly floor?: number;
  /** Scores above this are flagged. */
  readonly threshold?: number;
}

export interface GuardResult {
  /** rows x columns: deviation of the residual from noise, in SD; 0 where noise explains it wholly or nothing is judged. */
  readonly map: Float32Array;
  /** The map's maximum. */
  readonly score: number;
  readonly threshold: number;
  readonly flagged: boolean;
}

/** Set where ordinary runs stay below and erased lesions lie above: docs/decisions/0005. */
export const GUARD_THRESHOLD = 7;

/** The filters work on cells of about this size: a third of the smallest lesion looked for. */
const CELL_MM = 1.5;
/** Half width of the neighbourhood in which the grain is measured. */
const GRAIN_MM = 8;
/** Half widths in cells of centre and surround, each a box run twice: discs of about 6 and 10 mm. */
const BLOBS = [
  [1, 4],
  [2, 6],
] as const;
/** The same one size below: mostly noise, whatever was smoothed away. */
const GRAINS = [0, 2] as const;
/**
 * How much less noise has at each size than one size below, at least: by the ramp,
 * as measured on inserted noise, or by averaging alone. Where a denoiser smoothed the
 * whole slice, the usual residual is anatomy and falls less; it must not pass for noise.
 */
const FALL = { ramp: [6, 2.2], white: [3.9, 1.6] } as const;
/** Share of the standing structure of the same size that a run may take without a word. */
const BLOB_SHARE = 0.03;
const EDGE_SHARE = 0.1;
/** Half width of the window an edge is looked for in. */
const EDGE_MM = 4;
/** Detail counts as an edge where it exceeds the slice's usual fine grain by this factor. */
const EDGE_ABOVE = 4;
/** High-passed CT noise is correlated over about two pixels: its projections spread this much wider than white noise's. */
const EDGE_SPREAD = 2.5;
/** A residual with less than this share of the slice's grain is judged as if it had that much: faint residuals hide in noise. */
const GRAIN_SHARE = 0.5;
const FLOOR = 0.3;
/** Fewer cells tell nothing of a spread. */
const FEWEST_CELLS = 64;

/**
 * Judges the residual of one slice.
 *
 * @param acquired rows x columns modality values.
 * @param residual acquired - denoised, same size and unit.
 * @throws ArgumentError where sizes or spacing make no sense.
 */
export function structureGuard(
  acquired: Float32Array,
  residual: Float32Array,
  rows: number,
  columns: number,
  options: GuardOptions = {},
): GuardResult {
  const { threshold = GUARD_THRESHOLD, floor = FLOOR, spectrum = 'white', air } = options;
  const [down, across] = options.pixelSpacing ?? [400 / columns, 400 / columns];
  check(acquired, residual, rows, columns, down, across);
  const step = Math.max(1, Math.round((2 * CELL_MM) / (down + across)));
  const cellMM = (step * (down + across)) / 2;
  const cells = cellsOf(acquired, residual, rows, columns, step);
  const { height, width } = cells;
  const region = patientRegion(cells.standing, height, width, air);
  const found = new Float32Array(height * width);
  if (region.reduce((sum, inside) => sum + inside, 0) >= FEWEST_CELLS) {
    const grain = grainOf(cells, region, Math.max(1, Math.round(GRAIN_MM / cellMM)), floor);
    markBlobs(found, cells, region, grain, spectrum, floor);
    markEdges(found, cells, region, grain, Math.max(1, Math.round(EDGE_MM / cellMM)));
  }
  let score = 0;
  for (let i = 0; i < found.length; i++) if (found[i] > score) score = found[i];
  return { map: spread(found, width, rows, columns, step), score, threshold, flagged: score > threshold };
}

/** Means over cells of step x step pixels. */
interface Cells {
  readonly height: number;
  readonly width: number;
  /** Of the residual, and of what stands after it was taken away. */
  readonly removed: Float32Array;
  readonly standing: Float32Array;
  /** Squared fine grain (less its 3 x 3 mean) of residual and acquired slice. */
  readonly removedGrain: Float32Array;
  readonly acquiredGrain: Float32Array;
  /** Standing detail above the usual grain: its square, and its product with the residual's grain. */
  readonly edge: Float32Array;
  readonly edgeRemoved: Float32Array;
  readonly step: number;
}

function cellsOf(
  acquired: Float32Array,
  residual: Float32Array,
  rows: number,
  columns: number,
  step: number,
): Cells {
  const height = Math.ceil(rows / step);
  const width = Math.ceil(columns / step);
  const sums = () => new Float32Array(height * width);
  const [removed, standing, removedGrain, acquiredGrain, detail] = [sums(), sums(), sums(), sums(), sums()];
  const smoothResidual = boxMean(residual, rows, columns, 1);
  const smoothAcquired = boxMean(acquired, rows, columns, 1);
  const cell = Uint32Array.from({ length: columns }, (_, c) => Math.floor(c / step));
  for (let r = 0; r < rows; r++) {
    const to = Math.floor(r / step) * width;
    for (let c = 0; c < columns; c++) {
      const i = r * columns + c;
      const j = to + cell[c];
      const h = residual[i] - smoothResidual[i];
      const a = acquired[i] - smoothAcquired[i];
      removed[j] += residual[i];
      standing[j] += acquired[i] - residual[i];
      removedGrain[j] += h * h;
      acquiredGrain[j] += a * a;
      detail[j] += (a - h) * (a - h);
    }
  }
  const lastTall = rows - (height - 1) * step;
  const lastWide = columns - (width - 1) * step;
  for (let y = 0, j = 0; y < height; y++) {
    for (let x = 0; x < width; x++, j++) {
      const pixels = (y < height - 1 ? step : lastTall) * (x < width - 1 ? step : lastWide);
      for (const sum of [removed, standing, removedGrain, acquiredGrain, detail]) sum[j] /= pixels;
    }
  }
  // Most cells hold no edge: the median tells what noise is left in the detail.
  const usual = medianOf(detail);
  const least = EDGE_ABOVE * EDGE_ABOVE * usual;
  const [edge, edgeRemoved] = [sums(), sums()];
  const share = 1 / (step * step);
  for (let r = 0; r < rows; r++) {
    const to = Math.floor(r / step) * width;
    for (let c = 0; c < columns; c++) {
      const i = r * columns + c;
      const h = residual[i] - smoothResidual[i];
      const left = acquired[i] - smoothAcquired[i] - h;
      if (left * left <= least) continue;
      edge[to + cell[c]] += share * left * left;
      edgeRemoved[to + cell[c]] += share * left * h;
    }
  }
  return { height, width, removed, standing, removedGrain, acquiredGrain, edge, edgeRemoved, step };
}

/** SD of the fine grain that noise is expected to have, cell by cell. */
function grainOf(
  { removedGrain, acquiredGrain, height, width }: Cells,
  region: Uint8Array,
  radius: number,
  floor: number,
): Float32Array {
  const grain = boxMean(removedGrain, height, width, radius);
  const all = boxMean(acquiredGrain, height, width, radius);
  for (let i = 0; i < grain.length; i++) {
    grain[i] = Math.sqrt(Math.max(0, grain[i]));
    all[i] = Math.sqrt(Math.max(0, all[i])) / Math.max(grain[i], 1e-3 * floor);
  }
  const factor = Math.max(1, GRAIN_SHARE * medianOf(all, region));
  for (let i = 0; i < grain.length; i++) grain[i] = Math.max(floor, factor * grain[i]);
  return grain;
}

function markBlobs(
  found: Float32Array,
  { removed, standing, height, width }: Cells,
  region: Uint8Array,
  grain: Float32Array,
  spectrum: keyof typeof FALL,
  floor: number,
): void {
  /** SD of a filtered residual in units of the grain: the median of |x| of a normal variable is 0.6745 SD. */
  const colourOf = (blob: Float32Array) => {
    const relative = blob.map((value, i) => Math.abs(value) / grain[i]);
    return medianOf(relative, region) / 0.6745;
  };
  const least = (floor / 3) ** 2;
  let colour = colourOf(centreSurround(removed, height, width, GRAINS));
  for (const [size, radii] of BLOBS.entries()) {
    const blob = centreSurround(removed, height, width, radii);
    const power = centreSurround(standing, height, width, radii);
    for (let i = 0; i < power.length; i++) power[i] *= power[i];
    const around = boxMean(power, height, width, radii[0] + 1);
    colour = Math.min(colourOf(blob), colour / FALL[spectrum][size]);
    for (let i = 0; i < blob.length; i++) {
      if (region[i] === 0) continue;
      const noise = colour * grain[i];
      const spared = BLOB_SHARE * BLOB_SHARE * Math.max(0, around[i]);
      const z = Math.abs(blob[i]) / Math.sqrt(noise * noise + spared + least);
      if (z > found[i]) found[i] = z;
    }
  }
}

/** Difference of two doubled boxes: a band-pass for discs as wide as the centre. */
function centreSurround(
  values: Float32Array,
  height: number,
  width: number,
  [centre, surround]: readonly [number, number],
): Float32Array {
  const twice = (radius: number) =>
    radius === 0 ? values.slice() : boxMean(boxMean(values, height, width, radius), height, width, radius);
  const inner = twice(centre);
  const outer = twice(surround);
  for (let i = 0; i < inner.length; i++) inner[i] -= outer[i];
  return inner;
}

function markEdges(
  found: Float32Array,
  { edge, edgeRemoved, height, width, step }: Cells,
  region: Uint8Array,
  grain: Float32Array,
  radius: number,
): void {
  const power = boxMean(edge, height, width, radius);
  const product = boxMean(edgeRemoved, height, width, radius);
  const pixels = ((2 * radius + 1) * step) ** 2;
  for (let i = 0; i < power.length; i++) {
    if (region[i] === 0 || !(product[i] > 0)) continue;
    const noise = ((EDGE_SPREAD * grain[i]) ** 2 * power[i]) / pixels;
    const z = product[i] / Math.sqrt(noise + (EDGE_SHARE * power[i]) ** 2);
    if (z > found[i]) found[i] = z;
  }
}

/** Cells back to pixels. */
function spread(
  found: Float32Array,
  width: number,
  rows: number,
  columns: number,
  step: number,
): Float32Array {
  const map = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    const from = Math.floor(r / step) * width;
    for (let c = 0; c < columns; c++) map[r * columns + c] = found[from + Math.floor(c / step)];
  }
  return map;
}

function check(
  acquired: Float32Array,
  residual: Float32Array,
  rows: number,
  columns: number,
  down: number,
  across: number,
): void {
  if (acquired.length !== rows * columns || residual.length !== rows * columns) {
    throw new ArgumentError('The slice and its residual are not rows x columns pixels.', {
      attribute: 'rows, columns',
      remedy: 'Give both of one whole slice.',
    });
  }
  if (!(down > 0 && across > 0)) {
    throw new ArgumentError('The pixel spacing is not a length.', {
      attribute: 'pixelSpacing',
      remedy: 'Give mm above 0, or leave it out.',
    });
  }
}
