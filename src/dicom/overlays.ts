/** Overlay planes (PS3.3 C.9.2): bits of their own, or, in old files, the unused high bits of the pixels. */
import { isVeritomeError } from '../errors.js';
import type { OverlayPlane } from '../image/presentation.js';
import {
  type Attributes,
  attributeError,
  codeAttribute,
  integerAttribute,
  shortAttribute,
  textAttribute,
} from './attributes.js';
import type { Tag } from './attributeTags.js';
import { framePixels, type ImagePixel } from './imagePixel.js';
import { bytesOfWords } from './lookupTable.js';
import { nativeBytes } from './nativePixels.js';
import { numbers } from './storedValues.js';
import { encodingOf, isNative } from './transferSyntaxes.js';

/** Groups 6000, 6002 … 601E. */
const GROUPS = Array.from({ length: 16 }, (_, i) => (0x6000 + 2 * i).toString(16));

/** Elements of an overlay group. */
const ELEMENT = {
  rows: '0010',
  columns: '0011',
  frames: '0015',
  description: '0022',
  type: '0040',
  origin: '0050',
  firstFrame: '0051',
  bitsAllocated: '0100',
  bitPosition: '0102',
  label: '1500',
  data: '3000',
} as const;

/** A file whose overlays are read, and how its pixels are encoded. */
export type OverlaySource = Attributes & { readonly transferSyntaxUID: string };

/** All overlays of the file, frame by frame. Those that are damaged are left out: they only lie over the picture. */
export function readOverlays(
  source: OverlaySource,
  pixel: ImagePixel,
  damaged: (error: Error) => void = () => {},
): OverlayPlane[][] {
  const byFrame: OverlayPlane[][] = Array.from({ length: pixel.frames }, () => []);
  for (const group of GROUPS) {
    if (!GROUP_MEMBERS.some((element) => source.dataSet.elements[tagOf(group, element)])) continue;
    try {
      const planes = readGroup(source, pixel, group);
      for (const [frame, planesOfFrame] of byFrame.entries()) planesOfFrame.push(...planes(frame));
    } catch (error) {
      if (!isVeritomeError(error)) throw error;
      damaged(error);
    }
  }
  return byFrame;
}

const GROUP_MEMBERS = [ELEMENT.rows, ELEMENT.data] as const;

function tagOf(group: string, element: string): Tag {
  return `x${group}${element}`;
}

/** The planes of a group that lie over a frame. */
function readGroup(
  source: OverlaySource,
  pixel: ImagePixel,
  group: string,
): (frame: number) => OverlayPlane[] {
  const tag = (name: keyof typeof ELEMENT) => tagOf(group, ELEMENT[name]);
  const rows = shortAttribute(source, tag('rows')) ?? 0;
  const columns = shortAttribute(source, tag('columns')) ?? 0;
  if (rows < 1 || columns < 1) throw attributeError(source, tag('rows'), 'The overlay has no size.');
  const type = codeAttribute(source, tag('type')) === 'R' ? 'R' : 'G';
  const label = textAttribute(source, tag('label')) ?? textAttribute(source, tag('description')) ?? '';
  const shared = { rows, columns, type, label, origin: originOf(source, tag('origin')) } as const;
  if (!source.dataSet.elements[tag('data')]) {
    const position = shortAttribute(source, tag('bitPosition'));
    const bits = embeddedBits(source, pixel, position, { rows, columns });
    if (!bits) throw attributeError(source, tag('bitPosition'), 'The overlay has no bits.');
    return (frame) => [{ ...shared, bits: bits(frame) }];
  }
  const frames = integerAttribute(source, tag('frames')) ?? 1;
  const bytes = bytesOfWords(source, tag('data'));
  const size = rows * columns;
  if (frames < 1 || size * frames > 8 * bytes.length) {
    throw attributeError(source, tag('data'), 'The overlay has fewer bits than its size asks for.');
  }
  const start = (integerAttribute(source, tag('firstFrame')) ?? 1) - 1;
  const planes = Array.from({ length: Math.min(frames, pixel.frames) }, (_, plane) => {
    const bits = new Uint8Array(size);
    for (let i = 0, at = plane * size; i < size; i++, at++) bits[i] = (bytes[at >> 3] >> (at & 7)) & 1;
    return { ...shared, bits };
  });
  // One plane lies over all frames; several over a frame each, from Image Frame Origin on.
  return (frame) => (frames === 1 ? planes : planes.slice(frame - start, frame - start + 1));
}

/** Row and column of the image's pixel under the first of the overlay; the file counts from 1. */
function originOf({ dataSet }: Attributes, tag: Tag): [number, number] {
  const at = (i: number) => (dataSet.elements[tag]?.length === 4 ? (dataSet.int16(tag, i) ?? 1) : 1) - 1;
  return [at(0), at(1)];
}

/** C.9.2.1.1, retired: one of the bits above High Bit. Compression keeps none of them. */
function embeddedBits(
  source: OverlaySource,
  pixel: ImagePixel,
  position: number | undefined,
  { rows, columns }: { rows: number; columns: number },
): ((frame: number) => Uint8Array) | undefined {
  const used =
    position === undefined || (position <= pixel.highBit && position > pixel.highBit - pixel.bitsStored);
  const fits = rows === pixel.rows && columns === pixel.columns && pixel.samplesPerPixel === 1;
  if (
    used ||
    !fits ||
    pixel.float ||
    position >= pixel.bitsAllocated ||
    !isNative(source.transferSyntaxUID)
  ) {
    return undefined;
  }
  const { littleEndian } = encodingOf(source.transferSyntaxUID);
  const raw = numbers(nativeBytes(source, pixel, littleEndian), pixel);
  const size = framePixels(pixel);
  return (frame) =>
    Uint8Array.from(raw.subarray(frame * size, (frame + 1) * size), (v) => (v >>> position) & 1);
}
