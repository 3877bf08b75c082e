/**
 * One verdict a series: its files judged one by one, and the mark looked for once in all of
 * them together, where single slices are too weak to show it.
 *
 * @module
 */
import { type Facts, isSilent, judge } from '../../provenance/judge.js';
import type { MarkPicture } from '../../provenance/mark/mark.js';
import { pool } from '../../provenance/pool.js';
import type { VerifiedSeries, VerifyOptions } from '../verify.js';
import type { VerifyLayers } from './layers.js';
import { withMark } from './markLayer.js';
import { MOST_PICTURES, type Reading } from './reading.js';

/** A series while its files come in: what is kept of pixels does not grow with their number. */
export class Pooling {
  readonly #name: string;
  readonly #files: { readonly file: string; readonly facts: Facts }[] = [];
  #pictures: MarkPicture[] = [];
  #stride = 1;
  #seen = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(file: string, { facts, pictures }: Reading): void {
    this.#files.push({ file, facts });
    for (const picture of pictures) this.#keep(picture);
  }

  /** The pooled verdict. */
  async finish(layers: VerifyLayers, options: VerifyOptions): Promise<VerifiedSeries> {
    const { mark: effort, signal, onProgress } = options;
    const silent = this.#files.filter(({ facts }) => isSilent(facts)).length;
    const all = this.#files.length;
    const speaks = this.#files.find(({ facts }) => silent === all || !isSilent(facts)) ?? this.#files[0];
    const marked = await withMark(speaks.facts, this.#pictures, layers, { effort, signal, onProgress });
    const { mark, markedModel } = marked;
    // Where acquired slices stand beside generated ones, the mark of the whole says nothing of each.
    const mixed = silent > 0 && silent < all;
    const files = this.#files.map(({ file, facts }) => ({
      file,
      verdict: judge(mixed || mark === 'unread' ? facts : { ...facts, mark, markedModel }),
    }));
    const verdicts = files.map(({ verdict }) => verdict);
    const verdict = mixed ? pool(verdicts, judge(marked).evidence.mark) : pool(verdicts);
    return { series: this.#name, verdict, files };
  }

  /** Every picture of a short series, every n-th of a long one. */
  #keep(picture: MarkPicture): void {
    if (this.#seen++ % this.#stride === 0) this.#pictures.push(picture);
    if (this.#pictures.length < 2 * MOST_PICTURES) return;
    this.#pictures = this.#pictures.filter((_, i) => i % 2 === 0);
    this.#stride *= 2;
  }
}
