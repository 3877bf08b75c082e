/**
 * The classes of the elements, without a side effect: for pages that choose the tags.
 *
 * ```ts
 * import { defineElements } from 'veritome/elements';
 *
 * const tags = defineElements({ prefix: 'acme' });
 * document.body.append(document.createElement(tags.workbench)); // <acme-workbench>
 * ```
 *
 * @module
 */
import { VeritomeCompare } from './elements/compare/compare.js';
import { VeritomeDenoiser } from './elements/denoiser/denoiser.js';
import { VeritomeGenerator } from './elements/generator/generator.js';
import { VeritomeHeader } from './elements/header/header.js';
import { VeritomeInspector } from './elements/inspector/inspector.js';
import { VeritomeInterpolator } from './elements/interpolator/interpolator.js';
import { VeritomeMeasure } from './elements/measure/measure.js';
import { VeritomeReading } from './elements/reading/reading.js';
import { VeritomeStudy } from './elements/study/study.js';
import { type ElementName, registerElement } from './elements/tags.js';
import { VeritomeTrainer } from './elements/trainer/trainer.js';
import { VeritomeViewport } from './elements/viewport/viewport.js';
import { VeritomeWorkbench } from './elements/workbench/workbench.js';

export type { CompareDetail, LineDetail } from './elements/compare/compare.js';
export type { FrameDetail, JumpDetail, ResultDetail } from './elements/denoiser/denoiser.js';
export type { ElementEvents, VeritomeEventMap } from './elements/events.js';
export type { OpenDetail, SliceDetail, SynthesisDetail } from './elements/generator/generator.js';
export type { BetweenDetail } from './elements/interpolator/interpolator.js';
export type { Device, Jobs } from './elements/jobs.js';
export type { CursorDetail } from './elements/measure/measure.js';
export type { ReadingDetail } from './elements/reading/reading.js';
export type { LoadingDetail } from './elements/study/growth.js';
export type { ElementName, TagTaken } from './elements/tags.js';
export type { TrainedDetail } from './elements/trainer/trainer.js';
export type { Tool } from './elements/viewport/gestures.js';
export type { MeasureDetail } from './elements/viewport/measuring.js';
export type { RoiDetail } from './elements/viewport/regions.js';
export type { ViewDetail } from './elements/viewport/view.js';
export {
  VeritomeCompare,
  VeritomeDenoiser,
  VeritomeGenerator,
  VeritomeHeader,
  VeritomeInspector,
  VeritomeInterpolator,
  VeritomeMeasure,
  VeritomeReading,
  VeritomeStudy,
  VeritomeTrainer,
  VeritomeViewport,
  VeritomeWorkbench,
};

/** Elements before those that make them. */
const CLASSES: Readonly<Record<ElementName, CustomElementConstructor>> = {
  header: VeritomeHeader,
  viewport: VeritomeViewport,
  measure: VeritomeMeasure,
  compare: VeritomeCompare,
  reading: VeritomeReading,
  study: VeritomeStudy,
  denoiser: VeritomeDenoiser,
  interpolator: VeritomeInterpolator,
  generator: VeritomeGenerator,
  trainer: VeritomeTrainer,
  inspector: VeritomeInspector,
  workbench: VeritomeWorkbench,
};

/**
 * Registers every element under a prefix of the page's choice; again and under further ones
 * as often as it likes.
 *
 * @param prefix lower-case letters, digits and single hyphens.
 * @returns the tag of each element: `acme-viewport`, or `acme-viewport-2` where that was taken.
 * @throws ArgumentError where the prefix makes no tag.
 */
export function defineElements({
  prefix,
}: {
  readonly prefix?: string | undefined;
} = {}): Readonly<Record<ElementName, string>> {
  const tags = Object.entries(CLASSES).map(([name, element]) => [
    name,
    registerElement(name as ElementName, element, prefix),
  ]);
  return Object.fromEntries(tags);
}
