/**
 * The value under the pointer or the crosshair.
 *
 * @module
 */
import type { Frame } from '../../provenance/markedFrame.js';
import { valueAt } from '../stage/cornerstoneImage.js';
import { positionOf } from '../stage/orientation.js';
import type { Point } from './view.js';

export interface Probe extends Point {
  /** The value to the integer; acquired and generated, in this order, in a comparison. */
  readonly values: readonly number[];
  /** Patient coordinates in mm, where the file gives geometry. */
  readonly position: readonly [number, number, number] | undefined;
}

/** Reads a frame, and the other one of a comparison, at an image pixel; undefined outside. */
export function readProbe(frame: Frame, other: Frame | undefined, { x, y }: Point): Probe | undefined {
  const value = readValue(frame, x, y);
  if (value === undefined) return undefined;
  const otherValue = other && readValue(other, x, y);
  const pair = frame.kind === 'marked' ? [otherValue, value] : [value, otherValue];
  return {
    x,
    y,
    values: pair.filter((one) => one !== undefined),
    position: frame.plane && positionOf(frame.plane, x, y),
  };
}

function readValue(frame: Frame, x: number, y: number): number | undefined {
  if (x < 0 || y < 0 || x >= frame.columns || y >= frame.rows) return undefined;
  return Math.round(valueAt(frame, x, y));
}
