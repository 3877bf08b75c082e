/**
 * A 5 x 7 dot-matrix alphabet for labels inside exported pictures: Node has no
 * canvas, and a label must look the same wherever it is written. Each glyph is
 * seven rows of five bits, two hex digits a row.
 *
 * @module
 */
const GLYPHS: Readonly<Record<string, string>> = {
  ' ': '00000000000000',
  A: '0e11111f111111',
  B: '1e11111e11111e',
  C: '0e11101010110e',
  D: '1e11111111111e',
  E: '1f10101e10101f',
  F: '1f10101e101010',
  G: '0e11101711110f',
  H: '1111111f111111',
  I: '0e04040404040e',
  J: '0702020202120c',
  K: '11121418141211',
  L: '1010101010101f',
  M: '111b1515111111',
  N: '11191513111111',
  O: '0e11111111110e',
  P: '1e11111e101010',
  Q: '0e11111115120d',
  R: '1e11111e141211',
  S: '0f10100e01011e',
  T: '1f040404040404',
  U: '1111111111110e',
  V: '11111111110a04',
  W: '11111115151b11',
  X: '11110a040a1111',
  Y: '11110a04040404',
  Z: '1f01020408101f',
  '0': '0e11131519110e',
  '1': '040c040404040e',
  '2': '0e11010608101f',
  '3': '0e11010601110e',
  '4': '02060a121f0202',
  '5': '1f101e0101110e',
  '6': '0608101e11110e',
  '7': '1f010204080808',
  '8': '0e11110e11110e',
  '9': '0e11110f01020c',
  '.': '00000000000c0c',
  ',': '000000000c0408',
  '-': '0000000e000000',
  '·': '00000004000000',
  ':': '000c0c000c0c00',
  '/': '01010204081010',
  '?': '0e110106040004',
};

export const GLYPH_ROWS = 7;
/** Five dots and one of space. */
export const GLYPH_ADVANCE = 6;

/** The bits of one row of a character, most significant of five first; unknown characters show as `?`. */
export function glyphRow(character: string, row: number): number {
  const glyph = GLYPHS[character.toUpperCase()] ?? GLYPHS['?'];
  return Number.parseInt(glyph.slice(row * 2, row * 2 + 2), 16);
}
