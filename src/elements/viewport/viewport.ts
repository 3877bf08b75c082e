import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { isMarked, type Shown } from '../../provenance/shown.js';
import { VeritomeElement } from '../element.js';
import { type BadgeBox, BLINDED } from '../stage/badge.js';
import { edgesOf, turnedEdges } from '../stage/orientation.js';
import { isFine } from '../stage/samples.js';
import { Announcement, nameOf, sliceAndWindow } from './announcement.js';
import { Cine } from './cine.js';
import { commandsOf } from './commands.js';
import { Crosshair } from './crosshair.js';
import { Facts } from './facts.js';
import { Gestures, type Tool } from './gestures.js';
import { Header } from './header.js';
import { actOnKey } from './keys.js';
import { Lines } from './lines.js';
import { detailOf, Looking, viewOf } from './looking.js';
import marksStyles from './marks.styles.js';
import { type Mark, marksOf, placeMarks, renderMarks } from './measureMarks.js';
import { Measuring } from './measuring.js';
import { placeOutlines, renderOutlines } from './outlines.js';
import { placeOverlays, renderBar, renderCorners, renderEdges, renderSlider } from './overlays.js';
import { Picture } from './picture.js';
import { type Probe, readProbe } from './probe.js';
import { Regions } from './regions.js';
import { flippedOver, type Point, quarter, rotated, UNTOUCHED, type ViewDetail } from './view.js';
import styles from './viewport.styles.js';
import { ViewportProperties } from './viewportProperties.js';

/** Width in CSS pixels that text in a top corner may take before the badge is in its way. */
const CORNER = 270;

/**
 * One stack of slices or pictures, drawn by cornerstone-core. A generated slice always carries
 * its badge inside the canvas: no attribute and no style sheet of a host removes it.
 *
 * @summary One stack of slices with window, zoom, pan and values under the pointer.
 * @tag veritome-viewport
 *
 * @event {CustomEvent<ViewDetail>} veritome-view - The reader changed slice, window, zoom, pan or turn.
 * @event {CustomEvent<MeasureDetail>} veritome-measure - The reader drew, moved or removed a measure.
 * @event {CustomEvent<{tool: Tool}>} veritome-tool - The reader took another tool by its key.
 * @event {CustomEvent<RoiDetail>} veritome-roi - The reader drew, moved or removed a region of interest.
 * @event {CustomEvent<{error: Error}>} veritome-error - The renderer could not be loaded.
 *
 * @csspart stage - The focusable area with the picture.
 * @csspart overlay - Each corner with text over the picture.
 * @csspart slider - The slice slider at the right edge.
 * @csspart rois - The outlines of the regions of interest.
 * @csspart measures - Lengths, angles and regions of the slice, with their figures.
 * @csspart header - The dialog with the attributes of the file.
 */
export class VeritomeViewport extends ViewportProperties {
  static override styles = [VeritomeElement.styles, styles, marksStyles].flat();

  @query('.stage') private readonly stage!: HTMLElement;

  @state() private badgeEdge: number | undefined;
  @state() private crowded = false;

