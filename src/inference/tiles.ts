/**
 * Cuts a slice into tiles that a network can take, and puts the answers together
 * without seams: every tile carries a halo as wide as the network sees, and tile
 * origins are multiples of the network's stride, so that a pixel gets the same
 * answer from a tile as from the whole.
 *
 * @module
 */

/** One tile: the square of pixels it answers for, and the larger one it reads. */
export interface Tile {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly readRow: number;
  readonly readColumn: number;
  readonly readRows: number;
  readonly readColumns: number;
}

/** Longest side a network reads at once: bounds memory, and holds a whole CT slice. */
const LONGEST = 640;

/**
 * Tiles that cover rows x columns.
 *
 * @param multipleOf what the network's input sides must be multiples of.
 * @param receptiveField width of the input that one output pixel depends on.
 */
export function planTiles(rows: number, columns: number, multipleOf: number, receptiveField: number): Tile[] {
  const halo = Math.ceil(receptiveField / 2 / multipleOf) * multipleOf;
  const tiles: Tile[] = [];
  for (const [row, readRow, height, readRows] of cuts(rows, multipleOf, halo)) {
    for (const [column, readColumn, width, readColumns] of cuts(columns, multipleOf, halo)) {
      tiles.push({ row, column, rows: height, columns: width, readRow, readColumn, readRows, readColumns });
    }
  }
  return tiles;
}

/**
 * Tiles of one size that cover rows x columns, for networks that take no other: each reads
 * `overlap` pixels beyond what it answers for, beyond the border mirrored ones.
 */
export function planFixedTiles(
  rows: number,
  columns: number,
  tile: { readonly rows: number; readonly columns: number; readonly overlap: number },
): Tile[] {
  const tiles: Tile[] = [];
  for (const [row, readRow, height] of fixedCuts(rows, tile.rows, tile.overlap)) {
    for (const [column, readColumn, width] of fixedCuts(columns, tile.columns, tile.overlap)) {
      const read = { readRow, readColumn, readRows: tile.rows, readColumns: tile.columns };
      tiles.push({ row, column, rows: height, columns: width, ...read });
    }
  }
  return tiles;
}

/** One axis: [start, read start, length]; a tile that would reach beyond the end is moved back where it can be. */
function fixedCuts(length: number, size: number, overlap: number): [number, number, number][] {
  if (length <= size) return [[0, 0, length]];
  const core = Math.max(1, size - 2 * overlap);
  const list: [number, number, number][] = [];
  for (let start = 0; start < length; ) {
    const from = Math.min(Math.max(0, start - overlap), length - size);
    const end = from + size >= length ? length : Math.max(start + core, from + size - overlap);
    list.push([start, from, Math.min(length, end) - start]);
    start = end;
  }
  return list;
}

/** One axis: [start, read start, length, read length], read lengths rounded up to the multiple. */
function cuts(length: number, multipleOf: number, halo: number): [number, number, number, number][] {
  const up = (n: number) => Math.ceil(n / multipleOf) * multipleOf;
  if (up(length) <= LONGEST) return [[0, 0, length, up(length)]];
  const core = Math.max(multipleOf, Math.floor((LONGEST - 2 * halo) / multipleOf) * multipleOf);
  const list: [number, number, number, number][] = [];
  for (let start = 0; start < length; start += core) {
    const end = Math.min(length, start + core);
    const from = Math.max(0, start - halo);
    const to = Math.min(up(length), up(end + halo));
    list.push([start, from, end - start, to - from]);
  }
  return list;
}

/** Copies what a tile reads out of the slice; beyond the border the slice is mirrored. */
export function readTile(values: Float32Array, rows: number, columns: number, tile: Tile): Float32Array {
  const { readRow, readColumn, readRows, readColumns } = tile;
  const out = new Float32Array(readRows * readColumns);
  const source = Int32Array.from({ length: readColumns }, (_, c) => mirror(readColumn + c, columns));
  for (let r = 0; r < readRows; r++) {
    const from = mirror(readRow + r, rows) * columns;
    for (let c = 0; c < readColumns; c++) out[r * readColumns + c] = values[from + source[c]];
  }
  return out;
}

/** Writes the part a tile answers for into the whole. */
export function writeTile(answer: Float32Array, dst: Float32Array, columns: number, tile: Tile): void {
  const top = tile.row - tile.readRow;
  const left = tile.column - tile.readColumn;
  for (let r = 0; r < tile.rows; r++) {
    const from = (top + r) * tile.readColumns + left;
    dst.set(answer.subarray(from, from + tile.columns), (tile.row + r) * columns + tile.column);
  }
}

function mirror(i: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const k = i % period;
  return k < length ? k : period - k;
}
