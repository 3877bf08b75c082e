/**
 * Measures over the picture: the line, its handles, and its figures beside it.
 *
 * @module
 */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { isMarked, type Shown } from '../../provenance/shown.js';
import {
  angleOf,
  areaOf,
  lengthOf,
  type Measure,
  type MeasureKind,
  regionOf,
  type Scale,
} from '../stage/measure.js';
import { roiFigures, unitOf } from '../stage/roiFigures.js';
import { isFine } from '../stage/samples.js';
import type { Words } from '../words/words.js';
import type { Facts } from './facts.js';
import type { Hold, Measuring } from './measuring.js';
import type { Point } from './view.js';

/** What is drawn of one measure, finished or not. */
export interface Mark {
  readonly kind: MeasureKind;
  readonly points: readonly Point[];
  readonly held: Hold['point'] | undefined;
  readonly lines: readonly string[];
}

/** The marks of a slice, the unfinished one last. */
export function marksOf(measuring: Measuring, facts: Facts, shown: Shown, words: Words): Mark[] {
  const { draft, held } = measuring;
  const scaleOf = (points: readonly Point[]) => facts.scaleOf(shown, points);
  const marks = measuring.on(shown).map((measure): Mark => {
    const { kind, points } = measure;
    const lines = figuresOf(measure, shown, scaleOf(points), words);
    return { kind, points, held: held?.measure === measure ? held.point : undefined, lines };
  });
  if (!draft) return marks;
  const points = [...draft.points, draft.next];
  // Two legs of an angle are needed before there is one; one leg is a line.
  const kind = draft.kind === 'angle' && points.length < 3 ? 'length' : draft.kind;
  const lines =
    kind === 'length' && draft.kind === 'length' ? [lengthLine(points, scaleOf(points), words)] : [];
  return [...marks, { kind, points, held: 'all', lines }];
}

/** The drawing; where it stands is set by {@link placeMarks} once the picture is drawn. */
export function renderMarks(marks: readonly Mark[]): TemplateResult | typeof nothing {
  if (marks.length === 0) return nothing;
  return html`<svg class="rois measures" part="measures" aria-hidden="true">
    ${marks.map(
      ({ kind, points, held, lines }) => svg`<g class=${held === undefined ? '' : 'held'}>
        ${shapeOf(kind)}
        ${points.map((_, i) => svg`<circle class="handle ${held === i ? 'taken' : ''}" r="4"></circle>`)}
        <text>${lines.map((line) => svg`<tspan>${line}</tspan>`)}</text>
      </g>`,
    )}
  </svg>`;
}

/** Lays the marks over the pixels of the picture. `pointOf` gives the stage's CSS pixels of an image pixel. */
export function placeMarks(
  root: ParentNode,
  marks: readonly Mark[],
  pointOf: (pixel: Point) => Point | undefined,
): void {
  root.querySelectorAll('.measures g').forEach((group, at) => {
    const mark = marks[at];
    const points = mark?.points.map(pointOf) ?? [];
    if (!mark || !points.every((point) => point !== undefined)) return;
    const [left, top] = [Math.min(...points.map(({ x }) => x)), Math.min(...points.map(({ y }) => y))];
    const [right, bottom] = [Math.max(...points.map(({ x }) => x)), Math.max(...points.map(({ y }) => y))];
    const [width, height] = [right - left, bottom - top];
    const values: Record<string, Record<string, string>> = {
      polyline: { points: points.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' ') },
      rect: numbered({ x: left, y: top, width, height }),
      ellipse: numbered({ cx: left + width / 2, cy: top + height / 2, rx: width / 2, ry: height / 2 }),
    };
    for (const shape of group.querySelectorAll('polyline, rect, ellipse'))
      set(shape, values[shape.localName]);
    group.querySelectorAll('.handle').forEach((handle, i) => {
      set(handle, numbered({ cx: points[i].x, cy: points[i].y }));
    });
    // Beside the last point of a line, at the right of a region.
    const last = points[points.length - 1];
    const isLine = mark.kind === 'length' || mark.kind === 'angle';
    const place = isLine ? { x: last.x + 10, y: last.y + 4 } : { x: right + 10, y: top + 4 };
    group.querySelectorAll('tspan').forEach((line, i) => {
      set(line, numbered({ x: place.x, y: place.y + 15 * i }));
    });
  });
}

/** What is said of a measure after it was drawn or changed. */
export function sayMeasure({ measure, point }: Hold, shown: Shown, scale: Scale, words: Words): string {
  return [
    words.measures[measure.kind],
    ...(point === 'all' ? [] : [words.measurePoint(point + 1)]),
    ...figuresOf(measure, shown, scale, words),
  ].join(', ');
}

/** The figures of a measure, in lines. */
export function figuresOf(measure: Measure, shown: Shown, scale: Scale, words: Words): string[] {
  const { kind, points } = measure;
  if (kind === 'length') return [lengthLine(points, scale, words), ...generated(shown, words)];
  if (kind === 'angle') return [`${words.number(angleOf(points, scale), 1)}°`, ...generated(shown, words)];
  const region = regionOf(measure);
  if (!region) return [];
  const figures = roiFigures(shown, region);
  const area = `${words.area} ${words.number(areaOf(region, scale), scale.source === 'unknown' ? 0 : 1)} ${unit(scale)}²`;
  const digits = isFine(shown) ? 3 : 1;
  const value = (figure: number, at = digits) => words.number(figure, at);
  const inUnit = (text: string) => [text, unitOf(shown)].filter(Boolean).join(' ');
  return [
    ...(figures
      ? [
          inUnit(`${words.mean} ${value(figures.mean)} ± ${value(figures.sd)}`),
          inUnit(`${words.range(value(figures.min, digits - 1), value(figures.max, digits - 1))}`),
        ]
      : []),
    [area, figures && words.pixels(figures.pixels), sourceOf(scale, words)].filter(Boolean).join(' · '),
    ...generated(shown, words),
  ];
}

function lengthLine(points: readonly Point[], scale: Scale, words: Words): string {
  const length = `${words.number(lengthOf(points, scale), 1)} ${unit(scale)}`;
  return [length, sourceOf(scale, words)].filter(Boolean).join(' · ');
}

function unit({ source }: Scale): string {
  return source === 'unknown' ? 'px' : 'mm';
}

/** Millimetres of a projection hold at one depth only: the figure says at which. */
function sourceOf({ source }: Scale, words: Words): string {
  return source === 'imager' || source === 'calibrated' ? words.scaleSources[source] : '';
}

function generated(shown: Shown, words: Words): string[] {
  return isMarked(shown) ? [words.ofGenerated] : [];
}

function shapeOf(kind: MeasureKind) {
  if (kind === 'ellipse') return svg`<ellipse class="halo"></ellipse><ellipse></ellipse>`;
  if (kind === 'box') return svg`<rect class="halo"></rect><rect></rect>`;
  return svg`<polyline class="halo"></polyline><polyline></polyline>`;
}

function numbered(values: Record<string, number>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.toFixed(2)]));
}

function set(element: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
