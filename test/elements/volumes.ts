/** Stacks of a phantom that is known everywhere in the patient, with any geometry. */
import type { AcquiredFrame, Plane } from '../../src/image/frame.js';
import type { Series } from '../../src/image/series.js';
import { cross, sum, times, type Vector } from '../../src/image/volume.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import { ctFrame, seriesOf } from './fixtures.js';

export interface Shape {
  readonly uid?: string;
  readonly space?: string;
  readonly count?: number;
  /** mm between slices. */
  readonly spacing?: number;
  readonly pixelSpacing?: [number, number];
  readonly rows?: number;
  readonly columns?: number;
  readonly orientation?: Plane['orientation'];
  readonly first?: Vector;
  /** Shift beside the normal for each mm along it: a tilted gantry. */
  readonly shear?: Vector;
  readonly modality?: string;
  readonly phantom?: (at: Vector) => number;
}

/** A ball of 300 HU, 6 mm about this place, in water. */
export const BALL: Vector = [12, 6, 20];
export const ball = ([x, y, z]: Vector): number =>
  Math.hypot(x - BALL[0], y - BALL[1], z - BALL[2]) < 6 ? 300 : 0;

export function stackSeries(shape: Shape = {}): Series<Frame> {
  const { uid = '2.25.1', space = '2.25.100', count = 20, spacing = 2, pixelSpacing = [1, 1] } = shape;
  const { rows = 64, columns = 64, orientation = [1, 0, 0, 0, 1, 0], first = [-32, -32, 0] } = shape;
  const { shear = [0, 0, 0], modality = 'CT', phantom = ball } = shape;
  const row: Vector = [orientation[0], orientation[1], orientation[2]];
  const column: Vector = [orientation[3], orientation[4], orientation[5]];
  const normal = cross(row, column);
  const frames = Array.from({ length: count }, (_, slice) => {
    const along = slice * spacing;
    const position = sum(first, sum(times(normal, along), times(shear, along)));
    const stored = new Uint16Array(rows * columns);
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const at = sum(position, sum(times(row, x * pixelSpacing[1]), times(column, y * pixelSpacing[0])));
        stored[y * columns + x] = phantom(at) + 1024;
      }
    }
    const plane: Plane = { pixelSpacing, orientation, position: [...position], sliceThickness: spacing };
    const frame: Partial<AcquiredFrame> = { stored, rows, columns, plane, modality };
    const { instance } = ctFrame(slice);
    return ctFrame(slice, {
      ...frame,
      instance: {
        ...instance,
        sopInstanceUID: `${uid}.${slice}`,
        seriesInstanceUID: uid,
        frameOfReferenceUID: space,
      },
    });
  });
  return { ...seriesOf(frames, uid, modality), sliceSpacing: spacing };
}
