/**
 * Writes the label into the picture itself, so that it stays when the file's
 * metadata goes. It reads without colour: words on a dark plate, framed, with a
 * hatched edge that no anatomy has.
 *
 * @module
 */
import { GLYPH_ADVANCE, GLYPH_ROWS, glyphRow } from './glyphs.js';

/** Amber #ffb020, used for GENERATED and nothing else. */
const AMBER = [0xff, 0xb0, 0x20] as const;
const PLATE = [0x0b, 0x0d, 0x10] as const;
/** In grey the ink is as light as a byte allows: contrast is all there is. */
const WHITE = [0xff] as const;
const BLACK = [0] as const;

/** Dots of margin around the words. */
const MARGIN = 3;
/** Dots of the hatched edge below the words. */
const EDGE = 4;

/** An 8-bit RGB picture, three bytes a pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** An 8-bit grey picture. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** Stamps `text` on a dark plate at the top centre; long texts wrap, small pictures get small type. */
export function stamp({ width, height, rgb }: Picture, text: string): void {
  for (const spot of plan(width, height, text)) fill(rgb, width, height, spot, spot.ink ? AMBER : PLATE);
}

/** The same in grey. */
export function stampGrey({ width, height, grey }: GreyPicture, text: string): void {
  for (const spot of plan(width, height, text)) fill(grey, width, height, spot, spot.ink ? WHITE : BLACK);
}

/** A rectangle to fill, later ones over earlier ones. */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly ink: boolean;
}

function* plan(width: number, height: number, text: string): Generator<Spot> {
  const scale = Math.max(1, Math.floor(Math.min(width, height) / 400));
  const perLine = Math.max(8, Math.floor(width / (GLYPH_ADVANCE * scale)) - 2);
  const lines = wrap(text, perLine);
  const lineHeight = (GLYPH_ROWS + MARGIN) * scale;
  const longest = Math.max(...lines.map((line) => line.length));
  const w = Math.min(width, (longest * GLYPH_ADVANCE + 2 * MARGIN + 2) * scale);
  const h = lines.length * lineHeight + (MARGIN + EDGE) * scale;
  const x = Math.floor((width - w) / 2);
  yield { x, y: 0, w, h, ink: false };
  yield* frame({ x, y: 0, w, h, ink: true }, scale);
  for (const [i, line] of lines.entries()) {
    const left = Math.floor((width - line.length * GLYPH_ADVANCE * scale) / 2);
    yield* write(line, left, MARGIN * scale + i * lineHeight, scale);
  }
  yield* hatch(x, h - EDGE * scale, w, EDGE, scale);
}

function* frame({ x, y, w, h, ink }: Spot, scale: number): Generator<Spot> {
  yield { x, y, w, h: scale, ink };
  yield { x, y: y + h - scale, w, h: scale, ink };
  yield { x, y, w: scale, h, ink };
  yield { x: x + w - scale, y, w: scale, h, ink };
}

/** Lines at 45 degrees, two dots wide and two apart. */
function* hatch(x: number, y: number, w: number, rows: number, scale: number): Generator<Spot> {
  const dots = Math.floor(w / scale);
  for (let row = 0; row < rows; row++) {
    for (let dot = (rows - row) % 4; dot < dots; dot += 4) {
      const wide = Math.min(2, dots - dot);
      yield { x: x + dot * scale, y: y + row * scale, w: wide * scale, h: scale, ink: true };
    }
  }
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

function* write(line: string, x: number, y: number, scale: number): Generator<Spot> {
  for (const [n, character] of Array.from(line).entries()) {
    for (let row = 0; row < GLYPH_ROWS; row++) {
      const bits = glyphRow(character, row);
      for (let dot = 0; dot < 5; dot++) {
        if (!((bits >> (4 - dot)) & 1)) continue;
        yield {
          x: x + (n * GLYPH_ADVANCE + dot) * scale,
          y: y + row * scale,
          w: scale,
          h: scale,
          ink: true,
        };
      }
    }
  }
}

function fill(
  bytes: Uint8Array,
  width: number,
  height: number,
  { x, y, w, h }: Spot,
  colour: readonly number[],
): void {
  for (let r = Math.max(0, y); r < Math.min(height, y + h); r++) {
    for (let c = Math.max(0, x); c < Math.min(width, x + w); c++) {
      bytes.set(colour, (r * width + c) * colour.length);
    }
  }
}
