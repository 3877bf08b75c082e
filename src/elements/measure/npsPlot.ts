/**
 * The noise power spectrum of a region, acquired and generated, as a plot: how much
 * noise was taken away at each frequency, and whether its grain was kept. Plot and
 * spectrum are downloaded when the first region is there to be plotted.
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
import { ROI_NAMES, type Roi } from '../stage/roi.js';
import { unitOf } from '../stage/roiFigures.js';
import { type RoiSpectrum, roiSpectrum, SMALLEST_SQUARE } from '../stage/roiSpectrum.js';
import { figureText } from '../words/figure.js';
import type { Words } from '../words/words.js';
import { type Column, firstFrame } from './column.js';
import { decades, powerOfTen, wholeDecades } from './decades.js';

const HEIGHT = 170;
const FONT = '11px system-ui, sans-serif';
/** On the black of the stage in every theme: amber would not read on white. */
const ACQUIRED = '#c3ccd6';
const TEXT = '#9aa6b3';
const GRID = '#232a32';

/** Lines of generated curves, in their order: one colour, several rhythms. */
export const DASHES = [[], [5, 3], [2, 3], [9, 3, 2, 3]] as const;

/** The element that the plot stands in. */
export interface PlotHost extends ReactiveControllerHost {
  readonly isConnected: boolean;
  readonly hasUpdated: boolean;
  readonly renderRoot: ParentNode;
  readonly rois: readonly Roi[];
  readonly columns: readonly Column[];
  fail(error: unknown): void;
}

interface Asked {
  readonly roi: Roi;
  readonly columns: readonly Column[];
}

/** One of each column; undefined where there is no slice yet, or too small a region. */
type Curves = readonly (RoiSpectrum | undefined)[];

/** The plot of one element. */
export class NpsPlot implements ReactiveController {
  /** Index of the region that is plotted. */
  region = 0;
  readonly #host: PlotHost;
  #words: Words | undefined;
  #drawnIn: Words | undefined;
  #asked: Asked | undefined;
  #curves: Curves | undefined;
  #plot: uPlot | undefined;
  #place: HTMLElement | undefined;
  #resizes: ResizeObserver | undefined;

  constructor(host: PlotHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    if (this.#host.hasUpdated) this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#remove();
    this.#asked = undefined;
    this.#curves = undefined;
  }

  hostUpdated(): void {
    const { rois, columns } = this.#host;
    const roi = rois[this.region] ?? rois[0];
    // Where regions are not on the screen, nothing is computed.
    const shown = this.#host.isConnected && this.#host.renderRoot.querySelector('.regions');
    if (!roi || !shown) this.#asked = this.#curves = undefined;
    else if (!this.#isAsked({ roi, columns })) this.#ask({ roi, columns });
    this.#draw();
  }

  render(words: Words): TemplateResult | typeof nothing {
    this.#words = words;
    const { rois } = this.#host;
    const index = rois[this.region] ? this.region : 0;
    const curves = this.#curves;
    if (rois.length === 0 || !curves) return nothing;
    if (!curves.some(Boolean)) return html`<span class="hint">${words.npsSmall(SMALLEST_SQUARE)}</span>`;
    const { columns } = this.#host;
    const shown = columns.flatMap(({ name }, i) => (curves[i] ? [{ name, i, spectrum: curves[i] }] : []));
    const said = shown.map(({ name, spectrum }) => spoken(name, spectrum, words));
    return html`
      <div class="spectrum" part="spectrum">
        <span class="head">${words.npsTitle(ROI_NAMES[index])} ${this.#renderChoice(index, words)}</span>
        <div
          class="nps"
          role="img"
          aria-label="${words.npsTitle(ROI_NAMES[index])}. ${said.join('. ')}"
        ></div>
        <span class="legend figures">
          ${shown.map(({ name, i, spectrum }) => key(i, name, spectrum, words))}
        </span>
        ${this.#renderChange(words)}
      </div>
    `;
  }

  #renderChoice(index: number, words: Words): TemplateResult | typeof nothing {
    const { rois } = this.#host;
    if (rois.length < 2) return nothing;
    const choose = (i: number) => () => {
      this.region = i;
      this.#host.requestUpdate();
    };
    return html`<span class="row">
      ${rois.map(
        (_, i) => html`<button
          type="button"
          class="small"
          aria-label=${words.region(ROI_NAMES[i])}
          aria-pressed=${i === index}
          @click=${choose(i)}
        >
          ${ROI_NAMES[i]}
        </button>`,
      )}
    </span>`;
  }

  /** How much noise is left of the first side's, and how far its middle moved. */
  #renderChange(words: Words): TemplateResult | typeof nothing {
    const [before, after] = this.#curves ?? [];
    if (!before || !after || this.#curves?.length !== 2) return nothing;
    const left = powerOf(after) / powerOf(before);
    if (!Number.isFinite(left)) return nothing;
    const moved = `${after.centroid > before.centroid ? '+' : ''}${frequency(after.centroid - before.centroid, after, words)}`;
    return html`<span class="hint figures">${words.npsChange(100 * left, moved)}</span>`;
  }

  #isAsked({ roi, columns }: Asked): boolean {
    const asked = this.#asked;
    if (asked?.roi !== roi || asked.columns.length !== columns.length) return false;
    return columns.every(({ frame }, i) => asked.columns[i].frame === frame);
  }

