/**
 * The gate that every opened series passes: whatever says that a network wrote it, by
 * its attributes, our record, a C2PA claim, or the mark in its pixels when all of these
 * are gone, comes in as a marked frame and is badged.
 *
 * What a file declares is known as soon as it is read, so a growing series shows its
 * declared slices marked from the first moment. The pixels of a silent series are looked
 * at once it is whole: only then may its slices turn out to be marked.
 *
 * @module
 */
import { type Part10, parsePart10 } from '../dicom/part10.js';
import type { AcquiredFrame } from '../image/frame.js';
import type { Picture } from '../image/picture.js';
import type { Series, Study } from '../image/series.js';
import type { JobOptions } from '../job.js';
import { judge } from '../provenance/judge.js';
import type { Frame } from '../provenance/markedFrame.js';
import { adopt } from '../provenance/seal.js';
import type { MarkedPicture } from '../provenance/shown.js';
import { type Declared, declaredOrigin } from './declaredOrigin.js';
import { layers as shipped, type VerifyLayers } from './verify/layers.js';
import { withMark } from './verify/markLayer.js';
import { pictureOf, spread } from './verify/reading.js';

/**
 * Slices of a series whose pixels are looked at: opening waits for it. One of ours shows its
 * mark alone as a rule, and four together say what one does not.
 */
const MOST_LOOKED_AT = 4;

/** One opening: what the files declared, and the frames that have passed. */
export class Gate {
  readonly #declared = new WeakMap<AcquiredFrame | Picture, { readonly origin: Declared }>();
  readonly #passed = new WeakMap<AcquiredFrame, Frame>();
  readonly #pictures = new WeakMap<Picture, Picture | MarkedPicture>();
  readonly #layers: VerifyLayers;

  constructor(layers: VerifyLayers = shipped) {
    this.#layers = layers;
  }

  /** What its file declares of a frame. */
  declare(frame: AcquiredFrame | Picture, origin: Declared): void {
    this.#declared.set(frame, { origin });
  }

  /** The study as it grows; frames of which no declaration is known yet stay outside. */
  growing({ series, pictures, ...study }: Study<AcquiredFrame>): Study<Frame> {
    const known = (frame: AcquiredFrame | Picture) => this.#declared.has(frame);
    return {
      ...study,
      series: series.map((one) => ({ ...one, frames: one.frames.filter(known).map((f) => this.#pass(f)) })),
      ...this.#shown(pictures),
    };
  }

  /** The whole study; silent series are looked at, one after another. */
  async whole(study: Study<AcquiredFrame>, options: Pick<JobOptions, 'signal'> = {}): Promise<Study<Frame>> {
    const series: Series<Frame>[] = [];
    for (const one of study.series) series.push(await this.admit(one, options));
    return { ...study, series, ...this.#shown(study.pictures) };
  }

  /** A series whose generated slices are marked. */
  async admit(
    series: Series<AcquiredFrame>,
    { signal }: Pick<JobOptions, 'signal'> = {},
  ): Promise<Series<Frame>> {
    await this.#askFiles(series.frames, signal);
    const frames = await this.#admitMarked(series.frames, signal);
    return { ...series, frames };
  }

  /** Declarations of frames that did not come with one. */
  async #askFiles(frames: readonly AcquiredFrame[], signal: AbortSignal | undefined): Promise<void> {
    const files = new Map<Uint8Array, Part10>();
    for (const frame of frames) {
      if (this.#declared.has(frame)) continue;
      signal?.throwIfAborted();
      const part10 = frame.part10 && (files.get(frame.part10) ?? parsePart10(frame.part10, frame.file));
      if (part10 && frame.part10) files.set(frame.part10, part10);
      this.declare(frame, part10 && (await declaredOrigin(part10, frame, this.#layers)));
    }
  }

  #pass(frame: AcquiredFrame): Frame {
    const origin = this.#declared.get(frame)?.origin;
    const passed = this.#passed.get(frame) ?? (typeof origin === 'object' ? adopt(frame, origin) : frame);
    this.#passed.set(frame, passed);
    return passed;
  }

  #shown(pictures: Study['pictures']): Pick<Study, 'pictures'> {
    if (!pictures) return {};
    return {
      pictures: pictures.map((one) => ({ ...one, frames: one.frames.map((p) => this.#passPicture(p)) })),
    };
  }

  #passPicture(picture: Picture): Picture | MarkedPicture {
    const origin = this.#declared.get(picture)?.origin;
    const passed =
      this.#pictures.get(picture) ??
      (typeof origin === 'object' ? { ...picture, origin: { ...origin, sources: [] } } : picture);
    this.#pictures.set(picture, passed);
    return passed;
  }

  /**
   * By their pixels: slices that say nothing are looked at together, where the mark was
   * put, without a search. A series that was also turned or resized
   * is for `verify` to find.
   */
  async #admitMarked(
    given: readonly AcquiredFrame[],
    signal: AbortSignal | undefined,
  ): Promise<readonly Frame[]> {
    const silent = new Set(given.filter((frame) => this.#declared.get(frame)?.origin === undefined));
    const frames = given.map((frame) => this.#pass(frame));
    if (silent.size === 0) return frames;
    const pictures = spread([...silent], MOST_LOOKED_AT).map(pictureOf);
    const nothing = { syntheticData: undefined, imageType: undefined, record: undefined } as const;
    const facts = await withMark({ ...nothing, pixels: 'unreadable' }, pictures, this.#layers, {
      effort: 'still',
      signal,
    });
    const found = judge(facts);
    if (found.class === 'none') return frames;
    const origin = { class: found.class, record: undefined };
    return given.map((frame) => (silent.has(frame) ? adopt(frame, origin) : this.#pass(frame)));
  }
}

/** A series whose generated slices are marked. */
export function admit(
  series: Series<AcquiredFrame>,
  options: Pick<JobOptions, 'signal'> = {},
  layers: VerifyLayers = shipped,
): Promise<Series<Frame>> {
  return new Gate(layers).admit(series, options);
}
