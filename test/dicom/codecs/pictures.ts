/** Pictures to encode with other people's encoders, and ours to decode them with. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { codecFor } from '../../../src/dicom/codecs.js';
import type { ImagePixel } from '../../../src/dicom/imagePixel.js';

export interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly components: 1 | 3;
  readonly bits: number;
  readonly signed: boolean;
}

/** Slopes and texture over the whole range. */
export function picture({ rows, columns, components, bits, signed }: Shape): Int32Array {
  const most = 2 ** bits - 1;
  let state = 7;
  return Int32Array.from({ length: rows * columns * components }, (_, i) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    const slope = ((Math.floor(i / components) % columns) / columns) * 0.8;
    const value = Math.floor(most * (slope + (((state >> 8) % 17) / 16) * 0.2));
    return signed ? value - 2 ** (bits - 1) : value;
  });
}

/** The data set that a picture of this shape would stand in. */
export function imagePixel({ rows, columns, components, bits, signed }: Shape): ImagePixel {
  return {
    tag: 'x7fe00010',
    ...{ rows, columns, frames: 1, samplesPerPixel: components },
    photometricInterpretation: components === 3 ? 'RGB' : 'MONOCHROME2',
    byPlane: false,
    bitsAllocated: bits > 8 ? 16 : 8,
    ...{ bitsStored: bits, highBit: bits - 1, signed, float: false },
  };
}

/** Samples as an encoder takes them: little endian, a byte where that is enough. */
export function asBytes(values: Int32Array, bits: number): Uint8Array {
  return bits > 8 ? new Uint8Array(Uint16Array.from(values).buffer) : Uint8Array.from(values);
}

export async function decode(syntax: string, codestream: Uint8Array, pixel: ImagePixel): Promise<Uint8Array> {
  const codec = await codecFor(`1.2.840.10008.1.2.4.${syntax}`, 'a.dcm');
  return codec.decode(codestream, pixel, 'a.dcm');
}

/** The values of a decoded picture, its sign as the data set has it. */
export function valuesOf(bytes: Uint8Array, { bitsAllocated, signed }: ImagePixel): number[] {
  const wide = signed ? Int16Array : Uint16Array;
  const narrow = signed ? Int8Array : Uint8Array;
  return [...new (bitsAllocated === 16 ? wide : narrow)(bytes.slice().buffer)];
}

type Encoders = Record<string, new () => Encoder>;
const opened = new Map<string, Promise<Encoders>>();

/** A module of the packages that our decoders come from, with its encoders. */
export function encoders(file: string): Promise<Encoders> {
  const require = createRequire(`${process.cwd()}/package.json`);
  const path = `${process.cwd()}/node_modules/@cornerstonejs/${file}`;
  const quiet = () => undefined;
  const open = () =>
    require(`${path}.js`)({ wasmBinary: readFileSync(`${path}.wasm`), print: quiet, printErr: quiet });
  const module = opened.get(file) ?? (open() as Promise<Encoders>);
  opened.set(file, module);
  return module;
}

export interface Encoder {
  getDecodedBuffer(info: object): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  setNearLossless(near: number): void;
  setInterleaveMode(mode: number): void;
  setQuality(lossless: boolean, quantisation: number): void;
  encode(): void;
  delete(): void;
}

export function encode(
  coder: Encoder,
  values: Int32Array,
  { rows, columns, components, bits, signed }: Shape,
): Uint8Array {
  const info = {
    ...{ width: columns, height: rows, bitsPerSample: bits, componentCount: components },
    ...{ isSigned: signed, isUsingColorTransform: components === 3 },
  };
  coder.getDecodedBuffer(info).set(asBytes(values, bits));
  coder.encode();
  const codestream = Uint8Array.from(coder.getEncodedBuffer());
  coder.delete();
  return codestream;
}

export function hasTool(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
