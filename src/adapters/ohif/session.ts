/**
 * What one OHIF app works on: the series of the active viewport, the results that came of
 * it, and where they go. Panel, toolbar and commands all act through it.
 *
 * @module
 */
import { faultOf } from '../../elements/fault.js';
import { type Jobs, jobs } from '../../elements/jobs.js';
import { type Words, wordsFor } from '../../elements/words/words.js';
import { ArgumentError } from '../../errors.js';
import type { Series } from '../../image/series.js';
import type { JobOptions } from '../../job.js';
import type { Source } from '../../loaders/source.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { labelOfInstance } from './declared.js';
import {
  type Configuration,
  configurationOf,
  type DisplaySet,
  type ExtensionParams,
  imagesOf,
  librariesOf,
  type NaturalInstance,
  type Viewport,
} from './host.js';
import { languageOf } from './language.js';
import { Readings } from './readings.js';
import { type Result, Results } from './results.js';
import { Sources } from './source.js';

/** What the active viewport shows. */
export interface Subject {
  readonly displaySet: DisplaySet;
  /** Number of its images. */
  readonly slices: number;
  /** False for what is no stack of pictures. */
  readonly supported: boolean;
  /** True where its images say that a network wrote them. */
  readonly generated: boolean;
}

/** Acquired and generated, slice for slice. */
export interface Pair {
  readonly before: Series<Frame>;
  readonly after: Series<Frame>;
}

export class Session {
  readonly params: ExtensionParams;
  readonly sources: Sources;
  readonly jobs: Jobs;
  readonly readings: Readings;
  readonly results: Results;
  readonly #listeners = new Set<() => void>();
  #shown: { readonly viewportId: string; readonly sopInstanceUID: string } | undefined;

  constructor(params: ExtensionParams, given: Jobs = jobs) {
    const { servicesManager, extensionManager, appConfig } = params;
    this.params = params;
    this.jobs = given;
    this.sources = new Sources(extensionManager, servicesManager.services, appConfig);
    this.readings = new Readings(this, () => this.changed());
    this.results = new Results(this, () => this.changed());
  }

  get configuration(): Configuration {
    return configurationOf(this.params);
  }

  get services() {
    return this.params.servicesManager.services;
  }

  /** BCP 47, as the app speaks to the reader. */
  get language(): string {
    return languageOf();
  }

  get words(): Words {
    return wordsFor(this.language);
  }

  /** Hears that anything here is no longer as it was; gives the way to end that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** What the active viewport shows; undefined while that is nothing. */
  get subject(): Subject | undefined {
    const { viewportGridService, displaySetService } = this.services;
    const { activeViewportId, viewports } = viewportGridService.getState();
    const [uid] = viewports.get(activeViewportId ?? '')?.displaySetInstanceUIDs ?? [];
    const displaySet = uid === undefined ? undefined : displaySetService.getDisplaySetByUID(uid);
    if (!displaySet) return undefined;
    const images = imagesOf(displaySet);
    return {
      displaySet,
      slices: images.length,
      supported: displaySet.unsupported !== true && images.length > 0 && images[0].Rows !== undefined,
      generated: images.some((image) => labelOfInstance(image) !== undefined),
    };
  }

  /** The result that the active viewport shows, if it is one of this session. */
  get result(): Result | undefined {
    const { subject } = this;
    return subject && this.results.of(subject.displaySet);
  }

  /** The series to work on: what a result was made from, else the series on show. Undefined until it is read. */
  get series(): Series<Frame> | undefined {
    const { subject, result } = this;
    return result?.source ?? (subject && this.readings.of(subject.displaySet));
  }

  /** Acquired and generated series of what is on show, as far as both are read. */
  get pair(): Pair | undefined {
    const { series, result, results } = this;
    if (!series) return undefined;
    const after = (result ?? results.latestOf(series))?.series;
    if (after) return alike({ before: series, after });
    const { sourceSet } = this;
    const before = sourceSet && this.readings.of(sourceSet);
    return before && alike({ before, after: series });
  }

  /** Of a generated series that was opened: the display set that it was made from, where the study has it. */
  get sourceSet(): DisplaySet | undefined {
    const { subject } = this;
    if (!subject) return undefined;
    const uids = new Set(imagesOf(subject.displaySet).flatMap(sourceUIDsOf));
    const sets = this.services.displaySetService.getActiveDisplaySets();
    return sets.find(
      (one) =>
        one !== subject.displaySet && imagesOf(one).some(({ SOPInstanceUID }) => uids.has(SOPInstanceUID)),
    );
  }

