/**
 * Measuring on one viewport: lengths, angles and regions drawn by a drag, by clicks, or
 * point by point under the crosshair; taken hold of at their handles by pointer or keys.
 * The measures themselves are the element's `measures`.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import type { Shown } from '../../provenance/shown.js';
import {
  distanceTo,
  fitted,
  type Measure,
  type MeasureKind,
  movedMeasure,
  pointsFor,
  sliceKey,
} from '../stage/measure.js';
import type { Point } from './view.js';
import type { VeritomeViewport } from './viewport.js';

/** What `veritome-measure` tells. */
export interface MeasureDetail {
  readonly measures: readonly Measure[];
}

/** A measure that is not finished. */
export interface Draft {
  readonly kind: MeasureKind;
  readonly points: readonly Point[];
  /** Where the next point would be. */
  readonly next: Point;
  readonly slice: string;
}

/** What of a measure is held: a point by its index, or all of it. */
export interface Hold {
  readonly measure: Measure;
  readonly point: number | 'all';
}

/** CSS pixels around a handle that take hold of it: with the other side, a target of 24 px. */
const HANDLE = 12;
/** CSS pixels beside a line that take hold of it. */
const LINE = 7;
/** A pointer that moves fewer CSS pixels than this clicks. */
const CLICK = 4;

export class Measuring {
  /** Being drawn. */
  draft: Draft | undefined;
  /** In the hand of the pointer or the keys. */
  held: Hold | undefined;
  readonly #viewport: VeritomeViewport;
  readonly #pointOf: (pixel: Point) => Point | undefined;
  /** Measures of the series that were here before, by their UIDs. */
  readonly #shelf = new Map<string, readonly Measure[]>();
  /** Where the pointer went down, in the client area, and how far it came. */
  #press: { readonly at: Point; readonly pixel: Point; far: boolean } | undefined;

  constructor(viewport: VeritomeViewport, pointOf: (pixel: Point) => Point | undefined) {
    this.#viewport = viewport;
    this.#pointOf = pointOf;
  }

  /** Another series has its own measures; false where it is the same one, grown. `given`: the host brought them. */
  exchange(before: Series<Shown> | undefined, given: boolean): boolean {
    const viewport = this.#viewport;
    const uid = viewport.series?.seriesInstanceUID;
    if (before?.seriesInstanceUID === uid) return false;
    this.held = undefined;
    if (given) return true;
    if (before) this.#shelf.set(before.seriesInstanceUID, viewport.measures);
    viewport.measures = this.#shelf.get(uid ?? '') ?? [];
    return true;
  }

  /** Drops what was begun on another slice. */
  stayOn(shown: Shown | undefined): void {
    if (this.draft && (!shown || this.draft.slice !== sliceKey(shown))) this.cancel();
  }

  /** Measures of a slice. */
  on(shown: Shown): readonly Measure[] {
    const key = sliceKey(shown);
    return this.#viewport.measures.filter(({ slice }) => slice === key);
  }

  /** The pointer goes down: on a measure it is taken hold of, elsewhere one is begun. */
  begin(kind: MeasureKind, at: Point, pixel: Point, shown: Shown): void {
    this.#press = { at, pixel, far: false };
    if (this.draft?.kind !== kind) this.draft = undefined;
    if (!this.draft) {
      this.held = this.#under(pixel, shown);
      if (!this.held) this.draft = draftAt(kind, fitted(kind, pixel, shown), shown);
    }
    this.#viewport.requestUpdate();
  }

  /** The pointer moves, up or down. */
  move(at: Point, pixel: Point, shown: Shown): void {
    const { draft, held } = this;
    const press = this.#press;
    if (press && Math.hypot(at.x - press.at.x, at.y - press.at.y) >= CLICK) press.far = true;
    if (draft) {
      this.draft = { ...draft, next: fitted(draft.kind, pixel, shown) };
      this.#viewport.requestUpdate();
    } else if (press?.far && held) {
      const { measure, point } = held;
      if (point === 'all') {
        const by = this.#shift(measure, pixel.x - press.pixel.x, pixel.y - press.pixel.y, shown);
        this.#press = { ...press, pixel: { x: press.pixel.x + by.x, y: press.pixel.y + by.y } };
      } else this.#replace(measure, withPoint(measure, point, fitted(measure.kind, pixel, shown)));
    }
  }

  /** The pointer goes up: a drag ends a line, a click only places a point. True when a measure is finished. */
  end(shown: Shown | undefined): boolean {
    const press = this.#press;
    this.#press = undefined;
    const { draft } = this;
    if (!draft || !press || !shown) return false;
    // The first press placed the first point: a click there waits for the next one.
    if (!press.far && draft.points.length === 1 && isNear(draft.points[0], press.pixel)) return false;
    return this.#add(draft, press.far ? draft.next : fitted(draft.kind, press.pixel, shown), shown);
  }

  /** Places a point under the crosshair; true when a measure is finished. */
  place(kind: MeasureKind, pixel: Point, shown: Shown): boolean {
    const point = fitted(kind, pixel, shown);
    if (this.draft?.kind === kind) return this.#add(this.draft, point, shown);
    this.held = undefined;
    this.draft = draftAt(kind, point, shown);
    this.#viewport.requestUpdate();
    return false;
  }

