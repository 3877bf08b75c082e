/**
 * The panel at the right: one tab for each job, bound to what is on the stage.
 *
 * @module
 */
import { nothing, type TemplateResult } from 'lit';
import { html } from 'lit/static-html.js';
import type { FrameDetail, ResultDetail } from '../denoiser/denoiser.js';
import type { BetweenDetail } from '../interpolator/interpolator.js';
import type { Jobs } from '../jobs.js';
import { tagOf } from '../tags.js';
import type { TrainedDetail } from '../trainer/trainer.js';
import type { Words } from '../words/words.js';
import type { Activity } from './activity.js';
import { renderDenoiser } from './denoiserPanel.js';
import { renderGenerator } from './generatorPanel.js';
import { renderInterpolator } from './interpolatorPanel.js';
import { renderProvenance } from './provenance.js';
import type { Stage } from './stage.js';
import type { Tabs } from './tabs.js';
import { renderTrainer } from './trainerPanel.js';

export interface Side {
  readonly words: Words;
  readonly lang: string;
  readonly jobs: Jobs;
  /** Folder of the guide; empty when the host has none. */
  readonly guide: string;
  readonly stage: Stage;
  readonly activity: Activity;
  readonly tabs: Tabs;
  /** In a narrow page the panel lies over the stage: what takes the stage uncovers it. */
  readonly closeDrawer: () => void;
  /** A model was trained here and is to be used. */
  readonly onTrained: (detail: TrainedDetail) => void;
}

export function renderSide({
  words,
  lang,
  jobs,
  guide,
  stage,
  activity,
  tabs,
  closeDrawer,
  onTrained,
}: Side): TemplateResult {
  const shared = { lang, jobs, stage, activity };
  const lookedAt = stage.lookedAt ? html`<p class="only" role="note">${words.pictureOnly}</p>` : nothing;
  return html`${lookedAt}${tabs.render(words, {
    denoise: renderDenoiser({
      ...shared,
      onFrame: ({ detail }: CustomEvent<FrameDetail>) => {
        if (stage.results.grow(detail)) closeDrawer();
      },
      onResult: ({ detail }: CustomEvent<ResultDetail>) => {
        stage.results.add(detail);
        // The hand that moves a slider in the drawer is still there.
        if (!detail.replaces) closeDrawer();
      },
      onEnd: () => {
        stage.pairs.drop();
        activity.end();
      },
    }),
    between: renderInterpolator({
      ...shared,
      onResult: ({ detail }: CustomEvent<BetweenDetail>) => {
        stage.results.addDenser(detail);
        closeDrawer();
      },
    }),
    generate: renderGenerator({ ...shared, onOpen: closeDrawer }),
    train: renderTrainer({ ...shared, guide, onTrained }),
    provenance: html`${renderProvenance(stage.shownFrame, words)}
      <${tagOf('inspector')} lang=${lang || nothing} .jobs=${jobs}></${tagOf('inspector')}>`,
  })}`;
}
