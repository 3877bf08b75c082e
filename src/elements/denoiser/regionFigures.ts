/**
 * Figures of the regions of interest, acquired beside denoised.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Frame } from '../../provenance/markedFrame.js';
import { ROI_NAMES, type Roi, type RoiShape } from '../stage/roi.js';
import { contrastToNoise, type RoiFigures, roiFigures, unitOf } from '../stage/roiFigures.js';
import type { Tool } from '../viewport/gestures.js';
import type { Words } from '../words/words.js';

/** The same slice on both sides; the denoised one may not be there yet. */
export interface Sides {
  readonly before: Frame | undefined;
  readonly after: Frame | undefined;
}

export interface RegionFigures extends Sides {
  readonly words: Words;
  readonly rois: readonly Roi[];
  /** What a drag on the image does. */
  readonly tool: Tool;
  readonly choose: (shape: RoiShape) => void;
  readonly clear: () => void;
}

const SHAPES: readonly RoiShape[] = ['circle', 'rectangle'];

export function renderRegions(regions: RegionFigures): TemplateResult {
  const { words, rois, tool, choose, clear } = regions;
  return html`
    <span class="head">${words.regions}</span>
    <span class="row" role="group" aria-label=${words.regions}>
      ${SHAPES.map(
        (shape) => html`<button
          type="button"
          aria-pressed=${shape === tool}
          @click=${() => choose(shape)}
        >
          ${words[shape]}
        </button>`,
      )}
      <button type="button" ?disabled=${rois.length === 0} @click=${clear}>${words.regionsClear}</button>
    </span>
    ${rois.length === 0 ? html`<span class="hint">${words.regionsHint}</span>` : renderTable(regions)}
  `;
}

function renderTable({ words, rois, before, after }: RegionFigures): TemplateResult {
  const figures = rois.map((roi) => ({
    before: before && roiFigures(before, roi),
    after: after && roiFigures(after, roi),
  }));
  const unit = unitOf(before ?? after);
  const [a, b] = figures;
  return html`
    <table class="figures">
      <caption class="visually-hidden">${words.regions}</caption>
      <thead>
        <tr>
          <th scope="col">${words.figure}</th>
          <th scope="col">${words.before}</th>
          <th scope="col">${after ? words.after : nothing}</th>
        </tr>
      </thead>
      ${figures.map(
        (one, i) => html`<tbody>
          <tr class="region">
            <th scope="rowgroup" colspan="3">
              ${words.region(ROI_NAMES[i])}
              <span class="quiet">${words.pixels((one.before ?? one.after)?.pixels ?? 0)}</span>
            </th>
          </tr>
          ${row(words.mean, one, ({ mean }) => `${words.number(mean, 0)} ${unit}`, words)}
          ${row(words.noise, one, ({ sd }) => `${words.number(sd, 1)} ${unit}`, words)}
        </tbody>`,
      )}
      ${
        b
          ? html`<tbody>
              <tr class="region">
                <th scope="row">${words.cnr}</th>
                <td>${cnr(a.before, b.before, words)}</td>
                <td>${after ? cnr(a.after, b.after, words) : nothing}</td>
              </tr>
            </tbody>`
          : nothing
      }
    </table>
    ${b ? html`<span class="hint">${words.cnrHint}</span>` : nothing}
  `;
}

function row(
  name: string,
  { before, after }: { before: RoiFigures | undefined; after: RoiFigures | undefined },
  say: (figures: RoiFigures) => string,
  words: Words,
): TemplateResult {
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${before ? say(before) : words.noFigure}</td>
    <td>${after ? say(after) : nothing}</td>
  </tr>`;
}

function cnr(a: RoiFigures | undefined, b: RoiFigures | undefined, words: Words): string {
  const ratio = contrastToNoise(a, b);
  return ratio === undefined ? words.noFigure : words.number(ratio, 2);
}
