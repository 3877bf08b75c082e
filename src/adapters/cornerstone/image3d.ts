/**
 * One slice as Cornerstone3D wants it: modality values (HU), since its volumes hold
 * nothing else, in the smallest array that keeps every one of them exact.
 *
 * @module
 */
import type { Types } from '@cornerstonejs/core';
import { isInverse } from '../../elements/stage/cornerstoneImage.js';
import { extentOf, isColor, samplesOf } from '../../elements/stage/samples.js';
import { type FrameInfo, storedRange } from '../../image/frame.js';
import type { Shown } from '../../provenance/shown.js';
import { type Packing, windowOf } from './modules.js';
import type { Row, Slot } from './shelf.js';

/** Arrays that both a texture and a volume of Cornerstone3D can be made of. */
type ArrayName = 'Uint8Array' | 'Int16Array' | 'Uint16Array' | 'Float32Array';

const PACKED: Record<ArrayName, { readonly bits: number; readonly signed: boolean }> = {
  Uint8Array: { bits: 8, signed: false },
  Int16Array: { bits: 16, signed: true },
  Uint16Array: { bits: 16, signed: false },
  Float32Array: { bits: 32, signed: true },
};

const arrays = new WeakMap<Row, ArrayName>();

/** The array for all slices of a series: those of one volume must be of one kind. */
function arrayOf(row: Row): ArrayName {
  let array = arrays.get(row);
  if (!array) {
    const known = row.likeness.filter((info) => info !== undefined);
    array = narrowest(known);
    arrays.set(row, array);
  }
  return array;
}

function narrowest(infos: readonly FrameInfo[]): ArrayName {
  if (infos.some((info) => isColor(info as Shown))) return 'Uint8Array';
  let low = 0;
  let high = 0;
  let whole = true;
  for (const info of infos) {
    const { slope, intercept } = info.rescale;
    // Maps of real-world values have fractions, whatever their file calls a rescale.
    whole &&= Number.isInteger(slope) && Number.isInteger(intercept) && !isMap(info);
    const ends = storedRange(info.format).map((stored) => stored * slope + intercept);
    low = Math.min(low, ...ends);
    high = Math.max(high, ...ends);
  }
  if (!whole) return 'Float32Array';
  if (low >= 0 && high <= 255) return 'Uint8Array';
  if (low >= -32768 && high <= 32767) return 'Int16Array';
  return low >= 0 && high <= 65535 ? 'Uint16Array' : 'Float32Array';
}

function isMap(info: FrameInfo): boolean {
  return (info as Shown).kind === 'picture';
}

/** How the values of a slice are packed when Cornerstone3D gets them. */
export function packing3d({ row }: Slot, info: FrameInfo): Packing {
  const { bits, signed } = PACKED[arrayOf(row)];
  const shared = { bitsAllocated: bits, bitsStored: bits, signed };
  if (isColor(info as Shown)) return { ...shared, samplesPerPixel: 3, photometric: 'RGB' };
  const photometric = isInverse(info as Shown) ? 'MONOCHROME1' : 'MONOCHROME2';
  return { ...shared, samplesPerPixel: 1, photometric };
}

/** Makes the voxel manager of an image; absent where Cornerstone3D makes it itself. */
export type MakeVoxels = typeof import('@cornerstonejs/core').utilities.VoxelManager.createImageVoxelManager;

/** The image of a slice. Its values are a copy: what a host writes into them changes no frame. */
export function image3d(slot: Slot, shown: Shown, makeVoxels: MakeVoxels | undefined): Types.IImage {
  const { rows, columns, plane, rescale, modality, instance } = shown;
  const array = arrayOf(slot.row);
  const values = valuesOf(shown, array);
  const color = isColor(shown);
  const { window, kind } = windowOf(slot, shown);
  const [minPixelValue, maxPixelValue] = color ? [0, 255] : extentOf(values, undefined);
  const numberOfComponents = color ? 3 : 1;
  const { imageId } = slot;
  const voxelManager = makeVoxels?.({
    width: columns,
    height: rows,
    scalarData: values,
    numberOfComponents,
    id: imageId,
  });
  const { slope, intercept } = color ? { slope: 1, intercept: 0 } : rescale;
  return {
    imageId,
    dataType: array,
    voxelManager,
    // What makes a voxel manager of its own empties this.
    imageFrame: {} as Types.IImageFrame,
    getPixelData: () => values,
    getCanvas: noCanvas,
    preScale: {
      enabled: !color,
      scaled: !color,
      scalingParameters: { modality, rescaleSlope: slope, rescaleIntercept: intercept },
    },
    slope,
    intercept,
    minPixelValue,
    maxPixelValue,
    windowCenter: color ? 128 : window.center,
    windowWidth: color ? 256 : window.width,
    voiLUTFunction: kind as Types.IImage['voiLUTFunction'],
    rows,
    columns,
    height: rows,
    width: columns,
    rowPixelSpacing: plane?.pixelSpacing[0] ?? 1,
    columnPixelSpacing: plane?.pixelSpacing[1] ?? 1,
    sliceThickness: plane?.sliceThickness,
    color,
    rgba: false,
    numberOfComponents,
    invert: isInverse(shown),
    photometricInterpretation: packing3d(slot, shown).photometric,
    FrameOfReferenceUID: instance.frameOfReferenceUID,
    sizeInBytes: values.byteLength,
  };
}

function valuesOf(shown: Shown, array: ArrayName): Uint8Array | Int16Array | Uint16Array | Float32Array {
  const samples = samplesOf(shown);
  if (!samples) {
    return shown.kind === 'picture' && 'rgb' in shown.pixels
      ? new Uint8Array(shown.pixels.rgb)
      : new Uint8Array();
  }
  const { values, slope, intercept } = samples;
  const copy = new { Uint8Array, Int16Array, Uint16Array, Float32Array }[array](values.length);
  for (let i = 0; i < values.length; i++) copy[i] = values[i] * slope + intercept;
  return copy;
}

/** Images of ours have no canvas; the type asks for a way to one. */
function noCanvas(): HTMLCanvasElement {
  return undefined as unknown as HTMLCanvasElement;
}
