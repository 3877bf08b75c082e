/**
 * The curves of a run as small plots, each with its latest figures in words: what is
 * drawn is also written. uPlot is downloaded when the first curve is there.
 *
 * @module
 */
import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import type uPlot from 'uplot';
import { GENERATED } from '../amber.js';
import { figureText } from '../words/figure.js';
import type { Words } from '../words/words.js';
import {
  aligned,
  type Chart,
  type ChartName,
  first,
  type Line,
  type LineKind,
  latest,
} from './chartLines.js';

const HEIGHT = 110;
const FONT = '11px system-ui, sans-serif';
/** On the black of the stage in every theme, as other plots. */
const TEXT = '#9aa6b3';
const GRID = '#232a32';
const ACQUIRED = '#c3ccd6';
const BLUE = '#6cb2ff';

const STYLES: Readonly<Record<LineKind, { readonly stroke: string; readonly dash: readonly number[] }>> = {
  acquired: { stroke: ACQUIRED, dash: [] },
  generated: { stroke: GENERATED, dash: [5, 3] },
  heldOut: { stroke: BLUE, dash: [2, 3] },
  one: { stroke: ACQUIRED, dash: [] },
  other: { stroke: BLUE, dash: [9, 3, 2, 3] },
  compared: { stroke: BLUE, dash: [2, 3] },
};

export interface ChartHost extends ReactiveControllerHost {
  readonly isConnected: boolean;
  readonly renderRoot: ParentNode;
  fail(error: unknown): void;
}

interface Drawn {
  readonly place: HTMLElement;
  plot?: uPlot;
  /** Number of lines that the plot was made with. */
  readonly lines: number;
  /** Words that its axes are written in. */
  readonly words: Words | undefined;
}

export class Charts implements ReactiveController {
  readonly #host: ChartHost;
  #charts: readonly Chart[] = [];
  #words: Words | undefined;
  readonly #drawn = new Map<string, Drawn>();
  readonly #resizes = new ResizeObserver((entries) => {
    for (const { target } of entries) this.#fit(target as HTMLElement);
  });

  constructor(host: ChartHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    for (const name of [...this.#drawn.keys()]) this.#remove(name);
  }

  hostUpdated(): void {
    const places = new Map(
      [...this.#host.renderRoot.querySelectorAll<HTMLElement>('.plot')].map((place) => [
        place.dataset.chart ?? '',
        place,
      ]),
    );
    for (const [name, { place, lines, words }] of [...this.#drawn]) {
      const chart = this.#charts.find((one) => one.name === name);
      // A plot has as many lines as it was made with, and speaks its language.
      if (places.get(name) !== place || chart?.lines.length !== lines || words !== this.#words) {
        this.#remove(name);
      }
    }
    for (const chart of this.#charts) {
      const place = places.get(chart.name);
      if (!place) continue;
      const drawn = this.#drawn.get(chart.name);
      if (!drawn) this.#create(chart.name, place).catch((error) => this.#host.fail(error));
      else if (place.clientWidth > 0) drawn.plot?.setData(aligned(chart.lines));
    }
  }

  render(charts: readonly Chart[], words: Words): TemplateResult | typeof nothing {
    this.#words = words;
    this.#charts = charts.filter(({ lines }) => lines.some(({ values }) => values.length > 0));
    if (this.#charts.length === 0) return nothing;
    return html`<section class="charts" part="charts" aria-label=${words.trainCharts}>
      ${this.#charts.map((chart) => renderChart(chart, words))} ${renderTable(this.#charts, words)}
    </section>`;
  }

  async #create(name: string, place: HTMLElement): Promise<void> {
    const lines = this.#charts.find((one) => one.name === name)?.lines ?? [];
    const words = this.#words;
    const drawn: Drawn = { place, lines: lines.length, words };
    this.#drawn.set(name, drawn);
    const { default: Plot } = await import('uplot');
    const chart = this.#charts.find((one) => one.name === name);
    if (this.#drawn.get(name) !== drawn || !chart || !words) return;
    drawn.plot = new Plot(optionsFor(chart, words, place.clientWidth || 280), aligned(chart.lines), place);
    this.#resizes.observe(place);
  }

  #fit(place: HTMLElement): void {
    const { clientWidth: width } = place;
    const name = place.dataset.chart ?? '';
    const plot = this.#drawn.get(name)?.plot;
    if (width === 0 || !plot) return;
    plot.setSize({ width, height: HEIGHT });
    // What came while the panel was hidden is drawn now.
    const chart = this.#charts.find((one) => one.name === name);
    if (chart && chart.lines.length + 1 === plot.series.length) plot.setData(aligned(chart.lines));
  }

  #remove(name: string): void {
    const drawn = this.#drawn.get(name);
    if (drawn) this.#resizes.unobserve(drawn.place);
    drawn?.plot?.destroy();
    this.#drawn.delete(name);
  }
}

