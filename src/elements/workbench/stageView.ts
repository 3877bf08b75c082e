/**
 * The picture of a series: alone, or beside the one it came from. Bindings are live:
 * the views change their own properties before they tell.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { VeritomeCompare } from '../compare/compare.js';
import { furtherOf } from '../compare/further.js';
import type { ToolDetail } from '../denoiser/denoiser.js';
import type { Stage } from './stage.js';
import { isSynthetic } from './synthetic.js';
import type { VeritomeWorkbench } from './workbench.js';

const CENTRED = { x: 0, y: 0 } as const;

export function renderStage(stage: Stage, bench: VeritomeWorkbench, series: Series<Frame>): TemplateResult {
  const { view, tool, rois, comparing: pair } = stage;
  const { lang, study, jobs } = bench;
  if (stage.reading) {
    return html`<veritome-reading
      lang=${lang || nothing}
      .sets=${[[stage.pair!.before, ...stage.pairs.resultsOf(stage.pair!.before)]]}
      @veritome-close=${() => stage.toggleReading()}
    ></veritome-reading>`;
  }
  if (pair) {
    return html`<veritome-compare
      lang=${lang || nothing}
      .before=${pair.before}
      .after=${pair.after}
      .mode=${stage.mode as VeritomeCompare['mode']}
      .overlay=${stage.overlay}
      .results=${stage.hanging ? stage.others : []}
      .measure=${live(stage.measure)}
      .further=${furtherOf(view)}
      @veritome-compare=${stage.followCompare}
      @veritome-tool=${(event: CustomEvent<ToolDetail>) => {
        stage.tool = event.detail.tool;
      }}
      .jobs=${jobs}
      .rois=${live(rois)}
      .tool=${tool}
      .index=${live(view.index ?? 0)}
      .windowCenter=${live(view.windowCenter)}
      .windowWidth=${live(view.windowWidth)}
      .scale=${live(view.scale)}
      .translation=${live(view.translation ?? CENTRED)}
      .inverted=${live(view.inverted ?? false)}
      .labels=${study?.labels}
    ></veritome-compare>`;
  }
  // A patient's name has no place over slices of no patient.
  const labels = isSynthetic(series) ? undefined : study?.labels;
  return html`<veritome-viewport
    lang=${lang || nothing}
    .series=${series}
    .rois=${live(rois)}
    .tool=${tool}
    .index=${live(view.index ?? 0)}
    .windowCenter=${live(view.windowCenter)}
    .windowWidth=${live(view.windowWidth)}
    .scale=${live(view.scale)}
    .translation=${live(view.translation ?? CENTRED)}
    .inverted=${live(view.inverted ?? false)}
    .labels=${labels}
  ></veritome-viewport>`;
}
