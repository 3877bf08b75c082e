/** Label maps of any size on the grid of a generator. */
import { ArgumentError } from '../../errors.js';
import { type LabelMap, TISSUES } from '../../image/labelMap.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';

/**
 * The map around the middle of its body on the generator's grid, every code from where it stands (nearest).
 *
 * @throws ArgumentError for codes that are no tissue, an empty map, or one without spacing.
 */
export function onGeneratorGrid(map: LabelMap, { execution: { side, fieldMm } }: GeneratorCard): LabelMap {
  const { rows, columns, pixelSpacing, codes } = map;
  if (codes.length !== rows * columns) throw bad('A label map is not rows x columns.');
  if (!(pixelSpacing[0] > 0 && pixelSpacing[1] > 0)) throw bad('A label map has no pixel spacing.');
  let [top, bottom, left, right] = [rows, -1, columns, -1];
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] >= TISSUES.length) throw bad(`A label map holds the code ${codes[i]}.`);
    if (codes[i] === 0) continue;
    const r = Math.floor(i / columns);
    const c = i % columns;
    if (r < top) top = r;
    if (r > bottom) bottom = r;
    if (c < left) left = c;
    if (c > right) right = c;
  }
  if (bottom < 0) throw bad('A label map holds nothing but air.');
  const step = fieldMm / side;
  if (
    rows === side &&
    columns === side &&
    Math.abs(pixelSpacing[0] - step) + Math.abs(pixelSpacing[1] - step) < 1e-6
  ) {
    return map;
  }
  const middle = [(top + bottom + 1) / 2, (left + right + 1) / 2];
  const placed = new Uint8Array(side * side);
  for (let r = 0; r < side; r++) {
    const row = Math.floor(middle[0] + ((r + 0.5 - side / 2) * step) / pixelSpacing[0]);
    if (row < 0 || row >= rows) continue;
    for (let c = 0; c < side; c++) {
      const column = Math.floor(middle[1] + ((c + 0.5 - side / 2) * step) / pixelSpacing[1]);
      if (column >= 0 && column < columns) placed[r * side + c] = codes[row * columns + column];
    }
  }
  return { rows: side, columns: side, pixelSpacing: [step, step], codes: placed };
}

function bad(message: string): ArgumentError {
  return new ArgumentError(message, {
    attribute: 'labels',
    remedy: `Give maps of the codes ${TISSUES.map((tissue, code) => `${code} ${tissue}`).join(', ')}.`,
  });
}
