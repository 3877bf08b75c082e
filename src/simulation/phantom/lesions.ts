/**
 * Findings planted into the phantom, with their truth.
 *
 * @module
 */
import type { Random } from '../../image/random.js';
import { insideLung } from './lungs.js';
import type { Raster } from './raster.js';
import { pixelBounds, TISSUE } from './raster.js';
import type { Textures } from './textures.js';

export interface Lesion {
  readonly kind: 'nodule' | 'low-contrast' | 'calcification';
  /** Where it lies, in words. */
  readonly site: string;
  /** LPS, mm. */
  readonly centre: readonly [number, number, number];
  readonly diameter: number;
  /** HU above (or below) what surrounds it. */
  readonly contrast: number;
}

const NODULE_DIAMETERS = [9, 7, 6, 5, 4] as const;

const SET_LESIONS: readonly Lesion[] = [
  { kind: 'low-contrast', site: 'liver', centre: [-72, 10, -32], diameter: 13, contrast: -34 },
  { kind: 'low-contrast', site: 'right paraspinal muscle', centre: [-28, 94, 6], diameter: 11, contrast: 24 },
  { kind: 'low-contrast', site: 'right atrium', centre: [-36, -20, -14], diameter: 12, contrast: -38 },
  { kind: 'calcification', site: 'wall of the aorta', centre: [35, 36, 4], diameter: 3.2, contrast: 650 },
];

/** Nodules in the lungs by chance, subtle lesions and a calcification at set places. */
export function plantLesions(random: Random, reach: number): Lesion[] {
  const nodules = NODULE_DIAMETERS.map((diameter, i): Lesion => {
    const side = i % 2 === 0 ? 1 : -1;
    return {
      kind: 'nodule',
      site: side < 0 ? 'right lung' : 'left lung',
      centre: placeInLung(random, side, reach),
      diameter,
      contrast: 880,
    };
  });
  // A short study lists only what it shows.
  return [
    ...nodules,
    ...SET_LESIONS.filter(({ centre, diameter }) => Math.abs(centre[2]) < reach + diameter / 4),
  ];
}

function placeInLung(random: Random, side: number, reach: number): [number, number, number] {
  for (;;) {
    const x = side * (30 + 95 * random.uniform());
    const y = -75 + 150 * random.uniform();
    const z = 0.85 * reach * (2 * random.uniform() - 1);
    if (insideLung(x, y, z, 9)) return [x, y, z];
  }
}

/** Adds the contrast of every lesion that the section meets; nodules are a little irregular. */
export function paintLesions(raster: Raster, lesions: readonly Lesion[], { wobble }: Textures): void {
  const { size, pixel, z } = raster;
  for (const { kind, centre, diameter, contrast } of lesions) {
    const [cx, cy, cz] = centre;
    const radius = diameter / 2;
    if (Math.abs(z - cz) > radius + pixel) continue;
    // Subtle lesions fade at their border, nodules and calcium end sharply.
    const softness = kind === 'low-contrast' ? 2 : pixel;
    const [c0, r0, c1, r1] = pixelBounds(raster, [
      cx - radius * 1.3,
      cy - radius * 1.3,
      cx + radius * 1.3,
      cy + radius * 1.3,
    ]);
    for (let r = r0; r <= r1; r++) {
      const y = (r - (size - 1) / 2) * pixel;
      for (let c = c0; c <= c1; c++) {
        const x = (c - (size - 1) / 2) * pixel;
        const uneven = kind === 'nodule' ? 0.16 * radius * wobble(x / 2.6, y / 2.6, z / 2.6 + cz) : 0;
        const d = Math.hypot(x - cx, y - cy, z - cz) - radius + uneven;
        const covered = Math.min(1, Math.max(0, 0.5 - d / softness));
        if (covered === 0) continue;
        const i = r * size + c;
        // A nodule replaces lung, so it never exceeds soft tissue where it meets a vessel.
        if (kind === 'nodule') raster.hu[i] = Math.max(raster.hu[i], -850 + covered * contrast);
        else raster.hu[i] += covered * contrast;
        if (covered >= 0.5) raster.tissue[i] = kind === 'calcification' ? TISSUE.bone : TISSUE.soft;
      }
    }
  }
}
