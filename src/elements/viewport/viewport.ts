import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Window } from '../../image/frame.js';
import type { Series, StudyLabels } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { VeritomeElement } from '../element.js';
import { type BadgeBox, BLINDED } from '../stage/badge.js';
import type { GuardMarks } from '../stage/guardMarks.js';
import { edgesOf } from '../stage/orientation.js';
import type { Roi } from '../stage/roi.js';
import { defaultWindow } from '../stage/windows.js';
import { Announcement, nameOf, sliceAndWindow } from './announcement.js';
import { Cine } from './cine.js';
import { commandsOf } from './commands.js';
import { Crosshair } from './crosshair.js';
import { Gestures, type Tool } from './gestures.js';
import { actOnKey } from './keys.js';
import { placeOutlines, renderOutlines } from './outlines.js';
import { placeOverlays, renderBar, renderCorners, renderEdges, renderSlider } from './overlays.js';
import { Picture } from './picture.js';
import { type Probe, readProbe } from './probe.js';
import { Regions } from './regions.js';
import { fittingScale, type Placement, type Point, stretchOf, type ViewDetail } from './view.js';
import styles from './viewport.styles.js';

/** Width in CSS pixels that text in a top corner may take before the badge is in its way. */
const CORNER = 270;

/**
 * One stack of slices, drawn by cornerstone-core. A generated slice always carries
 * its badge inside the canvas: no attribute and no style sheet of a host removes it.
 *
 * @summary One stack of slices with window, zoom, pan and values under the pointer.
 * @tag veritome-viewport
 *
 * @event {CustomEvent<ViewDetail>} veritome-view - The reader changed slice, window, zoom or pan.
 * @event {CustomEvent<RoiDetail>} veritome-roi - The reader drew, moved or removed a region of interest.
 * @event {CustomEvent<{error: Error}>} veritome-error - The renderer could not be loaded.
 *
 * @csspart stage - The focusable area with the picture.
 * @csspart overlay - Each corner with text over the picture.
 * @csspart slider - The slice slider at the right edge.
 * @csspart rois - The outlines of the regions of interest.
 *
 * @cssproperty --veritome-focus - Colour of the focus ring and the crosshair.
 */
export class VeritomeViewport extends VeritomeElement {
  static override styles = [VeritomeElement.styles, styles].flat();

  @query('.stage') private readonly stage!: HTMLElement;

  /** The slices; a hole in `frames` is one that is still being computed. Another series keeps the view: see `reset`. */
  @property({ attribute: false }) series: Series<Frame> | undefined;
  /** Slice shown, from 0. */
  @property({ type: Number }) index = 0;
  /** Window centre in modality units; the file's own when absent. */
  @property({ type: Number, attribute: 'window-center' }) windowCenter: number | undefined;
  /** Window width in modality units; the file's own when absent. */
  @property({ type: Number, attribute: 'window-width' }) windowWidth: number | undefined;
  /** What a left drag or one finger does: `window`, `pan`, `zoom`, `scroll`, or draw a region: `circle`, `rectangle`. */
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

  /** Regions of interest in image pixels, at most two: an object and what surrounds it. */
  @property({ attribute: false }) rois: readonly Roi[] = [];
  /** Areas to hatch: where the structure guard found structure in what was removed. */
  @property({ attribute: false }) guard: GuardMarks | undefined;
  /** Another viewport whose picture shines through, and its share of the greys, 0 to 1. */
  @property({ attribute: false }) mixed:
    | { readonly view: VeritomeViewport; readonly share: number }
    | undefined;
  /** In a blinded reading all pictures carry one same badge; see `stage/badge.ts`. No attribute says it. */
  @property({ attribute: false }) blinded: symbol | undefined;

  @state() private badgeEdge: number | undefined;
  @state() private crowded = false;

