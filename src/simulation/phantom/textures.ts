/**
 * Fine structure of tissues: HU by place, from one set of noises per patient.
 *
 * @module
 */
import type { Random } from '../../image/random.js';
import type { Noise3 } from './noise3.js';
import { createNoise3 } from './noise3.js';

/** HU at a place in space. */
type Texture = (x: number, y: number, z: number) => number;

export interface Textures {
  readonly muscle: Texture;
  readonly fat: Texture;
  readonly cancellous: Texture;
  readonly lung: Texture;
  readonly liver: Texture;
  readonly blood: Texture;
  /** Bare noise, to make outlines irregular. */
  readonly wobble: Noise3;
}

export function createTextures(random: Random): Textures {
  const coarse = createNoise3(random.fork('coarse'));
  const fine = createNoise3(random.fork('fine'));
  const strand = createNoise3(random.fork('strand'));
  return {
    // Fat between the fibre bundles, thin and long.
    muscle: (x, y, z) => {
      const bundle = strand(x / 7, y / 2.6, z / 14) + 0.5 * fine(x / 3, y / 1.6, z / 9);
      return 58 + 5 * coarse(x / 11, y / 11, z / 15) - 110 * Math.max(0, bundle - 0.48);
    },
    // Septa: where two noises cross zero, a thin sheet of connective tissue.
    fat: (x, y, z) => {
      const septum = Math.max(0, 1 - Math.abs(strand(x / 13, y / 9, z / 16)) / 0.045);
      return (
        -104 + 5 * coarse(x / 14, y / 14, z / 14) + 32 * septum * Math.max(0, fine(x / 9, y / 9, z / 9) + 0.1)
      );
    },
    cancellous: (x, y, z) => 185 + 90 * fine(x / 1.9, y / 1.9, z / 2.4) + 45 * coarse(x / 6, y / 6, z / 6),
    // Gravity makes the dependent lung denser; lobules and vessels too fine to draw give the grain.
    lung: (x, y, z) =>
      -858 +
      0.3 * y +
      22 * coarse(x / 24, y / 24, z / 24) +
      26 * fine(x / 6, y / 6, z / 6) +
      50 * Math.max(0, strand(x / 2.6, y / 2.6, z / 2.6) - 0.15),
    liver: (x, y, z) => 104 + 4 * coarse(x / 8, y / 8, z / 8) + 3 * fine(x / 3, y / 3, z / 3),
    blood: (x, y, z) => 3 * coarse(x / 12, y / 12, z / 12),
    wobble: coarse,
  };
}
