/**
 * The generator in the panel at the right: it needs no study, but may fill the label
 * maps of one.
 *
 * @module
 */
import { nothing, type TemplateResult } from 'lit';
import { html } from 'lit/static-html.js';
import type { OpenDetail, SynthesisDetail } from '../generator/generator.js';
import type { Jobs } from '../jobs.js';
import { tagOf } from '../tags.js';
import type { Activity } from './activity.js';
import type { Stage } from './stage.js';

export interface GeneratorPanel {
  readonly lang: string;
  readonly jobs: Jobs;
  readonly stage: Stage;
  readonly activity: Activity;
  /** A slice takes the stage. */
  readonly onOpen: () => void;
}

export function renderGenerator({ lang, jobs, stage, activity, onOpen }: GeneratorPanel): TemplateResult {
  return html`<${tagOf('generator')}
    lang=${lang || nothing}
    .jobs=${jobs}
    .series=${stage.workable && stage.layouts}
    @veritome-progress=${activity.onProgress}
    @veritome-device=${activity.onDevice}
    @veritome-result=${(event: CustomEvent<SynthesisDetail>) => stage.results.addSynthetic(event.detail.series)}
    @veritome-open=${(event: CustomEvent<OpenDetail>) => {
      stage.results.show(event.detail);
      onOpen();
    }}
    @veritome-end=${() => activity.end()}
  ></${tagOf('generator')}>`;
}
