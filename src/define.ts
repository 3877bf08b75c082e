/**
 * Registers every element. Importing this module is the only side effect of the
 * package; a name that is taken already, by a second copy or by the host, is left
 * alone.
 *
 * ```html
 * <script type="module" src="veritome/define.js"></script>
 * <veritome-workbench></veritome-workbench>
 * ```
 *
 * @module
 */
import { VeritomeCompare } from './elements/compare/compare.js';
import { VeritomeDenoiser } from './elements/denoiser/denoiser.js';
import { VeritomeInspector } from './elements/inspector/inspector.js';
import { VeritomeStudy } from './elements/study/study.js';
import { VeritomeViewport } from './elements/viewport/viewport.js';
import { VeritomeWorkbench } from './elements/workbench/workbench.js';

const ELEMENTS = {
  'veritome-viewport': VeritomeViewport,
  'veritome-compare': VeritomeCompare,
  'veritome-study': VeritomeStudy,
  'veritome-denoiser': VeritomeDenoiser,
  'veritome-inspector': VeritomeInspector,
  'veritome-workbench': VeritomeWorkbench,
} as const;

for (const [tag, element] of Object.entries(ELEMENTS)) {
  if (globalThis.customElements && !customElements.get(tag)) customElements.define(tag, element);
}

declare global {
  interface HTMLElementTagNameMap {
    'veritome-viewport': VeritomeViewport;
    'veritome-compare': VeritomeCompare;
    'veritome-study': VeritomeStudy;
    'veritome-denoiser': VeritomeDenoiser;
    'veritome-inspector': VeritomeInspector;
    'veritome-workbench': VeritomeWorkbench;
  }
}
