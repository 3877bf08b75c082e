/**
 * The interpolator in the panel at the right, bound to what is on the stage.
 *
 * @module
 */
import { nothing, type TemplateResult } from 'lit';
import { html } from 'lit/static-html.js';
import type { BetweenDetail } from '../interpolator/interpolator.js';
import type { Jobs } from '../jobs.js';
import { tagOf } from '../tags.js';
import type { Activity } from './activity.js';
import type { Stage } from './stage.js';

export interface InterpolatorPanel {
  readonly lang: string;
  readonly jobs: Jobs;
  readonly stage: Stage;
  readonly activity: Activity;
  readonly onResult: (event: CustomEvent<BetweenDetail>) => void;
}

export function renderInterpolator({
  lang,
  jobs,
  stage,
  activity,
  onResult,
}: InterpolatorPanel): TemplateResult {
  return html`<${tagOf('interpolator')}
    lang=${lang || nothing}
    .jobs=${jobs}
    .series=${stage.workable}
    .blocked=${stage.obstacle}
    .index=${stage.sourceIndex}
    @veritome-progress=${activity.onProgress}
    @veritome-device=${activity.onDevice}
    @veritome-result=${onResult}
    @veritome-end=${() => activity.end()}
  ></${tagOf('interpolator')}>`;
}
