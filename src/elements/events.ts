/**
 * What each element tells, by the name of the event, so that `addEventListener` knows the
 * detail. All of them bubble and leave shadow roots: a workbench tells what those in it tell.
 *
 * ```ts
 * denoiser.addEventListener('veritome-result', ({ detail }) => keep(detail.series));
 * ```
 *
 * @module
 */
import type { Series, Study } from '../image/series.js';
import type { Progress } from '../job.js';
import type { Stored } from '../loaders/dicomweb/store.js';
import type { TrainingDevice } from '../pipeline/train/training.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { Shown } from '../provenance/shown.js';
import type { Verdict } from '../provenance/verdict.js';
import type { Advice } from '../training/coach/advice.js';
import type { StepReading } from '../training/readings.js';
import type { CompareDetail, LineDetail } from './compare/compare.js';
import type { FrameDetail, JumpDetail, ResultDetail } from './denoiser/denoiser.js';
import type { OpenDetail, SliceDetail, SynthesisDetail } from './generator/generator.js';
import type { BetweenDetail } from './interpolator/interpolator.js';
import type { Device } from './jobs.js';
import type { CursorDetail } from './measure/measure.js';
import type { ReadingDetail } from './reading/reading.js';
import type { LoadingDetail } from './study/growth.js';
import type { TrainedDetail } from './trainer/trainer.js';
import type { Tool } from './viewport/gestures.js';
import type { MeasureDetail } from './viewport/measuring.js';
import type { RoiDetail } from './viewport/regions.js';
import type { ViewDetail } from './viewport/view.js';

interface ErrorDetail {
  readonly error: Error;
}
interface SeriesDetail {
  readonly series: Series<Shown>;
}
interface ToolDetail {
  readonly tool: Tool;
}
interface VerdictDetail {
  readonly file: string;
  readonly verdict: Verdict;
}

interface ErrorEvents {
  'veritome-error': CustomEvent<ErrorDetail>;
}
interface JobEvents extends ErrorEvents {
  'veritome-progress': CustomEvent<Progress>;
  'veritome-end': CustomEvent<object>;
}

export interface ViewportEvents extends ErrorEvents {
  'veritome-view': CustomEvent<ViewDetail>;
  'veritome-measure': CustomEvent<MeasureDetail>;
  'veritome-tool': CustomEvent<ToolDetail>;
  'veritome-roi': CustomEvent<RoiDetail>;
}

export interface CompareEvents extends ErrorEvents {
  'veritome-compare': CustomEvent<CompareDetail>;
  'veritome-view': CustomEvent<ViewDetail>;
  'veritome-roi': CustomEvent<RoiDetail>;
  'veritome-line': CustomEvent<LineDetail>;
  'veritome-tool': CustomEvent<ToolDetail>;
}

export interface MeasureEvents extends ErrorEvents {
  'veritome-tool': CustomEvent<ToolDetail>;
  'veritome-roi': CustomEvent<RoiDetail>;
  'veritome-cursor': CustomEvent<CursorDetail>;
}

export interface ReadingEvents extends ErrorEvents {
  'veritome-reading': CustomEvent<ReadingDetail>;
}

export interface StudyEvents extends ErrorEvents {
  'veritome-loading': CustomEvent<LoadingDetail>;
  'veritome-study': CustomEvent<Study<Frame>>;
  'veritome-select': CustomEvent<SeriesDetail>;
  'veritome-drag': CustomEvent<SeriesDetail>;
  'veritome-progress': CustomEvent<Progress>;
  'veritome-stored': CustomEvent<Stored>;
}

export interface DenoiserEvents extends JobEvents {
  'veritome-frame': CustomEvent<FrameDetail>;
  'veritome-device': CustomEvent<Device>;
  'veritome-result': CustomEvent<ResultDetail>;
  'veritome-jump': CustomEvent<JumpDetail>;
  'veritome-tool': CustomEvent<ToolDetail>;
  'veritome-roi': CustomEvent<RoiDetail>;
}

export interface InterpolatorEvents extends JobEvents {
  'veritome-device': CustomEvent<Device>;
  'veritome-result': CustomEvent<BetweenDetail>;
}

export interface GeneratorEvents extends JobEvents {
  'veritome-device': CustomEvent<Device>;
  'veritome-slice': CustomEvent<SliceDetail>;
  'veritome-result': CustomEvent<SynthesisDetail>;
  'veritome-open': CustomEvent<OpenDetail>;
}

export interface TrainerEvents extends JobEvents {
  'veritome-step': CustomEvent<StepReading>;
  'veritome-advice': CustomEvent<Advice>;
  'veritome-device': CustomEvent<TrainingDevice>;
  'veritome-result': CustomEvent<TrainedDetail>;
}

export interface InspectorEvents extends ErrorEvents {
  'veritome-verdict': CustomEvent<VerdictDetail>;
  'veritome-progress': CustomEvent<Progress>;
}

/** By tag. The header tells nothing; a workbench tells what those in it tell. */
export interface ElementEvents {
  'veritome-viewport': ViewportEvents;
  'veritome-compare': CompareEvents;
  'veritome-measure': MeasureEvents;
  'veritome-reading': ReadingEvents;
  'veritome-study': StudyEvents;
  'veritome-denoiser': DenoiserEvents;
  'veritome-interpolator': InterpolatorEvents;
  'veritome-generator': GeneratorEvents;
  'veritome-trainer': TrainerEvents;
  'veritome-inspector': InspectorEvents;
  'veritome-header': object;
  'veritome-workbench': VeritomeEventMap;
}

type Result = ResultDetail | BetweenDetail | SynthesisDetail | TrainedDetail;

/** Of whichever element: where several tell the same name, the detail is one of theirs. */
export interface VeritomeEventMap
  extends Omit<ViewportEvents, keyof ErrorEvents>,
    Omit<CompareEvents, keyof ViewportEvents>,
    Omit<MeasureEvents, keyof ViewportEvents>,
    Omit<ReadingEvents, keyof ErrorEvents>,
    Omit<StudyEvents, keyof JobEvents>,
    Omit<DenoiserEvents, keyof ViewportEvents | 'veritome-device' | 'veritome-result'>,
    Omit<GeneratorEvents, keyof DenoiserEvents>,
    Omit<TrainerEvents, keyof DenoiserEvents>,
    Omit<InspectorEvents, keyof JobEvents>,
    ErrorEvents {
  'veritome-device': CustomEvent<Device | TrainingDevice>;
  'veritome-result': CustomEvent<Result>;
}

declare global {
  // Of `document`, `window` and every element: they bubble.
  interface GlobalEventHandlersEventMap extends VeritomeEventMap {}
}
