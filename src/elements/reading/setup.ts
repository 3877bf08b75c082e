/**
 * What a reader chooses before a reading, and how it is done.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { ReadingTask } from '../../evaluation/reading/session.js';
import { BLINDED_LABEL } from '../stage/badge.js';
import type { Words } from '../words/words.js';

/** Criteria that are offered; a reader may add one. */
export const CRITERIA = [
  'overall quality',
  'noise',
  'sharpness',
  'artefacts',
  'diagnostic confidence',
] as const;

export type ReadingQuestion = 'better' | 'lesion';

/** What is chosen. */
export interface Settings {
  readonly task: ReadingTask;
  readonly question: ReadingQuestion;
  readonly criteria: readonly string[];
  /** Indices of the arms that are read against the first one. */
  readonly others: readonly number[];
  readonly cases: number;
  readonly repeats: number;
  readonly seed: number;
}

export interface Setup {
  readonly words: Words;
  readonly settings: Settings;
  /** All arms by name, the first one first. */
  readonly arms: readonly string[];
  /** Slices to choose from. */
  readonly slices: number;
  readonly change: (patch: Partial<Settings>) => void;
  readonly prepare: () => void;
}

export function renderSetup({ words, settings, arms, slices, change, prepare }: Setup): TemplateResult {
  const { task, question, criteria, others, cases, repeats, seed } = settings;
  const own = criteria.filter((name) => !CRITERIA.some((one) => one === name));
  const submit = (event: Event) => {
    event.preventDefault();
    prepare();
  };
  return html`
    <form class="screen" @submit=${submit}>
      <h2>${words.reading}</h2>
      <p class="quiet">${words.readingIntro}</p>
      <fieldset>
        <legend>${words.readingTask}</legend>
        ${(['scores', 'choice'] as const).map(
          (one) => html`<label class="option">
            <input
              type="radio"
              name="task"
              .checked=${one === task}
              @change=${() => change({ task: one })}
            />
            ${words.readingTasks[one]}
          </label>`,
        )}
      </fieldset>
      ${
        task === 'choice'
          ? html`<label class="field">
              ${words.readingQuestion}
              <select @change=${(event: Event) => change({ question: textOf(event) as ReadingQuestion })}>
                ${(['better', 'lesion'] as const).map(
                  (one) => html`<option value=${one} .selected=${one === question}>
                    ${words.readingQuestions[one]}
                  </option>`,
                )}
              </select>
            </label>`
          : html`<fieldset>
              <legend>${words.readingCriteria}</legend>
              ${CRITERIA.map((one) =>
                box(words.criteriaNames[one], criteria.includes(one), (on) =>
                  change({
                    criteria: [...CRITERIA.filter((c) => (c === one ? on : criteria.includes(c))), ...own],
                  }),
                ),
              )}
              <label class="field">
                ${words.ownCriterion}
                <input
                  type="text"
                  maxlength="60"
                  .value=${own[0] ?? ''}
                  @change=${(event: Event) => {
                    const name = textOf(event).trim();
                    change({
                      criteria: [...CRITERIA.filter((c) => criteria.includes(c)), ...(name ? [name] : [])],
                    });
                  }}
                />
              </label>
            </fieldset>`
      }
      <fieldset>
        <legend>${words.readingArms}</legend>
        <span class="option quiet">${words.readingReference}: ${arms[0]}</span>
        ${arms.slice(1).map((name, i) =>
          box(name, others.includes(i + 1), (on) =>
            change({
              others: arms.map((_, k) => k).filter((k) => k > 0 && (k === i + 1 ? on : others.includes(k))),
            }),
          ),
        )}
      </fieldset>
      <div class="numbers">
        ${numeric(words.readingCases, cases, [1, slices], words.readingSlices(slices), (value) => change({ cases: value }))}
        ${numeric(words.readingRepeats, repeats, [0, cases], words.readingRepeatsHint, (value) => change({ repeats: value }))}
        ${numeric(words.seed, seed, [0, 2 ** 32 - 1], words.readingSeedHint, (value) => change({ seed: value }))}
      </div>
      <div class="row">
        <button
          type="submit"
          class="primary"
          part="prepare"
          ?disabled=${others.length === 0 || (task === 'scores' && criteria.length === 0)}
        >
          ${words.readingPrepare}
        </button>
      </div>
    </form>
  `;
}

export interface Instructions {
  readonly words: Words;
  readonly settings: Settings;
  readonly total: number;
  readonly start: () => void;
  readonly back: () => void;
}

export function renderInstructions({ words, settings, total, start, back }: Instructions): TemplateResult {
  const { task, question } = settings;
  return html`
    <section class="screen">
      <h2>${words.readingHow}</h2>
      <p>${words.readingSteps(total)} ${task === 'scores' ? words.readingScale : words.readingQuestions[question]}</p>
      <p>${words.readingBadge} <span class="generated">${BLINDED_LABEL}</span></p>
      <dl>${words.readingKeys[task].map(([key, does]) => html`<dt>${key}</dt><dd>${does}</dd>`)}</dl>
      <div class="row">
        <button type="button" class="primary" part="start" @click=${start}>${words.readingStart}</button>
        <button type="button" @click=${back}>${words.readingBack}</button>
      </div>
    </section>
  `;
}

function box(name: string, checked: boolean, turn: (on: boolean) => void): TemplateResult {
  const change = (event: Event) => turn((event.target as HTMLInputElement).checked);
  return html`<label class="option">
    <input type="checkbox" .checked=${checked} @change=${change} /> ${name}
  </label>`;
}

function numeric(
  name: string,
  value: number,
  [min, max]: readonly [number, number],
  hint: string,
  change: (value: number) => void,
): TemplateResult {
  return html`<label class="field">
    ${name}
    <input
      type="number"
      required
      min=${min}
      max=${max}
      step="1"
      .value=${String(value)}
      @input=${(event: Event) => {
        const { valueAsNumber } = event.target as HTMLInputElement;
        if (Number.isFinite(valueAsNumber)) change(valueAsNumber);
      }}
    />
    ${hint ? html`<span class="quiet">${hint}</span>` : nothing}
  </label>`;
}

function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
