/**
 * Measurements below the pictures of a comparison.
 *
 * @module
 */
import { nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { html } from 'lit/static-html.js';
import type { CursorDetail } from '../measure/measure.js';
import { tagOf } from '../tags.js';
import type { Tool } from '../viewport/gestures.js';
import type { RoiDetail } from '../viewport/regions.js';
import type { Words } from '../words/words.js';
import type { VeritomeCompare } from './compare.js';
import { pairOf, present, stacksOf } from './stacks.js';

/** Of all pictures beside each other, else of the pair. */
export function renderMeasure(
  compare: VeritomeCompare,
  words: Words,
  onRoi: (event: CustomEvent<RoiDetail>) => void,
): TemplateResult | typeof nothing {
  const { measure, mode, lang, theme, index, rois, line, cursor, tool } = compare;
  if (measure === 'none') return nothing;
  const stacks = mode === 'side-by-side' ? stacksOf(compare) : pairOf(compare);
  return html`<${tagOf('measure')}
    class="measure"
    part="measure"
    role="region"
    tabindex="0"
    aria-label=${words.measurePanel}
    lang=${lang || nothing}
    theme=${theme ?? nothing}
    .kind=${measure}
    .stacks=${present(stacks)}
    .index=${index}
    .rois=${live(rois)}
    .line=${line}
    .cursor=${live(cursor)}
    .tool=${live(tool)}
    @veritome-roi=${onRoi}
    @veritome-tool=${(event: CustomEvent<{ tool: Tool }>) => {
      compare.tool = event.detail.tool;
    }}
    @veritome-cursor=${(event: CustomEvent<CursorDetail>) => {
      compare.cursor = event.detail.share;
    }}
  ></${tagOf('measure')}>`;
}
