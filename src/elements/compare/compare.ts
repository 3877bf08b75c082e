import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { VeritomeElement } from '../element.js';
import { differenceOf, differenceWidth, nextWidth } from '../stage/difference.js';
import { type Line, nearestOn, usualLine } from '../stage/line.js';
import { defaultWindow, isDefaultWindow } from '../stage/windows.js';
import type { RoiDetail } from '../viewport/regions.js';
import type { Point, ViewDetail } from '../viewport/view.js';
import type { VeritomeViewport } from '../viewport/viewport.js';
import { Blend } from './blend.js';
import { checkChoices } from './choices.js';
import styles from './compare.styles.js';
import { CompareProperties } from './compareProperties.js';
import { Curtain } from './curtain.js';
import { Flicker } from './flicker.js';
import { furtherOf, passOnFurther } from './further.js';
import { Guard } from './guard.js';
import { actOnCompareKey } from './keys.js';
import { renderGuardLegend, renderLegend } from './legend.js';
import { LineOnPictures } from './lineOnPictures.js';
import { renderMeasure } from './measurePanel.js';
import type { Comparison, Measure } from './modes.js';
import { type Panes, renderDifference, renderHang, renderPair } from './panes.js';
import { hangOf, pairOf } from './stacks.js';

export type { Comparison, Measure, Overlay } from './modes.js';

/** What `veritome-compare` tells. */
export interface CompareDetail {
  readonly mode: Comparison;
  readonly position: number;
  /** In flicker: the side on show. */
  readonly shown: 'before' | 'after';
  /** Share of the generated image in a blend. */
  readonly blend: number;
  readonly measure: Measure;
}

/** What `veritome-line` tells. */
export interface LineDetail {
  readonly line: Line;
}

/**
 * Acquired against generated: two stacks with one window, zoom, position and slice; side by side up to
 * four. Below them, where asked for, figures of regions of interest or the values along a line.
 *
 * @summary Acquired against generated: curtain, side by side, flicker, blend, difference; measured and profiled.
 * @tag veritome-compare
 *
 * @event {CustomEvent<CompareDetail>} veritome-compare - The mode, the curtain, the blend, the side on show or what is measured changed.
 * @event {CustomEvent<ViewDetail>} veritome-view - The reader changed slice, window, zoom or pan.
 * @event {CustomEvent<RoiDetail>} veritome-roi - The reader drew, moved or removed a region of interest.
 * @event {CustomEvent<LineDetail>} veritome-line - The reader moved the line of the profile.
 * @event {CustomEvent<{tool: Tool}>} veritome-tool - The reader wants to draw a region of interest.
 * @event {CustomEvent<{error: Error}>} veritome-error - Something unknown was asked for, or an overlay or a measurement failed.
 *
 * @csspart handle - The curtain's handle.
 * @csspart caption - Words at the edge of the picture.
 * @csspart blend - The slider of the blend.
 * @csspart measure - The measurements below the pictures.
 */
export class VeritomeCompare extends CompareProperties {
  static override styles = [VeritomeElement.styles, styles].flat();

  @state() private difference: Series<Frame> | undefined;
  @state() private differenceWidth: number | undefined;
  @state() private clearance: number | undefined;
  @state() private probe: Point | undefined;

