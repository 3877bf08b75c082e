/**
 * One verdict a series: its files judged one by one, and the mark looked for in all of
 * them together, where single slices are too weak to show it.
 *
 * @module
 */
import { type Facts, judge } from '../../provenance/judge.js';
import type { MarkPicture } from '../../provenance/mark/mark.js';
import { pool } from '../../provenance/pool.js';
import type { Verdict } from '../../provenance/verdict.js';
import type { VerifiedFile, VerifiedSeries, VerifyOptions } from '../verify.js';
import type { VerifyLayers } from './layers.js';
import { withMark } from './markLayer.js';
import { MOST_PICTURES, type Reading } from './reading.js';

/** A series while its files come in: what is kept does not grow with their number. */
export class Pooling {
  readonly #name: string;
  readonly #files: VerifiedFile[] = [];
  readonly #verdicts: Verdict[] = [];
  #pictures: MarkPicture[] = [];
  #stride = 1;
  #seen = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(file: string, verdict: Verdict, { pictures }: Reading): void {
    this.#files.push({ file, verdict });
    this.#verdicts.push(verdict);
    for (const picture of pictures) this.#keep(picture);
  }

  /** The pooled verdict. */
  async finish(layers: VerifyLayers, options: VerifyOptions): Promise<VerifiedSeries> {
    const verdict = await this.#pooled(layers, options);
    return { series: this.#name, verdict, files: this.#files };
  }

  async #pooled(layers: VerifyLayers, { mark: effort, signal, onProgress }: VerifyOptions): Promise<Verdict> {
    const own = pool(this.#verdicts);
    const alone = this.#verdicts.length === 1;
    if (alone || this.#pictures.length === 0 || effort === 'none') return own;
    // Of all slices together nothing but the mark is judged: the rest was, file by file.
    const nothing = { imageType: undefined, record: undefined, pixels: 'unreadable' } as const;
    const declared: Facts = { ...nothing, syntheticData: own.status === 'unmarked' ? undefined : 'YES' };
    const facts = await withMark(declared, this.#pictures, layers, { effort, signal, onProgress });
    const marked = judge(facts);
    const { mark } = marked.evidence;
    if (mark.detected && own.status === 'unmarked') {
      return { ...marked, evidence: { ...own.evidence, mark }, counts: own.counts };
    }
    return pool(this.#verdicts, mark);
  }

  /** Every picture of a short series, every n-th of a long one. */
  #keep(picture: MarkPicture): void {
    if (this.#seen++ % this.#stride === 0) this.#pictures.push(picture);
    if (this.#pictures.length < 2 * MOST_PICTURES) return;
    this.#pictures = this.#pictures.filter((_, i) => i % 2 === 0);
    this.#stride *= 2;
  }
}
