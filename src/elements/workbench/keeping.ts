/**
 * What becomes of the series on the stage: saved as one file, or sent to the archive.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { VeritomeStudy } from '../study/study.js';
import { download } from './download.js';
import type { Stage } from './stage.js';
import type { SaveFormat } from './toolbar.js';
import type { VeritomeWorkbench } from './workbench.js';

/** Saving and sending on one page, one at a time. */
export class Keeping {
  readonly #bench: VeritomeWorkbench;
  readonly #stage: Stage;
  readonly #over: () => void;
  #running = false;

  /** `over` is called when it is done, or has failed. */
  constructor(bench: VeritomeWorkbench, stage: Stage, over: () => void) {
    this.#bench = bench;
    this.#stage = stage;
    this.#over = over;
  }

  /** Something is being saved or sent. */
  get running(): boolean {
    return this.#running;
  }

  /** Generated, and whole: while it is computed, slices are missing. */
  get canSend(): boolean {
    const frames: readonly (Frame | undefined)[] = this.#result?.frames ?? [];
    if (!this.#bench.dicomweb || frames.includes(undefined)) return false;
    return frames.some((frame) => frame?.kind === 'marked');
  }

  async save(format: SaveFormat): Promise<void> {
    this.#run(true);
    try {
      const series = this.#stage.lookedAt ? undefined : this.#result;
      await download(series, (chosen) => this.#bench.exportSeries(chosen, format), this.#stage.words);
    } catch (error) {
      this.#bench.dispatchEvent(
        new CustomEvent('veritome-error', { detail: { error }, bubbles: true, composed: true }),
      );
    } finally {
      this.#run(false);
    }
  }

  async send(archive: VeritomeStudy): Promise<void> {
    const series = this.#result;
    if (!series) return;
    this.#run(true);
    // What fails is told by veritome-error; the archive's own place says so too.
    await archive.send(series).catch(() => undefined);
    this.#run(false);
  }

  get #result(): Series<Frame> | undefined {
    return this.#stage.pair?.after ?? this.#stage.series;
  }

  #run(running: boolean): void {
    this.#running = running;
    if (!running) this.#over();
    this.#bench.requestUpdate();
  }
}
