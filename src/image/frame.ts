/**
 * One slice as it was stored: integers, the linear map to modality units, and
 * where it lies in the patient. Everything downstream reads HU through
 * {@link toModality}; nothing detours through 8 bits.
 *
 * @module
 */

import type { Presentation } from './presentation.js';

/** Sample types of DICOM Pixel Data (7FE0,0010), single sample per pixel. */
export type StoredPixels = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/** Modality LUT, linear form (PS3.3 C.11.1): modality value = stored x slope + intercept. */
export interface Rescale {
  readonly slope: number;
  readonly intercept: number;
  /** Rescale Type (0028,1054), `HU` for CT unless the file says otherwise, `US` unspecified. */
  readonly type: string;
}

/** How the stored integers are packed. */
export interface PixelFormat {
  readonly bitsAllocated: 8 | 16 | 32;
  readonly bitsStored: number;
  /** Pixel Representation (0028,0103). */
  readonly signed: boolean;
}

/** Image Plane module (PS3.3 C.7.6.2); lengths in mm, LPS patient coordinates. */
export interface Plane {
  /** Distance between rows, then between columns. */
  readonly pixelSpacing: readonly [number, number];
  /** Direction cosines of a row, then of a column. */
  readonly orientation: readonly [number, number, number, number, number, number];
  /** Centre of the first pixel. */
  readonly position: readonly [number, number, number];
  readonly sliceThickness: number | undefined;
}

/** Window as the file or the user sets it, in modality units (PS3.3 C.11.2). */
export interface Window {
  readonly center: number;
  readonly width: number;
}

/** The instance a frame belongs to, and which of its frames it is. */
export interface InstanceReference {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly studyInstanceUID: string;
  readonly frameOfReferenceUID: string | undefined;
  /** Number of the frame in a multi-frame instance, from 1; absent where the instance is one picture. */
  readonly frameNumber?: number;
}

/** What is known of a slice without its pixels. Shared by acquired and generated slices. */
export interface FrameInfo {
  readonly rows: number;
  readonly columns: number;
  readonly format: PixelFormat;
  readonly rescale: Rescale;
  readonly photometric: 'MONOCHROME1' | 'MONOCHROME2';
  readonly modality: string;
  readonly instance: InstanceReference;
  readonly instanceNumber: number | undefined;
  /** Absent where the file has no usable geometry (a localizer without position, a secondary capture). */
  readonly plane: Plane | undefined;
  readonly window: Window | undefined;
  /** Stored values in [first, last] are padding, not tissue (PS3.3 C.7.5.1.1.2). */
  readonly padding: readonly [number, number] | undefined;
  /** File name as the user gave it: for messages, never exported. */
  readonly file: string;
  /** The Part 10 file the slice was read from (shared, read-only): exporters copy its attributes. */
  readonly part10: Uint8Array | undefined;
  /** Number, from 1, of the frame in a multi-frame `part10` whose functional groups also hold for this slice. */
  readonly part10Frame?: number;
  /** All windows, LUTs and overlay planes of the file; absent in a slice that has none. */
  readonly presentation?: Presentation;
}

/** A slice from a scanner (or a simulator): its stored pixels may be read freely. */
export interface AcquiredFrame extends FrameInfo {
  readonly kind: 'acquired';
  /** rows x columns stored values, C order. */
  readonly stored: StoredPixels;
  /** In a series of ours: the instance whose pixels this slice repeats unchanged, read from `part10`. */
  readonly repeats?: InstanceReference;
}

/** What is known of a slice, without its pixels. */
export function infoOf(frame: FrameInfo): FrameInfo {
  const { rows, columns, format, rescale, photometric, modality, instance } = frame;
  const { instanceNumber, plane, window, padding, file, part10, part10Frame, presentation } = frame;
  return {
    rows,
    columns,
    format,
    rescale,
    photometric,
    modality,
    instance,
    instanceNumber,
    plane,
    window,
    padding,
    file,
    part10,
    part10Frame,
    presentation,
  };
}

/** Allocates stored pixels of `length` samples in the given format, all zero. */
export function allocateStored({ bitsAllocated, signed }: PixelFormat, length: number): StoredPixels {
  if (bitsAllocated === 8) return signed ? new Int8Array(length) : new Uint8Array(length);
  if (bitsAllocated === 16) return signed ? new Int16Array(length) : new Uint16Array(length);
  return signed ? new Int32Array(length) : new Uint32Array(length);
}

/** Smallest and largest value that Bits Stored and Pixel Representation allow. */
export function storedRange({ bitsStored, signed }: PixelFormat): [number, number] {
  return signed ? [-(2 ** (bitsStored - 1)), 2 ** (bitsStored - 1) - 1] : [0, 2 ** bitsStored - 1];
}

/**
 * Modality values (HU for CT) of stored pixels.
 *
 * @param stored rows x columns stored values.
 * @param dst optional target of the same length; allocated when absent.
 */
export function toModality(
  stored: StoredPixels,
  { slope, intercept }: Rescale,
  dst: Float32Array = new Float32Array(stored.length),
): Float32Array {
  for (let i = 0; i < stored.length; i++) dst[i] = stored[i] * slope + intercept;
  return dst;
}

/**
 * Stored integers nearest to modality values, clamped to what Bits Stored holds.
 * Inverse of {@link toModality} for values that came from it.
 */
export function toStored(
  values: Float32Array,
  format: PixelFormat,
  { slope, intercept }: Rescale,
): StoredPixels {
  const stored = allocateStored(format, values.length);
  const [low, high] = storedRange(format);
  for (let i = 0; i < values.length; i++) {
    stored[i] = Math.min(high, Math.max(low, Math.round((values[i] - intercept) / slope)));
  }
  return stored;
}

/** True where the stored value is padding. */
export function isPadding(value: number, padding: FrameInfo['padding']): boolean {
  return padding !== undefined && value >= padding[0] && value <= padding[1];
}
