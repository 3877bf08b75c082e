/**
 * Subsampled components at full size, as libjpeg's "fancy" upsampling has it: three
 * parts of the nearer and one of the farther sample, rounded alternately. Most
 * decoders in use are libjpeg, so that lossy values agree.
 *
 * @module
 */

/** A component's samples; `stride` apart from line to line, of which `width` and `height` hold picture. */
export interface Samples {
  readonly values: Uint8Array | Uint16Array;
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

export interface Target {
  readonly values: Uint8Array | Uint16Array;
  readonly rows: number;
  readonly columns: number;
  /** Samples of a pixel, and which of them this is. */
  readonly components: number;
  readonly index: number;
}

/** Writes a component into the pixels; it is repeated `across` and `down` times as often as it has samples. */
export function upsample(source: Samples, target: Target, across: number, down: number): void {
  const line = new Int32Array(source.width * across + 1);
  // Narrower than that, libjpeg repeats.
  const fancyAcross = across === 2 && source.width > 2;
  const fancyDown = down === 2 && (across === 1 || fancyAcross);
  for (let y = 0; y < target.rows; y++) {
    const near = Math.floor(y / down);
    if (fancyDown) {
      const lower = y % 2 === 1;
      const far = Math.min(source.height - 1, Math.max(0, near + (lower ? 1 : -1)));
      sum(source, near, far, line);
      if (across === 1) halve(line, source.width, lower ? 2 : 1, 2);
      else widen(line, source.width, [8, 7], 4);
    } else {
      sum(source, near, undefined, line);
      if (fancyAcross) widen(line, source.width, [1, 2], 2);
      else if (across > 1) repeat(line, source.width, across);
    }
    let to = y * target.columns * target.components + target.index;
    for (let x = 0; x < target.columns; x++, to += target.components) target.values[to] = line[x];
  }
}

/** A line as it stands, or thrice it and its neighbour. */
function sum(
  { values, stride, width }: Samples,
  near: number,
  far: number | undefined,
  line: Int32Array,
): void {
  for (let x = 0; x < width; x++) {
    const value = values[near * stride + x];
    line[x] = far === undefined ? value : 3 * value + values[far * stride + x];
  }
}

function halve(line: Int32Array, width: number, bias: number, shift: number): void {
  for (let x = 0; x < width; x++) line[x] = (line[x] + bias) >> shift;
}

/** Twice as many, from the right so that it can be done in place. */
function widen(line: Int32Array, width: number, [left, right]: [number, number], shift: number): void {
  for (let x = width - 1, after = line[width - 1]; x >= 0; x--) {
    const value = line[x];
    const before = x > 0 ? line[x - 1] : value;
    line[2 * x + 1] = (3 * value + after + right) >> shift;
    line[2 * x] = (3 * value + before + left) >> shift;
    after = value;
  }
}

function repeat(line: Int32Array, width: number, times: number): void {
  for (let x = width - 1; x >= 0; x--) line.fill(line[x], x * times, (x + 1) * times);
}
