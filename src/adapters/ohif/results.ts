/**
 * What was made in this session: each result is a series of the same study in OHIF's own
 * list, shown by the app's own viewports, stored in the app's own archive.
 *
 * @module
 */
import { paintThumbnail, THUMBNAIL_MARK } from '../../elements/stage/thumbnail.js';
import { ServiceError } from '../../errors.js';
import type { Series } from '../../image/series.js';
import type { JobOptions, Progress } from '../../job.js';
import type { Stored } from '../../loaders/dicomweb/store.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { type DisplaySet, imagesOf, type NaturalInstance } from './host.js';
import type { ImageShelf } from './images.js';
import { instancesOf, metadataOf } from './instances.js';
import type { Session } from './session.js';

/** What makes display sets of stacks in OHIF. */
const STACKS = '@ohif/extension-default.sopClassHandlerModule.stack';

/** A series that was made here. */
export interface Result {
  readonly series: Series<Frame>;
  readonly source: Series<Frame>;
  readonly displaySet: DisplaySet;
  readonly state: 'new' | 'storing' | 'stored';
  /** While it is being stored. */
  readonly progress?: Progress;
}

/** A finished job, as the elements tell it. */
export interface Made {
  readonly series: Series<Frame>;
  readonly source: Series<Frame>;
  /** The earlier result that this one takes the place of. */
  readonly replaces?: Series<Frame>;
}

export class Results {
  readonly #session: Session;
  readonly #changed: () => void;
  readonly #all = new Map<Series<Frame>, Result>();
  readonly #instances = new Map<string, NaturalInstance>();
  #shelf: ImageShelf | undefined;

  constructor(session: Session, changed: () => void) {
    this.#session = session;
    this.#changed = changed;
  }

  /** Where the app's viewports find the slices; set when the app's libraries are there. */
  set shelf(shelf: ImageShelf | undefined) {
    this.#shelf = shelf;
  }

