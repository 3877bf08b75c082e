/**
 * A result that follows the settings: while the estimates of its run are kept, moving
 * strength or texture seals it again, the slice on show first.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import type { BlendOptions, Denoising, FrameOptions } from '../../pipeline/denoise.js';
import type { MarkedFrame } from '../../provenance/markedFrame.js';
import { isAbort } from '../fault.js';

/** How the network's answer is used. */
export type Settings = Required<BlendOptions>;

/** What following tells. */
export interface Followed {
  /** The options of the next blend, but its settings and its signal. */
  options(): Omit<FrameOptions, 'signal'>;
  done(series: Series<MarkedFrame>, settings: Settings): void;
  failed(error: unknown): void;
  /** Nothing is being made any more, whatever came of it. */
  ended(): void;
}

/** Follows for one run. */
export class Following {
  readonly #denoising: Denoising;
  readonly #followed: Followed;
  /** What the finished series was made with. */
  #made: Settings;
  #making: { readonly settings: Settings; readonly stop: AbortController } | undefined;
  /** What was asked for last; asked for again it is not made again, however it ended. */
  #asked: Settings;

  constructor(denoising: Denoising, made: Settings, followed: Followed) {
    this.#denoising = denoising;
    this.#made = made;
    this.#asked = made;
    this.#followed = followed;
  }

  /** Asks for a series at these settings; one on its way at others is stopped after its slice. */
  ask(settings: Settings): void {
    if (same(settings, this.#asked)) return;
    this.#asked = settings;
    if (this.#making) this.#making.stop.abort();
    else this.#make(settings);
  }

  /** Stops what is being made; the earlier series stays. */
  stop(): void {
    this.#asked = this.#making?.settings ?? this.#asked;
    this.#making?.stop.abort();
  }

  /** Drops the estimates. */
  close(): void {
    this.stop();
    this.#denoising.close();
  }

  async #make(settings: Settings): Promise<void> {
    const stop = new AbortController();
    this.#making = { settings, stop };
    try {
      const { onFrame, onProgress, start } = this.#followed.options();
      const series = await this.#denoising.again({
        ...settings,
        start,
        signal: stop.signal,
        onFrame: (index, frame) => stop.signal.aborted || onFrame?.(index, frame),
        onProgress: (progress) => stop.signal.aborted || onProgress?.(progress),
      });
      stop.signal.throwIfAborted();
      this.#made = settings;
      this.#followed.done(series, settings);
    } catch (error) {
      if (!isAbort(error)) this.#followed.failed(error);
    }
    this.#making = undefined;
    if (!same(this.#asked, settings) && !same(this.#asked, this.#made)) this.#make(this.#asked);
    else this.#followed.ended();
  }
}

function same(a: Settings, b: Settings): boolean {
  return a.strength === b.strength && a.texture === b.texture;
}
