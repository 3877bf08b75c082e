/**
 * Values along a line, acquired and generated, as a plot: what the model did to an edge. A cursor on
 * it, by pointer or by keys, is the same place on the pictures.
 *
 * @module
 */
import { html, type ReactiveController, type TemplateResult } from 'lit';
import type uPlot from 'uplot';
import { type Profile, profileOf } from '../stage/line.js';
import { unitOf } from '../stage/roiFigures.js';
import { figureText } from '../words/figure.js';
import type { Words } from '../words/words.js';
import { firstFrame } from './column.js';
import type { VeritomeMeasure } from './measure.js';
import { lineKey, lineStyle } from './npsPlot.js';

const FONT = '11px system-ui, sans-serif';
const TEXT = '#9aa6b3';
const GRID = '#232a32';
/** Rows of the table that says the same as the plot. */
const ROWS = 20;

/** The plot of one element. */
export class ProfilePlot implements ReactiveController {
  readonly #host: VeritomeMeasure;
  readonly #follow: (share: number | undefined) => void;
  #plot: uPlot | undefined;
  #place: HTMLElement | undefined;
  #resizes: ResizeObserver | undefined;
  #setting = false;

  /** `follow` is called with the share of the line that the reader points at. */
  constructor(host: VeritomeMeasure, follow: (share: number | undefined) => void) {
    this.#host = host;
    this.#follow = follow;
    host.addController(this);
  }

