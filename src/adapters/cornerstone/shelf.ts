/**
 * Series under the image ids of a viewer: which slice an id names, and who waits for one
 * that is still being computed.
 *
 * An id says nothing of patient or study: a viewer may log it.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { FrameInfo } from '../../image/frame.js';
import type { Series } from '../../image/series.js';
import type { Shown } from '../../provenance/shown.js';

/** What stands before the colon of our image ids. */
export const SCHEME = 'veritome';

/** The place of one slice. */
export interface Slot {
  readonly imageId: string;
  readonly index: number;
  readonly row: Row;
}

/** One series on the shelf. */
export interface Row {
  /** Replaced when a series that was expected is there. */
  series: Series<Shown>;
  readonly imageIds: readonly string[];
  /** A hole is a slice that is still being computed. */
  readonly slices: (Shown | undefined)[];
  /** What is known of a slice before its pixels are there. */
  readonly likeness: readonly (FrameInfo | undefined)[];
}

/** A series that is being computed: image ids now, slices as they come. */
export interface Coming {
  readonly imageIds: readonly string[];
  /** One slice is there; fits `onFrame` of the jobs. */
  readonly put: (index: number, slice: Shown) => void;
  /** All slices are there: the series has these image ids from now on. */
  readonly settle: (series: Series<Shown>) => void;
  /** No more slices will come: whoever waits for one gets this error. */
  readonly fail: (error: unknown) => void;
}

interface Waiting {
  readonly resolve: (slice: Shown) => void;
  readonly reject: (error: unknown) => void;
}

/** All series of one viewer. */
export class Shelf {
  readonly #slots = new Map<string, Slot>();
  readonly #rows = new Map<Series<Shown>, Row>();
  readonly #waiting = new Map<string, Set<Waiting>>();
  readonly #failed = new WeakMap<Row, { readonly error: unknown }>();

  /** Ids of the slices in their order; the same ones when asked again. */
  take(series: Series<Shown>): Row {
    const known = this.#rows.get(series);
    if (known) return known;
    if (series.frames.length === 0) throw emptySeries();
    return this.#place(series, [...series.frames], series.frames);
  }

  /** Ids for a series that will lie as `source` does, slice for slice. */
  expect(source: Series<Shown>): Coming {
    if (source.frames.length === 0) throw emptySeries();
    // A series of its own: the source keeps its ids.
    const row = this.#place({ ...source }, new Array(source.frames.length).fill(undefined), source.frames);
    return {
      imageIds: row.imageIds,
      put: (index, slice) => this.#put(row, index, slice),
      settle: (series) => this.#settle(row, series),
      fail: (error) => this.#fail(row, error),
    };
  }

  /** The slot of an image id; undefined for ids of others and ids that were released. */
  find(imageId: string): Slot | undefined {
    return this.#slots.get(imageId);
  }

  /** The slice of an id; undefined while it is being computed. */
  sliceOf({ row, index }: Slot): Shown | undefined {
    return row.slices[index];
  }

  /** What is known of a slice, with or without its pixels. */
  infoOf({ row, index }: Slot): FrameInfo | undefined {
    return row.slices[index] ?? row.likeness[index];
  }

  /**
   * The slice as soon as it is there, and how to stop waiting for it.
   *
   * @throws ArgumentError (by the promise) for an id that names none; what `fail` was given;
   *   an AbortError when stopped.
   */
  wait(imageId: string): { readonly slice: Promise<Shown>; readonly stop: () => void } {
    const slot = this.#slots.get(imageId);
    const here = slot && this.sliceOf(slot);
    const failed = slot && this.#failed.get(slot.row);
    if (!slot) return { slice: Promise.reject(unknownId()), stop: () => undefined };
    if (here) return { slice: Promise.resolve(here), stop: () => undefined };
    if (failed) return { slice: Promise.reject(failed.error), stop: () => undefined };
    let stop = (): void => undefined;
    const slice = new Promise<Shown>((resolve, reject) => {
      const one: Waiting = { resolve, reject };
      const all = this.#waiting.get(imageId) ?? new Set();
      this.#waiting.set(imageId, all.add(one));
      stop = () => {
        if (all.delete(one)) reject(new DOMException('Nobody waits for this slice any more.', 'AbortError'));
      };
    });
    return { slice, stop: () => stop() };
  }

  /** Forgets a series: its ids name nothing any more. Gives back its row, if it was there. */
  release(series: Series<Shown>): Row | undefined {
    const row = this.#rows.get(series);
    if (!row) return undefined;
    this.#rows.delete(row.series);
    this.#refuse(row, unknownId());
    for (const imageId of row.imageIds) this.#slots.delete(imageId);
    return row;
  }

  /** Forgets a series that was expected, by its ids. */
  releaseIds(imageIds: readonly string[]): Row | undefined {
    const slot = this.#slots.get(imageIds[0] ?? '');
    return slot && this.release(slot.row.series);
  }

  #place(series: Series<Shown>, slices: (Shown | undefined)[], likeness: Row['likeness']): Row {
    const name = opaque();
    const imageIds = slices.map((_, index) => `${SCHEME}:${name}/${index}`);
    const row: Row = { series, imageIds, slices, likeness };
    for (const [index, imageId] of imageIds.entries()) this.#slots.set(imageId, { imageId, index, row });
    this.#rows.set(series, row);
    return row;
  }

  #put(row: Row, index: number, slice: Shown): void {
    const imageId = row.imageIds[index];
    if (imageId === undefined) throw outOfPlace();
    row.slices[index] = slice;
    const waiting = this.#waiting.get(imageId);
    this.#waiting.delete(imageId);
    for (const { resolve } of waiting ?? []) resolve(slice);
  }

  #settle(row: Row, series: Series<Shown>): void {
    if (series.frames.length !== row.imageIds.length) throw outOfPlace();
    for (const [index, slice] of series.frames.entries()) this.#put(row, index, slice);
    this.#rows.delete(row.series);
    row.series = series;
    // Released while it was computed: it does not come back.
    if (this.#slots.has(row.imageIds[0])) this.#rows.set(series, row);
  }

  #fail(row: Row, error: unknown): void {
    this.#failed.set(row, { error });
    this.#refuse(row, error);
  }

  #refuse(row: Row, error: unknown): void {
    for (const imageId of row.imageIds) {
      const waiting = this.#waiting.get(imageId);
      this.#waiting.delete(imageId);
      for (const { reject } of waiting ?? []) reject(error);
    }
  }
}

/** 64 random bits: ids of two pages, or of two visits, never meet in a cache. */
function opaque(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function unknownId(): ArgumentError {
  return new ArgumentError('This image id names no slice of Veritome, or its series was released.', {
    attribute: 'imageId',
    remedy: 'Ask imageIdsOf for the ids of the series.',
  });
}

function emptySeries(): ArgumentError {
  return new ArgumentError('The series has no slices.', {
    attribute: 'series',
    remedy: 'Give a series of openStudy, or a result of denoise, interpolate or generate.',
  });
}

function outOfPlace(): ArgumentError {
  return new ArgumentError('The slices that came are not those that were expected.', {
    attribute: 'index',
    remedy: 'Give expect the series that the slices are computed from, one for one.',
  });
}
