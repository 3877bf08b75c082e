/**
 * The denoiser in the panel at the right, bound to what is on the stage.
 *
 * @module
 */
import { nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { html } from 'lit/static-html.js';
import type { FrameDetail, JumpDetail, ResultDetail, ToolDetail } from '../denoiser/denoiser.js';
import type { Jobs } from '../jobs.js';
import { tagOf } from '../tags.js';
import type { RoiDetail } from '../viewport/regions.js';
import type { Activity } from './activity.js';
import type { Stage } from './stage.js';

export interface DenoiserPanel {
  readonly lang: string;
  readonly jobs: Jobs;
  readonly stage: Stage;
  readonly activity: Activity;
  readonly onFrame: (event: CustomEvent<FrameDetail>) => void;
  readonly onResult: (event: CustomEvent<ResultDetail>) => void;
  readonly onEnd: () => void;
}

export function renderDenoiser(panel: DenoiserPanel): TemplateResult {
  const { lang, jobs, stage, activity } = panel;
  return html`<${tagOf('denoiser')}
    lang=${lang || nothing}
    .jobs=${jobs}
    .series=${stage.workable}
    .blocked=${stage.obstacle}
    .denoised=${stage.pair?.after}
    .index=${stage.index}
    .rois=${live(stage.rois)}
    .tool=${stage.tool === 'crosshair' ? 'window' : stage.tool}
    @veritome-progress=${activity.onProgress}
    @veritome-device=${activity.onDevice}
    @veritome-frame=${panel.onFrame}
    @veritome-result=${panel.onResult}
    @veritome-end=${panel.onEnd}
    @veritome-roi=${(event: CustomEvent<RoiDetail>) => {
      stage.rois = event.detail.rois;
    }}
    @veritome-jump=${(event: CustomEvent<JumpDetail>) => stage.viewing.jump(event.detail.index)}
    @veritome-tool=${(event: CustomEvent<ToolDetail>) => {
      stage.tool = event.detail.tool;
    }}
  ></${tagOf('denoiser')}>`;
}
