/**
 * Writes the label into the picture itself, so that it stays when the file's
 * metadata goes.
 *
 * @module
 */
import { GLYPH_ADVANCE, GLYPH_ROWS, glyphRow } from './glyphs.js';

/** Amber #ffb020, used for GENERATED and nothing else. */
const AMBER = [0xff, 0xb0, 0x20] as const;
const PLATE = [0x0b, 0x0d, 0x10] as const;

/** An 8-bit RGB picture, three bytes a pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Stamps `text` on a dark plate at the top centre; long texts wrap, small pictures get small type. */
export function stamp(picture: Picture, text: string): void {
  const { width, height } = picture;
  const scale = Math.max(1, Math.floor(Math.min(width, height) / 400));
  const perLine = Math.max(8, Math.floor(width / (GLYPH_ADVANCE * scale)) - 2);
  const lines = wrap(text, perLine);
  const lineHeight = (GLYPH_ROWS + 3) * scale;
  const longest = Math.max(...lines.map((line) => line.length));
  const plateWidth = Math.min(width, (longest * GLYPH_ADVANCE + 6) * scale);
  const left = Math.floor((width - plateWidth) / 2);
  fill(picture, left, 0, plateWidth, lines.length * lineHeight + 3 * scale, PLATE);
  lines.forEach((line, i) => {
    const x = Math.floor((width - line.length * GLYPH_ADVANCE * scale) / 2);
    write(picture, line, x, 3 * scale + i * lineHeight, scale);
  });
}

function wrap(text: string, perLine: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= perLine)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function write(picture: Picture, line: string, x: number, y: number, scale: number): void {
  for (const [n, character] of Array.from(line).entries()) {
    for (let row = 0; row < GLYPH_ROWS; row++) {
      const bits = glyphRow(character, row);
      for (let dot = 0; dot < 5; dot++) {
        if ((bits >> (4 - dot)) & 1) {
          fill(picture, x + (n * GLYPH_ADVANCE + dot) * scale, y + row * scale, scale, scale, AMBER);
        }
      }
    }
  }
}

function fill(
  { width, height, rgb }: Picture,
  x: number,
  y: number,
  w: number,
  h: number,
  colour: readonly number[],
): void {
  for (let r = Math.max(0, y); r < Math.min(height, y + h); r++) {
    for (let c = Math.max(0, x); c < Math.min(width, x + w); c++) rgb.set(colour, (r * width + c) * 3);
  }
}
