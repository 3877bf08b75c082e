import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Window } from '../../image/frame.js';
import type { Series, StudyLabels } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { VeritomeElement } from '../element.js';
import type { BadgeBox } from '../stage/badge.js';
import { edgesOf, planeName } from '../stage/orientation.js';
import { defaultWindow, presetsOf } from '../stage/windows.js';
import { StageCanvas } from './canvas.js';
import { Gestures, type Tool } from './gestures.js';
import { actOnKey, type KeyCommands } from './keys.js';
import { renderBar, renderCorners, renderEdges } from './overlays.js';
import { type Probe, readProbe } from './probe.js';
import { type Placement, type Point, panned, type ViewDetail, windowed, zoomed } from './view.js';
import styles from './viewport.styles.js';

const CINE_MS = 100;
/** Width in CSS pixels that text in a top corner may take before the badge is in its way. */
const CORNER = 270;
/** Quiet time before a screen reader hears the new slice and window. */
const ANNOUNCE_MS = 400;

/**
 * One stack of slices, drawn by cornerstone-core. A generated slice always carries
 * its badge inside the canvas: no attribute and no style sheet of a host removes it.
 *
 * @summary One stack of slices with window, zoom, pan and values under the pointer.
 * @tag veritome-viewport
 *
 * @event {CustomEvent<ViewDetail>} veritome-view - The reader changed slice, window, zoom or pan.
 *
 * @event {CustomEvent<{error: Error}>} veritome-error - The renderer could not be loaded.
 *
 * @csspart stage - The focusable area with the picture.
 * @csspart overlay - Each corner with text over the picture.
 * @csspart slider - The slice slider at the right edge.
 *
 * @cssproperty --veritome-focus - Colour of the focus ring and the crosshair.
 */
export class VeritomeViewport extends VeritomeElement {
  static override styles = [VeritomeElement.styles, styles].flat();

  @query('.stage') private readonly stage!: HTMLElement;
  @query('.surface') private readonly surface!: HTMLElement;

  /** The slices; a hole in `frames` is one that is still being computed. Another series keeps the view: see `reset`. */
  @property({ attribute: false }) series: Series<Frame> | undefined;
  /** Slice shown, from 0. */
  @property({ type: Number }) index = 0;
  /** Window centre in modality units; the file's own when absent. */
  @property({ type: Number, attribute: 'window-center' }) windowCenter: number | undefined;
  /** Window width in modality units; the file's own when absent. */
  @property({ type: Number, attribute: 'window-width' }) windowWidth: number | undefined;
  /** What a left drag or one finger does: `window`, `pan`, `zoom` or `scroll`. */
  @property() tool: Tool = 'window';
  /** Name of this view for assistive technology, and in the top right corner. */
  @property() label = '';
  /** Where the badge of generated slices stands: `top` or `bottom`. Nothing removes it. */
  @property({ attribute: 'badge-placement' }) badgePlacement: 'top' | 'bottom' = 'top';
  /** Zoom in CSS pixels per image column; fits the stage when absent. */
  @property({ attribute: false }) scale: number | undefined;
  /** Shift of the image in image pixels. */
  @property({ attribute: false }) translation: Point = { x: 0, y: 0 };
  /** Greys the other way round. */
  @property({ type: Boolean }) inverted = false;
  /** Patient and study for the corners; shown, never stored. */
  @property({ attribute: false }) labels: StudyLabels | undefined;
  /** Without the overlays and the slice slider; the badge stays. */
  @property({ type: Boolean, reflect: true }) bare = false;
  /** Visible part of the width, 0 to 1 each, where something covers the rest: the badge moves there. */
  @property({ attribute: false }) visible: readonly [number, number] | undefined;
  /** Height in CSS pixels to leave free above the corner texts, for something that covers the top. */
  @property({ attribute: false }) clearance: number | undefined;
  /** The series whose number and description the corner names; `series` when absent. */
  @property({ attribute: false }) described: Series<Frame> | undefined;
  /** Image pixel whose value is read; follows the pointer or the crosshair. */
  @property({ attribute: false }) probe: Point | undefined;
  /** The other series of a comparison: its value is read at the same pixel. */
  @property({ attribute: false }) against: Series<Frame> | undefined;
  /** Colours of the values: `grey`, or `diverging` around zero. Set once, before the first series. */
  @property() colors: 'grey' | 'diverging' = 'grey';