  readonly #curtain = new Curtain(this, () => this.#tell());
  readonly #flicker = new Flicker(this, () => this.switchSide());
  readonly #blend = new Blend(this, () => this.#tell());
  readonly #guard = new Guard(this, (error) => this.emit('veritome-error', { error }));
  readonly #line = new LineOnPictures(this, () =>
    this.emit<LineDetail>('veritome-line', { line: this.line! }),
  );
  #focused = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('mode')) {
      this.#focused = this.shadowRoot?.activeElement?.matches('.view') === true;
    }
    checkChoices(this, changed, this.words, (error) => this.emit('veritome-error', { error }));
    this.position = share(this.position);
    this.blend = share(this.blend);
    if (changed.has('acquired')) this.differenceWidth = undefined;
    const [before, after] = pairOf(this);
    const need = this.mode === 'difference' && before !== undefined && after !== undefined;
    if (!need) this.difference = undefined;
    else if (!this.difference || changed.has('acquired') || changed.has('generated')) {
      this.difference = differenceOf(before, after);
    }
    const shown = this.difference?.frames[this.index] as Frame | undefined;
    if (shown) this.differenceWidth ??= differenceWidth(shown);
    if (this.measure === 'profile' && !this.line && this.frame) this.line = usualLine(this.frame);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('mode')) {
      this.#flicker.restart();
      // The view that had the keyboard may be gone: another mode has others.
      if (this.#focused) this.focus({ preventScroll: true });
    }
    passOnFurther(this.further, this.renderRoot);
    this.#curtain.place();
    this.#blend.place();
    this.#line.place();
  }

  /** Puts the keyboard on a picture that is on show. */
  override focus(options?: FocusOptions): void {
    this.updateComplete.then(() => this.activeView?.focus(options));
  }

  /** The viewport on show; the generated one of a pair. */
  get activeView(): VeritomeViewport | null {
    const views = this.shownViews;
    return views.find((view) => view.matches('.after')) ?? views.at(-1) ?? null;
  }

  /** Viewports that are not covered. @internal */
  get shownViews(): VeritomeViewport[] {
    return [...this.renderRoot.querySelectorAll<VeritomeViewport>('.view:not(.behind)')];
  }

  /** The slice on show, acquired where it is there. @internal */
  get frame(): Frame | undefined {
    const [before, after] = pairOf(this);
    return (before?.frames[this.index] ?? after?.frames[this.index]) as Frame | undefined;
  }

  /** Fits the images again, in their own window. */
  resetView(): void {
    this.scale = undefined;
    this.translation = { x: 0, y: 0 };
    this.windowCenter = undefined;
    this.windowWidth = undefined;
    this.inverted = false;
    this.differenceWidth = undefined;
    // What only the views know, only they put back.
    if (Object.keys(this.further).length > 0) this.activeView?.reset();
  }

  /** In flicker: shows the other side. */
  switchSide(): void {
    this.#flicker.turn();
    this.#tell();
  }

  /** Moves what the mode has: curtain, blend, or the width of a difference; by -1 or 1. @internal */
  step(by: -1 | 1): void {
    if (this.mode === 'curtain') this.#curtain.move(this.position + by * 0.1);
    else if (this.mode === 'blend') this.#blend.move(this.blend + by * 0.1);
    else if (this.mode === 'difference') this.differenceWidth = nextWidth(this.#differenceWidth, by);
  }

  /** Opens a measurement below the pictures, or closes it. @internal */
  toggleMeasure(measure: Measure): void {
    this.measure = this.measure === measure ? 'none' : measure;
    this.#tell();
  }

  protected override render(): TemplateResult {
    const { mode, words, measure } = this;
    const panes = this.#panes;
    return html`
      <div class="pictures ${measure === 'none' ? '' : 'measured'}" @keydown=${this.#onKey}>
        <div
          class="panes ${mode} ${mode === 'side-by-side' ? `of-${panes.hang.length}` : ''}"
          role="group"
          aria-label=${words.compareView}
          @veritome-view=${this.#onView}
          @veritome-roi=${this.#onRoi}
        >
          ${mode === 'difference' ? renderDifference(panes) : (mode === 'side-by-side' ? renderHang : renderPair)(panes)}
        </div>
        ${mode === 'curtain' ? this.#curtain.render(words) : nothing}
        ${this.#line.render(words)}
        <div class="captions">
          ${this.overlay === 'guard' ? renderGuardLegend(this.#guard.state, words) : nothing}
          ${mode === 'difference' ? this.#renderLegend() : nothing}
          ${mode === 'flicker' ? this.#flicker.render(words) : nothing}
          ${mode === 'blend' ? this.#blend.render(words) : nothing}
        </div>
      </div>
      ${renderMeasure(this, words, (event) => this.#onRoi(event))}
    `;
  }

  #renderLegend(): TemplateResult {
    const { words, acquired } = this;
    const step = (by: -1 | 1) => this.step(by);
    return renderLegend({ width: this.#differenceWidth, modality: acquired?.modality, words, step });
  }

  /** What the views show. */
  get #panes(): Panes {
    const { words, lang, mode, difference, position } = this;
    const { index, tool, scale, translation, inverted, labels, probe, clearance, rois } = this;
    const [acquired, generated] = pairOf(this);
    return {
      ...{ words, lang, mode, acquired, generated, difference, position },
      ...{ index, tool, scale, translation, inverted, labels, probe, clearance, rois },
      hang: mode === 'side-by-side' ? hangOf(this, words) : [],
      window: this.#window,
      differenceWidth: this.#differenceWidth,
      behind: mode === 'blend' ? 'before' : this.#flicker.behind,
      guard: this.#guard.marks,
      onProbe: this.#onProbe,
      onBadge: this.#onBadge,
      onDrawn: this.#onDrawn,
    };
  }

  get #differenceWidth(): number {
    return this.differenceWidth ?? differenceWidth(undefined);
  }

  get #window(): { center: number; width: number } {
    const { windowCenter: center, windowWidth: width } = this;
    if (center !== undefined && width !== undefined) return { center, width };
    return defaultWindow(this.acquired ?? this.generated ?? this.results[0]);
  }

  #onView(event: CustomEvent<ViewDetail>): void {
    const { index, windowCenter, windowWidth, scale, translation, inverted } = event.detail;
    const view = event.target as VeritomeViewport;
    this.index = index;
    // A view that fits keeps fitting when the stage changes size.
    this.scale = view.scale === undefined ? undefined : scale;
    this.translation = translation;
    this.further = furtherOf(event.detail);
    if (this.mode === 'difference') {
      this.differenceWidth = windowWidth;
      // The centre of a difference is zero: a vertical drag moves nothing.
      view.windowCenter = 0;
      return;
    }
    const chosen = !isDefaultWindow(this.acquired, windowCenter, windowWidth);
    this.windowCenter = chosen ? windowCenter : undefined;
    this.windowWidth = chosen ? windowWidth : undefined;
    this.inverted = inverted;
  }

  /** A region lies on all stacks, whichever it was drawn on. */
  #onRoi(event: CustomEvent<RoiDetail>): void {
    this.rois = event.detail.rois;
  }

  #onKey(event: KeyboardEvent): void {
    if (!actOnCompareKey(event, this)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Words at the top of both stacks give way alike: the curtain shows them as one. */
  readonly #onBadge = (event: CustomEvent<number | undefined>): void => {
    this.clearance = event.detail;
  };

  /** A picture was drawn: what follows it follows. */
  readonly #onDrawn = (event: Event): void => {
    this.#blend.follow(event.currentTarget as VeritomeViewport);
    this.#line.place();
  };

  readonly #onProbe = (event: CustomEvent<Point | undefined>): void => {
    this.probe = event.detail ?? undefined;
    if (this.measure !== 'profile' || !this.line) return;
    const near = this.probe && nearestOn(this.line, { x: this.probe.x + 0.5, y: this.probe.y + 0.5 });
    this.cursor = near && near.away <= NEAR ? near.share : undefined;
  };

  #tell(): void {
    const { mode, position, blend, measure } = this;
    const { shown } = this.#flicker;
    this.emit<CompareDetail>('veritome-compare', { mode, position, shown, blend, measure });
  }
}

/** A pointer this near the line, in image pixels, reads it. */
const NEAR = 8;

function share(value: number): number {
  return Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0.5));
}
