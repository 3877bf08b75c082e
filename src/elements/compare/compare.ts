import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ArgumentError } from '../../errors.js';
import type { Series, StudyLabels } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { VeritomeElement } from '../element.js';
import { type Jobs, jobs } from '../jobs.js';
import { differenceOf, differenceWidth } from '../stage/difference.js';
import type { Roi } from '../stage/roi.js';
import { defaultWindow, isDefaultWindow } from '../stage/windows.js';
import type { Tool } from '../viewport/gestures.js';
import type { RoiDetail } from '../viewport/regions.js';
import type { Point, ViewDetail } from '../viewport/view.js';
import type { VeritomeViewport } from '../viewport/viewport.js';
import styles from './compare.styles.js';
import { Curtain } from './curtain.js';
import { Flicker } from './flicker.js';
import { Guard } from './guard.js';
import { renderGuardLegend, renderLegend } from './legend.js';
import { type Panes, renderDifference, renderPair } from './panes.js';

/** Ways to compare. */
export const COMPARISONS = ['curtain', 'side-by-side', 'flicker', 'difference'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What may lie over the generated image. */
export const OVERLAYS = ['none', 'guard'] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** What `veritome-compare` tells. */
export interface CompareDetail {
  readonly mode: Comparison;
  readonly position: number;
  /** In flicker: the side on show. */
  readonly shown: 'before' | 'after';
}

/**
 * Acquired against generated: two stacks with one window, zoom, position and slice.
 *
 * @summary Acquired against generated: curtain, side by side, flicker, difference.
 * @tag veritome-compare
 *
 * @event {CustomEvent<CompareDetail>} veritome-compare - The mode, the curtain or the side on show changed.
 * @event {CustomEvent<ViewDetail>} veritome-view - The reader changed slice, window, zoom or pan.
 * @event {CustomEvent<RoiDetail>} veritome-roi - The reader drew, moved or removed a region of interest.
 * @event {CustomEvent<{error: Error}>} veritome-error - An unknown mode or overlay was asked for, or the overlay failed.
 *
 * @csspart handle - The curtain's handle.
 * @csspart caption - Words at the edge of the picture.
 */
export class VeritomeCompare extends VeritomeElement {
  static override styles = [VeritomeElement.styles, styles].flat();

  /** The acquired stack; also by the name `before`. */
  @property({ attribute: false }) acquired: Series<Frame> | undefined;
  /** The generated stack, slice by slice the same, also by the name `after`; holes are still being computed. */
  @property({ attribute: false }) generated: Series<Frame> | undefined;
  /** `curtain`, `side-by-side`, `flicker` or `difference`. */
  @property() mode: Comparison = 'curtain';
  /** Place of the curtain, 0 to 1 from the left: acquired before it, generated behind. */
  @property({ type: Number }) position = 0.5;
  /** Slice shown, from 0. */
  @property({ type: Number }) index = 0;
  /** Window centre in modality units. */
  @property({ type: Number, attribute: 'window-center' }) windowCenter: number | undefined;
  /** Window width in modality units. */
  @property({ type: Number, attribute: 'window-width' }) windowWidth: number | undefined;
  /** What a left drag or one finger does. */
  @property() tool: Tool = 'window';
  /** Zoom in CSS pixels per image column; fits when absent. */
  @property({ attribute: false }) scale: number | undefined;
  /** Shift of the image in image pixels. */
  @property({ attribute: false }) translation: Point = { x: 0, y: 0 };
  /** Greys the other way round. */
  @property({ type: Boolean }) inverted = false;
  /** Patient and study for the corners. */
  @property({ attribute: false }) labels: StudyLabels | undefined;
  /** What lies over the generated image: `none`, or `guard`, where more was removed than noise. */
  @property() overlay: Overlay = 'none';
  /** Regions of interest in image pixels, the same on both sides. */
  @property({ attribute: false }) rois: readonly Roi[] = [];
  /** The jobs that compute the overlay; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  @state() private difference: Series<Frame> | undefined;
  @state() private differenceWidth: number | undefined;
  @state() private clearance: number | undefined;
  @state() private probe: Point | undefined;

  // `before` and `after` are the element's public names, but TypeScript knows them as DOM methods
  // of every element and allows no property there: hence aliases, set up at run time.
  static {
    alias(VeritomeCompare.prototype, 'before', 'acquired');
    alias(VeritomeCompare.prototype, 'after', 'generated');
  }

  readonly #curtain = new Curtain(this, () => this.#tell());
  readonly #flicker = new Flicker(this, () => this.switchSide());
  readonly #guard = new Guard(this, (error) => this.emit('veritome-error', { error }));
  #focused = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('mode')) {
      this.#checkMode();
      this.#focused = this.shadowRoot?.activeElement?.localName === 'veritome-viewport';
    }
    if (changed.has('overlay')) this.#checkOverlay();
    this.position = Math.min(1, Math.max(0, Number.isFinite(this.position) ? this.position : 0.5));
    if (changed.has('acquired')) this.differenceWidth = undefined;
    const need = this.mode === 'difference' && this.acquired !== undefined && this.generated !== undefined;
    if (!need) this.difference = undefined;
    else if (!this.difference || changed.has('acquired') || changed.has('generated')) {
      this.difference = differenceOf(this.acquired!, this.generated!);
    }
    const shown = this.difference?.frames[this.index] as Frame | undefined;
    if (shown) this.differenceWidth ??= differenceWidth(shown);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('mode')) {
      this.#flicker.restart();
      // The view that had the keyboard may be gone: another mode has others.
      if (this.#focused) this.focus({ preventScroll: true });
    }
    this.#curtain.place();
  }

  /** Puts the keyboard on a picture that is on show. */
  override focus(options?: FocusOptions): void {
    this.updateComplete.then(() => this.activeView?.focus(options));
  }

  /** The viewport on show; the generated one of a pair. */
  get activeView(): VeritomeViewport | null {
    const views = [...this.renderRoot.querySelectorAll<VeritomeViewport>('veritome-viewport:not(.behind)')];
    return views.at(-1) ?? null;
  }

  /** Fits the images again, in their own window. */
  resetView(): void {
    this.scale = undefined;
    this.translation = { x: 0, y: 0 };
    this.windowCenter = undefined;
    this.windowWidth = undefined;
    this.inverted = false;
    this.differenceWidth = undefined;
  }

  /** In flicker: shows the other side. */
  switchSide(): void {
    this.#flicker.turn();
    this.#tell();
  }

  protected override render(): TemplateResult {
    const { mode, words } = this;
    return html`
      <div
        class="panes ${mode}"
        role="group"
        aria-label=${words.compareView}
        @veritome-view=${this.#onView}
        @veritome-roi=${this.#onRoi}
      >
        ${mode === 'difference' ? renderDifference(this.#panes) : renderPair(this.#panes)}
      </div>
      ${mode === 'curtain' ? this.#curtain.render(words) : nothing}
      <div class="captions">
        ${this.overlay === 'guard' ? renderGuardLegend(this.#guard.state, words) : nothing}
        ${mode === 'difference' ? renderLegend(this.#differenceWidth, this.acquired?.modality, words) : nothing}
        ${mode === 'flicker' ? this.#flicker.render(words) : nothing}
      </div>
    `;
  }

  /** What the views show. */
  get #panes(): Panes {
    const { words, lang, mode, acquired, generated, difference, position } = this;
    const { index, tool, scale, translation, inverted, labels, probe, clearance, rois } = this;
    return {
      ...{ words, lang, mode, acquired, generated, difference, position },
      ...{ index, tool, scale, translation, inverted, labels, probe, clearance, rois },
      window: this.#window,
      differenceWidth: this.#differenceWidth,
      behind: this.#flicker.behind,
      guard: this.#guard.marks,
      onProbe: this.#onProbe,
      onBadge: this.#onBadge,
    };
  }

  get #differenceWidth(): number {
    return this.differenceWidth ?? differenceWidth(undefined);
  }

  get #window(): { center: number; width: number } {
    const { windowCenter: center, windowWidth: width } = this;
    if (center !== undefined && width !== undefined) return { center, width };
    return defaultWindow(this.acquired ?? this.generated);
  }

  #checkMode(): void {
    if (COMPARISONS.includes(this.mode)) return;
    const { words, mode } = this;
    this.mode = 'curtain';
    this.#refuse('mode', words.unknownMode(mode), words.unknownModeRemedy);
  }

  #checkOverlay(): void {
    if (OVERLAYS.includes(this.overlay)) return;
    const { words, overlay } = this;
    this.overlay = 'none';
    this.#refuse('overlay', words.unknownOverlay(overlay), words.unknownOverlayRemedy);
  }

  #refuse(attribute: string, what: string, remedy: string): void {
    this.emit('veritome-error', { error: new ArgumentError(what, { attribute, remedy }) });
  }

  #onView(event: CustomEvent<ViewDetail>): void {
    const { index, windowCenter, windowWidth, scale, translation, inverted } = event.detail;
    const view = event.target as VeritomeViewport;
    this.index = index;
    // A view that fits keeps fitting when the stage changes size.
    this.scale = view.scale === undefined ? undefined : scale;
    this.translation = translation;
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

  /** A region lies on both stacks, whichever it was drawn on. */
  #onRoi(event: CustomEvent<RoiDetail>): void {
    this.rois = event.detail.rois;
  }

  /** Words at the top of both stacks give way alike: the curtain shows them as one. */
  readonly #onBadge = (event: CustomEvent<number | undefined>): void => {
    this.clearance = event.detail;
  };

  readonly #onProbe = (event: CustomEvent<Point | undefined>): void => {
    this.probe = event.detail ?? undefined;
  };

  #tell(): void {
    const { mode, position } = this;
    const { shown } = this.#flicker;
    this.emit<CompareDetail>('veritome-compare', { mode, position, shown });
  }
}

function alias(prototype: VeritomeCompare, name: 'before' | 'after', target: 'acquired' | 'generated'): void {
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: VeritomeCompare) {
      return this[target];
    },
    set(this: VeritomeCompare, series: Series<Frame> | undefined) {
      this[target] = series;
    },
  });
}
