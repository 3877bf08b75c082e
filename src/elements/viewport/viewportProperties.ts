import { property } from 'lit/decorators.js';
import type { VoiFunction } from '../../image/presentation.js';
import type { Series, StudyLabels } from '../../image/series.js';
import type { Shown } from '../../provenance/shown.js';
import { VeritomeElement } from '../element.js';
import type { ViewportEvents } from '../events.js';
import type { GuardMarks } from '../stage/guardMarks.js';
import type { Measure } from '../stage/measure.js';
import type { Roi } from '../stage/roi.js';
import type { Tool } from './gestures.js';
import type { OverLine } from './lines.js';
import type { Point, Rotation } from './view.js';
import type { VeritomeViewport } from './viewport.js';

/** What a host sets on a viewport. */
export abstract class ViewportProperties extends VeritomeElement<ViewportEvents> {
  /** Slices or pictures; a hole in `frames` is one that is still being computed. Another series keeps the view: see `reset`. */
  @property({ attribute: false }) series: Series<Shown> | undefined;
  /** Slice shown, from 0. */
  @property({ type: Number }) index = 0;
  /** Window centre in modality units; the file's own when absent. */
  @property({ type: Number, attribute: 'window-center' }) windowCenter: number | undefined;
  /** Window width in modality units; the file's own when absent. */
  @property({ type: Number, attribute: 'window-width' }) windowWidth: number | undefined;
  /** `LINEAR`, `LINEAR_EXACT` or `SIGMOID` (PS3.3 C.11.2); the file's own when absent. */
  @property({ attribute: 'voi-function' }) voiFunction: VoiFunction | undefined;
  /** Index in the file's VOI LUT Sequence of the table to use in place of a window. */
  @property({ type: Number, attribute: 'voi-lut' }) voiLut: number | undefined;
  /**
   * What a left drag or one finger does: `window`, `pan`, `zoom`, `scroll`, draw one of two regions
   * (`circle`, `rectangle`), or measure on the slice (`length`, `angle`, `ellipse`, `box`).
   */
  @property() tool: Tool = 'window';
  /** Name of this view for assistive technology, and in the top right corner. */
  @property() label = '';
  /** Where the badge of generated slices stands: `top` or `bottom`. Nothing removes it. */
  @property({ attribute: 'badge-placement' }) badgePlacement: 'top' | 'bottom' = 'top';
  /** Zoom in CSS pixels per image column; fits the stage when absent. */
  @property({ attribute: false }) scale: number | undefined;
  /** Shift of the image in image pixels, along the stage's own axes. */
  @property({ attribute: false }) translation: Point = { x: 0, y: 0 };
  /** Degrees clockwise: 0, 90, 180 or 270. */
  @property({ type: Number }) rotation: Rotation = 0;
  /** Left and right of the image changed over, before the rotation. */
  @property({ type: Boolean }) flipped = false;
  /** Greys the other way round. */
  @property({ type: Boolean }) inverted = false;
  /** Patient and study for the corners; shown, never stored. */
  @property({ attribute: false }) labels: StudyLabels | undefined;
  /** Without the overlays and the slice slider; the badge stays. */
  @property({ type: Boolean, reflect: true }) bare = false;
  /** Without the texts in the corners; letters, scale and badge stay. */
  @property({ type: Boolean, attribute: 'without-text' }) withoutText = false;
  /** Without the overlay planes of the file. */
  @property({ type: Boolean, attribute: 'without-planes' }) withoutPlanes = false;
  /** Visible part of the width, 0 to 1 each, where something covers the rest: the badge moves there. */
  @property({ attribute: false }) visible: readonly [number, number] | undefined;
  /** Height in CSS pixels to leave free above the corner texts, for something that covers the top. */
  @property({ attribute: false }) clearance: number | undefined;
  /** The series whose number and description the corner names; `series` when absent. */
  @property({ attribute: false }) described: Series<Shown> | undefined;
  /** Image pixel whose value is read; follows the pointer or the crosshair. */
  @property({ attribute: false }) probe: Point | undefined;
  /** The other series of a comparison: its value is read at the same pixel. */
  @property({ attribute: false }) against: Series<Shown> | undefined;
  /** Colours of the values: `grey`, or `diverging` around zero. Set once, before the first series. */
  @property() colors: 'grey' | 'diverging' = 'grey';
  /** Regions of interest in image pixels, on every slice, at most two: an object and what surrounds it. */
  @property({ attribute: false }) rois: readonly Roi[] = [];
  /** Lengths, angles and regions, each on one slice. Another series has its own; they are kept while the element lives. */
  @property({ attribute: false }) measures: readonly Measure[] = [];
  /** Areas to hatch: where the structure guard found structure in what was removed. */
  @property({ attribute: false }) guard: GuardMarks | undefined;
  /** Another viewport whose picture shines through, and its share of the greys, 0 to 1. */
  @property({ attribute: false }) mixed:
    | { readonly view: VeritomeViewport; readonly share: number }
    | undefined;
  /** In a blinded reading all pictures carry one same badge; see `stage/badge.ts`. No attribute says it. */
  @property({ attribute: false }) blinded: symbol | undefined;
  /** Where the planes of other pictures cut this one. */
  @property({ attribute: false }) lines: readonly OverLine[] = [];
}
