/**
 * Line icons of the tool bar and its panels, 20 px, in the colour of the text.
 *
 * @module
 */
import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

const SHAPES = {
  window: svg`<circle cx="10" cy="10" r="6.5" /><path d="M10 3.5a6.5 6.5 0 0 1 0 13z" class="fill" />`,
  pan: svg`<path d="M10 3v14M3 10h14M10 3l-2 2M10 3l2 2M10 17l-2-2M10 17l2-2M3 10l2-2M3 10l2 2M17 10l-2-2M17 10l-2 2" />`,
  zoom: svg`<circle cx="9" cy="9" r="5.5" /><path d="M13.2 13.2 17 17M9 6.8v4.4M6.8 9h4.4" />`,
  scroll: svg`<path d="M4 6.5 10 3.5l6 3-6 3zM4 10l6 3 6-3M4 13.5l6 3 6-3" />`,
  circle: svg`<circle cx="10" cy="10" r="6" stroke-dasharray="3 2.2" /><path d="M10 8.5v3M8.5 10h3" />`,
  guard: svg`<path d="M10 2.8 4.5 5v4.6c0 3.4 2.2 6 5.5 7.6 3.3-1.6 5.5-4.2 5.5-7.6V5zM7 12.5l5.5-5.5M9.5 14l4-4" />`,
  single: svg`<rect x="3.5" y="4.5" width="13" height="11" rx="1" />`,
  curtain: svg`<rect x="3.5" y="4.5" width="13" height="11" rx="1" /><path d="M10 2.5v15" /><path d="M10 5h6v10h-6z" class="fill" />`,
  'side-by-side': svg`<rect x="2.5" y="5" width="6.5" height="10" rx="1" /><rect x="11" y="5" width="6.5" height="10" rx="1" />`,
  flicker: svg`<rect x="3" y="3.5" width="9.5" height="9.5" rx="1" /><path d="M15.5 7H16a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1v-.5" />`,
  blend: svg`<circle cx="7.8" cy="10" r="4.8" /><circle cx="12.2" cy="10" r="4.8" />`,
  profile: svg`<path d="M3 16.5h14M3 3.5v13M4 13c3 0 3-7 5.5-7S12 12 16.5 12" />`,
  hang: svg`<rect x="3" y="3.5" width="6" height="6" rx="1" /><rect x="11" y="3.5" width="6" height="6" rx="1" /><rect x="3" y="11" width="6" height="6" rx="1" /><rect x="11" y="11" width="6" height="6" rx="1" />`,
  reading: svg`<path d="M3 8.5c3.5-5 10.5-5 14 0M3.5 4 16.5 16M6 12.5c2.5 2 5.5 2 8 0" />`,
  difference: svg`<path d="M10 3.5v7M6.5 7h7M6.5 15.5h7" />`,
  invert: svg`<rect x="3.5" y="3.5" width="13" height="13" rx="1" /><path d="M3.5 16.5v-13h13z" class="fill" />`,
  reset: svg`<path d="M4.5 8.5A6 6 0 1 1 4 11.5M4.5 4v4.5H9" />`,
  cine: svg`<path d="M6.5 4.5v11l9-5.5z" />`,
  keys: svg`<rect x="2.5" y="5.5" width="15" height="9" rx="1.5" /><path d="M6 12h8M5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01" />`,
  save: svg`<path d="M10 3v9M6.5 9 10 12.5 13.5 9M4 16.5h12" />`,
  study: svg`<rect x="3" y="4" width="5" height="5" rx="1" /><rect x="3" y="11" width="5" height="5" rx="1" /><path d="M11 5.5h6M11 8h4M11 12.5h6M11 15h4" />`,
  panel: svg`<path d="M3 6h8M15 6h2M3 14h2M9 14h8" /><circle cx="13" cy="6" r="2" /><circle cx="7" cy="14" r="2" />`,
  denoise: svg`<path d="M3 10c2-6 4-6 5.5 0s3 6 4.5 2 2.5-3 4-2" /><path d="M4 4h.01M8 3h.01M12 5h.01M16 4h.01M5 16h.01M14 16h.01" />`,
  between: svg`<path d="M4 4.5h12M4 15.5h12" /><path d="M4 10h12" stroke-dasharray="2 2.4" />`,
  dice: svg`<rect x="3.5" y="3.5" width="13" height="13" rx="2.5" /><path d="M7 7h.01M13 7h.01M10 10h.01M7 13h.01M13 13h.01" />`,
  train: svg`<path d="M3 3.5v13h14" /><path d="M5.5 6c1 6 4 8 11 8.2" /><circle cx="13.5" cy="6.5" r="2.2" />`,
  layout: svg`<rect x="3" y="3.5" width="14" height="13" rx="1" /><path d="M10 3.5v13M3 10h14" />`,
  planes: svg`<path d="M3 7.2 10 4l7 3.2-7 3.2zM10 10.4V17M3 7.2v6.6L10 17l7-3.2V7.2" />`,
  crosshair: svg`<path d="M10 2.5v5M10 12.5v5M2.5 10h5M12.5 10h5" /><circle cx="10" cy="10" r="1" class="fill" />`,
  more: svg`<path d="M4.5 10h.01M10 10h.01M15.5 10h.01" stroke-width="2.6" />`,
  close: svg`<path d="m5 5 10 10M15 5 5 15" />`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof SHAPES;

export function icon(name: IconName): TemplateResult {
  return html`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${SHAPES[name]}</svg>`;
}
