/**
 * Reads one file in every way that shows pixels and says what became of it. A picture must
 * follow from the bytes of the file: sizes from its header, and where the pixels are stored
 * plainly or as runs, each value from bytes that are there. What a checksumless codec makes of
 * a damaged codestream cannot be judged beyond its size.
 */
import process from 'node:process';
import { inflateRawSync } from 'node:zlib';
import { readFileMeta } from '../../src/dicom/fileMeta.js';
import { type DecodedPixels, decodeStored } from '../../src/dicom/frames.js';
import { seriesLabels, studyLabels } from '../../src/dicom/identity.js';
import { type Part10, parsePart10 } from '../../src/dicom/part10.js';
import { readAny } from '../../src/dicom/pictures.js';
import {
  DEFLATED_LITTLE_ENDIAN,
  encodingOf,
  isNative,
  RLE_LOSSLESS,
} from '../../src/dicom/transferSyntaxes.js';
import { warningsOf } from '../../src/dicom/warnings.js';
import { isVeritomeError } from '../../src/errors.js';
import type { FrameInfo } from '../../src/image/frame.js';

/** `accepted`, or the tag of the refusal; `fault` names a property that was broken. */
export interface Examined {
  readonly outcome: string;
  readonly fault?: string;
}

const FILE = 'file.dcm';
/** Beyond what the largest of the small files asks for, by far. */
const MOST_BYTES = 256 * 2 ** 20;
/** Asking for the memory in use costs more than most files. */
const WORTH_ASKING_MS = 10;

/** Arrays in memory when it was last asked. */
let heldBefore = 0;

export async function examine(bytes: Uint8Array): Promise<Examined> {
  const start = performance.now();
  const examined = await judged(bytes);
  if (performance.now() - start < WORTH_ASKING_MS) return examined;
  const { arrayBuffers } = process.memoryUsage();
  const grown = arrayBuffers - heldBefore;
  heldBefore = arrayBuffers;
  return grown > MOST_BYTES
    ? { ...examined, fault: `${Math.round(grown / 2 ** 20)} MiB of arrays` }
    : examined;
}

async function judged(bytes: Uint8Array): Promise<Examined> {
  let shown: string | undefined;
  try {
    const part10 = parsePart10(bytes, FILE);
    studyLabels(part10);
    seriesLabels(part10);
    warningsOf(part10);
    const decoded = await decodeStored(part10);
    shown = falsePicture(part10, decoded);
    if (shown) return { outcome: 'accepted', fault: shown };
    const read = await readAny(part10);
    const frames = 'frames' in read ? read.frames : read.pictures;
    shown = frames.map(badInfo).find(Boolean) ?? sizesOf(read, decoded);
    return shown ? { outcome: 'accepted', fault: shown } : { outcome: 'accepted' };
  } catch (error) {
    if (!isVeritomeError(error)) {
      return {
        outcome: 'crash',
        fault: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    }
    const told = error.file === FILE && error.remedy !== '' && error.message !== '';
    return told ? { outcome: error.tag } : { outcome: error.tag, fault: 'an error without file or remedy' };
  }
}

function badInfo({ rescale, window, plane }: FrameInfo): string | undefined {
  const numbers = [rescale.slope, rescale.intercept, window?.center ?? 0, window?.width ?? 1];
  if (plane) numbers.push(...plane.pixelSpacing, ...plane.orientation, ...plane.position);
  return numbers.every(Number.isFinite)
    ? undefined
    : 'a number that is not finite in rescale, window or plane';
}

function sizesOf(read: Awaited<ReturnType<typeof readAny>>, decoded: DecodedPixels): string | undefined {
  const { rows, columns, frames } = decoded;
  const lengths =
    'frames' in read
      ? read.frames.map(({ stored }) => stored.length)
      : read.pictures.map(({ pixels }) => ('rgb' in pixels ? pixels.rgb.length / 3 : pixels.values.length));
  const right = lengths.length === frames && lengths.every((length) => length === rows * columns);
  return right ? undefined : 'frames of other size or number than the header says';
}

/** Undefined where the picture follows from the file. */
function falsePicture(part10: Part10, decoded: DecodedPixels): string | undefined {
  const { rows, columns, frames, samplesPerPixel, stored } = decoded;
  if (stored.length !== rows * columns * frames * samplesPerPixel) return 'decoded length';
  const { littleEndian } = encodingOf(part10.transferSyntaxUID);
  const body = bodyOf(part10);
  for (const [element, value] of [
    [0x0010, rows],
    [0x0011, columns],
  ]) {
    if (!holdsShort(body, element, value, littleEndian)) return `size ${value} stands nowhere in the file`;
  }
  if (isNative(part10.transferSyntaxUID)) {
    return plainPixels(body, decoded, littleEndian) ? undefined : 'pixels that are not the bytes of the file';
  }
  if (part10.transferSyntaxUID === RLE_LOSSLESS) {
    const present = new Set(body);
    const view = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
    // Sign extension and masks make bytes of their own.
    if (decoded.bitsAllocated === 8 && view.some((byte) => !present.has(byte)))
      return 'values that no run holds';
  }
  return undefined;
}

/** Inflated by another inflater than ours. */
function bodyOf({ bytes, transferSyntaxUID }: Part10): Uint8Array {
  if (transferSyntaxUID !== DEFLATED_LITTLE_ENDIAN) return bytes;
  return new Uint8Array(inflateRawSync(bytes.subarray(readFileMeta(bytes).dataSetStart)));
}

/** Somewhere stands (0028,element) with this value, whatever the VR. */
function holdsShort(bytes: Uint8Array, element: number, value: number, littleEndian: boolean): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i + 10 <= bytes.length; i++) {
    if (bytes[i] !== (littleEndian ? 0x28 : 0) || view.getUint16(i, littleEndian) !== 0x0028) continue;
    if (view.getUint16(i + 2, littleEndian) !== element) continue;
    for (const offset of [8, 12]) {
      if (i + offset + 2 <= bytes.length && view.getUint16(i + offset, littleEndian) === value) return true;
    }
  }
  return false;
}

