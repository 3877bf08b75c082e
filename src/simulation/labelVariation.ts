/**
 * Variations of a label map whose truth stays known: a smooth deformation by seed, and
 * nodules drawn into the lung. What a generator fills with tissue afterwards.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { type LabelMap, TISSUES } from '../image/labelMap.js';
import type { Random } from '../image/random.js';

/** Knots of the deformation across the slice. */
const KNOTS = 7;
/** SD of a knot's shift at strength 1, as a share of the side of the slice. */
const SHIFT = 0.012;
/** SD of the scale of width and depth at strength 1. */
const ZOOM = 0.05;

/**
 * The map through a smooth random deformation: other widths and depths of the body, and organs
 * shifted by some millimetres; its codes are taken whole from where they came (nearest).
 *
 * @param strength 0 leaves the map, 1 bends it as much as people differ.
 */
export function bendLabels(map: LabelMap, random: Random, strength: number): LabelMap {
  if (!(strength >= 0 && strength <= 2)) {
    throw new ArgumentError('The strength of the deformation must lie between 0 and 2.', {
      attribute: 'bend',
      remedy: '0 leaves the map as it is, 1 bends it as much as people differ.',
    });
  }
  const { rows, columns, codes } = map;
  const draw = (sd: number) => sd * strength * Math.max(-2.5, Math.min(2.5, random.normal()));
  const zoom = [1 + draw(ZOOM), 1 + draw(ZOOM)];
  const shifts = Array.from({ length: 2 }, () =>
    Float64Array.from({ length: KNOTS * KNOTS }, () => draw(SHIFT)),
  );
  const bent = new Uint8Array(codes.length);
  for (let r = 0; r < rows; r++) {
    const y = (r + 0.5) / rows;
    for (let c = 0; c < columns; c++) {
      const x = (c + 0.5) / columns;
      const fromY = 0.5 + (y - 0.5) * zoom[0] + smooth(shifts[0], y, x);
      const fromX = 0.5 + (x - 0.5) * zoom[1] + smooth(shifts[1], y, x);
      const row = Math.floor(fromY * rows);
      const column = Math.floor(fromX * columns);
      const inside = row >= 0 && row < rows && column >= 0 && column < columns;
      bent[r * columns + c] = inside ? codes[row * columns + column] : 0;
    }
  }
  return { ...map, codes: bent };
}

/** Uniform cubic B-spline through the knots at a place in 0..1: bends without kinks. */
function smooth(knots: Float64Array, y: number, x: number): number {
  const [row, v] = split(y);
  const [column, u] = split(x);
  let sum = 0;
  for (let j = 0; j < 4; j++) {
    for (let i = 0; i < 4; i++) sum += v[j] * u[i] * knots[(row + j) * KNOTS + column + i];
  }
  return sum;
}

/** First of the four knots at work, and their weights. */
function split(place: number): [number, readonly number[]] {
  const at = place * (KNOTS - 3);
  const first = Math.min(KNOTS - 4, Math.floor(at));
  const t = at - first;
  return [
    first,
    [
      (1 - t) ** 3 / 6,
      (3 * t ** 3 - 6 * t ** 2 + 4) / 6,
      (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6,
      t ** 3 / 6,
    ],
  ];
}

/** A nodule that was drawn: centre in pixels, semi-axes in mm. */
export interface Nodule {
  readonly row: number;
  readonly column: number;
  readonly radiusMm: readonly [number, number];
}

const LUNG = TISSUES.indexOf('lung');
const SOFT = TISSUES.indexOf('soft tissue');

/**
 * Draws up to `count` ellipses of soft tissue into the lung, 2 to 10 mm in radius, each with its
 * centre in lung; fewer where there is too little lung.
 */
export function drawNodules(
  map: LabelMap,
  random: Random,
  count: number,
): { map: LabelMap; nodules: Nodule[] } {
  const { rows, columns, pixelSpacing, codes } = map;
  const lung: number[] = [];
  codes.forEach((code, i) => {
    if (code === LUNG) lung.push(i);
  });
  const drawn = codes.slice();
  const nodules: Nodule[] = [];
  for (let n = 0; n < count && lung.length > 0; n++) {
    const at = lung[Math.floor(random.uniform() * lung.length)];
    const radius = 2 + 8 * random.uniform() ** 2;
    const flat = 0.7 + 0.3 * random.uniform();
    const turn = [random.normal(), random.normal()];
    const length = Math.sqrt(turn[0] ** 2 + turn[1] ** 2) || 1;
    const [cos, sin] = [turn[0] / length, turn[1] / length];
    const centre = { row: Math.floor(at / columns), column: at % columns };
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const y = (r - centre.row) * pixelSpacing[0];
        const x = (c - centre.column) * pixelSpacing[1];
        const along = (x * cos + y * sin) / radius;
        const beside = (y * cos - x * sin) / (radius * flat);
        if (along ** 2 + beside ** 2 <= 1 && codes[r * columns + c] === LUNG) drawn[r * columns + c] = SOFT;
      }
    }
    nodules.push({ ...centre, radiusMm: [radius, radius * flat] });
  }
  return { map: { ...map, codes: drawn }, nodules };
}
