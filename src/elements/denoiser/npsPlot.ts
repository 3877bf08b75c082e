/**
 * The noise power spectrum of a region, acquired and denoised, as a plot: how much
 * noise was taken away at each frequency, and whether its grain was kept. Plot and
 * spectrum are downloaded when the first region is there to be plotted.
 *
 * @module
 */
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type uPlot from 'uplot';
import { ROI_NAMES, type Roi } from '../stage/roi.js';
import { unitOf } from '../stage/roiFigures.js';
import { type RoiSpectrum, roiSpectrum, SMALLEST_SQUARE } from '../stage/roiSpectrum.js';
import { GENERATED } from '../theme.js';
import type { Words } from '../words/words.js';
import type { VeritomeDenoiser } from './denoiser.js';
import type { Sides } from './regionFigures.js';

const HEIGHT = 170;
const FONT = '11px system-ui, sans-serif';
/** On the black of the stage in every theme: amber would not read on white. */
const ACQUIRED = '#c3ccd6';
const TEXT = '#9aa6b3';
const GRID = '#232a32';

interface Asked extends Sides {
  readonly roi: Roi;
}

interface Curves {
  readonly before: RoiSpectrum | undefined;
  readonly after: RoiSpectrum | undefined;
}

/** The plot of one denoiser. */
export class NpsPlot implements ReactiveController {
  /** Index of the region that is plotted. */
  region = 0;
  readonly #host: VeritomeDenoiser;
  #words: Words | undefined;
  #asked: Asked | undefined;
  #curves: Curves | undefined;
  #plot: uPlot | undefined;
  #place: HTMLElement | undefined;
  #resizes: ResizeObserver | undefined;

  constructor(host: VeritomeDenoiser) {
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
    const { rois, sides } = this.#host;
    const roi = rois[this.region] ?? rois[0];
    if (!roi || !this.#host.isConnected) this.#asked = this.#curves = undefined;
    else if (!this.#isAsked({ roi, ...sides })) this.#ask({ roi, ...sides });
    this.#draw();
  }

  render(words: Words): TemplateResult | typeof nothing {
    this.#words = words;
    const { rois } = this.#host;
    const index = rois[this.region] ? this.region : 0;
    const curves = this.#curves;
    if (rois.length === 0 || !curves) return nothing;
    const { before, after } = curves;
    if (!before && !after) return html`<span class="hint">${words.npsSmall(SMALLEST_SQUARE)}</span>`;
    const said = [before && spoken(words.before, before, words), after && spoken(words.after, after, words)];
    return html`
      <div class="spectrum" part="spectrum">
        <span class="head">${words.npsTitle(ROI_NAMES[index])} ${this.#renderChoice(index, words)}</span>
        <div
          class="nps"
          role="img"
          aria-label="${words.npsTitle(ROI_NAMES[index])}. ${said.filter(Boolean).join('. ')}"
        ></div>
        <span class="legend figures">
          ${before ? key('acquired', words.before, before, words) : nothing}
          ${after ? key('denoised', words.after, after, words) : nothing}
        </span>
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

  #isAsked({ roi, before, after }: Asked): boolean {
    const asked = this.#asked;
    return asked?.roi === roi && asked.before === before && asked.after === after;
  }

  async #ask(asked: Asked): Promise<void> {
    this.#asked = asked;
    const { roi, before, after } = asked;
    try {
      const [a, b] = await Promise.all([before, after].map((frame) => frame && roiSpectrum(frame, roi)));
      // Another region or slice was asked for meanwhile.
      if (this.#asked !== asked) return;
      this.#curves = { before: a, after: b };
      this.#host.requestUpdate();
    } catch (error) {
      if (this.#asked === asked) this.#host.fail(error);
    }
  }

  #draw(): void {
    const place = this.#host.renderRoot.querySelector<HTMLElement>('.nps') ?? undefined;
    if (place !== this.#place) this.#remove();
    if (!place || !this.#curves) return;
    if (!this.#place) {
      this.#place = place;
      this.#create(place).catch((error) => this.#place === place && this.#host.fail(error));
    } else this.#plot?.setData(dataOf(this.#curves));
  }

  async #create(place: HTMLElement): Promise<void> {
    const { default: Plot } = await import('uplot');
    if (this.#place !== place || !this.#curves) return;
    const { before, after } = this.#curves;
    const unit = unitOf(this.#host.sides.before ?? this.#host.sides.after);
    const options = optionsFor((before ?? after)!, unit, this.#words!, place.clientWidth);
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

/** Curves on one axis of frequency: both sides are measured in the same squares. */
function dataOf({ before, after }: Curves): uPlot.AlignedData {
  const frequency = (before ?? after)!.frequency;
  // A logarithmic axis has no zero: noise that is not there is a gap.
  const column = (spectrum: RoiSpectrum | undefined) =>
    Array.from(frequency, (_, k) => (spectrum && spectrum.power[k] > 0 ? spectrum.power[k] : null));
  return [Array.from(frequency), column(before), column(after)];
}

function optionsFor(
  { inMillimetres }: RoiSpectrum,
  unit: string,
  words: Words,
  width: number,
): uPlot.Options {
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
      { ...axis, label: inMillimetres ? words.perMillimetre : words.perPixel, size: 24, labelSize: 16 },
      {
        ...axis,
        label: [squared, inMillimetres ? 'mm²' : 'px²'].filter(Boolean).join(' '),
        size: 36,
        labelSize: 16,
        splits: (_, __, low, high) => decades(low, high),
        values: (_, splits) => splits.map(powerOfTen),
      },
    ],
    series: [
      {},
      { stroke: ACQUIRED, width: 1.5, points: { show: false } },
      { stroke: GENERATED, width: 1.5, dash: [5, 3], points: { show: false } },
    ],
  };
}

function wholeDecades(_: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax {
  if (low === null || high === null || low <= 0) return [1, 10];
  const bottom = Math.floor(Math.log10(low));
  return [10 ** bottom, 10 ** Math.max(bottom + 1, Math.ceil(Math.log10(high)))];
}

function decades(low: number, high: number): number[] {
  const first = Math.round(Math.log10(low));
  return Array.from({ length: Math.round(Math.log10(high)) - first + 1 }, (_, k) => 10 ** (first + k));
}

/** `10⁴` */
function powerOfTen(value: number): string {
  const exponent = String(Math.round(Math.log10(value)));
  return `10${[...exponent].map((digit) => (digit === '-' ? '⁻' : SUPERSCRIPTS[Number(digit)])).join('')}`;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function spoken(name: string, spectrum: RoiSpectrum, words: Words): string {
  return words.npsSaid(name, frequency(spectrum.peak, spectrum, words));
}

/** A sample of the line, its name, and where most of its noise lies. */
function key(kind: string, name: string, spectrum: RoiSpectrum, words: Words): TemplateResult {
  return html`<span class="key">
    <svg class=${kind} viewBox="0 0 24 4" width="24" height="4" aria-hidden="true"><path d="M0 2H24"></path></svg>
    <span>${name}</span>
    <span class="quiet">${words.npsCentroid} ${frequency(spectrum.centroid, spectrum, words)}</span>
  </span>`;
}

function frequency(figure: number, { inMillimetres }: RoiSpectrum, words: Words): string {
  return `${words.number(figure, 2)} ${inMillimetres ? words.perMillimetre : words.perPixel}`;
}
