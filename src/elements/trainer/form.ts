/**
 * What a reader chooses before a run: what to train, its size, how long, and the seed;
 * all else behind a disclosure.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit';
import type { TrainingOptions, TrainingWish } from '../../training/options.js';
import type { Words } from '../words/words.js';
import { icon } from '../workbench/icons.js';
import { FIRST, type Field, MORE, SEED, TUNED } from './fields.js';

export interface Form {
  readonly words: Words;
  /** What would be trained now, defaults filled in. */
  readonly options: TrainingOptions;
  readonly disabled: boolean;
  /** Settings in place of those at hand; with another task the rest starts from its defaults. */
  readonly choose: (wish: TrainingWish) => void;
}

export function renderForm(form: Form): TemplateResult {
  const { words, options, disabled, choose } = form;
  const { task } = options;
  return html`
    ${renderTasks(form)}
    <div class="pair">
      ${FIRST[task].map((field) => renderField(field, form))}
      <div class="seed">
        ${renderField(SEED, form)}
        <button
          type="button"
          class="dice"
          aria-label=${words.seedDice}
          title=${words.seedDice}
          ?disabled=${disabled}
          @click=${() => choose({ seed: crypto.getRandomValues(new Uint32Array(1))[0] })}
        >
          ${icon('dice')}
        </button>
      </div>
    </div>
    <details class="more" part="more">
      <summary>${words.trainMore}</summary>
      <div class="fields">${MORE[task].map((field) => renderField(field, form))}</div>
    </details>
  `;
}

/** What may change while a run goes on. */
export function renderTuning(form: Form): TemplateResult {
  const { words, options } = form;
  const fields = MORE[options.task].filter(({ name }) => TUNED.has(name));
  return html`
    <details>
      <summary>${words.trainTune}</summary>
      <div class="fields">${fields.map((field) => renderField(field, form))}</div>
    </details>
  `;
}

function renderTasks({ words, options, disabled, choose }: Form): TemplateResult {
  return html`
    <fieldset class="models" ?disabled=${disabled}>
      <legend class="head">${words.trainTask}</legend>
      ${(['generate', 'denoise'] as const).map(
        (task) => html`<label class="model">
          <input
            type="radio"
            name="task"
            value=${task}
            .checked=${task === options.task}
            @change=${() => choose({ task })}
          />
          <span>
            <span class="name">${words.trainTasks[task]}</span>
            <span class="hint">${words.trainTaskHints[task]}</span>
          </span>
        </label>`,
      )}
    </fieldset>
  `;
}

function renderField(field: Field, form: Form): TemplateResult {
  const { words, options, disabled, choose } = form;
  const value = (options as unknown as Readonly<Record<string, unknown>>)[field.name];
  const name = words.trainFields[field.word ?? field.name];
  const id = `train-${field.name}`;
  const set = (to: unknown) => choose({ [field.name]: to } as TrainingWish);
  if (field.kind === 'check') {
    return html`
      <label class="check wide">
        <input
          type="checkbox"
          id=${id}
          .checked=${value === true}
          ?disabled=${disabled}
          @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
        />
        ${name}
      </label>
    `;
  }
  return html`
    <label class="field">
      <span class="head">${name}</span>
      ${field.kind === 'choice' ? renderChoice(field, { id, value, ...form, set }) : renderNumber(field, { id, value, ...form, set })}
    </label>
  `;
}

interface Control extends Form {
  readonly id: string;
  readonly value: unknown;
  readonly set: (value: unknown) => void;
}

function renderChoice(
  { of }: Field & { kind: 'choice' },
  { id, value, words, disabled, set }: Control,
): TemplateResult {
  return html`
    <select
      id=${id}
      ?disabled=${disabled}
      @change=${(event: Event) => set(of[(event.target as HTMLSelectElement).selectedIndex])}
    >
      ${of.map(
        (one) => html`<option value=${one} .selected=${one === value}>
          ${typeof one === 'number' ? `${one} px` : words.trainChoices[one]}
        </option>`,
      )}
    </select>
  `;
}

function renderNumber(
  { least, most, step }: Field & { kind: 'number' },
  { id, value, disabled, set }: Control,
): TemplateResult {
  return html`
    <input
      type="number"
      id=${id}
      class="figures"
      required
      min=${least}
      max=${most}
      step=${step}
      .value=${String(value)}
      ?disabled=${disabled}
      @change=${(event: Event) => {
        const { valueAsNumber, validity } = event.target as HTMLInputElement;
        // The browser says what is wrong when the form is sent.
        if (validity.valid) set(valueAsNumber);
      }}
    />
  `;
}
