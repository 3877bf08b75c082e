/**
 * Rods of several contrasts at a quarter of the dose, for the contrast-dependent MTF.
 *
 * @module
 */
import { createRandom } from '../../image/random.js';
import { edgePhantom, exposeDiscs } from '../../simulation/phantom/discs.js';
import { acquire } from '../../simulation/scan.js';
import type { End } from './contender.js';
import { clipped } from './doses.js';
import { cropped } from './lesions.js';
import type { Memory } from './memory.js';
import type { Subject } from './subject.js';

/** Contrasts of the rods in HU. */
export const CONTRASTS = [-500, -100, -20] as const;
/** Noise draws that are averaged. */
export const RODS_DRAWS = 6;
const PHOTONS = 6e5;
const DOSE = 0.25;
/** Side of the square around a rod. */
const VIEW = 72;

export interface SharpnessFinding {
  readonly kind: 'sharpness';
  readonly draw: number;
  readonly rods: readonly Rod[];
  readonly pixel: number;
}

/** A rod of one contrast: its square before and after, and where it lies in it. */
export interface Rod {
  readonly contrast: number;
  readonly row: number;
  readonly column: number;
  readonly radius: number;
  readonly side: number;
  readonly images: Partial<Record<'input' | End, Float32Array>>;
}

/** One draw. */
export async function measureSharpness(
  subject: Subject,
  draw: number,
  seed: number,
  memory: Memory,
): Promise<SharpnessFinding> {
  // Each contrast twice: faint rods need the averaging.
  const phantom = edgePhantom({ contrasts: [...CONTRASTS, ...CONTRASTS] });
  const { rows, columns, pixelSpacing, inserts } = phantom;
  const scan = (slice: number) =>
    memory.remember(`rods ${draw} ${slice} ${seed}`, () =>
      clipped(
        acquire(exposeDiscs(phantom), {
          photons: PHOTONS,
          dose: DOSE,
          random: createRandom(seed).fork('sharpness').fork(draw).fork(slice),
        }),
      ),
    );
  const input = await scan(0);
  const beside = async (slice: number) => (subject.slices === 3 ? scan(slice) : undefined);
  const { images } = await subject.run({
    values: input,
    rows,
    columns,
    modality: 'CT',
    neighbours: [await beside(-1), await beside(1)],
  });
  const rods = inserts.map(({ row, column, diameter, contrast }) => {
    const top = Math.round(row) - VIEW / 2;
    const left = Math.round(column) - VIEW / 2;
    const part = (image: Float32Array) =>
      cropped(image, columns, { row: top, column: left, rows: VIEW, columns: VIEW });
    const parts: Partial<Record<'input' | End, Float32Array>> = { input: part(input) };
    for (const end of subject.ends) parts[end] = part(images[end]!);
    return {
      contrast,
      row: row - top,
      column: column - left,
      radius: diameter / 2 / pixelSpacing[0],
      side: VIEW,
      images: parts,
    };
  });
  return { kind: 'sharpness', draw, rods, pixel: pixelSpacing[0] };
}
