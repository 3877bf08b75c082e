/**
 * A list of series to choose from, each with its thumbnail.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { isMarked, type Shown } from '../../provenance/shown.js';
import { flaggedSlices } from '../stage/guardMarks.js';
import type { Words } from '../words/words.js';
import { isOfPictures, THUMBNAIL_PIXELS } from './thumbnails.js';

/** Type of a drag that carries a series of the list. The series itself is told by `veritome-drag`: other pages learn nothing. */
export const SERIES_DRAG = 'application/x-veritome-series';

export interface SeriesList {
  readonly words: Words;
  readonly title: string;
  readonly list: readonly Series<Shown>[];
  /** `rule` for a line above. */
  readonly kind: string;
  readonly selected: Series<Shown> | undefined;
  readonly choose: (series: Series<Shown>) => void;
  readonly drag: (event: DragEvent, series: Series<Shown>) => void;
}

/** The list under its title; nothing where it is empty. */
export function renderList(given: SeriesList): TemplateResult | typeof nothing {
  const { title, list, kind } = given;
  if (list.length === 0) return nothing;
  return html`
    <section class=${kind}>
      <h2>${title}</h2>
      <ul>
        ${list.map((series) => html`<li>${renderSeries(series, given)}</li>`)}
      </ul>
    </section>
  `;
}

function renderSeries(series: Series<Shown>, { words, selected, choose, drag }: SeriesList): TemplateResult {
  const pictures = isOfPictures(series);
  const flagged = pictures ? 0 : flaggedSlices(series as Series<Frame>).length;
  const count = pictures ? words.picturesOf(series.frames.length) : words.slices(series.frames.length);
  return html`
    <button
      type="button"
      class="series"
      part="series"
      aria-pressed=${isChosen(series, selected)}
      draggable="true"
      @dragstart=${(event: DragEvent) => drag(event, series)}
      @click=${() => choose(series)}
    >
      <canvas
        aria-hidden="true"
        width=${THUMBNAIL_PIXELS}
        height=${THUMBNAIL_PIXELS}
        .series=${series}
      ></canvas>
      <span>
        <span class="name">${series.description || words.untitled}</span>
        <span class="quiet figures">${series.modality} · ${count}</span>
        ${flagged > 0 ? html`<span class="flagged figures"><span aria-hidden="true">⚑</span> ${words.flagged(flagged)}</span>` : nothing}
        ${isGenerated(series) ? html`<span class="visually-hidden">, ${words.generatedWord}</span>` : nothing}
      </span>
    </button>
  `;
}

/** One UID may stand for several stacks. */
function isChosen(series: Series<Shown>, selected: Series<Shown> | undefined): boolean {
  return (
    series === selected ||
    (series.seriesInstanceUID === selected?.seriesInstanceUID &&
      series.frames[0]?.instance.sopInstanceUID === selected.frames[0]?.instance.sopInstanceUID)
  );
}

/** True when slices of it were generated. */
export function isGenerated(series: Series<Shown>): boolean {
  return series.frames.some((frame) => frame && isMarked(frame));
}
