/**
 * The chosen slices handed to the reader as a data set.
 *
 * @module
 */
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { DATASET_FORMATS, type DatasetFormat } from '../../pipeline/dataset/format.js';
import { faultOf, isAbort } from '../fault.js';
import { type Says, SILENT, type Words } from '../words/words.js';
import type { Gallery } from './gallery.js';
import type { VeritomeGenerator } from './generator.js';
import type { Run } from './run.js';
import { saveDataset } from './saving.js';

/** Says what it is, never whose. */
const FILE_NAME = 'veritome-synthetic.zip';

export class Keeping implements ReactiveController {
  format: DatasetFormat = 'dicom';
  readonly #host: VeritomeGenerator;
  readonly #run: Run;
  readonly #gallery: Gallery;
  readonly #words: () => Words;
  #saving: AbortController | undefined;
  #outcome: Says = SILENT;

  constructor(host: VeritomeGenerator, run: Run, gallery: Gallery, words: () => Words) {
    this.#host = host;
    this.#run = run;
    this.#gallery = gallery;
    this.#words = words;
    host.addController(this);
  }

  hostUpdate(): void {
    if (this.#run.slices.length === 0) this.#outcome = SILENT;
  }

  hostDisconnected(): void {
    this.#saving?.abort();
  }

  render(): TemplateResult | typeof nothing {
    const words = this.#words();
    const { slices, running } = this.#run;
    if (slices.length === 0) return nothing;
    const chosen = this.#gallery.chosen.length;
    const all = chosen === slices.length;
    const saving = this.#saving !== undefined;
    return html`
      <div class="choose figures">
        <span role="status">${words.chosen(chosen, slices.length)}</span>
        <button type="button" class="small" part="select-all" @click=${() => this.#gallery.chooseAll(!all)}>
          ${all ? words.selectNone : words.selectAll}
        </button>
        <button type="button" class="small" @click=${() => this.#host.show(this.#gallery.active)}>
          ${words.showSlice}
        </button>
      </div>
      <p class="hint">${words.galleryHint}</p>
      <div class="keep">
        <select
          id="format"
          aria-label=${words.format}
          ?disabled=${saving}
          @change=${(event: Event) => {
            this.format = (event.target as HTMLSelectElement).value as DatasetFormat;
          }}
        >
          ${DATASET_FORMATS.map(
            (format) => html`<option value=${format} .selected=${format === this.format}>
              ${words.formats[format]}
            </option>`,
          )}
        </select>
        <button
          type="button"
          part="save"
          ?disabled=${running || (chosen === 0 && !saving)}
          @click=${saving ? () => this.#saving?.abort() : () => this.#save()}
        >
          ${saving ? words.cancel : words.saveDataset}
        </button>
      </div>
      <span class="hint" role="status">${saving ? words.saving : this.#outcome(words)}</span>
    `;
  }

  /** Writes the chosen slices with their labels, seeds and card. */
  async #save(): Promise<void> {
    const { made } = this.#run;
    const slices = this.#gallery.chosen;
    if (!made) return;
    const saving = new AbortController();
    const { signal } = saving;
    this.#saving = saving;
    this.#host.requestUpdate();
    try {
      const files = this.#host.jobs.exportDataset(slices, {
        format: this.format,
        job: made.job,
        labels: made.labels,
        total: slices.length,
        signal,
        onProgress: (progress) => this.#host.tell('veritome-progress', { ...progress, job: 'Saving' }),
      });
      const saved = await saveDataset(files, FILE_NAME, { signal });
      this.#outcome = ({ datasetUnsaved, datasetSaved }) =>
        saved === 'cancelled' ? datasetUnsaved : datasetSaved(slices.length);
    } catch (error) {
      this.#outcome = (words) => faultOf(error, words)?.what ?? words.datasetUnsaved;
      if (!isAbort(error)) this.#host.fail(error);
    } finally {
      this.#saving = undefined;
      this.#host.requestUpdate();
      this.#host.tell('veritome-end', {});
    }
  }
}