  readonly #picture = new Picture(this, {
    onRender: (badge) => this.#makeRoom(badge),
    onError: (error) => this.emit('veritome-error', { error }),
  });
  readonly #looking = new Looking(this, () => this.#picture.size);
  readonly #cine = new Cine(this, (count) => this.#change({ index: (this.index + 1) % count }));
  readonly #facts = new Facts(this);
  readonly #header = new Header(this);
  readonly #announcement = new Announcement(this);
  readonly #crosshair = new Crosshair(this);
  readonly #regions = new Regions(this);
  readonly #measuring = new Measuring(this, (pixel) => this.#picture.pointOf(pixel));
  #marks: readonly Mark[] = [];
  readonly #lines = new Lines(this, (pixel) => this.#picture.pointOf(pixel));

  protected override firstUpdated(): void {
    new Gestures(this.stage, this.#commands, () => this.tool);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('series') && this.#measuring.exchange(changed.get('series'), changed.has('measures'))) {
      this.#cine.forget();
    }
    this.rotation = quarter(this.rotation);
    // A host that sets a window means it: a table chosen earlier gives way.
    if (changed.has('windowCenter') && !changed.has('voiLut')) this.voiLut = undefined;
    const last = Math.max(0, this.#looking.count - 1);
    if (!(this.index >= 0)) this.index = 0;
    if (this.series && this.index > last) this.index = last;
    this.index = Math.round(this.index);
    this.#measuring.stayOn(this.#looking.frame);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#draw();
    const { probe } = this;
    placeOverlays(this, {
      edge: this.clearance ?? this.badgeEdge,
      crosshair: probe && this.#picture.pointOf({ x: probe.x + 0.5, y: probe.y + 0.5 }),
    });
    const pointOf = (pixel: Point) => this.#picture.pointOf(pixel);
    placeOutlines(this.renderRoot, this.rois, pointOf, this.#picture.size.width);
    placeMarks(this.renderRoot, this.#marks, pointOf, this.#picture.size.width);
    this.#lines.place();
    if (changed.has('index') || changed.has('windowCenter') || changed.has('windowWidth')) {
      this.#announcement.settle(() =>
        sliceAndWindow(this.index, this.#looking.count, this.#looking.said, this.words),
      );
    }
  }

  /** Puts the keyboard on the picture. */
  override focus(options?: FocusOptions): void {
    this.updateComplete.then(() => this.stage.focus(options));
  }

  /** Fits the slice to the stage, in its own window. */
  reset(): void {
    this.#change(UNTOUCHED);
  }

  /** Turns the image by a quarter: 90 is clockwise. */
  rotate(by: 90 | -90): void {
    this.#change(rotated(this, by));
  }

  /** Flips the image as it lies on the stage. */
  flip(axis: 'horizontal' | 'vertical'): void {
    this.#change(flippedOver(this, axis));
  }

  /** Takes another tool into the hand and tells the host. */
  takeTool(tool: Tool): void {
    this.tool = tool;
    this.emit<{ tool: Tool }>('veritome-tool', { tool });
  }

  /** Image pixel under a point of the client area; undefined before a picture is drawn. */
  pixelAt(at: Point): Point | undefined {
    return this.#picture.pixelAt(at);
  }

  /** The picture itself: places on it, and its canvas. @internal */
  get picture(): Picture {
    return this.#picture;
  }

  /** Starts or stops running through the slices, as fast as the file asks. */
  toggleCine(): void {
    const frame = this.#looking.frame;
    if (!this.#cine.toggle(this.#looking.count) || !frame) return;
    // Without the reader, the film runs at the usual rate.
    this.#facts.frameRateOf(frame).then(
      (rate) => this.#cine.suggest(rate),
      () => undefined,
    );
  }

  /** Shows the attributes of the slice's file. */
  showHeader(): void {
    this.#header.show();
  }

  protected override render(): TemplateResult {
    const { words } = this;
    const count = this.#looking.count;
    const frame = this.#looking.frame;
    // Figures of a generated image say so: a blinded reading has none.
    this.#marks =
      frame && this.blinded !== BLINDED ? marksOf(this.#measuring, this.#facts, frame, words) : [];
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
      ${frame ? this.#outlines(frame) : nothing} ${renderMarks(this.#marks)}
      <div class=${sliding ? 'sliding' : ''}>
        ${this.#plain ? nothing : this.#overlays(frame)}
      </div>
      ${this.#crosshair.aiming && this.probe ? html`<div class="crosshair"></div>` : nothing}
      ${frame ? nothing : html`<div class="message">${count > 0 ? words.pending : words.empty}</div>`}
      ${sliding ? this.#slider() : nothing}
      <div class="focus"></div>
      <div class="visually-hidden" role="status" aria-live="polite">${this.#announcement.text}</div>
      ${this.#header.render(frame, words)}
    `;
  }

  /** Without overlays: their words would tell what a blinded reading hides. */
  get #plain(): boolean {
    return this.bare || this.blinded === BLINDED;
  }

  #draw(): void {
    const frame = this.#looking.frame;
    if (frame && this.#picture.size.width > 0) this.#picture.show(viewOf(this, this.#looking, frame));
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
  #outlines(frame: Shown): TemplateResult | typeof nothing {
    const { rois, words } = this;
    const held = this.#regions.aiming ? this.#regions.active : -1;
    return renderOutlines({ rois, held, words, frame: this.visible ? undefined : frame });
  }

  #overlays(frame: Shown | undefined): TemplateResult | typeof nothing {
    if (!this.series) return nothing;
    const { words, index, labels, label, series, described = series, flipped, rotation } = this;
    const window = this.#looking.said;
    const lowered = this.crowded || this.clearance !== undefined;
    const probe = this.#reading;
    const edges = edgesOf(frame?.plane);
    return html`
      ${this.withoutText ? nothing : renderCorners({ words, series, described, index, labels, label, probe, window, fine: isFine(frame), lowered })}
      ${renderEdges(edges && turnedEdges(edges, flipped, rotation), {
        lowered: this.badgeEdge !== undefined,
        raised:
          this.colors === 'diverging' ||
          (this.badgePlacement === 'bottom' && frame && isMarked(frame)) === true,
        halved: this.visible !== undefined,
      })}
      ${renderBar(frame?.plane, this.#looking.scale, this.#picture.size.width)}
    `;
  }

  #slider(): TemplateResult {
    const lowered = this.crowded || this.clearance !== undefined;
    return renderSlider(this.series!, this.index, this.words, lowered, (index) => this.#change({ index }));
  }

  /** A change by the reader: sets the properties and tells the host. */
  #change(patch: Partial<ViewDetail>): void {
    Object.assign(this, patch);
    this.emit<ViewDetail>('veritome-view', detailOf(this, this.#looking));
  }

  #onKey(event: KeyboardEvent): void {
    if (!actOnKey(event, this.#commands)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** What is read at the probed pixel; undefined outside the image. */
  get #reading(): Probe | undefined {
    const frame = this.#looking.frame;
    const other = this.against?.frames[this.index] as Shown | undefined;
    return frame && this.probe && readProbe(frame, other, this.probe);
  }

  readonly #commands = commandsOf(this, {
    picture: this.#picture,
    cine: this.#cine,
    crosshair: this.#crosshair,
    regions: this.#regions,
    measuring: this.#measuring,
    facts: this.#facts,
    say: (text) => this.#announcement.say(text),
    change: (patch) => this.#change(patch),
    looking: this.#looking,
    reading: () => this.#reading,
    words: () => this.words,
  });
}
