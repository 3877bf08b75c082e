import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { ArgumentError } from '../../errors.js';
import type { Series, StudyLabels } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { VeritomeElement } from '../element.js';
import { differenceOf, differenceWidth } from '../stage/difference.js';
import { defaultWindow, isDefaultWindow } from '../stage/windows.js';
import type { Tool } from '../viewport/gestures.js';
import type { Point, ViewDetail } from '../viewport/view.js';
import type { VeritomeViewport } from '../viewport/viewport.js';
import styles from './compare.styles.js';

/** Ways to compare. */
export const COMPARISONS = ['curtain', 'side-by-side', 'flicker', 'difference'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What `veritome-compare` tells. */
export interface CompareDetail {
  readonly mode: Comparison;
  readonly position: number;
  /** In flicker: the side on show. */
  readonly shown: 'before' | 'after';
}

const FLICKER_MS = 700;
const KEY_STEP = 0.02;
/** A generated part narrower than this many CSS pixels is named at the handle, not in the canvas alone. */
const NARROW = 120;

/**
 * Acquired against generated: two stacks with one window, zoom, position and slice.
 *
 * @summary Acquired against generated: curtain, side by side, flicker, difference.
 * @tag veritome-compare
 *
 * @event {CustomEvent<CompareDetail>} veritome-compare - The mode, the curtain or the side on show changed.
 * @event {CustomEvent<ViewDetail>} veritome-view - The reader changed slice, window, zoom or pan.
 * @event {CustomEvent<{error: Error}>} veritome-error - An unknown mode was asked for.
 *
 * @csspart handle - The curtain's handle.
 * @csspart caption - Words at the edge of the picture.
 */
export class VeritomeCompare extends VeritomeElement {
  static override styles = [VeritomeElement.styles, styles].flat();

  @query('.panes') private readonly panes!: HTMLElement;
  @query('.after') private readonly afterView!: VeritomeViewport | null;
  @query('.handle') private readonly handle!: HTMLElement | null;

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

  @state() private shown: 'before' | 'after' = 'after';
  @state() private difference: Series<Frame> | undefined;
  @state() private differenceWidth: number | undefined;
  @state() private clearance: number | undefined;
  @state() private probe: Point | undefined;
  @state() private width = 0;

  // `before` and `after` are the element's public names, but TypeScript knows them as DOM methods
  // of every element and allows no property there: hence aliases, set up at run time.
  static {
    alias(VeritomeCompare.prototype, 'before', 'acquired');
    alias(VeritomeCompare.prototype, 'after', 'generated');
  }

  #flicker: ReturnType<typeof setInterval> | undefined;
  #resizes: ResizeObserver | undefined;
  #focused = false;
  #still: MediaQueryList | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#still = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');
    this.#still?.addEventListener('change', this.#restartFlicker);
    if (this.hasUpdated) this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#still?.removeEventListener('change', this.#restartFlicker);
    this.#resizes?.disconnect();
    clearInterval(this.#flicker);
    this.#flicker = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('mode')) {
      this.#checkMode();
      this.#focused = this.shadowRoot?.activeElement?.localName === 'veritome-viewport';
    }
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

  protected override firstUpdated(): void {
    this.#start();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('mode')) {
      this.#restartFlicker();
      // The view that had the keyboard may be gone: another mode has others.
      if (this.#focused) this.focus({ preventScroll: true });
    }
    this.#place();
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
    this.shown = this.shown === 'after' ? 'before' : 'after';
    this.#tell();
  }

  protected override render(): TemplateResult {
    const { mode } = this;
    return html`
      <div
        class="panes ${mode}"
        role="group"
        aria-label=${this.words.compareView}
        @veritome-view=${this.#onView}
      >
        ${mode === 'difference' ? this.#renderDifference() : this.#renderPair()}
      </div>
      ${mode === 'curtain' ? this.#renderHandle() : nothing}
      ${mode === 'flicker' ? this.#renderFlicker() : nothing}
    `;
  }

  /** Bindings are live: the views change their own properties before they tell. */
  #renderPair(): TemplateResult {
    const { words, mode } = this;
    const { center, width } = this.#window;
    const flickering = mode === 'flicker';
    const apart = mode === 'side-by-side';
    return html`
      <veritome-viewport
        class="before ${flickering && this.shown === 'after' ? 'behind' : ''}"
        lang=${this.lang || nothing}
        label=${mode === 'curtain' ? '' : words.acquired}
        .series=${this.acquired}
        .probe=${live(this.probe)}
        .against=${apart ? undefined : this.generated}
        @veritome-probe=${this.#onProbe}
        .clearance=${mode === 'curtain' ? this.clearance : undefined}
        .index=${live(this.index)}
        .windowCenter=${live(center)}
        .windowWidth=${live(width)}
        .tool=${this.tool}
        .scale=${live(this.scale)}
        .translation=${live(this.translation)}
        .inverted=${live(this.inverted)}
        .labels=${this.labels}
        .visible=${mode === 'curtain' ? [0, this.position] : undefined}
      ></veritome-viewport>
      <veritome-viewport
        class="after ${flickering && this.shown === 'before' ? 'behind' : ''}"
        lang=${this.lang || nothing}
        .series=${this.generated}
        .probe=${live(this.probe)}
        .against=${apart ? undefined : this.acquired}
        @veritome-probe=${this.#onProbe}
        .described=${mode === 'curtain' ? this.acquired : undefined}
        .index=${live(this.index)}
        .windowCenter=${live(center)}
        .windowWidth=${live(width)}
        .tool=${this.tool}
        .scale=${live(this.scale)}
        .translation=${live(this.translation)}
        .inverted=${live(this.inverted)}
        .labels=${apart ? undefined : this.labels}
        .visible=${mode === 'curtain' ? [this.position, 1] : undefined}
        @veritome-badge=${this.#onBadge}
      ></veritome-viewport>
    `;
  }

  #renderDifference(): TemplateResult {
    const width = this.differenceWidth ?? differenceWidth(undefined);
    return html`
      <veritome-viewport
        class="difference"
        lang=${this.lang || nothing}
        colors="diverging"
        label=${this.words.difference}
        .series=${this.difference}
        .index=${live(this.index)}
        .windowCenter=${live(0)}
        .windowWidth=${live(width)}
        .tool=${this.tool}
        .scale=${live(this.scale)}
        .translation=${live(this.translation)}
        .labels=${this.labels}
      ></veritome-viewport>
      <div class="caption legend" part="caption">
        <span>−${Math.round(width / 2)}</span>
        <span class="ramp"></span>
        <span>+${Math.round(width / 2)} ${this.acquired?.modality === 'CT' ? 'HU' : ''}</span>
        <span>${this.words.differenceLegend}</span>
      </div>
    `;
  }

  #renderHandle(): TemplateResult {
    const { words, position } = this;
    const generated = (1 - position) * this.width;
    const acquired = position * this.width;
    return html`
      <div
        class="handle"
        part="handle"
        role="slider"
        tabindex="0"
        aria-label=${words.curtainHandle}
        aria-orientation="horizontal"
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(position * 100)}
        aria-valuetext="${Math.round(position * 100)} %"
        @keydown=${this.#onKey}
        @pointerdown=${this.#onGrab}
        @pointermove=${this.#onDrag}
      >
        <span class="grip"></span>
        ${acquired > 100 ? html`<span class="side acquired">${words.acquired}</span>` : nothing}
        ${
          generated < NARROW && generated > 0
            ? html`<span class="side generated inward">${words.generated} ▸</span>`
            : nothing
        }
      </div>
    `;
  }

  #renderFlicker(): TemplateResult {
    const { words } = this;
    return html`
      ${this.#still?.matches ? html`<div class="caption" part="caption">${words.flickerStill}</div>` : nothing}
      <div class="visually-hidden" role="status">
        ${this.#still?.matches ? (this.shown === 'before' ? words.showsAcquired : words.showsGenerated) : nothing}
      </div>
    `;
  }

  get #window(): { center: number; width: number } {
    const { windowCenter: center, windowWidth: width } = this;
    if (center !== undefined && width !== undefined) return { center, width };
    return defaultWindow(this.acquired ?? this.generated);
  }

  #checkMode(): void {
    if (COMPARISONS.includes(this.mode)) return;
    const { words, mode } = this;
    const error = new ArgumentError(words.unknownMode(mode), {
      attribute: 'mode',
      remedy: words.unknownModeRemedy,
    });
    this.mode = 'curtain';
    this.emit('veritome-error', { error });
  }

  #start(): void {
    this.#resizes = new ResizeObserver(() => {
      this.width = this.panes.clientWidth;
    });
    this.#resizes.observe(this.panes);
    this.#restartFlicker();
  }

  readonly #restartFlicker = (): void => {
    clearInterval(this.#flicker);
    this.#flicker = undefined;
    if (this.mode !== 'flicker') {
      this.shown = 'after';
    } else if (!this.#still?.matches) {
      this.#flicker = setInterval(() => this.switchSide(), FLICKER_MS);
    }
    this.requestUpdate();
  };

  /** Clips the generated stack and moves the handle; the badge follows by `visible`. */
  #place(): void {
    const percent = `${this.position * 100}%`;
    this.afterView?.style.setProperty(
      'clip-path',
      this.mode === 'curtain' ? `inset(0 0 0 ${percent})` : 'none',
    );
    this.handle?.style.setProperty('left', percent);
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

  /** Words at the top of both stacks give way alike: the curtain shows them as one. */
  #onBadge(event: CustomEvent<number | undefined>): void {
    this.clearance = event.detail;
  }

  #onProbe(event: CustomEvent<Point | undefined>): void {
    this.probe = event.detail ?? undefined;
  }

  #onKey(event: KeyboardEvent): void {
    const moves: Record<string, number> = {
      ArrowLeft: this.position - KEY_STEP,
      ArrowDown: this.position - KEY_STEP,
      ArrowRight: this.position + KEY_STEP,
      ArrowUp: this.position + KEY_STEP,
      PageDown: this.position - 5 * KEY_STEP,
      PageUp: this.position + 5 * KEY_STEP,
      Home: 0,
      End: 1,
    };
    const to = moves[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#move(to);
  }

  #onGrab(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.handle?.setPointerCapture(event.pointerId);
    this.handle?.focus({ preventScroll: true });
  }

  #onDrag(event: PointerEvent): void {
    if (!this.handle?.hasPointerCapture(event.pointerId)) return;
    const box = this.panes.getBoundingClientRect();
    this.#move((event.clientX - box.left) / box.width);
  }

  #move(position: number): void {
    this.position = Math.min(1, Math.max(0, Math.round(position * 1000) / 1000));
    this.#tell();
  }

  #tell(): void {
    const { mode, position, shown } = this;
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
