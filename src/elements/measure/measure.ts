import { html, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { VeritomeElement } from '../element.js';
import type { MeasureEvents } from '../events.js';
import type { Line } from '../stage/line.js';
import { resultNames } from '../stage/resultName.js';
import type { Roi, RoiShape } from '../stage/roi.js';
import type { Tool } from '../viewport/gestures.js';
import type { Words } from '../words/words.js';
import type { Column } from './column.js';
import figures from './figures.styles.js';
import styles from './measure.styles.js';
import { NpsPlot } from './npsPlot.js';
import { ProfilePlot } from './profilePlot.js';
import { renderRegions } from './regionFigures.js';

/** What `veritome-cursor` tells: the share of the line that is pointed at, 0 to 1; undefined for none. */
export interface CursorDetail {
  readonly share: number | undefined;
}

/**
 * Measurements of one slice on all sides of a comparison: figures and noise spectrum of regions of
 * interest, or the values along a line.
 *
 * @summary Regions, noise spectrum and line profile, acquired against generated.
 * @tag veritome-measure
 *
 * @event {CustomEvent<{tool: Tool}>} veritome-tool - The reader wants to draw a region of interest.
 * @event {CustomEvent<RoiDetail>} veritome-roi - The reader cleared the regions of interest.
 * @event {CustomEvent<CursorDetail>} veritome-cursor - The reader points at a place of the line.
 * @event {CustomEvent<{error: Error}>} veritome-error - A measurement failed.
 *
 * @csspart spectrum - The noise power spectrum.
 */
export class VeritomeMeasure extends VeritomeElement<MeasureEvents> {
  static override styles = [VeritomeElement.styles, figures, styles].flat();

  /** `regions` or `profile`. */
  @property() kind: 'regions' | 'profile' = 'regions';
  /** The stacks, slice by slice the same, the acquired one first. */
  @property({ attribute: false }) stacks: readonly Series<Frame>[] = [];
  /** Slice that is measured, from 0. */
  @property({ type: Number }) index = 0;
  /** Regions of interest in image pixels. */
  @property({ attribute: false }) rois: readonly Roi[] = [];
  /** The line in image pixels. */
  @property({ attribute: false }) line: Line | undefined;
  /** Place on the line that is read, 0 to 1. */
  @property({ attribute: false }) cursor: number | undefined;
  /** What a drag on the image does now. */
  @property() tool: Tool = 'window';

  readonly #nps = new NpsPlot(this);
  readonly #profile = new ProfilePlot(this, (share) => {
    this.cursor = share;
    this.emit<CursorDetail>('veritome-cursor', { share });
  });
  #columns: readonly Column[] = [];

  /** The slice on all sides. @internal */
  get columns(): readonly Column[] {
    return this.#columns;
  }

  /** The element's words, for its plot. @internal */
  get spoken(): Words {
    return this.words;
  }

  /** @internal */
  fail(error: unknown): void {
    this.emit('veritome-error', { error });
  }

  protected override willUpdate(_: PropertyValues<this>): void {
    const names = resultNames(this.stacks, this.words);
    this.#columns = this.stacks.map(({ frames }, i) => ({
      name: names[i],
      frame: frames[this.index] as Frame | undefined,
    }));
  }

  protected override render(): TemplateResult {
    const { words, rois, tool } = this;
    if (this.kind === 'profile') {
      return html`<section class="line" aria-label=${words.profile}>${this.#profile.render(words)}</section>`;
    }
    // No landmark: the denoiser's own regions, beside it, have the same name.
    return html`<div class="regions" role="group" aria-label=${words.regions}>
      <div class="table">
        ${renderRegions({
          words,
          rois,
          tool,
          columns: this.columns,
          difference: true,
          choose: (shape) => this.#choose(shape),
          clear: () => {
            this.rois = [];
            this.emit('veritome-roi', { rois: [] });
          },
        })}
      </div>
      ${this.#nps.render(words)}
    </div>`;
  }

  #choose(tool: RoiShape): void {
    this.tool = tool;
    this.emit('veritome-tool', { tool });
  }
}
