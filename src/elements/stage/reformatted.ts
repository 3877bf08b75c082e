/**
 * A series on another plane of the patient, as a stack that a viewport can show. Only
 * the plane on show has pixels: no second copy of the volume is kept.
 *
 * A plane through a series with any generated slice is generated: it is sealed in
 * marked frames, and badged. No plane is an instance of a study, so none leaves as a
 * file (`exportSeries` refuses slices without an instance).
 *
 * @module
 */
import type { AcquiredFrame, PixelFormat, Rescale, StoredPixels, Window } from '../../image/frame.js';
import { type Grid, gridOf, indexAt, planeAt, type Section } from '../../image/grid.js';
import { resample, type Samples } from '../../image/reformat.js';
import type { Series } from '../../image/series.js';
import { type Stack, stackOf, type Vector } from '../../image/volume.js';
import type { Frame, Origin } from '../../provenance/markedFrame.js';
import { pixelsOf } from '../../provenance/markedPixels.js';
import { adopt } from '../../provenance/seal.js';
import { sharedOriginOf } from '../../provenance/sharedOrigin.js';
import { defaultWindow } from './windows.js';

/** One series on one plane. */
export class Reformatted {
  /** As many frames as there are planes; all but the one shown are holes. */
  readonly series: Series<Frame>;
  readonly section: Section;
  readonly #frames: Frame[];
  readonly #source: Series<Frame>;
  readonly #stack: Stack;
  readonly #grid: Grid;
  readonly #origin: Omit<Origin, 'sources'> | undefined;
  readonly #rescale: Rescale;
  /** That of the series: a window of each plane's own would flicker while it is scrolled. */
  readonly #window: Window | undefined;

  constructor(source: Series<Frame>, section: Section, stack: Stack) {
    this.section = section;
    this.#source = source;
    this.#stack = stack;
    this.#grid = gridOf(stack, section);
    this.#origin = sharedOriginOf(source.frames);
    this.#rescale = rescaleOf(stack.slices.map(({ index }) => source.frames[index].rescale));
    const [first] = source.frames.filter(Boolean);
    this.#window = first?.presentation?.luts.length ? first.window : defaultWindow(source);
    this.#frames = new Array(this.#grid.count);
    this.series = { ...source, frames: this.#frames, sliceSpacing: this.#grid.step };
  }

  /** Computes the plane `index` and lets go of the one before. */
  show(index: number): void {
    if (!(index >= 0 && index < this.#frames.length) || this.#frames[index]) return;
    const frame = this.#frameAt(index);
    this.#frames.fill(undefined as unknown as Frame);
    this.#frames[index] = frame;
  }

  /** Index of the plane nearest to a place in the patient. */
  indexAt(point: Vector): number {
    return indexAt(this.#grid, point);
  }

  /** Where a plane lies, and its size, without its pixels. */
  planeAt(index: number) {
    const { rows, columns } = this.#grid;
    return { plane: planeAt(this.#grid, index), rows, columns };
  }

  #frameAt(index: number): Frame {
    const { rows, columns } = this.#grid;
    const first = this.#source.frames[this.#stack.slices[0].index];
    const plane = planeAt(this.#grid, index);
    const values = resample(this.#stack, (at) => samplesOf(this.#source.frames[at]), plane, this.#grid);
    const frame: AcquiredFrame = {
      kind: 'acquired',
      rows,
      columns,
      ...storedOf(values, this.#rescale, first.photometric === 'MONOCHROME1'),
      rescale: this.#rescale,
      photometric: first.photometric,
      modality: first.modality,
      instance: { ...first.instance, sopInstanceUID: '', frameNumber: undefined },
      instanceNumber: undefined,
      plane,
      window: this.#window,
      presentation: first.presentation && { ...first.presentation, overlays: [] },
      file: first.file,
      part10: undefined,
    };
    return this.#origin ? adopt(frame, this.#origin) : frame;
  }
}

const stacks = new WeakMap<Series<Frame>, { readonly stack: Stack | undefined }>();

/** The series on a plane; undefined where it is no volume. Each place that shows one has its own. */
export function reformatted(series: Series<Frame>, section: Section): Reformatted | undefined {
  const stack = volumeOf(series);
  return stack && new Reformatted(series, section, stack);
}

/** The geometry of a series as a volume; undefined where it has none. */
export function volumeOf(series: Series<Frame>): Stack | undefined {
  let known = stacks.get(series);
  if (!known) {
    known = { stack: stackOf(series.frames) };
    stacks.set(series, known);
  }
  return known.stack;
}

/** True for a plane through a series: its values are interpolated. */
export function isReformatted({ instance }: Pick<Frame, 'instance'>): boolean {
  return instance.sopInstanceUID === '';
}

function samplesOf(frame: Frame): Samples {
  return { stored: pixelsOf(frame), rescale: frame.rescale, padding: frame.padding };
}

/** A grid of values that is as fine as the finest of the slices. */
function rescaleOf(all: readonly Rescale[]): Rescale {
  const [first] = all;
  if (all.every(({ slope, intercept }) => slope === first.slope && intercept === first.intercept))
    return first;
  return { slope: Math.min(...all.map(({ slope }) => Math.abs(slope))), intercept: 0, type: first.type };
}

/** Values on the grid, to half a step; where there are none, a value beyond all others, black, as padding. */
function storedOf(
  values: Float32Array,
  { slope, intercept }: Rescale,
  inverse: boolean,
): { stored: StoredPixels; format: PixelFormat; padding: readonly [number, number] } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = Math.round((values[i] - intercept) / slope);
    values[i] = value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) low = high = 0;
  // A slope below zero turns the order of the stored values round.
  const outside = inverse === slope > 0 ? high + 1 : low - 1;
  const short = Math.min(low, outside) >= -32768 && Math.max(high, outside) <= 32767;
  const stored = short ? new Int16Array(values.length) : new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) stored[i] = Number.isNaN(values[i]) ? outside : values[i];
  const bits = short ? 16 : 32;
  return {
    stored,
    format: { bitsAllocated: bits, bitsStored: bits, signed: true },
    padding: [outside, outside],
  };
}
