/**
 * An anthropomorphic chest from carina to liver dome, made of curves and noise: nobody's body.
 *
 * ```ts
 * const chest = chestPhantom({ slices: 24, seed: 1 });
 * const { hu, tissue, z } = chest.slice(12);
 * ```
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import { createRandom } from '../../image/random.js';
import { bodyOutline, paintBody } from './body.js';
import type { Lesion } from './lesions.js';
import { paintLesions, plantLesions } from './lesions.js';
import { paintLiver } from './liver.js';
import { growLungs, paintLungs } from './lungs.js';
import { paintMediastinum } from './mediastinum.js';
import type { Raster } from './raster.js';
import { createRaster } from './raster.js';
import { paintRibs, paintScapulae, paintSternum } from './ribs.js';
import { paintSpine } from './spine.js';
import { paintTable } from './table.js';
import { createTextures } from './textures.js';

export interface ChestOptions {
  /** Number of slices around the middle of the heart; 24 unless given, at most 26 with 3 mm spacing. */
  readonly slices?: number;
  readonly seed?: number;
  /** Distance of slices and their thickness, mm; 3 unless given. */
  readonly spacing?: number;
  /** Pixels per side; 512 unless given. */
  readonly size?: number;
}

/** One slice of truth: what an ideal scanner would show. */
export interface ChestSlice {
  /** size x size HU. */
  readonly hu: Float32Array;
  /** {@link TISSUE} of every pixel. */
  readonly tissue: Uint8Array;
  /** Height in mm, towards the head. */
  readonly z: number;
}

export interface ChestPhantom {
  readonly slices: number;
  readonly rows: number;
  readonly columns: number;
  readonly pixelSpacing: readonly [number, number];
  readonly spacing: number;
  readonly lesions: readonly Lesion[];
  /** Height of slice `index`; 0 is the lowest. */
  position(index: number): number;
  /** Paints slice `index`: half a second at 512 x 512. */
  slice(index: number): ChestSlice;
}

/** Side of the picture in mm. */
const FIELD_OF_VIEW = 380;

/** Anatomy is right within this distance of z = 0. */
const REACH = 40;

/** Where in the slice's thickness it is looked at, as fractions: three looks give sloping borders their blur. */
const LOOKS = [-1 / 3, 0, 1 / 3] as const;

export function chestPhantom(options: ChestOptions = {}): ChestPhantom {
  const { slices = 24, seed = 1, spacing = 3, size = 512 } = options;
  if (!(slices >= 1 && spacing > 0 && ((slices - 1) * spacing) / 2 <= REACH)) {
    throw new ArgumentError('The phantom is not that long.', {
      attribute: 'slices, spacing',
      remedy: 'Keep (slices - 1) x spacing at or below 80 mm.',
    });
  }
  const random = createRandom(seed).fork('chest');
  const textures = createTextures(random.fork('textures'));
  const trees = growLungs(random.fork('lungs'));
  const reach = ((slices - 1) * spacing) / 2;
  const lesions = plantLesions(random.fork('lesions'), reach);
  const pixel = FIELD_OF_VIEW / size;
  const position = (index: number) => index * spacing - reach;

  function section(z: number): Raster {
    const raster = createRaster(size, pixel, z);
    paintTable(raster, textures, bodyOutline(z, textures));
    paintBody(raster, textures);
    const cavity = paintLungs(raster, textures, trees);
    paintLiver(raster, textures, cavity);
    paintMediastinum(raster, textures);
    paintScapulae(raster, textures);
    paintRibs(raster, textures);
    paintSternum(raster, textures);
    paintSpine(raster, textures);
    paintLesions(raster, lesions, textures);
    return raster;
  }

  function slice(index: number): ChestSlice {
    const z = position(index);
    const sections = LOOKS.map((look) => section(z + look * spacing));
    const hu = new Float32Array(size * size);
    for (const look of sections) {
      for (let i = 0; i < hu.length; i++) hu[i] += look.hu[i] / LOOKS.length;
    }
    return { hu, tissue: sections[1].tissue, z };
  }

  return {
    slices,
    rows: size,
    columns: size,
    pixelSpacing: [pixel, pixel],
    spacing,
    lesions,
    position,
    slice,
  };
}
