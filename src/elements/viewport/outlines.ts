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
        <text>${[ROI_NAMES[i], frame && shortFigures(frame, roi, words)].filter(Boolean).join('  ')}</text>
      </g>`,
    )}
  </svg>`;
}

/** Lays the outlines over the pixels of the picture. `pointOf` gives the stage's CSS pixels of an image pixel. */
export function placeOutlines(
  root: ParentNode,
  rois: readonly Roi[],
  pointOf: (pixel: Point) => Point | undefined,
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
    const text = group.querySelector('text');
    text?.setAttribute('x', (to.x + 6).toFixed(1));
    text?.setAttribute('y', (from.y + 4).toFixed(1));
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
  const said = withUnit(`${words.number(figures.mean, 0)} ± ${words.number(figures.sd, 1)}`, frame);
  return isMarked(frame) ? `${said} · ${words.ofGenerated}` : said;
}

function withUnit(figure: string, frame: Shown): string {
  return [figure, unitOf(frame)].filter((part) => part !== '').join(' ');
}
