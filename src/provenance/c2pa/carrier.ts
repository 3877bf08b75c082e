/**
 * Where a picture carries its manifest store: a `caBX` chunk in PNG (C2PA 2 §A.3.3),
 * APP11 segments in JPEG (§A.3.1, ISO/IEC 19566-5 annex D).
 *
 * @module
 */
import { inJpeg, intoJpeg, isJpeg } from './jpegCarrier.js';
import { inPng, intoPng, isPng } from './pngCarrier.js';

/** Bytes of the file from `start` on. */
export interface Range {
  readonly start: number;
  readonly length: number;
}

/** What a picture carries. */
export interface Carried {
  readonly mediaType: 'image/png' | 'image/jpeg';
  /** Manifest stores, in JUMBF. C2PA allows one. */
  readonly stores: readonly Uint8Array[];
  /** Where they lie with all that wraps them. */
  readonly ranges: readonly Range[];
  /** Where a manifest goes in. */
  readonly insertAt: number;
}

/**
 * Walks the picture's chunks or segments; undefined for bytes that are neither.
 *
 * @throws DecodeError when the picture's own structure does not hold.
 */
export function carriedBy(picture: Uint8Array): Carried | undefined {
  if (isPng(picture)) return inPng(picture);
  return isJpeg(picture) ? inJpeg(picture) : undefined;
}

/** A manifest store as it stands in a picture of this type. */
export function wrapped(store: Uint8Array, mediaType: Carried['mediaType']): Uint8Array {
  return mediaType === 'image/png' ? intoPng(store) : intoJpeg(store);
}
