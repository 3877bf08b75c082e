/**
 * The coach's advice as cards in plain words: what was seen, why it matters, and a button
 * that does what would help. Advice whose cause is gone goes quiet by itself.
 *
 * @module
 */
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Training } from '../../pipeline/train/training.js';
import type { Advice, Remedy } from '../../training/coach/advice.js';
import type { TrainingOptions } from '../../training/options.js';
import { figureText } from '../words/figure.js';
import type { Words } from '../words/words.js';

export class Coaching {
  readonly #host: ReactiveControllerHost;
  readonly #apply: (remedy: Remedy) => void;
  /** Rule and step of what the reader has put away. */
  readonly #away = new Set<string>();
  /** What was applied, until its advice goes. */
  readonly #applied = new Set<string>();

  constructor(host: ReactiveControllerHost, apply: (remedy: Remedy) => void) {
    this.#host = host;
    this.#apply = apply;
  }

  /** A new run is advised anew. */
  reset(): void {
    this.#away.clear();
    this.#applied.clear();
  }

  render({ advice, options }: Training, words: Words): TemplateResult {
    const shown = advice.filter((one) => !this.#away.has(keyOf(one)));
    return html`<div class="coach" role="status" aria-live="polite" aria-label=${words.coach}>
      ${shown.map((one) => this.#renderAdvice(one, options, words))}
    </div>`;
  }

  #renderAdvice(advice: Advice, options: TrainingOptions, words: Words): TemplateResult {
    const { rule, severity, remedy } = advice;
    const { title, why, seen, alone } = words.coachRules[rule];
    const key = keyOf(advice);
    const applied = this.#applied.has(key);
    return html`
      <article class="advice ${severity}" part="advice" data-rule=${rule}>
        <h3><span class="quiet">${words.coachSeverity[severity]}</span> ${title}</h3>
        <p class="figures">${seen(advice.evidence)}</p>
        <p class="hint">${why(options.task)}</p>
        ${remedy ? html`<p class="hint figures">${whatItDoes(remedy, options, words)}</p>` : html`<p class="hint">${alone?.(options.task)}</p>`}
        <div class="row">
          ${remedy && !applied ? this.#renderRemedy(key, remedy, words) : nothing}
          ${applied ? html`<span class="hint">${words.coachApplied}</span>` : nothing}
          <button type="button" class="small" @click=${() => this.#dismiss(key)}>${words.dismiss}</button>
        </div>
      </article>
    `;
  }

  #renderRemedy(key: string, remedy: Remedy, words: Words): TemplateResult {
    return html`<button
      type="button"
      class="small strong"
      part="remedy"
      @click=${() => {
        this.#applied.add(key);
        this.#apply(remedy);
        this.#host.requestUpdate();
      }}
    >
      ${remedy.restart ? words.coachRestart : words.coachApply}
    </button>`;
  }

  #dismiss(key: string): void {
    this.#away.add(key);
    this.#host.requestUpdate();
  }
}

/** What the button does, before it is pressed; what is so already goes without saying. */
function whatItDoes({ change, restart }: Remedy, options: TrainingOptions, words: Words): string {
  const now = options as unknown as Readonly<Record<string, unknown>>;
  const other = Object.entries(change).filter(([name, value]) => now[name] !== value);
  const does = words.coachDoes({ change: Object.fromEntries(other), restart });
  return restart ? `${does} ${words.coachRestartSays}` : does;
}

function keyOf({ rule, step }: Advice): string {
  return `${rule} ${step}`;
}

/** A setting's value as the form has it. */
export function settingText(value: unknown, words: Words): string {
  if (typeof value !== 'number') return words.trainChoices[String(value)] ?? String(value);
  return figureText(value, words, 3);
}
