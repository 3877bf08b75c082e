/**
 * The trainer in the panel at the right: it learns from what is on the stage when it
 * starts, and goes on with that whatever the reader opens meanwhile.
 *
 * @module
 */
import { nothing, type TemplateResult } from 'lit';
import { html } from 'lit/static-html.js';
import type { Progress } from '../../job.js';
import type { TrainingDevice } from '../../pipeline/train/training.js';
import type { Jobs } from '../jobs.js';
import { tagOf } from '../tags.js';
import type { TrainedDetail } from '../trainer/trainer.js';
import type { Activity } from './activity.js';
import type { Stage } from './stage.js';

export interface TrainerPanel {
  readonly lang: string;
  readonly jobs: Jobs;
  /** Folder of the guide; empty when the host has none. */
  readonly guide: string;
  readonly stage: Stage;
  readonly activity: Activity;
  /** A model can be chosen now that could not before. */
  readonly onTrained: (detail: TrainedDetail) => void;
}

export function renderTrainer({
  lang,
  jobs,
  guide,
  stage,
  activity,
  onTrained,
}: TrainerPanel): TemplateResult {
  return html`<${tagOf('trainer')}
    lang=${lang || nothing}
    .jobs=${jobs}
    .guide=${guide}
    .series=${stage.workable}
    .blocked=${stage.obstacle}
    @veritome-progress=${(event: CustomEvent<Progress>) => activity.train(event.detail)}
    @veritome-device=${(event: CustomEvent<TrainingDevice>) => {
      const { backend: provider, device, reason } = event.detail;
      activity.tell({ provider, device, reason });
    }}
    @veritome-result=${(event: CustomEvent<TrainedDetail>) => onTrained(event.detail)}
    @veritome-end=${() => activity.endTraining()}
  ></${tagOf('trainer')}>`;
}
