/** Many small pictures on one sheet, with captions. */
import { encode } from 'fast-png';
import { GLYPH_ADVANCE, GLYPH_ROWS, glyphRow } from '../src/provenance/glyphs.js';
import { type Picture, stamp } from '../src/provenance/stamp.js';

const QUIET = [0x8b, 0x96, 0xa3] as const;
export const BACKGROUND = [0x0b, 0x0d, 0x10] as const;

/** Writes a caption into RGB pixels. */
export function write(rgb: Uint8Array, width: number, text: string, left: number, top: number): void {
  for (const [n, character] of Array.from(text.toUpperCase()).entries()) {
    for (let row = 0; row < GLYPH_ROWS; row++) {
      const bits = glyphRow(character, row);
      for (let dot = 0; dot < 5; dot++) {
        if ((bits >> (4 - dot)) & 1)
          rgb.set(QUIET, ((top + row) * width + left + n * GLYPH_ADVANCE + dot) * 3);
      }
    }
  }
}

/** A square picture in HU and the window it is looked at in. */
export interface Tile {
  readonly hu: Float32Array;
  readonly side: number;
  readonly window: readonly [low: number, high: number];
}

const CAPTION = 14;

/** Tiles in rows of `across` under a caption; a sheet of generated ones is stamped. */
export function sheet(
  tiles: readonly Tile[],
  across: number,
  { cell, caption, generated }: { cell: number; caption: string; generated?: string },
): Picture {
  const width = across * cell;
  const height = Math.ceil(tiles.length / across) * cell + CAPTION;
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = BACKGROUND[i % 3];
  for (const [k, { hu, side, window }] of tiles.entries()) {
    const [left, top] = [(k % across) * cell, Math.floor(k / across) * cell];
    for (let r = 0; r < cell; r++) {
      for (let c = 0; c < cell; c++) {
        const value = hu[Math.floor((r * side) / cell) * side + Math.floor((c * side) / cell)];
        const grey = Math.max(0, Math.min(255, (255 * (value - window[0])) / (window[1] - window[0])));
        rgb.fill(grey, ((top + r) * width + left + c) * 3, ((top + r) * width + left + c + 1) * 3);
      }
    }
  }
  if (generated) stamp({ width, height, rgb }, generated);
  write(rgb, width, caption, 4, height - CAPTION + 3);
  return { width, height, rgb };
}

/** Two sheets side by side. */
export function beside(a: Picture, b: Picture): Picture {
  const [width, height] = [a.width + b.width + 8, Math.max(a.height, b.height)];
  const rgb = new Uint8Array(width * height * 3);
  for (const [picture, from] of [
    [a, 0],
    [b, a.width + 8],
  ] as const) {
    for (let r = 0; r < picture.height; r++) {
      rgb.set(
        picture.rgb.subarray(r * picture.width * 3, (r + 1) * picture.width * 3),
        (r * width + from) * 3,
      );
    }
  }
  return { width, height, rgb };
}

export function png({ width, height, rgb }: Picture): Uint8Array {
  return encode({ width, height, data: rgb, channels: 3, depth: 8 }, { zlib: { level: 9 } });
}
