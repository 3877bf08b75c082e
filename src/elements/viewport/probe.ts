/**
 * What is read under the pointer or the crosshair: a value, or a colour.
 *
 * @module
 */
import { isMarked, type Shown } from '../../provenance/shown.js';
import { positionOf } from '../stage/orientation.js';
import { colorAt, isFine, valueAt } from '../stage/samples.js';
import type { Point } from './view.js';

export interface Probe extends Point {
  /** To the integer where values are whole, else to six digits; acquired and generated, in this order, in a comparison. */
  readonly values: readonly (number | string)[];
  /** Patient coordinates in mm, where the file gives geometry. */
  readonly position: readonly [number, number, number] | undefined;
}

/** Reads a slice, and the other one of a comparison, at an image pixel; undefined outside. */
export function readProbe(frame: Shown, other: Shown | undefined, { x, y }: Point): Probe | undefined {
  const value = readValue(frame, x, y);
  if (value === undefined) return undefined;
  const otherValue = other && readValue(other, x, y);
  const pair = isMarked(frame) ? [otherValue, value] : [value, otherValue];
  return {
    x,
    y,
    values: pair.filter((one) => one !== undefined),
    position: frame.plane && positionOf(frame.plane, x, y),
  };
}

function readValue(frame: Shown, x: number, y: number): number | string | undefined {
  if (x < 0 || y < 0 || x >= frame.columns || y >= frame.rows) return undefined;
  const color = colorAt(frame, x, y);
  if (color) return `RGB ${color.join(', ')}`;
  const value = valueAt(frame, x, y);
  if (!isFine(frame)) return Math.round(value);
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : String(value);
}
