import { property } from 'lit/decorators.js';
import type { Series, StudyLabels } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { VeritomeElement } from '../element.js';
import type { CompareEvents } from '../events.js';
import { type Jobs, jobs } from '../jobs.js';
import type { Line } from '../stage/line.js';
import type { Roi } from '../stage/roi.js';
import type { Tool } from '../viewport/gestures.js';
import type { Point } from '../viewport/view.js';
import type { Further } from './further.js';
import type { Comparison, Measure, Overlay } from './modes.js';

/** What a host sets on a comparison. */
export abstract class CompareProperties extends VeritomeElement<CompareEvents> {
  /** The acquired stack; also by the name `before`. */
  @property({ attribute: false }) acquired: Series<Frame> | undefined;
  /** The generated stack, slice by slice the same, also by the name `after`; holes are still being computed. */
  @property({ attribute: false }) generated: Series<Frame> | undefined;
  /** More results of the same source: side by side they hang beside the pair, up to four pictures in all. */
  @property({ attribute: false }) results: readonly Series<Frame>[] = [];
  /** `curtain`, `side-by-side`, `flicker`, `blend` or `difference`. */
  @property() mode: Comparison = 'curtain';
  /** Place of the curtain, 0 to 1 from the left: acquired before it, generated behind. */
  @property({ type: Number }) position = 0.5;
  /** Share of the generated image in a blend, 0 to 1. */
  @property({ type: Number }) blend = 0.5;
  /** What is measured below the pictures: `none`, `regions` or `profile`. */
  @property() measure: Measure = 'none';
  /** The line of the profile in image pixels; one through the middle when absent. */
  @property({ attribute: false }) line: Line | undefined;
  /** Place on the line that is read, 0 to 1. */
  @property({ attribute: false }) cursor: number | undefined;
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
  /** Whatever else a view tells of itself, by the names of the viewport's properties: linked as it is. */
  @property({ attribute: false }) further: Further = {};
  /** Patient and study for the corners. */
  @property({ attribute: false }) labels: StudyLabels | undefined;
  /** What lies over the generated image: `none`, or `guard`, where more was removed than noise. */
  @property() overlay: Overlay = 'none';
  /** Regions of interest in image pixels, the same on both sides. */
  @property({ attribute: false }) rois: readonly Roi[] = [];
  /** The jobs that compute the overlay; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  // `before` and `after` are the element's public names, but TypeScript knows them as DOM methods
  // of every element and allows no property there: hence aliases, set up at run time.
  static {
    alias(CompareProperties.prototype, 'before', 'acquired');
    alias(CompareProperties.prototype, 'after', 'generated');
  }
}

function alias(
  prototype: CompareProperties,
  name: 'before' | 'after',
  target: 'acquired' | 'generated',
): void {
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: CompareProperties) {
      return this[target];
    },
    set(this: CompareProperties, series: Series<Frame> | undefined) {
      this[target] = series;
    },
  });
}
