/**
 * The pictures on the stage: each alone, or beside the one it came from. Bindings are
 * live: the views change their own properties before they tell.
 *
 * @module
 */
import { nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { html } from 'lit/static-html.js';
import type { Series, Study } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { VeritomeCompare } from '../compare/compare.js';

import { furtherOf } from '../compare/further.js';
import type { ToolDetail } from '../denoiser/denoiser.js';
import type { Jobs } from '../jobs.js';
import { tagOf } from '../tags.js';
import type { Tool } from '../viewport/gestures.js';
import type { OverLine } from '../viewport/lines.js';
import type { RoiDetail } from '../viewport/regions.js';
import type { ViewDetail } from '../viewport/view.js';
import type { Words } from '../words/words.js';
import type { Cell } from './cell.js';
import { isSeriesDrag } from './drop.js';
import type { Pair } from './pairs.js';
import type { Stage } from './stage.js';
import { isSynthetic } from './synthetic.js';

/** What the stage shows, and what its cells ask of the page. */
export interface Scene {
  readonly stage: Stage;
  readonly words: Words;
  readonly lang: string;
  readonly jobs: Jobs;
  readonly study: Study<Frame> | undefined;
  /** Leads to the list of series. */
  readonly choose: () => void;
  /** A series that was dragged from the list is let go over a cell. */
  readonly take: (cell: Cell) => void;
}

const CENTRED = { x: 0, y: 0 } as const;

export function renderStage(scene: Scene): TemplateResult {
  const { visible, layout } = scene.stage.board;
  return html`<div class="cells rows-${layout[0]} columns-${layout[2]}">
    ${visible.map((cell, i) => renderPlace(scene, cell, i, visible.length))}
  </div>`;
}

function renderPlace(scene: Scene, cell: Cell, index: number, count: number): TemplateResult {
  const { stage, words } = scene;
  const active = cell === stage.board.active;
  return html`<div
    class="cell ${active ? 'active' : ''} ${count > 1 ? 'of-many' : ''}"
    role="group"
    aria-label=${count > 1 ? words.viewportOf(index + 1, count) : nothing}
    aria-current=${count > 1 && active ? 'true' : nothing}
    @focusin=${() => stage.activate(cell)}
    @veritome-view=${(event: CustomEvent<ViewDetail>) => stage.follow(cell, event)}
    @veritome-roi=${(event: CustomEvent<RoiDetail>) => {
      stage.activate(cell);
      stage.rois = event.detail.rois;
    }}
    @veritome-tool=${(event: CustomEvent<{ tool: Tool }>) => {
      stage.tool = event.detail.tool;
    }}
    @pointerdown=${{ capture: true, handleEvent: (event: PointerEvent) => stage.aim.down(cell, event) }}
    @pointermove=${{ capture: true, handleEvent: (event: PointerEvent) => stage.aim.move(cell, event) }}
    @pointerup=${(event: PointerEvent) => stage.aim.up(event)}
    @pointercancel=${(event: PointerEvent) => stage.aim.up(event)}
    @keydown=${{ capture: true, handleEvent: (event: KeyboardEvent) => stage.aim.key(cell, event, words) }}
    @dragover=${accept}
    @drop=${(event: DragEvent) => accept(event) && scene.take(cell)}
  >
    ${renderCell(scene, cell)}
  </div>`;
}

function renderCell(scene: Scene, cell: Cell): TemplateResult {
  const pair = scene.stage.comparingIn(cell);
  if (scene.stage.beside.reading && cell === scene.stage.board.active) return renderReading(scene);
  if (pair) return renderComparison(scene, cell, pair);
  if (cell.shown) return renderAlone(scene, cell);
  return html`<button type="button" class="vacant" @click=${scene.choose}>${scene.words.emptyCell}</button>`;
}

function renderReading({ stage, lang }: Scene): TemplateResult {
  const { before } = stage.pair!;
  return html`<${tagOf('reading')}
    class="view reading"
    lang=${lang || nothing}
    .sets=${[[before, ...stage.pairs.resultsOf(before)]]}
    @veritome-close=${() => stage.beside.toggleReading()}
  ></${tagOf('reading')}>`;
}

function renderComparison({ stage, lang, jobs, study }: Scene, cell: Cell, pair: Pair): TemplateResult {
  const { view, rois } = cell;
  return html`<${tagOf('compare')}
    class="view comparison"
    lang=${lang || nothing}
    .before=${pair.before}
    .after=${pair.after}
    .mode=${cell.mode as VeritomeCompare['mode']}
    .overlay=${stage.overlay}
    .results=${stage.beside.hanging && cell === stage.board.active ? stage.beside.others : []}
    .measure=${live(stage.beside.measure)}
    .further=${furtherOf(view)}
    @veritome-compare=${stage.beside.follow}
    @veritome-tool=${(event: CustomEvent<ToolDetail>) => {
      stage.tool = event.detail.tool;
    }}
    .jobs=${jobs}
    .rois=${live(rois)}
    .tool=${stage.tool === 'crosshair' ? 'window' : stage.tool}
    .index=${live(view.index ?? 0)}
    .windowCenter=${live(view.windowCenter)}
    .windowWidth=${live(view.windowWidth)}
    .scale=${live(view.scale)}
    .translation=${live(view.translation ?? CENTRED)}
    .inverted=${live(view.inverted ?? false)}
    .labels=${study?.labels}
  ></${tagOf('compare')}>`;
}

function renderAlone({ stage, words, lang, study }: Scene, cell: Cell): TemplateResult {
  const { view, rois, facing } = cell;
  // Computed before the viewport asks for it.
  cell.reformatted?.show(cell.index);
  // A patient's name has no place over slices of no patient.
  const labels = isSynthetic(cell.series) ? undefined : study?.labels;
  return html`<${tagOf('viewport')}
      class="view alone"
      lang=${lang || nothing}
      label=${facing === 'acquired' ? '' : words.facings[facing]}
      .series=${cell.shown as Series<Frame>}
      .rois=${live(rois)}
      .tool=${stage.tool === 'crosshair' ? 'window' : stage.tool}
      .index=${live(cell.index)}
      .windowCenter=${live(view.windowCenter)}
      .windowWidth=${live(view.windowWidth)}
      .scale=${live(view.scale)}
      .translation=${live(view.translation ?? CENTRED)}
      .inverted=${live(view.inverted ?? false)}
      .rotation=${live(view.rotation ?? 0)}
      .flipped=${live(view.flipped ?? false)}
      .voiFunction=${live(view.voiFunction)}
      .voiLut=${live(view.voiLut)}
      .labels=${labels}
      .lines=${linesOn(stage, cell, words)}
    ></${tagOf('viewport')}>`;
}

/** Files that are dropped are the page's; a series from the list is the cell's. */
function accept(event: DragEvent): boolean {
  if (!isSeriesDrag(event)) return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

function linesOn({ board }: Stage, cell: Cell, words: Words): OverLine[] {
  return board.linesOn(cell).map(({ facing, ...line }) => ({
    ...line,
    name: facing === 'acquired' ? '' : words.facings[facing],
  }));
}
