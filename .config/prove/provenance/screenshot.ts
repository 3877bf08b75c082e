/** A page of a viewer as a screenshot has it: dark, with a list of text, the picture, and a label burnt into it. */
import type { Random } from '../../../src/image/random.js';
import type { MarkPicture } from '../../../src/provenance/mark/mark.js';

const PAGE = 20;
const PANEL = 38;
const INK = 215;
/** Pixels. */
const LEFT = 241;
const TOP = 57;
const MARGIN = 31;
const LINE = 22;
const LETTER = { width: 6, height: 10 } as const;

/** Grey values of the page around grey values of a picture. */
export function screenshot(picture: MarkPicture, random: Random): MarkPicture {
  const rows = picture.rows + TOP + MARGIN;
  const columns = picture.columns + LEFT + MARGIN;
  const page = { values: new Float32Array(rows * columns).fill(PAGE), rows, columns };
  for (let r = TOP; r < rows - MARGIN; r++)
    page.values.fill(PANEL, r * columns + 12, r * columns + LEFT - 16);
  for (let r = 0; r < picture.rows; r++) {
    const row = picture.values.subarray(r * picture.columns, (r + 1) * picture.columns);
    page.values.set(row, (r + TOP) * columns + LEFT);
  }
  for (let top = TOP + 10; top + LINE < rows - MARGIN; top += LINE) write(page, top, 24, 26, random);
  write(page, 20, LEFT, 60, random);
  write(page, TOP + 8, LEFT + 10, 24, random);
  return page;
}

/** Strokes of the size of letters; about one place in six is a space. */
function write(page: MarkPicture, top: number, left: number, letters: number, random: Random): void {
  for (let i = 0; i < letters; i++) {
    const word = random.uint32();
    if (word % 6 === 0) continue;
    for (let y = 0; y < LETTER.height; y++) {
      for (let x = 0; x < LETTER.width; x++) {
        // Strokes two pixels wide, five by three of them.
        if (((word >>> ((y >> 1) * 3 + (x >> 1))) & 1) === 0) continue;
        page.values[(top + y) * page.columns + left + i * (LETTER.width + 2) + x] = INK;
      }
    }
  }
}
