/**
 * What a reader chooses before slices are made: what they are made from, how many, the
 * seed, and what the model lets vary.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import { isOwnId } from '../../registry/ownModels.js';
import { originOf } from '../bringModel.js';
import type { Words } from '../words/words.js';
import { icon } from '../workbench/icons.js';
import type { VeritomeGenerator } from './generator.js';
import type { Offer } from './offer.js';

/** More than this at once belongs to the command line. */
const MOST_SLICES = 64;
const LARGEST_SEED = 2 ** 32 - 1;
/** Steps of a walk unless the reader wants others. */
const WALK_STEPS = 9;

export interface Settings {
  readonly host: VeritomeGenerator;
  readonly offer: Offer;
  readonly words: Words;
  readonly disabled: boolean;
}

export function renderSettings(settings: Settings): TemplateResult {
  const { host, offer, words, disabled } = settings;
  const { card } = offer;
  return html`
    ${offer.cards.length > 0 ? renderSources(settings) : nothing}
    ${card?.execution.levels ? renderParts(settings, card) : nothing}
    <div class="pair">
      ${renderNumber({
        name: host.walkTo === undefined ? words.sliceCount : words.walkSteps,
        id: 'count',
        value: host.count,
        least: host.walkTo === undefined ? 1 : 2,
        most: MOST_SLICES,
        disabled,
        set: (value) => {
          host.count = value;
        },
      })}
      ${renderSeed(words.seed, words.seedDice, 'seed', host.seed, disabled, (seed) => {
        host.seed = seed;
      })}
    </div>
    ${offer.fills ? renderFilling(settings) : renderDrawing(settings)}
  `;
}

function renderSources({ host, offer, words, disabled }: Settings): TemplateResult {
  const names = { latent: words.sourceLatent, labels: words.sourceLabels };
  return html`
    <fieldset class="models" ?disabled=${disabled}>
      <legend class="head">${words.generateSource}</legend>
      ${offer.cards.map((one) => {
        const { id, version, title } = one;
        const { kind, bytes } = one.execution;
        return html`<label class="model">
          <input
            type="radio"
            name="source"
            value=${id}
            .checked=${id === offer.card?.id}
            @change=${() => {
              host.model = id;
            }}
          />
          <span>
            <span class="name">${isOwnId(id) ? title : names[kind]}</span>
            <span class="hint figures">
              ${words.sourceFacts(`${id} ${version}`, bytes / 1e6)}${isOwnId(id) ? ` · ${originOf(one, words)}` : ''}
            </span>
          </span>
        </label>`;
      })}
    </fieldset>
  `;
}

function renderParts({ host, words, disabled }: Settings, card: GeneratorCard): TemplateResult {
  const classes = Object.keys(card.execution.levels?.classes ?? {});
  return html`
    <label class="field">
      <span class="head">${words.bodyPart}</span>
      <select
        id="class"
        ?disabled=${disabled}
        @change=${(event: Event) => {
          host.sliceClass = (event.target as HTMLSelectElement).value;
        }}
      >
        <option value="" .selected=${host.sliceClass === ''}>${words.anyPart}</option>
        ${classes.map(
          (name) => html`<option value=${name} .selected=${host.sliceClass === name}>
            ${words.sliceClasses[name] ?? name}
          </option>`,
        )}
      </select>
    </label>
  `;
}

/** What a latent model lets vary. */
function renderDrawing({ host, words, disabled }: Settings): TemplateResult {
  const { walkTo } = host;
  return html`
    ${renderSlider({
      name: words.truncation,
      shown: words.number(host.truncation, 2),
      ends: words.truncationEnds,
      value: host.truncation,
      most: 1,
      step: 0.05,
      disabled,
      turn: (value) => {
        host.truncation = value;
      },
    })}
    <label class="check">
      <input
        type="checkbox"
        id="walk"
        .checked=${walkTo !== undefined}
        ?disabled=${disabled}
        @change=${(event: Event) => {
          const walks = (event.target as HTMLInputElement).checked;
          host.walkTo = walks ? (host.seed + 1) % (LARGEST_SEED + 1) : undefined;
          if (walks) host.count = WALK_STEPS;
        }}
      />
      ${words.walk}
    </label>
    ${
      walkTo === undefined
        ? nothing
        : renderSeed(words.walkSeed, words.walkDice, 'walk-to', walkTo, disabled, (seed) => {
            host.walkTo = seed;
          })
    }
  `;
}

/** What may be done to the label maps before they are filled. */
function renderFilling({ host, words, disabled }: Settings): TemplateResult {
  return html`
    ${renderSlider({
      name: words.bend,
      shown: words.number(host.bend, 1),
      ends: words.bendEnds,
      value: host.bend,
      most: 2,
      step: 0.1,
      disabled,
      turn: (value) => {
        host.bend = value;
      },
    })}
    ${renderSlider({
      name: words.nodules,
      shown: String(host.nodules),
      ends: ['0', '5'],
      value: host.nodules,
      most: 5,
      step: 1,
      disabled,
      turn: (value) => {
        host.nodules = value;
      },
    })}
  `;
}

interface Slider {
  readonly name: string;
  readonly shown: string;
  readonly ends: readonly [string, string];
  readonly value: number;
  readonly most: number;
  readonly step: number;
  readonly disabled: boolean;
  readonly turn: (value: number) => void;
}

function renderSlider({ name, shown, ends, value, most, step, disabled, turn }: Slider): TemplateResult {
  return html`
    <label class="dial">
      <span class="head">${name} <span class="quiet figures">${shown}</span></span>
      <input
        type="range"
        aria-label=${name}
        aria-valuetext=${ends[0] === '0' ? shown : `${shown}, ${ends[0]} 0, ${ends[1]} ${most}`}
        min="0"
        max=${most}
        step=${step}
        .value=${String(value)}
        ?disabled=${disabled}
        @input=${(event: Event) => turn(Number((event.target as HTMLInputElement).value))}
      />
      <span class="ends hint" aria-hidden="true"><span>${ends[0]}</span><span>${ends[1]}</span></span>
    </label>
  `;
}

interface NumberField {
  readonly name: string;
  readonly id: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly disabled: boolean;
  readonly set: (value: number) => void;
}

function renderNumber({ name, id, value, least, most, disabled, set }: NumberField): TemplateResult {
  return html`
    <label class="field">
      <span class="head">${name}</span>
      <input
        type="number"
        id=${id}
        class="figures"
        required
        min=${least}
        max=${most}
        step="1"
        .value=${String(value)}
        ?disabled=${disabled}
        @change=${(event: Event) => {
          const { valueAsNumber, validity } = event.target as HTMLInputElement;
          // The browser says what is wrong when the form is sent.
          if (validity.valid) set(valueAsNumber);
        }}
      />
    </label>
  `;
}

function renderSeed(
  name: string,
  dice: string,
  id: string,
  value: number,
  disabled: boolean,
  set: (seed: number) => void,
): TemplateResult {
  return html`
    <div class="seed">
      ${renderNumber({ name, id, value, least: 0, most: LARGEST_SEED, disabled, set })}
      <button
        type="button"
        class="dice"
        aria-label=${dice}
        title=${dice}
        ?disabled=${disabled}
        @click=${() => set(crypto.getRandomValues(new Uint32Array(1))[0])}
      >
        ${icon('dice')}
      </button>
    </div>
  `;
}