  @state() private aiming = false;
  @state() private announcement = '';
  @state() private badgeEdge: number | undefined;
  @state() private crowded = false;

  #canvas: StageCanvas | undefined;
  #resizes: ResizeObserver | undefined;
  #cine: ReturnType<typeof setInterval> | undefined;
  #announcing: ReturnType<typeof setTimeout> | undefined;
  #size = { width: 0, height: 0 };

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override firstUpdated(): void {
    new Gestures(this.stage, this.#commands, () => this.tool);
    this.#start();
  }

  protected override willUpdate(): void {
    const last = Math.max(0, (this.series?.frames.length ?? 0) - 1);
    if (!(this.index >= 0)) this.index = 0;
    if (this.series && this.index > last) this.index = last;
    this.index = Math.round(this.index);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#draw();
    this.#place();
    if (changed.has('index') || changed.has('windowCenter') || changed.has('windowWidth')) this.#announce();
  }

  /** Puts the keyboard on the picture. */
  override focus(options?: FocusOptions): void {
    this.updateComplete.then(() => this.stage.focus(options));
  }

  /** Fits the slice to the stage, in its own window. */
  reset(): void {
    this.#change({
      scale: undefined,
      translation: { x: 0, y: 0 },
      windowCenter: undefined,
      windowWidth: undefined,
      inverted: false,
    });
  }

  /** Starts or stops running through the slices. */
  toggleCine(): void {
    if (this.#cine !== undefined) {
      clearInterval(this.#cine);
      this.#cine = undefined;
      return;
    }
    const count = this.series?.frames.length ?? 0;
    if (count < 2) return;
    this.#cine = setInterval(() => this.#change({ index: (this.index + 1) % count }), CINE_MS);
  }

  protected override render(): TemplateResult {
    const { words } = this;
    const count = this.series?.frames.length ?? 0;
    const frame = this.#frame;
    const sliding = count > 1 && !this.bare;
    return html`
      <div
        class="stage"
        part="stage"
        role="application"
        tabindex="0"
        aria-roledescription=${words.viewer}
        aria-label=${this.#name()}
        aria-describedby="keys"
        @keydown=${this.#onKey}
      >
        <div class="surface ${frame ? '' : 'off'}"></div>
      </div>
      <span id="keys" class="visually-hidden">${words.keysHint}</span>
      <div class=${sliding ? 'sliding' : ''}>
        ${this.bare ? nothing : this.#overlays(frame)}
      </div>
      ${this.aiming && this.probe ? html`<div class="crosshair"></div>` : nothing}
      ${frame ? nothing : html`<div class="message">${count > 0 ? words.pending : words.empty}</div>`}
      ${
        sliding
          ? html`<div class="slices">
              <input
                type="range"
                part="slider"
                aria-label=${words.sliceSlider}
                aria-valuetext=${words.slice(this.index + 1, count)}
                min="0"
                max=${count - 1}
                .value=${String(this.index)}
                @input=${this.#onSlide}
              />
            </div>`
          : nothing
      }
      <div class="focus"></div>
      <div class="visually-hidden" role="status" aria-live="polite">${this.announcement}</div>
    `;
  }

  get #frame(): Frame | undefined {
    return this.series?.frames[this.index] as Frame | undefined;
  }

  get #window(): Window {
    const { windowCenter: center, windowWidth: width } = this;
    if (center !== undefined && width !== undefined && width >= 1) return { center, width };
    const own = defaultWindow(this.series);
    return { center: center ?? own.center, width: width !== undefined && width >= 1 ? width : own.width };
  }

  /** Height of a row for a column one unit wide. */
  get #stretch(): number {
    const [betweenRows, betweenColumns] = this.#frame?.plane?.pixelSpacing ?? [1, 1];
    return betweenRows / betweenColumns;
  }

  get #scale(): number {
    if (this.scale !== undefined) return this.scale;
    const frame = this.#frame ?? this.series?.frames.find(Boolean);
    const { width, height } = this.#size;
    if (!frame || width === 0) return 1;
    return Math.min(width / frame.columns, height / (frame.rows * this.#stretch));
  }

  #start(): void {
    const canvas = new StageCanvas(this.surface, (badge) => this.#onRender(badge));
    this.#canvas = canvas;
    canvas.load().then(
      () => {
        // Removed, or removed and added again, while the renderer was loading.
        if (this.#canvas !== canvas) return;
        this.#resizes = new ResizeObserver(() => this.#resize());
        this.#resizes.observe(this.stage);
      },
      (error) => this.emit('veritome-error', { error }),
    );
  }

  #stop(): void {
    this.#resizes?.disconnect();
    this.#resizes = undefined;
    this.#canvas?.dispose();
    this.#canvas = undefined;
    clearInterval(this.#cine);
    this.#cine = undefined;
    clearTimeout(this.#announcing);
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.stage;
    this.#size = { width, height };
    this.#canvas?.resize(width, height);
    this.requestUpdate();
  }

  #draw(): void {
    const frame = this.#frame;
    if (!frame || this.#size.width === 0) return;
    this.#canvas?.show({
      frame,
      window: this.#window,
      inverted: this.inverted,
      scale: this.#scale,
      translation: this.translation,
      colors: this.colors,
      badge: { placement: this.badgePlacement, between: this.visible },
    });
  }

  /** Text at the top gives way to the badge: the letter always, a corner where it is reached. */
  #onRender(badge: BadgeBox | undefined): void {
    const top = this.badgePlacement === 'bottom' ? undefined : badge;
    const badgeEdge = top && top.y + top.height + 6;
    const crowded = top !== undefined && (top.x < CORNER || this.#size.width - top.x - top.width < CORNER);
    if (this.badgeEdge === badgeEdge && this.crowded === crowded) return;
    this.badgeEdge = badgeEdge;
    this.crowded = crowded;
    /** @internal */
    this.dispatchEvent(new CustomEvent('veritome-badge', { detail: crowded ? badgeEdge : undefined }));
  }

  /** Positions that a style attribute would carry, had we no strict Content Security Policy. */
  #place(): void {
    const root = this.renderRoot as ShadowRoot;
    const edge = this.clearance ?? this.badgeEdge;
    if (edge !== undefined) this.style.setProperty('--_lowered', `${edge}px`);
    const bar = root.querySelector<HTMLElement>('.bar');
    if (bar) bar.style.setProperty('width', `${bar.dataset.width}px`);
    const mark = root.querySelector<HTMLElement>('.crosshair');
    const { probe } = this;
    const at = probe && this.#canvas?.pointOf({ x: probe.x + 0.5, y: probe.y + 0.5 });
    if (mark && at) mark.style.setProperty('transform', `translate(${at.x}px, ${at.y}px)`);
  }

  #overlays(frame: Frame | undefined): TemplateResult | typeof nothing {
    if (!this.series) return nothing;
    const { words, index, labels, label, series, described = series } = this;
    const { center, width } = this.#window;
    const raised =
      this.colors === 'diverging' || (this.badgePlacement === 'bottom' && frame?.kind === 'marked');
    return html`
      ${renderCorners({ words, series, described, index, labels, label, probe: this.#reading, center, width, lowered: this.crowded || this.clearance !== undefined })}
      ${renderEdges(edgesOf(frame?.plane), {
        lowered: this.badgeEdge !== undefined,
        raised,
        halved: this.visible !== undefined,
      })}
      ${renderBar(frame?.plane, this.#scale, this.#size.width)}
    `;
  }

  #name(): string {
    const { words, series } = this;
    const frame = this.#frame;
    if (!series || series.frames.length === 0) return [this.label, words.empty].filter(Boolean).join(', ');
    const plane = planeName(frame?.plane);
    return [
      this.label,
      series.modality,
      plane && words.planes[plane],
      frame && (frame.kind === 'marked' ? words.generatedWord : words.acquiredWord),
    ]
      .filter(Boolean)
      .join(', ');
  }

  #announce(): void {
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => {
      const { center, width } = this.#window;
      const count = this.series?.frames.length ?? 0;
      if (count === 0) return;
      const { words } = this;
      this.announcement = `${words.slice(this.index + 1, count)}, ${words.window(Math.round(width), Math.round(center))}`;
    }, ANNOUNCE_MS);
  }

  /** A change by the reader: sets the properties and tells the host. */
  #change(patch: Partial<Pick<this, keyof ViewDetail>>): void {
    Object.assign(this, patch);
    const { center, width } = this.#window;
    this.emit<ViewDetail>('veritome-view', {
      index: this.index,
      windowCenter: center,
      windowWidth: width,
      scale: this.#scale,
      translation: this.translation,
      inverted: this.inverted,
    });
  }

  #onSlide(event: Event): void {
    this.#change({ index: Number((event.target as HTMLInputElement).value) });
  }

  #onKey(event: KeyboardEvent): void {
    if (!actOnKey(event, this.#commands)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** What is read at the probed pixel; undefined outside the image. */
  get #reading(): Probe | undefined {
    const frame = this.#frame;
    const other = this.against?.frames[this.index] as Frame | undefined;
    return frame && this.probe && readProbe(frame, other, this.probe);
  }

  /** Reads another pixel and lets a comparison read it too. */
  #probe(at: Point | undefined): void {
    const probe = at && { x: Math.floor(at.x), y: Math.floor(at.y) };
    if (probe?.x === this.probe?.x && probe?.y === this.probe?.y) return;
    this.probe = probe;
    /** @internal */
    this.dispatchEvent(new CustomEvent('veritome-probe', { detail: probe }));
  }

  readonly #commands: KeyCommands = {
    scrollBy: (slices) => {
      const last = (this.series?.frames.length ?? 1) - 1;
      const index = Math.min(last, Math.max(0, this.index + slices));
      if (index !== this.index) this.#change({ index });
    },
    scrollTo: (end) => this.#change({ index: end === 'first' ? 0 : (this.series?.frames.length ?? 1) - 1 }),
    panBy: (dx, dy) => this.#change({ translation: panned(this.#placement, dx, dy) }),
    zoomBy: (factor, at) => this.#change(zoomed(this.#placement, factor, this.#fromMiddle(at))),
    windowBy: (center, width) => this.#change(windowed(this.#window, center, width)),
    probe: (at) => {
      if (!this.aiming) this.#probe(at && this.#canvas?.pixelAt(at));
    },
    preset: (key) => {
      const found = presetsOf(this.series).find((preset) => preset.key === key);
      if (!found) return false;
      this.#change({ windowCenter: found.window.center, windowWidth: found.window.width });
      return true;
    },
    invert: () => this.#change({ inverted: !this.inverted }),
    reset: () => this.reset(),
    cine: () => this.toggleCine(),
    toggleCrosshair: () => {
      const frame = this.#frame;
      this.aiming = !this.aiming && frame !== undefined;
      this.#probe(this.aiming && frame ? { x: frame.columns >> 1, y: frame.rows >> 1 } : undefined);
    },
    moveCrosshair: (dx, dy) => {
      const frame = this.#frame;
      if (!this.aiming || !this.probe || !frame) return false;
      const x = Math.min(frame.columns - 1, Math.max(0, this.probe.x + dx));
      const y = Math.min(frame.rows - 1, Math.max(0, this.probe.y + dy));
      this.#probe({ x, y });
      this.announcement = `${this.#reading?.values.join(' → ')}, ${x}, ${y}`;
      return true;
    },
    leaveCrosshair: () => {
      if (!this.aiming) return false;
      this.aiming = false;
      this.#probe(undefined);
      return true;
    },
  };

  get #placement(): Placement {
    return { scale: this.#scale, translation: this.translation, stretch: this.#stretch };
  }

  /** A point of the client area from the middle of the stage; the middle itself when absent. */
  #fromMiddle(at: Point | undefined): Point {
    if (!at) return { x: 0, y: 0 };
    const box = this.stage.getBoundingClientRect();
    return { x: at.x - (box.left + box.width / 2), y: at.y - (box.top + box.height / 2) };
  }
}