  /** Results of a study, the latest first. */
  listOf(studyInstanceUID: string): Result[] {
    return [...this.#all.values()]
      .filter(({ series }) => series.studyInstanceUID === studyInstanceUID)
      .reverse();
  }

  of({ SeriesInstanceUID }: DisplaySet): Result | undefined {
    return [...this.#all.values()].find(({ series }) => series.seriesInstanceUID === SeriesInstanceUID);
  }

  latestOf(source: Series<Frame>): Result | undefined {
    return [...this.#all.values()].reverse().find((result) => result.source === source);
  }

  /** Attributes of a slice of ours, for the app's metadata providers. */
  readonly metadata = (type: string, imageId: unknown): object | undefined => {
    const instance = typeof imageId === 'string' ? this.#instances.get(imageId) : undefined;
    return instance && metadataOf(type, instance);
  };

  /** Puts a finished job into the study list, and in the active viewport. */
  publish({ series, source, replaces }: Made): Result {
    const { services } = this.#session;
    const shelf = this.#shelf;
    if (!shelf) throw noLibraries();
    const earlier = replaces && this.#all.get(replaces);
    const imageIds = shelf.imageIdsOf(series);
    const from = services.displaySetService.getDisplaySetsForSeries(source.seriesInstanceUID);
    const instances = instancesOf(
      series,
      imageIds,
      from.flatMap((one) => [...imagesOf(one)]),
    );
    for (const [i, imageId] of imageIds.entries()) this.#instances.set(imageId, instances[i]);
    const displaySet = this.#list(series, instances);
    const result: Result = { series, source, displaySet, state: 'new' };
    this.#all.set(series, result);
    this.show(result.displaySet, earlier?.displaySet);
    // A stored result stays in the list: it is in the archive.
    if (earlier?.state === 'new') this.#drop(earlier);
    this.#changed();
    return result;
  }

  /** Shows a display set in the active viewport, and wherever the one that it replaces is. */
  show(displaySet: DisplaySet, instead?: DisplaySet): void {
    const { viewportGridService } = this.#session.services;
    const { activeViewportId, viewports } = viewportGridService.getState();
    const where = [...viewports].filter(
      ([id, { displaySetInstanceUIDs: shown = [] }]) =>
        id === activeViewportId || (instead && shown.includes(instead.displaySetInstanceUID)),
    );
    viewportGridService.setDisplaySetsForViewports(
      where.map(([viewportId]) => ({
        viewportId,
        displaySetInstanceUIDs: [displaySet.displaySetInstanceUID],
      })),
    );
  }

  /**
   * Sends a result to the app's archive, marked and signed.
   *
   * @throws ServiceError where the archive takes nothing in, or refused a file.
   */
  async store(result: Result, { signal, onProgress }: JobOptions = {}): Promise<Stored> {
    const { sources, jobs } = this.#session;
    const obstacle = sources.storeObstacle;
    if (obstacle) throw obstacle;
    this.#set(result, { state: 'storing' });
    try {
      const stored = await jobs.storeSeries(result.series, sources.service(), {
        signal,
        onProgress: (progress) => {
          this.#set(result, { state: 'storing', progress });
          onProgress?.(progress);
        },
      });
      const [refused] = stored.refused;
      if (refused) throw refused;
      this.#set(result, { state: 'stored' });
      sources.forget(result.series.studyInstanceUID);
      return stored;
    } catch (error) {
      this.#set(result, { state: 'new' });
      throw error;
    }
  }

  /** A zip of DICOM files for the reader's own disk: marked and signed as what is stored. */
  save({ series }: Result, options: JobOptions = {}): Promise<Blob> {
    return this.#session.jobs.exportZip(series, { ...options, format: 'dicom' });
  }

  /** The app empties its list when a mode is left: what is not stored goes back into it with its study. */
  relist(studyInstanceUID: string): void {
    const { displaySetService } = this.#session.services;
    for (const { series, displaySet } of [...this.#all.values()]) {
      if (series.studyInstanceUID !== studyInstanceUID) continue;
      if (displaySetService.getDisplaySetByUID(displaySet.displaySetInstanceUID)) continue;
      const [stored] = displaySetService.getDisplaySetsForSeries(series.seriesInstanceUID);
      const listed = stored ?? this.#list(series, imagesOf(displaySet));
      const result = this.#all.get(series)!;
      this.#all.set(series, { ...result, displaySet: listed });
    }
  }

  /** By the app's own handler, so that the display set is like any other; its thumbnail is ours from the start. */
  #list(series: Series<Frame>, instances: readonly NaturalInstance[]): DisplaySet {
    const { params, services } = this.#session;
    const handler = params.extensionManager.getModuleEntry(STACKS);
    const [displaySet] = handler?.getDisplaySetsFromSeries?.(instances) ?? [];
    if (!displaySet) throw notListed();
    displaySet.getThumbnailSrc = () => this.#thumbnail(series);
    displaySet.madeInClient = true;
    services.displaySetService.addDisplaySets(displaySet);
    return displaySet;
  }

  #set(result: Result, change: Pick<Result, 'state' | 'progress'>): void {
    const now = this.#all.get(result.series);
    if (now) this.#all.set(result.series, { ...now, progress: undefined, ...change });
    this.#changed();
  }

  #drop({ series, displaySet }: Result): void {
    this.#all.delete(series);
    this.#session.services.displaySetService.deleteDisplaySet(displaySet.displaySetInstanceUID);
    for (const imageId of this.#shelf?.imageIdsOf(series) ?? []) this.#instances.delete(imageId);
    this.#shelf?.release(series);
  }

  #thumbnail(series: Series<Frame>): string {
    const canvas = document.createElement('canvas');
    canvas.width = 128;
    canvas.height = 128;
    paintThumbnail(canvas, series, THUMBNAIL_MARK);
    return canvas.toDataURL('image/png');
  }
}

function noLibraries(): ServiceError {
  return new ServiceError(
    'The Cornerstone extension of the viewer is not loaded: nothing can show the result.',
    {
      attribute: 'extensions',
      remedy: 'Add @ohif/extension-cornerstone to the mode.',
    },
  );
}

function notListed(): ServiceError {
  return new ServiceError('The viewer took the result into no series list.', {
    attribute: STACKS,
    remedy: 'Add @ohif/extension-default to the mode.',
  });
}
