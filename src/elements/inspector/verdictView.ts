/**
 * A verdict as the reader meets it: one sentence first, then what it rests on, layer by
 * layer. Signs and words say it, colour only repeats it.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Finding, Status, Verdict } from '../../provenance/verdict.js';
import type { Words } from '../words/words.js';

/** A verdict, and what stands beside it. */
export interface Shown {
  /** File, or what the files are together. */
  readonly name: string;
  readonly verdict: Verdict;
  /** The page's own log holds it; undefined where there is none. */
  readonly madeHere?: boolean;
  /** The picture with its changed blocks. */
  readonly picture?: TemplateResult;
}

const SIGNS: Readonly<Record<Status, string>> = { verified: '✓', claimed: '◆', altered: '✕', unmarked: '–' };

export function renderVerdict({ name, verdict, madeHere, picture }: Shown, words: Words): TemplateResult {
  const { status, headline } = verdict;
  return html`
    <article class="result ${status}">
      <h3 class="file">${name}</h3>
      <div class="head">
        ${renderStatus(verdict, words)}
        <p class="verdict ${status}" part="verdict">${words.say(headline)}</p>
      </div>
      ${picture ?? nothing} ${renderEvidence(verdict, madeHere, words)}
    </article>
  `;
}

/** Sign and name of a status; filled only where the signer is trusted, not merely there. */
export function renderStatus({ status, signer }: Verdict, words: Words): TemplateResult {
  const trusted = status === 'verified' && signer?.standing === 'trusted';
  return html`<span class="status ${status} ${trusted ? 'trusted' : ''}"
    ><span aria-hidden="true">${SIGNS[status]}</span> ${words.statusNames[status]}</span
  >`;
}

const LAYERS = ['attributes', 'pixelHash', 'mark', 'signature', 'c2pa'] as const;

function renderEvidence(verdict: Verdict, madeHere: boolean | undefined, words: Words): TemplateResult {
  const { evidence, model, signer } = verdict;
  return html`
    <dl aria-label=${words.evidence}>
      ${
        verdict.class === 'none'
          ? nothing
          : html`<div>
              <dt>${words.classLabel}</dt>
              <dd><span class="generated">${words.classes[verdict.class]}</span></dd>
            </div>`
      }
      ${model ? html`<div><dt>${words.modelLabel}</dt><dd>${model}</dd></div>` : nothing}
      ${
        signer
          ? html`<div>
              <dt>${words.signedBy}</dt>
              <dd class="signer">
                <span>${signer.name || '?'}</span><span class="quiet">${words.standings[signer.standing]}</span>
              </dd>
            </div>`
          : nothing
      }
      ${LAYERS.map(
        (name) => html`<div>
          <dt>${words.evidenceNames[name]}</dt>
          <dd>${renderMark(evidence[name], words)}<span>${words.say(evidence[name])}</span></dd>
        </div>`,
      )}
      ${
        madeHere === undefined
          ? nothing
          : html`<div>
              <dt>${words.madeHereLabel}</dt>
              <dd>${renderMark({ ok: madeHere || null }, words)}<span>${words.madeHere(madeHere)}</span></dd>
            </div>`
      }
    </dl>
  `;
}

function renderMark({ ok }: Pick<Finding, 'ok'>, words: Words): TemplateResult {
  const [kind, sign] =
    ok === true
      ? (['holds', '✓'] as const)
      : ok === false
        ? (['fails', '✕'] as const)
        : (['absent', '–'] as const);
  return html`<span class="mark ${kind}" role="img" aria-label=${words[kind]}>${sign}</span>`;
}
