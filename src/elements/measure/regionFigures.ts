/**
 * Figures of the regions of interest, acquired beside generated.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import { ROI_NAMES, type Roi, type RoiShape } from '../stage/roi.js';
import { contrastToNoise, type RoiFigures, roiFigures, unitOf } from '../stage/roiFigures.js';
import type { Tool } from '../viewport/gestures.js';
import type { Words } from '../words/words.js';
import { type Column, firstFrame } from './column.js';

export interface Regions {
  readonly words: Words;
  /** The same slice, acquired first. */
  readonly columns: readonly Column[];
  readonly rois: readonly Roi[];
  /** What a drag on the image does. */
  readonly tool: Tool;
  /** A column of what the second has more than the first. */
  readonly difference?: boolean;
  readonly choose: (shape: RoiShape) => void;
  readonly clear: () => void;
}

const SHAPES: readonly RoiShape[] = ['circle', 'rectangle'];

export function renderRegions(regions: Regions): TemplateResult {
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

type Row = readonly (number | undefined)[];

function renderTable(regions: Regions): TemplateResult {
  const { words, columns, rois } = regions;
  const difference = regions.difference === true && columns.length === 2;
  const figures = rois.map((roi) => columns.map(({ frame }) => frame && roiFigures(frame, roi)));
  const unit = unitOf(firstFrame(columns));
  const [a, b] = figures;
  const row = (name: string, cells: Row, digits: number, of: string, kind = '') => html`<tr class=${kind}>
    <th scope="row">${name}</th>
    ${cells.map((cell, i) => html`<td>${said(cell, i, { columns, digits, unit: of, words })}</td>`)}
    ${difference ? html`<td>${changed(cells, digits, of, words)}</td>` : nothing}
  </tr>`;
  const pick = (list: readonly (RoiFigures | undefined)[], name: 'mean' | 'sd') =>
    list.map((one) => one?.[name]);
  return html`
    <table class="figures">
      <caption class="visually-hidden">${words.regions}</caption>
      <thead>
        <tr>
          <th scope="col">${words.figure}</th>
          ${columns.map(({ name, frame }, i) => html`<th scope="col">${frame || i === 0 ? name : nothing}</th>`)}
          ${difference ? html`<th scope="col">${words.difference}</th>` : nothing}
        </tr>
      </thead>
      ${figures.map(
        (list, i) => html`<tbody>
          <tr class="region">
            <th scope="rowgroup" colspan=${1 + columns.length + (difference ? 1 : 0)}>
              ${words.region(ROI_NAMES[i])}
              <span class="quiet">${words.pixels(list.find(Boolean)?.pixels ?? 0)}</span>
            </th>
          </tr>
          ${row(words.mean, pick(list, 'mean'), difference ? 1 : 0, unit)}
          ${row(words.noise, pick(list, 'sd'), 1, unit)}
        </tbody>`,
      )}
      ${
        b
          ? html`<tbody>
              ${row(
                words.cnr,
                columns.map((_, i) => contrastToNoise(a[i], b[i])),
                2,
                '',
                'region',
              )}
            </tbody>`
          : nothing
      }
    </table>
    ${b ? html`<span class="hint">${words.cnrHint}</span>` : nothing}
  `;
}

interface Saying {
  readonly columns: readonly Column[];
  readonly digits: number;
  readonly unit: string;
  readonly words: Words;
}

function said(cell: number | undefined, index: number, { columns, digits, unit, words }: Saying) {
  if (cell !== undefined) return [words.number(cell, digits), unit].filter(Boolean).join(' ');
  return columns[index].frame || index === 0 ? words.noFigure : nothing;
}

function changed([first, second]: Row, digits: number, unit: string, words: Words): string {
  if (first === undefined || second === undefined) return words.noFigure;
  const change = second - first;
  const sign = change > 0 ? '+' : '';
  return [sign + words.number(change, digits), unit].filter(Boolean).join(' ');
}
