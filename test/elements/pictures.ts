/** Pictures and files' wishes made up for the element tests. */
import type { FrameInfo } from '../../src/image/frame.js';
import type { Picture, PicturePixels } from '../../src/image/picture.js';
import type { OverlayPlane, Presentation } from '../../src/image/presentation.js';
import type { Series } from '../../src/image/series.js';
import type { Shown } from '../../src/provenance/shown.js';
import { ctFrame } from './fixtures.js';

/** One picture of the given pixels. */
export function pictureOf(pixels: PicturePixels, info: Partial<FrameInfo> = {}): Picture {
  const { stored: _, kind: __, ...rest } = ctFrame() as ReturnType<typeof ctFrame> & { repeats?: undefined };
  return { ...rest, modality: 'US', window: undefined, plane: undefined, ...info, kind: 'picture', pixels };
}

/** Red grows to the right, green downwards, blue is in the left half. */
export function colorPicture(rows = 64, columns = 64, info: Partial<FrameInfo> = {}): Picture {
  const rgb = new Uint8ClampedArray(rows * columns * 3);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) rgb.set(colorOf(x, y, columns), (y * columns + x) * 3);
  }
  return pictureOf({ rgb }, { ...info, rows, columns });
}

export function colorOf(x: number, y: number, columns = 64): [number, number, number] {
  return [x * 3, y * 3, x < columns / 2 ? 200 : 0];
}

/** A map of fractions: 0 at the left to just under 1 at the right. */
export function floatPicture(rows = 64, columns = 64, info: Partial<FrameInfo> = {}): Picture {
  const values = Float32Array.from({ length: rows * columns }, (_, i) => (i % columns) / columns);
  return pictureOf({ values }, { modality: 'MR', ...info, rows, columns });
}

export function shownSeries(frames: readonly Shown[], uid = '2.25.7'): Series<Shown> {
  return {
    seriesInstanceUID: uid,
    studyInstanceUID: '2.25',
    modality: frames[0].modality,
    description: 'Made-up pictures',
    number: 1,
    frames,
    sliceSpacing: undefined,
    notes: [],
  };
}

export function presentationOf(wishes: Partial<Presentation> = {}): Presentation {
  return { voiFunction: 'LINEAR', windows: [], luts: [], overlays: [], inverse: false, ...wishes };
}

/** A plane with the pixels set that are named by column and row. */
export function planeWith(set: readonly (readonly [number, number])[], size = 64): OverlayPlane {
  const bits = new Uint8Array(size * size);
  for (const [x, y] of set) bits[y * size + x] = 1;
  return { rows: size, columns: size, origin: [0, 0], type: 'G', label: '', bits };
}
