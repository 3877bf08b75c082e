/**
 * Arrays in NumPy's own format, version 1.0 (NEP 1).
 *
 * @module
 */

type Numbers = Int16Array | Uint8Array | Int32Array | Float64Array | BigInt64Array;

/** NumPy's name of each array's type, little endian. */
function dtypeOf(values: Numbers): string {
  if (values instanceof Int16Array) return '<i2';
  if (values instanceof Uint8Array) return '|u1';
  if (values instanceof Int32Array) return '<i4';
  return values instanceof Float64Array ? '<f8' : '<i8';
}

/** An array of this shape, C order; `[]` for a single number. */
export function npyArray(values: Numbers, shape: readonly number[]): Uint8Array {
  return npy(dtypeOf(values), shape, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** A single text: four bytes a character. */
export function npyText(text: string): Uint8Array {
  const codes = Uint32Array.from(Array.from(text), (character) => character.codePointAt(0) ?? 0);
  return npy(`<U${codes.length}`, [], new Uint8Array(codes.buffer));
}

function npy(dtype: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const header = `{'descr': '${dtype}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The data begin at a multiple of 64, behind the newline that ends the header.
  const start = 64 * Math.ceil((10 + header.length + 1) / 64);
  const file = new Uint8Array(start + data.length);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(file.buffer).setUint16(8, start - 10, true);
  file.set(new TextEncoder().encode(`${header.padEnd(start - 11)}\n`), 10);
  file.set(data, start);
  return file;
}