function optionsFor({ name, lines }: Chart, words: Words, width: number): uPlot.Options {
  const axis = { stroke: TEXT, font: FONT, grid: { stroke: GRID, width: 1 }, ticks: { show: false } };
  let compared = 0;
  return {
    width,
    height: HEIGHT,
    padding: [8, 10, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: false }, y: FROM_ZERO.has(name) ? { range: fromZero } : {} },
    axes: [
      { ...axis, size: 22, space: 60, values: (_, splits) => splits.map((one) => figureText(one, words)) },
      { ...axis, size: 44, space: 24, values: (_, splits) => splits.map((one) => short(one, words)) },
    ],
    series: [
      {},
      ...lines.map(({ kind }) => {
        const { stroke, dash } = STYLES[kind];
        const rhythm = kind === 'compared' ? [2, 2 + 3 * ++compared] : [...dash];
        return { stroke, dash: rhythm, width: 1.5, spanGaps: true, points: { show: false } };
      }),
    ],
  };
}

/** Figures that are nothing at zero. */
const FROM_ZERO: ReadonlySet<ChartName> = new Set<ChartName>(['distance', 'diversity', 'denoising']);

function fromZero(_: uPlot, __: number | null, high: number | null): uPlot.Range.MinMax {
  return [0, high === null || high <= 0 ? 1 : high * 1.1];
}

/** At most four characters. */
function short(value: number, words: Words): string {
  const size = Math.abs(value);
  if (size >= 10_000) return `${Math.round(value / 1000)}k`;
  return figureText(value, words, 3);
}

function renderChart({ name, lines }: Chart, words: Words): TemplateResult {
  const said = lines.map((line) => `${nameOf(line, words)} ${figure(latest(line), words)}`);
  return html`
    <figure class="chart">
      <figcaption class="head">${words.trainChart[name]}</figcaption>
      <div class="plot" data-chart=${name} role="img" aria-label="${words.trainChart[name]}: ${said.join(', ')}"></div>
      <span class="legend figures">${lines.map((line) => renderKey(line, words))}</span>
      <span class="hint">${words.trainChartHint[name]}</span>
    </figure>
  `;
}

function renderKey(line: Line, words: Words): TemplateResult {
  return html`<span class="key">
    <svg class="line-${line.kind}" viewBox="0 0 24 4" width="24" height="4" aria-hidden="true">
      <path d="M0 2H24"></path>
    </svg>
    <span>${nameOf(line, words)}</span>
    <span class="quiet">${figure(latest(line), words)}</span>
  </span>`;
}

/** All figures of all charts: what the curves say to who does not see them. */
function renderTable(charts: readonly Chart[], words: Words): TemplateResult {
  return html`
    <details>
      <summary>${words.trainFigures}</summary>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">${words.figure}</th>
            <th scope="col">${words.trainFirst}</th>
            <th scope="col">${words.trainLatest}</th>
          </tr>
        </thead>
        ${charts.map(
          ({ name, lines }) => html`<tbody>
            <tr class="region"><th scope="rowgroup" colspan="3">${words.trainChart[name]}</th></tr>
            ${lines.map(
              (line) => html`<tr>
                <th scope="row">${nameOf(line, words)}</th>
                <td>${figure(first(line), words)}</td>
                <td>${figure(latest(line), words)}</td>
              </tr>`,
            )}
          </tbody>`,
        )}
      </table>
    </details>
  `;
}

function nameOf({ name, kind }: Line, words: Words): string {
  return kind === 'compared' ? name : (words.trainLine[name] ?? name);
}

/** Three figures that count. */
export function figure(value: number | undefined, words: Words): string {
  if (value === undefined) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 3;
  return words.number(value, digits);
}
