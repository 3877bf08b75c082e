/**
 * What a reader chooses before a run: the model, among those made for the modality,
 * and how much of its answer is used.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import { inputSlices, type ModelCard } from '../../registry/card.js';
import { isOwnId } from '../../registry/ownModels.js';
import { originOf } from '../bringModel.js';
import type { Words } from '../words/words.js';
import { cardText } from './about.js';

export interface Models {
  readonly words: Words;
  /** BCP 47, for the cards. */
  readonly language: string;
  readonly cards: readonly ModelCard[];
  /** The model in use, and the one that is taken when none is chosen. */
  readonly card: ModelCard | undefined;
  readonly usual: ModelCard | undefined;
  readonly disabled: boolean;
  readonly choose: (id: string) => void;
}

/** Each model with its name and what it costs. */
export function renderModels({
  words,
  language,
  cards,
  card,
  usual,
  disabled,
  choose,
}: Models): TemplateResult {
  return html`
    <fieldset class="models" ?disabled=${disabled}>
      <legend class="head">${words.model}</legend>
      ${cards.map(
        (one) => html`<label class="model">
          <input
            type="radio"
            name="model"
            value=${one.id}
            .checked=${one === card}
            @change=${() => choose(one.id)}
          />
          <span>
            <span class="name"><span lang=${cardText(one, language).lang ?? nothing}>${cardText(one, language).title}</span> <span class="quiet figures">${one.version}</span></span>
            <span class="hint figures">
              ${factsOf(one, words)}${one === usual && cards.length > 1 ? ` · ${words.modelDefault}` : ''}${isOwnId(one.id) ? ` · ${originOf(one, words)}` : ''}
            </span>
          </span>
        </label>`,
      )}
    </fieldset>
  `;
}

export interface Dial {
  readonly words: Words;
  readonly name: string;
  /** What stands at 0 and at 1. */
  readonly ends: readonly [string, string];
  readonly value: number;
  readonly disabled: boolean;
  readonly turn: (value: number) => void;
}

/** A slider from 0 to 1 with a word at each end. */
export function renderDial({ words, name, ends, value, disabled, turn }: Dial): TemplateResult {
  const shown = words.number(value, 2);
  return html`
    <label class="dial">
      <span class="head">${name} <span class="quiet figures">${shown}</span></span>
      <input
        type="range"
        aria-label=${name}
        aria-valuetext="${shown}, ${ends[0]} 0, ${ends[1]} 1"
        min="0"
        max="1"
        step="0.05"
        .value=${String(value)}
        ?disabled=${disabled}
        @input=${(event: Event) => turn(Number((event.target as HTMLInputElement).value))}
      />
      <span class="ends hint" aria-hidden="true"><span>${ends[0]}</span><span>${ends[1]}</span></span>
    </label>
  `;
}

/** `0.4 MB · 3.5 GFLOP · reads 1 slice` */
function factsOf(card: ModelCard, words: Words): string {
  const { bytes, gflopPer512 } = card.execution;
  return words.modelFacts(bytes / 1e6, gflopPer512, card.task === 'interpolate' ? 2 : inputSlices(card));
}