/** At one of the places where a pixel element may start, all bytes are there and are the values. */
function plainPixels(bytes: Uint8Array, decoded: DecodedPixels, littleEndian: boolean): boolean {
  const tags = [0x0010, 0x0008, 0x0009].map((element) =>
    littleEndian ? [0xe0, 0x7f, element, 0] : [0x7f, 0xe0, 0, element],
  );
  for (let i = 0; i + 8 <= bytes.length; i++) {
    if (!tags.some((tag) => tag.every((byte, k) => bytes[i + k] === byte))) continue;
    for (const header of [8, 12])
      if (sameValues(bytes.subarray(i + header), decoded, littleEndian)) return true;
  }
  return false;
}

function sameValues(raw: Uint8Array, decoded: DecodedPixels, littleEndian: boolean): boolean {
  const { bitsAllocated, stored, photometricInterpretation, rows, columns, samplesPerPixel } = decoded;
  const halved = photometricInterpretation.endsWith('_422');
  if (raw.length < Math.ceil((stored.length * bitsAllocated * (halved ? 2 / 3 : 1)) / 8)) return false;
  if (bitsAllocated === 1) {
    return stored.every((value, i) => value === ((raw[i >> 3] >> (i & 7)) & 1)) || !littleEndian;
  }
  // Chroma for two pixels, words of two samples and planes stand in another order: presence is what is asked.
  if (halved || bitsAllocated > 32 || !littleEndian || stored instanceof Float32Array) return true;
  const width = bitsAllocated / 8;
  const at = (i: number) => {
    let value = 0;
    for (let k = width - 1; k >= 0; k--) value = value * 256 + raw[i * width + k];
    return value;
  };
  const plane = rows * columns;
  const planar = (i: number) => {
    const frame = Math.floor(i / (plane * samplesPerPixel)) * plane * samplesPerPixel;
    const within = i - frame;
    return frame + (within % samplesPerPixel) * plane + Math.floor(within / samplesPerPixel);
  };
  const orders = samplesPerPixel === 1 ? [(i: number) => i] : [(i: number) => i, planar];
  return orders.some((order) => cutsAlike(stored, (i) => at(order(i)), bitsAllocated));
}

/** All stored values are the same bits of what stands in the file, the sign extended or not. */
function cutsAlike(stored: DecodedPixels['stored'], at: (i: number) => number, bits: number): boolean {
  for (let kept = bits; kept >= 1; kept--) {
    for (let low = 0; low + kept <= bits; low++) {
      const right = (value: number, i: number) => {
        const cut = Math.floor(at(i) / 2 ** low) % 2 ** kept;
        return value === cut || value === cut - 2 ** kept;
      };
      if (stored.every(right)) return true;
    }
  }
  return false;
}