  /** Where the next point would be, when keys move the crosshair. */
  aim(pixel: Point): void {
    if (this.draft && !this.#press) this.draft = { ...this.draft, next: pixel };
  }

  /** Drops what is not finished; false when there is nothing. */
  cancel(): boolean {
    const had = this.draft !== undefined;
    this.draft = undefined;
    this.#press = undefined;
    if (had) this.#viewport.requestUpdate();
    return had;
  }

  /** Takes the next handle of the slice into the keys' hands: a measure as a whole, then its points. */
  next(shown: Shown): Hold | undefined {
    const holds: Hold[] = this.on(shown).flatMap((measure) => [
      { measure, point: 'all' as const },
      ...measure.points.map((_, point) => ({ measure, point })),
    ]);
    const { held } = this;
    const at = holds.findIndex(({ measure, point }) => measure === held?.measure && point === held.point);
    this.held = holds[(at + 1) % holds.length];
    this.#viewport.requestUpdate();
    return this.held;
  }

  /** Moves what is held by image pixels; undefined when nothing of this slice is. */
  nudge(dx: number, dy: number, shown: Shown | undefined): Hold | undefined {
    const { held } = this;
    if (!held || !shown || held.measure.slice !== sliceKey(shown)) return undefined;
    const { measure, point } = held;
    if (point === 'all') this.#shift(measure, dx, dy, shown);
    else {
      const { x, y } = measure.points[point];
      const moved = fitted(measure.kind, { x: x + dx, y: y + dy }, shown);
      this.#replace(measure, withPoint(measure, point, moved));
    }
    return this.held;
  }

  /** Removes the measure that is held; false when none is. */
  remove(shown: Shown | undefined): boolean {
    const { held } = this;
    if (!held || !shown || held.measure.slice !== sliceKey(shown)) return false;
    this.held = undefined;
    this.#set(this.#viewport.measures.filter((measure) => measure !== held.measure));
    return true;
  }

  /** Lets go; false when nothing is held. */
  leave(): boolean {
    if (!this.held) return false;
    this.held = undefined;
    this.#viewport.requestUpdate();
    return true;
  }

  #add({ kind, points }: Draft, point: Point, shown: Shown): boolean {
    const all = [...points, point];
    const whole = all.length === pointsFor(kind);
    this.draft = whole ? undefined : { ...draftAt(kind, point, shown), points: all };
    this.#viewport.requestUpdate();
    if (!whole || isEmpty(kind, all)) return false;
    const measure: Measure = { kind, points: all, slice: sliceKey(shown) };
    this.held = { measure, point: 'all' };
    this.#set([...this.#viewport.measures, measure]);
    return true;
  }

  /** Regions move by whole pixels; what is left of a step counts for the next one. */
  #shift(measure: Measure, dx: number, dy: number, shown: Shown): Point {
    const whole = measure.kind === 'ellipse' || measure.kind === 'box';
    const by = whole ? { x: Math.round(dx), y: Math.round(dy) } : { x: dx, y: dy };
    if (by.x !== 0 || by.y !== 0) this.#replace(measure, movedMeasure(measure, by.x, by.y, shown));
    return by;
  }

  #replace(measure: Measure, other: Measure): void {
    if (isEmpty(other.kind, other.points)) return;
    this.held &&= { ...this.held, measure: other };
    this.#set(this.#viewport.measures.map((one) => (one === measure ? other : one)));
  }

  #under(pixel: Point, shown: Shown): Hold | undefined {
    const at = this.#pointOf(pixel);
    if (!at) return undefined;
    let body: Hold | undefined;
    for (const measure of [...this.on(shown)].reverse()) {
      const points = measure.points.map((point) => this.#pointOf(point) ?? at);
      const point = points.findIndex(({ x, y }) => Math.hypot(x - at.x, y - at.y) <= HANDLE);
      if (point >= 0) return { measure, point };
      if (distanceTo(measure.kind, points, at) <= LINE) body ??= { measure, point: 'all' };
    }
    return body;
  }

  #set(measures: readonly Measure[]): void {
    this.#viewport.measures = measures;
    const detail: MeasureDetail = { measures };
    /** @internal */
    this.#viewport.dispatchEvent(
      new CustomEvent('veritome-measure', { detail, bubbles: true, composed: true }),
    );
  }
}

function draftAt(kind: MeasureKind, point: Point, shown: Shown): Draft {
  return { kind, points: [point], next: point, slice: sliceKey(shown) };
}

function withPoint(measure: Measure, at: number, point: Point): Measure {
  return { ...measure, points: measure.points.map((one, i) => (i === at ? point : one)) };
}

function isNear(a: Point, b: Point): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) < 1;
}

/** A region without area or a length without length says nothing. */
function isEmpty(kind: MeasureKind, [a, b]: readonly Point[]): boolean {
  if (kind === 'ellipse' || kind === 'box') return Math.abs(a.x - b.x) < 2 || Math.abs(a.y - b.y) < 2;
  return kind === 'length' && a.x === b.x && a.y === b.y;
}