  async #ask(asked: Asked): Promise<void> {
    this.#asked = asked;
    const { roi, columns } = asked;
    try {
      const curves = await Promise.all(columns.map(({ frame }) => frame && roiSpectrum(frame, roi)));
      // Another region or slice was asked for meanwhile.
      if (this.#asked !== asked) return;
      this.#curves = curves;
      this.#host.requestUpdate();
    } catch (error) {
      if (this.#asked === asked) this.#host.fail(error);
    }
  }

  #draw(): void {
    const place = this.#host.renderRoot.querySelector<HTMLElement>('.nps') ?? undefined;
    if (place !== this.#place || this.#drawnIn !== this.#words) this.#remove();
    if (!place || !this.#curves) return;
    // A plot has as many lines as it was made with.
    if (this.#plot && this.#plot.series.length !== this.#curves.length + 1) this.#remove();
    if (!this.#place) {
      this.#place = place;
      this.#drawnIn = this.#words;
      this.#create(place).catch((error) => this.#place === place && this.#host.fail(error));
    } else this.#plot?.setData(dataOf(this.#curves));
  }

  async #create(place: HTMLElement): Promise<void> {
    const { default: Plot } = await import('uplot');
    if (this.#place !== place || !this.#curves) return;
    const unit = unitOf(firstFrame(this.#host.columns));
    const options = optionsFor(this.#curves, unit, this.#words!, place.clientWidth);
    this.#plot = new Plot(options, dataOf(this.#curves), place);
    this.#resizes = new ResizeObserver(() => {
      const { clientWidth: width } = place;
      if (width > 0) this.#plot?.setSize({ width, height: HEIGHT });
    });
    this.#resizes.observe(place);
  }

  #remove(): void {
    this.#resizes?.disconnect();
    this.#plot?.destroy();
    this.#resizes = this.#plot = this.#place = undefined;
  }
}

/** Curves on one axis of frequency: all sides are measured in the same squares. */
function dataOf(curves: Curves): uPlot.AlignedData {
  const { frequency } = curves.find(Boolean)!;
  // A logarithmic axis has no zero: noise that is not there is a gap.
  const column = (spectrum: RoiSpectrum | undefined) =>
    Array.from(frequency, (_, k) => (spectrum && spectrum.power[k] > 0 ? spectrum.power[k] : null));
  return [Array.from(frequency), ...curves.map(column)];
}

function optionsFor(curves: Curves, unit: string, words: Words, width: number): uPlot.Options {
  const { inMillimetres } = curves.find(Boolean)!;
  const squared = unit && `${unit}²`;
  const axis = {
    stroke: TEXT,
    font: FONT,
    labelFont: FONT,
    grid: { stroke: GRID, width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    padding: [8, 10, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: false }, y: { distr: 3, log: 10, range: wholeDecades } },
    axes: [
      {
        ...axis,
        label: inMillimetres ? words.perMillimetre : words.perPixel,
        size: 24,
        labelSize: 16,
        values: (_, splits) => splits.map((one) => figureText(one, words)),
      },
      {
        ...axis,
        label: [squared, inMillimetres ? 'mm²' : 'px²'].filter(Boolean).join(' '),
        size: 36,
        labelSize: 16,
        splits: (_, __, low, high) => decades(low, high),
        values: (_, splits) => splits.map(powerOfTen),
      },
    ],
    series: [{}, ...curves.map((_, i) => lineStyle(i))],
  };
}

/** The acquired side is grey and whole, the others are amber and dashed. */
export function lineStyle(index: number): uPlot.Series {
  const stroke = index === 0 ? ACQUIRED : GENERATED;
  return { stroke, width: 1.5, dash: [...DASHES[index % DASHES.length]], points: { show: false } };
}

function powerOf({ frequency, power }: RoiSpectrum): number {
  // Rings of a radial curve hold as much of the plane as they are long.
  return frequency.reduce((sum, f, k) => sum + f * power[k], 0);
}

function spoken(name: string, spectrum: RoiSpectrum, words: Words): string {
  return words.npsSaid(name, frequency(spectrum.peak, spectrum, words));
}

/** A sample of the line, its name, and where most of its noise lies. */
function key(index: number, name: string, spectrum: RoiSpectrum, words: Words): TemplateResult {
  return html`<span class="key">
    ${lineKey(index)}
    <span>${name}</span>
    <span class="quiet">${words.npsCentroid} ${frequency(spectrum.centroid, spectrum, words)}</span>
  </span>`;
}

/** A sample of a column's line. */
export function lineKey(index: number): TemplateResult {
  return html`<svg
    class=${index === 0 ? 'acquired' : `result dash-${index % DASHES.length}`}
    viewBox="0 0 24 4"
    width="24"
    height="4"
    aria-hidden="true"
  >
    <path d="M0 2H24"></path>
  </svg>`;
}

function frequency(figure: number, { inMillimetres }: RoiSpectrum, words: Words): string {
  return `${words.number(figure, 2)} ${inMillimetres ? words.perMillimetre : words.perPixel}`;
}