  readonly #picture = new Picture(this, {
    onRender: (badge) => this.#makeRoom(badge),
    onError: (error) => this.emit('veritome-error', { error }),
  });
  readonly #cine = new Cine(this, (count) => this.#change({ index: (this.index + 1) % count }));
  readonly #announcement = new Announcement(this);
  readonly #crosshair = new Crosshair(this);
  readonly #regions = new Regions(this);

  protected override firstUpdated(): void {
    new Gestures(this.stage, this.#commands, () => this.tool);
  }

  protected override willUpdate(): void {
    const last = Math.max(0, this.#count - 1);
    if (!(this.index >= 0)) this.index = 0;
    if (this.series && this.index > last) this.index = last;
    this.index = Math.round(this.index);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#draw();
    const { probe } = this;
    placeOverlays(this, {
      edge: this.clearance ?? this.badgeEdge,
      crosshair: probe && this.#picture.pointOf({ x: probe.x + 0.5, y: probe.y + 0.5 }),
    });
    placeOutlines(this.renderRoot, this.rois, (pixel) => this.#picture.pointOf(pixel));
    if (changed.has('index') || changed.has('windowCenter') || changed.has('windowWidth')) {
      this.#announcement.settle(() => sliceAndWindow(this.index, this.#count, this.#window, this.words));
    }
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

  /** The picture itself: places on it, and its canvas. @internal */
  get picture(): Picture {
    return this.#picture;
  }

  /** Starts or stops running through the slices. */
  toggleCine(): void {
    this.#cine.toggle(this.#count);
  }

  protected override render(): TemplateResult {
    const { words } = this;
    const count = this.#count;
    const frame = this.#frame;
    const sliding = count > 1 && !this.#plain;
    return html`
      <div
        class="stage"
        part="stage"
        role="application"
        tabindex="0"
        aria-roledescription=${words.viewer}
        aria-label=${this.blinded === BLINDED ? this.label : nameOf(this.series, frame, this.label, words)}
        aria-describedby="keys"
        @keydown=${this.#onKey}
      >
        <div class="surface ${frame ? '' : 'off'}"></div>
      </div>
      <span id="keys" class="visually-hidden">${words.keysHint}</span>
      ${frame ? this.#outlines(frame) : nothing}
      <div class=${sliding ? 'sliding' : ''}>
        ${this.#plain ? nothing : this.#overlays(frame)}
      </div>
      ${this.#crosshair.aiming && this.probe ? html`<div class="crosshair"></div>` : nothing}
      ${frame ? nothing : html`<div class="message">${count > 0 ? words.pending : words.empty}</div>`}
      ${sliding ? renderSlider(this.series!, this.index, words, (index) => this.#change({ index })) : nothing}
      <div class="focus"></div>
      <div class="visually-hidden" role="status" aria-live="polite">${this.#announcement.text}</div>
    `;
  }

  /** Without overlays: their words would tell what a blinded reading hides. */
  get #plain(): boolean {
    return this.bare || this.blinded === BLINDED;
  }

  get #frame(): Frame | undefined {
    return this.series?.frames[this.index] as Frame | undefined;
  }

  get #count(): number {
    return this.series?.frames.length ?? 0;
  }

  get #window(): Window {
    const { windowCenter: center, windowWidth: width } = this;
    if (center !== undefined && width !== undefined && width >= 1) return { center, width };
    const own = defaultWindow(this.series);
    return { center: center ?? own.center, width: width !== undefined && width >= 1 ? width : own.width };
  }

  get #placement(): Placement {
    return { scale: this.#scale, translation: this.translation, stretch: stretchOf(this.#frame) };
  }

  get #scale(): number {
    const frame = this.#frame;
    const sized = frame ?? this.series?.frames.find(Boolean);
    return this.scale ?? fittingScale(sized, stretchOf(frame), this.#picture.size);
  }

  #draw(): void {
    const frame = this.#frame;
    const { mixed } = this;
    if (!frame || this.#picture.size.width === 0) return;
    this.#picture.show({
      frame,
      window: this.#window,
      inverted: this.inverted,
      scale: this.#scale,
      translation: this.translation,
      colors: this.colors,
      badge: { placement: this.badgePlacement, between: this.visible },
      guard: this.guard,
      mix: mixed && { drawn: () => mixed.view.picture.drawn, share: mixed.share },
      blinded: this.blinded,
    });
  }

  /** Text at the top gives way to the badge: the letter always, a corner where it is reached. */
  #makeRoom(badge: BadgeBox | undefined): void {
    /** @internal */
    this.dispatchEvent(new Event('veritome-drawn'));
    const top = this.badgePlacement === 'bottom' ? undefined : badge;
    const badgeEdge = top && top.y + top.height + 6;
    const { width } = this.#picture.size;
    const crowded = top !== undefined && (top.x < CORNER || width - top.x - top.width < CORNER);
    if (this.badgeEdge === badgeEdge && this.crowded === crowded) return;
    this.badgeEdge = badgeEdge;
    this.crowded = crowded;
    /** @internal */
    this.dispatchEvent(new CustomEvent('veritome-badge', { detail: crowded ? badgeEdge : undefined }));
  }

  /** Behind a curtain two pictures lie under one outline: the figures of one would be read as the other's. */
  #outlines(frame: Frame): TemplateResult | typeof nothing {
    const { rois, words } = this;
    const held = this.#regions.aiming ? this.#regions.active : -1;
    return renderOutlines({ rois, held, words, frame: this.visible ? undefined : frame });
  }

  #overlays(frame: Frame | undefined): TemplateResult | typeof nothing {
    if (!this.series) return nothing;
    const { words, index, labels, label, series, described = series } = this;
    const { center, width } = this.#window;
    return html`
      ${renderCorners({ words, series, described, index, labels, label, probe: this.#reading, center, width, lowered: this.crowded || this.clearance !== undefined })}
      ${renderEdges(edgesOf(frame?.plane), {
        lowered: this.badgeEdge !== undefined,
        raised: this.colors === 'diverging' || (this.badgePlacement === 'bottom' && frame?.kind === 'marked'),
        halved: this.visible !== undefined,
      })}
      ${renderBar(frame?.plane, this.#scale, this.#picture.size.width)}
    `;
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

  readonly #commands = commandsOf(this, {
    picture: this.#picture,
    cine: this.#cine,
    crosshair: this.#crosshair,
    regions: this.#regions,
    say: (text) => this.#announcement.say(text),
    change: (patch) => this.#change(patch),
    now: () => ({
      frame: this.#frame,
      window: this.#window,
      placement: this.#placement,
      reading: this.#reading,
    }),
    words: () => this.words,
  });
}
