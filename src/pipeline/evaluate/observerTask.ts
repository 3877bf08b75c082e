/**
 * Uniform water at a quarter of the dose, half of its places with a faint disc: squares
 * for a model observer, whose noise is known well enough for the ideal one too.
 *
 * @module
 */
import { createRandom } from '../../image/random.js';
import { lesionImage } from '../../simulation/lesion.js';
import { exposeDiscs, waterPhantom } from '../../simulation/phantom/discs.js';
import { acquire } from '../../simulation/scan.js';
import type { End } from './contender.js';
import { type Squares, squaresAround } from './crops.js';
import { clipped } from './doses.js';
import { besideSignal, cropped } from './lesions.js';
import type { Memory } from './memory.js';
import type { Subject } from './subject.js';

/** The disc that is sought. */
export const SOUGHT = { contrast: 10, diameter: 8 } as const;
const PHOTONS = 6e5;
const DOSE = 0.25;
/** mm between the slices of a scan: what a lesion of that size shows to a network of three. */
const SPACING = 3;
/** Places per side, and pixels between them. */
const SIDE = 4;
const PITCH = 44;
/** Side of the square of all places. */
export const FIELD = SIDE * PITCH;
/** Scans of 16 places each: 8 with, 8 without the disc. */
export const SCANS = 26;

export interface ObserverFinding {
  readonly kind: 'observer';
  readonly draw: number;
  readonly squares: Partial<Record<'input' | End, Squares>>;
  /** The water all places lie in, without any disc: {@link FIELD} x FIELD. */
  readonly noise: Float32Array;
  /** What a disc adds in the middle of that field: to the slice, then to those of its neighbours that the model is given. */
  readonly signals: readonly Float32Array[];
  readonly pixelSpacing: readonly [number, number];
}

/** One scan, given to the model. */
export async function measureObserver(
  subject: Subject,
  draw: number,
  seed: number,
  memory: Memory,
): Promise<ObserverFinding> {
  const phantom = waterPhantom({ fieldOfView: 350, diameter: 300 });
  const { rows, columns, pixelSpacing } = phantom;
  const places = Array.from({ length: SIDE * SIDE }, (_, i) => ({
    row: rows / 2 + PITCH * (Math.floor(i / SIDE) - (SIDE - 1) / 2),
    column: columns / 2 + PITCH * ((i % SIDE) - (SIDE - 1) / 2),
  }));
  // Chessboard, turned over from scan to scan: every place is seen with and without.
  const holds = (i: number) => (Math.floor(i / SIDE) + i + draw) % 2 === 0;
  const withDisc = places.filter((_, i) => holds(i));
  const without = places.filter((_, i) => !holds(i));
  const lesions = withDisc.map((place) => ({ shape: 'disc' as const, ...place, ...SOUGHT }));
  const planting = await memory.remember(`observer signal ${draw % 2}`, () => {
    const signal = lesionImage(phantom, lesions);
    const whole = { kind: SOUGHT, lesions, discs: [], signal };
    return { signal, beside: besideSignal(whole, phantom, SPACING) };
  });
  const water = (slice: number) =>
    memory.remember(`water ${draw} ${slice} ${seed}`, () =>
      clipped(
        acquire(exposeDiscs(phantom), {
          photons: PHOTONS,
          dose: DOSE,
          random: createRandom(seed).fork('observer').fork(draw).fork(slice),
        }),
      ),
    );
  const sum = (a: Float32Array, b: Float32Array) => a.map((value, i) => value + b[i]);
  const input = sum(await water(0), planting.signal);
  const neighbour = async (slice: number) =>
    subject.slices === 3 ? sum(await water(slice), planting.beside) : undefined;
  const quiet = await subject.run({
    values: input,
    rows,
    columns,
    modality: 'CT',
    neighbours: [await neighbour(-1), await neighbour(1)],
  });
  const squares = (image: Float32Array): Squares => ({
    present: squaresAround(image, rows, columns, withDisc),
    absent: squaresAround(image, rows, columns, without),
  });
  const found: Partial<Record<'input' | End, Squares>> = { input: squares(input) };
  for (const end of subject.ends) found[end] = squares(quiet.images[end]!);
  const view = { row: (rows - FIELD) / 2, column: (columns - FIELD) / 2, rows: FIELD, columns: FIELD };
  const field = (image: Float32Array) => cropped(image, columns, view);
  const middle = { shape: 'disc' as const, row: rows / 2, column: columns / 2, ...SOUGHT };
  const signal = lesionImage(phantom, [middle]);
  const beside = besideSignal({ kind: SOUGHT, lesions: [middle], discs: [], signal }, phantom, SPACING);
  const signals = (subject.slices === 3 ? [signal, beside, beside] : [signal]).map(field);
  const noise = field(await water(0));
  return { kind: 'observer', draw, squares: found, noise, signals, pixelSpacing };
}
