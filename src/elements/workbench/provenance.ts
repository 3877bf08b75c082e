/**
 * What the slice on the stage says of itself.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import { labelOf } from '../../provenance/label.js';
import type { Origin } from '../../provenance/markedFrame.js';
import { isMarked, type Shown } from '../../provenance/shown.js';
import { deviceLine } from '../denoiser/deviceLine.js';
import { unitOf } from '../stage/roiFigures.js';
import { figureText } from '../words/figure.js';
import type { Words } from '../words/words.js';

export function renderProvenance(frame: Shown | undefined, words: Words): TemplateResult | typeof nothing {
  if (!frame) return nothing;
  return html`
    <section class="shown">
      <h2>${words.shownSlice}</h2>
      ${isMarked(frame) ? renderOrigin(frame, words) : html`<p class="quiet">${words.shownAcquired}</p>`}
    </section>
  `;
}

function renderOrigin(frame: Shown & { readonly origin: Origin }, words: Words): TemplateResult {
  const { record } = frame.origin;
  return html`
    <p><span class="generated">${labelOf(frame)}</span></p>
    ${
      record
        ? html`<dl>
            ${row(words.modelLabel, `${record.model.id} ${record.model.version}`)}
            ${row(
              words.options,
              Object.entries(record.options)
                .map(([name, value]) => `${words.optionNames[name] ?? name} ${optionText(value, words)}`)
                .join(', '),
            )}
            ${row(words.runsOn, deviceLine(record.execution, words))}
            ${row(words.madeAt, record.createdAt.replace('T', ' ').slice(0, 16))}
            ${row(words.weights, `SHA-256 ${short(record.model.weightsSha256)}`)}
            ${
              record.mark
                ? row(words.evidenceNames.mark, words.markStrength(record.mark, unitOf(frame)))
                : nothing
            }
            ${row(words.evidenceNames.pixelHash, `SHA-256 ${short(record.pixels.sha256)}`)}
          </dl>`
        : nothing
    }
  `;
}

function optionText(value: unknown, words: Words): string {
  if (typeof value !== 'number') return words.sliceClasses[String(value)] ?? String(value);
  return figureText(value, words);
}

function row(name: string, value: string): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd class="figures">${value}</dd>
  </div>`;
}

function short(hash: string): string {
  return `${hash.slice(0, 8)}…${hash.slice(-8)}`;
}