  hostConnected(): void {
    if (this.#host.hasUpdated) this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#remove();
  }

  hostUpdated(): void {
    const place = this.#host.renderRoot.querySelector<HTMLElement>('.profile') ?? undefined;
    const stale =
      this.#plot &&
      (this.#plot.series.length !== this.#profiles.length + 1 || this.#drawnIn !== this.#host.spoken);
    if (place !== this.#place || stale) {
      this.#remove();
    }
    if (!place) return;
    if (!this.#place) {
      this.#place = place;
      this.#create(place).catch((error) => this.#place === place && this.#host.fail(error));
    } else this.#draw();
  }

  render(words: Words): TemplateResult {
    const profiles = this.#profiles;
    const { columns } = this.#host;
    const first = profiles[0];
    if (!first) return html`<span class="hint">${words.profileNone}</span>`;
    const last = first.distance.length - 1;
    const at = Math.round((this.#host.cursor ?? 0) * last);
    return html`
      <span class="head">${words.profileTitle(this.#distance(first, last, words))}</span>
      <div
        class="profile followed"
        role="slider"
        tabindex="0"
        aria-label=${words.profileCursor}
        aria-valuemin="0"
        aria-valuemax=${last}
        aria-valuenow=${at}
        aria-valuetext=${this.#reading(at, words)}
        @keydown=${this.#onKey}
      ></div>
      <span class="legend figures">
        ${columns.map(({ name }, i) => html`<span class="key">${lineKey(i)}<span>${name}</span></span>`)}
        <span class="reading">
          ${this.#host.cursor === undefined ? this.#summary(words) : this.#reading(at, words)}
        </span>
      </span>
      <span class="hint">${words.profileHint}</span>
      <details>
        <summary>${words.profileTable}</summary>
        ${this.#renderTable(words)}
      </details>
    `;
  }

  #renderTable(words: Words): TemplateResult {
    const { columns } = this.#host;
    const profiles = this.#profiles;
    const first = profiles[0]!;
    const last = first.distance.length - 1;
    const rows = Array.from({ length: ROWS + 1 }, (_, i) => Math.round((i / ROWS) * last));
    return html`<table class="figures">
      <thead>
        <tr>
          <th scope="col">${words.distance}</th>
          ${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${[...new Set(rows)].map(
          (i) => html`<tr>
            <th scope="row">${this.#distance(first, i, words)}</th>
            ${profiles.map((profile) => html`<td>${this.#value(profile?.value[i], words)}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  /** One of each column; undefined where its slice is not there. Made once a rendering. */
  get #profiles(): readonly (Profile | undefined)[] {
    const { line, columns } = this.#host;
    const known = this.#known;
    const same =
      known?.line === line &&
      known?.frames.length === columns.length &&
      columns.every(({ frame }, i) => frame === known?.frames[i]);
    if (known && same) return known.profiles;
    const frames = columns.map(({ frame }) => frame);
    const profiles = line && frames.some(Boolean) ? frames.map((one) => one && profileOf(one, line)) : [];
    this.#known = { line, frames, profiles };
    return profiles;
  }

  #known:
    | { line: unknown; frames: readonly unknown[]; profiles: readonly (Profile | undefined)[] }
    | undefined;

  /** `12.3 mm: Acquired 40 HU, Denoised 38 HU, −2 HU` */
  #reading(at: number, words: Words): string {
    const { columns } = this.#host;
    const profiles = this.#profiles;
    const values = columns.map(({ name }, i) => `${name} ${this.#value(profiles[i]?.value[at], words)}`);
    const [a, b] = profiles.map((profile) => profile?.value[at]);
    const pair = profiles.length === 2 && a !== undefined && b !== undefined && Number.isFinite(b - a);
    if (pair) values.push(signed(b - a, (value) => this.#value(value, words)));
    return words.profileAt(this.#distance(profiles[0]!, at, words), values.join(', '));
  }

  /** Extremes of every column, and the largest difference of a pair. */
  #summary(words: Words): string {
    const profiles = this.#profiles;
    const said = this.#host.columns.flatMap(({ name }, i) => {
      const values = profiles[i]?.value.filter(Number.isFinite) ?? [];
      if (values.length === 0) return [];
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return [words.profileRange(name, this.#value(low, words), this.#value(high, words))];
    });
    const [a, b] = profiles;
    if (profiles.length === 2 && a && b) {
      let most = -1;
      for (let i = 0; i < a.value.length; i++) {
        const change = Math.abs(b.value[i] - a.value[i]);
        if (change > (most < 0 ? -1 : Math.abs(b.value[most] - a.value[most]))) most = i;
      }
      if (most >= 0) {
        const change = signed(b.value[most] - a.value[most], (value) => this.#value(value, words));
        said.push(words.profileLargest(change, this.#distance(a, most, words)));
      }
    }
    return said.join('. ');
  }

  #value(value: number | undefined, words: Words): string {
    if (value === undefined || Number.isNaN(value)) return words.noFigure;
    return [words.number(value, 1), unitOf(firstFrame(this.#host.columns))].filter(Boolean).join(' ');
  }

  #distance({ distance, inMillimetres }: Profile, at: number, words: Words): string {
    return `${words.number(distance[at], 1)} ${inMillimetres ? 'mm' : 'px'}`;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const last = (this.#profiles[0]?.distance.length ?? 1) - 1;
    const at = Math.round((this.#host.cursor ?? 0) * last);
    const step = event.shiftKey ? 10 : 1;
    const moves: Record<string, number> = {
      ArrowLeft: at - step,
      ArrowDown: at - step,
      ArrowRight: at + step,
      ArrowUp: at + step,
      PageDown: at - 10,
      PageUp: at + 10,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey || last === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.#follow(Math.min(last, Math.max(0, to)) / last);
  };

  async #create(place: HTMLElement): Promise<void> {
    const { default: Plot } = await import('uplot');
    if (this.#place !== place || !this.#profiles[0]) return;
    this.#plot = new Plot(this.#options(place), this.#data(), place);
    this.#resizes = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = place;
      if (width > 0 && height > 0) this.#plot?.setSize({ width, height });
    });
    this.#resizes.observe(place);
    place.addEventListener('pointerleave', this.#onLeave);
    this.#draw();
  }

  readonly #onLeave = (): void => this.#follow(undefined);

  #draw(): void {
    const plot = this.#plot;
    const first = this.#profiles[0];
    if (!plot || !first) return;
    // Both of these call back: what the reader did not do is not told.
    this.#setting = true;
    if (plot.data[0] !== this.#drawn?.[0] || this.#drawnOf !== this.#profiles) plot.setData(this.#data());
    const { cursor } = this.#host;
    if (cursor !== undefined) {
      const last = first.distance.length - 1;
      const left = plot.valToPos(first.distance[Math.round(cursor * last)], 'x');
      plot.setCursor({ left, top: 10 }, false);
    } else plot.setCursor({ left: -10, top: -10 }, false);
    this.#setting = false;
  }

  #drawn: uPlot.AlignedData | undefined;
  #drawnOf: unknown;
  #drawnIn: unknown;

  /** Places without a value are gaps. */
  #data(): uPlot.AlignedData {
    const profiles = this.#profiles;
    this.#drawnOf = profiles;
    this.#drawn = [
      Array.from(profiles[0]!.distance),
      ...profiles.map((profile) => Array.from(profile?.value ?? [], (v) => (Number.isNaN(v) ? null : v))),
    ];
    return this.#drawn;
  }

  #options({ clientWidth: width, clientHeight: height }: HTMLElement): uPlot.Options {
    const { columns } = this.#host;
    const words = this.#host.spoken;
    const values: uPlot.Axis.Values = (_, splits) => splits.map((one) => figureText(one, words));
    this.#drawnIn = words;
    const axis = {
      stroke: TEXT,
      font: FONT,
      labelFont: FONT,
      grid: { stroke: GRID, width: 1 },
      ticks: { show: false },
    };
    return {
      width,
      height: Math.max(60, height),
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false, setScale: false } },
      scales: { x: { time: false } },
      axes: [
        { ...axis, values, label: this.#profiles[0]?.inMillimetres ? 'mm' : 'px', size: 24, labelSize: 16 },
        { ...axis, values, label: unitOf(firstFrame(columns)) || words.figure, size: 44, labelSize: 16 },
      ],
      series: [{}, ...columns.map((_, i) => lineStyle(i))],
      hooks: { setCursor: [(plot) => this.#onCursor(plot)] },
    };
  }

  #onCursor({ cursor: { idx, left } }: uPlot): void {
    if (this.#setting || idx === null || idx === undefined || left === undefined || left < 0) return;
    this.#follow(idx / ((this.#profiles[0]?.distance.length ?? 2) - 1));
  }

  #remove(): void {
    this.#place?.removeEventListener('pointerleave', this.#onLeave);
    this.#resizes?.disconnect();
    this.#plot?.destroy();
    this.#resizes = this.#plot = this.#place = undefined;
  }
}

function signed(value: number, say: (value: number) => string): string {
  return `${value > 0 ? '+' : ''}${say(value)}`;
}
