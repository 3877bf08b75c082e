/**
 * The views of a comparison: two stacks, up to four beside each other, or one of a difference.
 *
 * @module
 */
import { nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { html } from 'lit/static-html.js';
import type { Window } from '../../image/frame.js';
import type { Series, StudyLabels } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { GuardMarks } from '../stage/guardMarks.js';
import type { Roi } from '../stage/roi.js';
import { tagOf } from '../tags.js';
import type { Tool } from '../viewport/gestures.js';
import type { Point } from '../viewport/view.js';
import type { Words } from '../words/words.js';
import type { Comparison } from './modes.js';
import type { Hung } from './stacks.js';

/** What the views have in common. */
export interface Panes {
  readonly words: Words;
  readonly lang: string;
  readonly mode: Comparison;
  readonly acquired: Series<Frame> | undefined;
  readonly generated: Series<Frame> | undefined;
  /** What hangs beside each other, with names: the first two are the pair. */
  readonly hang: readonly Hung[];
  readonly difference: Series<Frame> | undefined;
  readonly differenceWidth: number;
  readonly window: Window;
  /** Place of the curtain, 0 to 1. */
  readonly position: number;
  /** In flicker and blend: the side that is covered. */
  readonly behind: 'before' | 'after' | undefined;
  readonly index: number;
  readonly tool: Tool;
  readonly scale: number | undefined;
  readonly translation: Point;
  readonly inverted: boolean;
  readonly labels: StudyLabels | undefined;
  readonly probe: Point | undefined;
  readonly clearance: number | undefined;
  readonly rois: readonly Roi[];
  readonly guard: GuardMarks | undefined;
  readonly onProbe: (event: CustomEvent<Point | undefined>) => void;
  readonly onBadge: (event: CustomEvent<number | undefined>) => void;
  readonly onDrawn: (event: Event) => void;
}

/** Bindings are live: the views change their own properties before they tell. */
export function renderPair(panes: Panes): TemplateResult {
  const { words, lang, mode, acquired, generated, behind, position, labels, probe } = panes;
  return html`
    <${tagOf('viewport')}
      class="view before ${behind === 'before' ? 'behind' : ''}"
      lang=${lang || nothing}
      label=${mode === 'curtain' ? '' : words.acquired}
      .series=${acquired}
      .probe=${live(probe)}
      .against=${generated}
      @veritome-probe=${panes.onProbe}
      @veritome-drawn=${panes.onDrawn}
      .clearance=${mode === 'curtain' ? panes.clearance : undefined}
      .index=${live(panes.index)}
      .windowCenter=${live(panes.window.center)}
      .windowWidth=${live(panes.window.width)}
      .tool=${panes.tool}
      .rois=${live(panes.rois)}
      .scale=${live(panes.scale)}
      .translation=${live(panes.translation)}
      .inverted=${live(panes.inverted)}
      .labels=${labels}
      .visible=${mode === 'curtain' ? [0, position] : undefined}
    ></${tagOf('viewport')}>
    <${tagOf('viewport')}
      class="view after ${behind === 'after' ? 'behind' : ''}"
      lang=${lang || nothing}
      label=${mode === 'blend' ? words.blend : ''}
      .series=${generated}
      .probe=${live(probe)}
      .against=${acquired}
      @veritome-probe=${panes.onProbe}
      @veritome-drawn=${panes.onDrawn}
      .described=${mode === 'curtain' || mode === 'blend' ? acquired : undefined}
      .index=${live(panes.index)}
      .windowCenter=${live(panes.window.center)}
      .windowWidth=${live(panes.window.width)}
      .tool=${panes.tool}
      .rois=${live(panes.rois)}
      .scale=${live(panes.scale)}
      .translation=${live(panes.translation)}
      .inverted=${live(panes.inverted)}
      .labels=${labels}
      .visible=${mode === 'curtain' ? [position, 1] : undefined}
      .guard=${panes.guard}
      @veritome-badge=${panes.onBadge}
    ></${tagOf('viewport')}>
  `;
}

/** Two to four stacks beside each other, each under its name. */
export function renderHang(panes: Panes): TemplateResult {
  const { words, lang, hang, labels, probe } = panes;
  const several = hang.length > 2;
  return html`${hang.map(
    ({ series, name }, i) => html`<${tagOf('viewport')}
      class="view ${i === 0 ? 'before' : i === 1 ? 'after' : 'more'}"
      lang=${lang || nothing}
      label=${several ? name : i === 0 ? words.acquired : ''}
      .series=${series}
      .probe=${live(probe)}
      @veritome-probe=${panes.onProbe}
      @veritome-drawn=${panes.onDrawn}
      .index=${live(panes.index)}
      .windowCenter=${live(panes.window.center)}
      .windowWidth=${live(panes.window.width)}
      .tool=${panes.tool}
      .rois=${live(panes.rois)}
      .scale=${live(panes.scale)}
      .translation=${live(panes.translation)}
      .inverted=${live(panes.inverted)}
      .labels=${i === 0 ? labels : undefined}
      .guard=${i === 1 ? panes.guard : undefined}
    ></${tagOf('viewport')}>`,
  )}`;
}

export function renderDifference(panes: Panes): TemplateResult {
  const { words, lang, difference, differenceWidth, labels } = panes;
  return html`
    <${tagOf('viewport')}
      class="view difference"
      lang=${lang || nothing}
      colors="diverging"
      label=${words.difference}
      .series=${difference}
      .probe=${live(panes.probe)}
      @veritome-probe=${panes.onProbe}
      @veritome-drawn=${panes.onDrawn}
      .index=${live(panes.index)}
      .windowCenter=${live(0)}
      .windowWidth=${live(differenceWidth)}
      .tool=${panes.tool}
      .rois=${live(panes.rois)}
      .scale=${live(panes.scale)}
      .translation=${live(panes.translation)}
      .labels=${labels}
      .guard=${panes.guard}
    ></${tagOf('viewport')}>
  `;
}