  /** Index of the slice on show, inside `series`. */
  indexIn(series: Series<Frame>): number {
    const uid = this.#shown?.sopInstanceUID;
    const at = series.frames.findIndex(
      (frame) =>
        frame.instance.sopInstanceUID === uid ||
        (frame.kind === 'marked' &&
          frame.origin.sources.some(({ sopInstanceUID }) => sopInstanceUID === uid)),
    );
    if (at >= 0) return at;
    // The slice of a result stands where its source does.
    const made =
      this.result?.series.frames.findIndex(({ instance }) => instance.sopInstanceUID === uid) ?? -1;
    return made >= 0 && made < series.frames.length ? made : 0;
  }

  /** Reads the series of the active viewport, if that was not done. */
  async read(options: JobOptions = {}): Promise<Series<Frame>> {
    const { subject, result } = this;
    if (result) return result.source;
    if (!subject?.supported) {
      throw new ArgumentError(subject ? this.words.ohifUnsupported : this.words.ohifNothing, {
        attribute: 'displaySet',
        remedy: this.words.ohifNothing,
      });
    }
    return this.readings.read(subject.displaySet, options);
  }

  /** A viewport drew an image: the panel follows the active one. */
  readonly onShown = (viewport: Viewport, imageId: string | undefined): void => {
    const { activeViewportId } = this.services.viewportGridService.getState();
    if (viewport.id !== activeViewportId || !imageId) return;
    const instance = librariesOf(this.params.extensionManager)?.cornerstone.metaData.get('instance', imageId);
    const sopInstanceUID = (instance as NaturalInstance | undefined)?.SOPInstanceUID;
    if (!sopInstanceUID || sopInstanceUID === this.#shown?.sopInstanceUID) return;
    this.#shown = { viewportId: viewport.id, sopInstanceUID };
    this.changed();
  };

  /** Shows a slice of `series` in the active viewport. */
  jump(index: number): void {
    const { subject, series, result } = this;
    if (!subject || !series) return;
    const uid = (result?.series ?? series).frames[index]?.instance.sopInstanceUID;
    const imageIndex = imagesOf(subject.displaySet).findIndex(({ SOPInstanceUID }) => SOPInstanceUID === uid);
    const { activeViewportId } = this.services.viewportGridService.getState();
    const viewport = this.services.cornerstoneViewportService?.getCornerstoneViewport(activeViewportId ?? '');
    if (imageIndex >= 0) viewport?.setImageIdIndex?.(imageIndex);
  }

  /** The files behind what the active viewport shows: those of the archive, or those that would be stored. */
  async filesOnShow(): Promise<Source> {
    const { subject, result } = this;
    if (!subject) {
      throw new ArgumentError(this.words.ohifNothing, {
        attribute: 'displaySet',
        remedy: this.words.ohifNothing,
      });
    }
    if (!result || result.state === 'stored') {
      const cornerstone = librariesOf(this.params.extensionManager)?.cornerstone;
      return this.sources.sourceOf(subject.displaySet, cornerstone);
    }
    return new File([await this.results.save(result)], 'veritome-series.zip', { type: 'application/zip' });
  }

  /** Tells the reader of a fault the way the app does; a cancelled job tells nothing. */
  fail(error: unknown): void {
    const fault = faultOf(error, this.words);
    if (!fault) return;
    this.services.uiNotificationService?.show({
      title: this.words.ohifFailed,
      message: `${fault.what} ${fault.remedy}`,
      type: 'error',
      duration: 10_000,
    });
  }

  tell(message: string, type: 'info' | 'success' = 'success'): void {
    this.services.uiNotificationService?.show({ title: this.words.ohifPanel, message, type, duration: 5000 });
  }
}

/** Source Image Sequence (0008,2112), as the app's dictionary gives sequences. */
function sourceUIDsOf({ SourceImageSequence: sources }: NaturalInstance): unknown[] {
  const items = (Array.isArray(sources) ? sources : [sources]) as (
    | { ReferencedSOPInstanceUID?: unknown }
    | undefined
  )[];
  return items.flatMap((item) => item?.ReferencedSOPInstanceUID ?? []);
}

/** Only stacks that lie on each other slice for slice can be compared. */
function alike(pair: Pair): Pair | undefined {
  return pair.before.frames.length === pair.after.frames.length ? pair : undefined;
}
