/**
 * What a host knows of the workbench in the frame: the study that it opened itself, and what
 * was made from it. A study that the reader opened is none of its business.
 *
 * @module
 */
import { ArgumentError, type VeritomeError } from '../../../errors.js';
import type { Series, Study } from '../../../image/series.js';
import type { Frame } from '../../../provenance/markedFrame.js';
import { type WireError, wireError } from '../../../wireError.js';
import { LIMITS, type SeriesSummary, type StudySummary } from '../protocol.js';

export class Sharing {
  readonly #byId = new Map<string, Series<Frame>>();
  /** Ids are never used twice: a late call must not mean another study. */
  #last = 0;
  readonly #ids = new WeakMap<Series<Frame>, string>();
  #study: Study<Frame> | undefined;

  /** Takes over a study that the host opened; what it knew before is forgotten. */
  adopt(study: Study<Frame>): StudySummary {
    this.forget();
    this.#study = study;
    return {
      studyInstanceUID: uidOf(study.studyInstanceUID),
      series: study.series.slice(0, LIMITS.series).map((series) => this.share(series)),
      refused: study.refused.slice(0, LIMITS.refused).map(nameless),
      refusedCount: study.refused.length,
    };
  }

  /** The host may name the series from now on. */
  share(series: Series<Frame>): SeriesSummary {
    let id = this.#ids.get(series);
    if (id === undefined) {
      this.#last += 1;
      id = `s${this.#last}`;
      this.#ids.set(series, id);
    }
    this.#byId.set(id, series);
    return summaryOf(id, series);
  }

  forget(): void {
    this.#byId.clear();
    this.#study = undefined;
  }

  /** Forgets what is no longer open. */
  keepOnly(study: Study<Frame> | undefined): void {
    if (study !== this.#study) this.forget();
  }

  /** Its id, where the host may name it. */
  idOf(series: Series<Frame> | undefined): string | undefined {
    const id = series && this.#ids.get(series);
    return id !== undefined && this.#byId.has(id) ? id : undefined;
  }

  /** @throws ArgumentError for a series that the host was not told of. */
  named(id: string): Series<Frame> {
    const series = this.#byId.get(id);
    if (series) return series;
    throw new ArgumentError('There is no such series.', {
      attribute: 'series',
      remedy: 'Name a series of the study that was opened last, or a result made from it.',
    });
  }
}

/** As it crosses: a file's name may be a patient's. */
export function nameless(error: VeritomeError): WireError {
  return { ...wireError(error), file: undefined };
}

function summaryOf(id: string, series: Series<Frame>): SeriesSummary {
  const { seriesInstanceUID, modality, number, frames, sliceSpacing } = series;
  const [first] = frames;
  const made = frames.find((frame) => frame.kind === 'marked');
  return {
    id,
    seriesInstanceUID: uidOf(seriesInstanceUID),
    // A Code String holds up to 16 characters; a hostile file holds what it likes.
    modality: /^[A-Z0-9 _]{1,16}$/.test(modality) ? modality : '',
    number: Number.isFinite(number) ? number : undefined,
    slices: frames.length,
    rows: first?.rows ?? 0,
    columns: first?.columns ?? 0,
    sliceSpacing: Number.isFinite(sliceSpacing) ? sliceSpacing : undefined,
    class: made?.origin.class ?? 'none',
    model: made?.origin.record?.model.id,
  };
}

function uidOf(given: string): string {
  return given.length <= 64 && /^\d+(\.\d+)*$/.test(given) ? given : '';
}
