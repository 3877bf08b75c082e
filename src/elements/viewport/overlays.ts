/**
 * What lies over the picture, where radiologists look for it: patient top left, study
 * top right, slice and window bottom left, scale bottom right, the slider at the edge.
 *
 * @module
 */
import { html, type LitElement, nothing, svg, type TemplateResult } from 'lit';
import type { Plane, Window } from '../../image/frame.js';
import type { Series, StudyLabels } from '../../image/series.js';
import type { Shown } from '../../provenance/shown.js';
import { flaggedSlices, guardOf } from '../stage/guardMarks.js';
import type { Edges } from '../stage/orientation.js';
import { isReformatted } from '../stage/reformatted.js';
import { unitOf } from '../stage/roiFigures.js';
import { isColor } from '../stage/samples.js';
import { figureText } from '../words/figure.js';
import type { Words } from '../words/words.js';
import type { Probe } from './probe.js';
import type { Point } from './view.js';

export interface Corners {
  readonly words: Words;
  readonly series: Series<Shown>;
  /** The series that number and description are taken from. */
  readonly described: Series<Shown>;
  readonly index: number;
  readonly labels: StudyLabels | undefined;
  readonly label: string;
  readonly probe: Probe | undefined;
  /** None for colours. */
  readonly window: Window | undefined;
  /** With digits. */
  readonly fine: boolean;
  /** The badge needs the top edge. */
  readonly lowered: boolean;
}

/** The three text corners. */
export function renderCorners(corners: Corners): TemplateResult {
  const { words, series, described, index, labels, label, probe, window, fine, lowered } = corners;
  const frame = series.frames[index] as Shown | undefined;
  const unit = isColor(frame) ? '' : unitOf(frame ?? series.frames.find(Boolean));
  const top = `corner top ${lowered ? 'lowered' : ''}`;
  return html`
    <div class="${top} left" part="overlay">
      ${line(labels?.patientName, 'strong')} ${line(labels?.patientID, 'minor')}
    </div>
    <div class="${top} right" part="overlay">
      ${line(label, 'strong')} ${line(labels?.studyDescription, 'minor')}
      ${line([described.number, described.description].filter((part) => part !== undefined && part !== '').join(' · '))}
      ${line(dateOf(labels?.studyDate), 'minor')}
    </div>
    <div class="corner bottom left" part="overlay">
      ${probe ? html`<div class="strong">${probe.values.map((value) => (typeof value === 'number' ? figureText(value, words) : value)).join(' → ')} ${unit}${frame && isReformatted(frame) ? ` (${words.interpolated})` : ''}</div>${line(placeOf(probe, words), 'minor')}` : nothing}
      ${guardOf(frame)?.flagged ? html`<div class="strong"><span class="flag" aria-hidden="true">⚑</span> ${words.structureRemoved}</div>` : nothing}
      <div>${words.slice(index + 1, series.frames.length)}${thickness(frame, words)}</div>
      ${window ? html`<div>${windowWords(window, fine, words)}</div>` : nothing}
    </div>
  `;
}

/** What stands where the letters would be. */
export interface EdgePlaces {
  /** The badge is at the top. */
  readonly lowered: boolean;
  /** Something is at the bottom. */
  readonly raised: boolean;
  /** A curtain may run through the middle. */
  readonly halved: boolean;
}

/** Orientation letters at the middle of the edges. */
export function renderEdges(edges: Edges | undefined, { lowered, raised, halved }: EdgePlaces) {
  if (!edges) return nothing;
  return html`
    ${
      halved
        ? nothing
        : html`<div class="edge north ${lowered ? 'lowered' : ''}">${edges.top}</div>
            <div class="edge south ${raised ? 'raised' : ''}">${edges.bottom}</div>`
    }
    <div class="edge west">${edges.left}</div>
    <div class="edge east">${edges.right}</div>
  `;
}

/** A bar of a round length that takes about a sixth of the stage; its width is set after rendering. */
export function renderBar(plane: Plane | undefined, scale: number, stageWidth: number) {
  if (!plane || stageWidth === 0) return nothing;
  const perPixel = plane.pixelSpacing[1] / scale;
  const longest = Math.min(160, stageWidth / 5) * perPixel;
  const length = [200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1].find((mm) => mm <= longest);
  if (length === undefined) return nothing;
  return html`
    <div class="corner bottom right" part="overlay">
      <div class="scale">
        <span>${length >= 10 ? `${length / 10} cm` : `${length} mm`}</span>
        <span class="bar" data-width=${(length / perPixel).toFixed(1)}></span>
      </div>
    </div>
  `;
}

/** The slice slider at the right edge, with a tick at every slice that the guard flagged. */
export function renderSlider(
  series: Series<Shown>,
  index: number,
  words: Words,
  lowered: boolean,
  slide: (index: number) => void,
): TemplateResult {
  const last = series.frames.length - 1;
  const flagged = flaggedSlices(series);
  const said = flagged.includes(index) ? `, ${words.structureRemoved}` : '';
  return html`<div class="slices ${lowered ? 'lowered' : ''}">
    ${
      flagged.length > 0
        ? html`<svg class="flags" viewBox="0 0 1 ${last}" preserveAspectRatio="none" aria-hidden="true">
            ${flagged.map((at) => svg`<path d="M0 ${at}H1" vector-effect="non-scaling-stroke"></path>`)}
          </svg>`
        : nothing
    }
    <input
      type="range"
      part="slider"
      aria-label=${words.sliceSlider}
      aria-valuetext="${words.slice(index + 1, series.frames.length)}${said}"
      min="0"
      max=${last}
      .value=${String(index)}
      @input=${(event: Event) => slide(Number((event.target as HTMLInputElement).value))}
    />
  </div>`;
}

/** Where the overlays stand that follow the picture, in CSS pixels of the stage. */
export interface OverlayPlaces {
  /** Height that the top texts leave free. */
  readonly edge: number | undefined;
  readonly crosshair: Point | undefined;
}

/** Sets the positions that a style attribute would carry, had we no strict Content Security Policy. */
export function placeOverlays(viewport: LitElement, { edge, crosshair }: OverlayPlaces): void {
  if (edge !== undefined) viewport.style.setProperty('--_lowered', `${edge}px`);
  const bar = viewport.renderRoot.querySelector<HTMLElement>('.bar');
  bar?.style.setProperty('width', `${bar.dataset.width}px`);
  const mark = viewport.renderRoot.querySelector<HTMLElement>('.crosshair');
  if (crosshair) mark?.style.setProperty('transform', `translate(${crosshair.x}px, ${crosshair.y}px)`);
}

function line(text: string | undefined, kind = '') {
  return text ? html`<div class=${kind}>${text}</div>` : nothing;
}

function placeOf({ x, y, position }: Probe, words: Words): string {
  const pixel = `(${x}, ${y})`;
  return position ? `${pixel}  ${position.map((mm) => words.number(mm, 1)).join(' ')} mm` : pixel;
}

function thickness(frame: Shown | undefined, words: Words): string {
  const mm = frame?.plane?.sliceThickness;
  return mm === undefined ? '' : ` · ${figureText(Number(mm.toFixed(2)), words)} mm`;
}

/** DA `20261123` as ISO; anything else as it is. */
function dateOf(date: string | undefined): string | undefined {
  return date?.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}

/** Fractions keep three digits: a window of 0.35 is not one of 0. */
function windowWords({ center, width }: Window, fine: boolean, words: Words): string {
  const round = fine ? (value: number) => Number(value.toPrecision(3)) : Math.round;
  return words.window(round(width), round(center));
}
