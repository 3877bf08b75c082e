/**
 * Outlines of the regions of interest over the picture, each with its letter and,
 * where there is one picture under it, with its figures.
 *
 * @module
 */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { isMarked, type Shown } from '../../provenance/shown.js';
import { ROI_NAMES, type Roi } from '../stage/roi.js';
import { roiFigures, unitOf } from '../stage/roiFigures.js';
import type { Words } from '../words/words.js';
import type { Point } from './view.js';

/** CSS pixels that a letter takes, at most. */
const LETTER = 7.5;

export interface Outlines {
  readonly rois: readonly Roi[];
  /** Index of the region that keys hold; -1 for none. */
  readonly held: number;
  readonly words: Words;
  /** The slice under the outlines; undefined leaves the figures out. */
  readonly frame: Shown | undefined;
}

/** The outlines; where they stand is set by {@link placeOutlines} once the picture is drawn. */
export function renderOutlines({ rois, held, words, frame }: Outlines): TemplateResult | typeof nothing {
  if (rois.length === 0) return nothing;
  return html`<svg class="rois" part="rois" aria-hidden="true">
    ${rois.map(
      (roi, i) => svg`<g class=${i === held ? 'held' : ''}>
        ${
          roi.shape === 'circle'
            ? svg`<ellipse class="halo"></ellipse><ellipse></ellipse>`
            : svg`<rect class="halo"></rect><rect></rect>`
        }
        <text>${linesOf(ROI_NAMES[i], frame && shortFigures(frame, roi, words), frame, words).map((line) => svg`<tspan>${line}</tspan>`)}</text>
      </g>`,
    )}
  </svg>`;
}

/** Lays the outlines over the pixels of the picture. `pointOf` gives the stage's CSS pixels of an image pixel, `stage` is its width. */
export function placeOutlines(
  root: ParentNode,
  rois: readonly Roi[],
  pointOf: (pixel: Point) => Point | undefined,
  stage: number,
): void {
  root.querySelectorAll('.rois g').forEach((group, i) => {
    const roi = rois[i];
    const corner = roi && pointOf({ x: roi.x, y: roi.y });
    const opposite = roi && pointOf({ x: roi.x + roi.width, y: roi.y + roi.height });
    if (!corner || !opposite) return;
    // However the image is turned, its pixels' edges lie along the stage's.
    const from = { x: Math.min(corner.x, opposite.x), y: Math.min(corner.y, opposite.y) };
    const to = { x: Math.max(corner.x, opposite.x), y: Math.max(corner.y, opposite.y) };
    const width = to.x - from.x;
    const height = to.y - from.y;
    const ellipse = { cx: from.x + width / 2, cy: from.y + height / 2, rx: width / 2, ry: height / 2 };
    const box = { x: from.x, y: from.y, width, height };
    for (const shape of group.querySelectorAll('ellipse, rect')) {
      for (const [name, value] of Object.entries(shape.localName === 'rect' ? box : ellipse)) {
        shape.setAttribute(name, value.toFixed(2));
      }
    }
    placeText(group, from, to, stage);
  });
}

/** Letter and figures stand at the right of a region; where the stage ends there, in two lines, then at the left. */
function placeText(group: Element, from: Point, to: Point, stage: number): void {
  const text = group.querySelector('text');
  if (!text) return;
  const lines = [...text.querySelectorAll('tspan')];
  const lengths = lines.map((line) => (line.textContent ?? '').length * LETTER);
  const split = to.x + 6 + lengths.reduce((sum, length) => sum + length, 0) > stage;
  const wide = Math.max(0, ...lengths);
  const turned = split && to.x + 6 + wide > stage && from.x - 6 - wide > 0;
  text.setAttribute('text-anchor', turned ? 'end' : 'start');
  lines.forEach((line, i) => {
    line.removeAttribute('x');
    line.removeAttribute('dy');
    // Between two lines no dot is needed.
    if (i === 1) line.setAttribute('display', split ? 'none' : 'inline');
    if (i === 1 || (i > 0 && !split)) return;
    line.setAttribute('x', (turned ? from.x - 6 : to.x + 6).toFixed(1));
    if (i === 0) line.setAttribute('y', (from.y + 4).toFixed(1));
    else line.setAttribute('dy', '15');
  });
}

/** What is said of a region after a key changed it. */
export function sayRoi(index: number, roi: Roi, frame: Shown, words: Words): string {
  const figures = roiFigures(frame, roi);
  if (!figures) return words.region(ROI_NAMES[index]);
  return [
    words.region(ROI_NAMES[index]),
    `${words.mean} ${withUnit(words.number(figures.mean, 0), frame)}`,
    `${words.noise} ${withUnit(words.number(figures.sd, 1), frame)}`,
  ].join(', ');
}

function shortFigures(frame: Shown, roi: Roi, words: Words): string | undefined {
  const figures = roiFigures(frame, roi);
  if (!figures) return undefined;
  return withUnit(`${words.number(figures.mean, 0)} ± ${words.number(figures.sd, 1)}`, frame);
}

/** Figures of a generated image say so. */
function linesOf(
  name: string,
  figures: string | undefined,
  frame: Shown | undefined,
  words: Words,
): string[] {
  const said = [name, figures].filter(Boolean).join('  ');
  return figures && frame && isMarked(frame) ? [said, ' · ', words.ofGenerated] : [said];
}

function withUnit(figure: string, frame: Shown): string {
  return [figure, unitOf(frame)].filter((part) => part !== '').join(' ');
}
