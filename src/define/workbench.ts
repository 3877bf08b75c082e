/** Registers `<veritome-workbench>` and the elements it is made of. */
import './compare.js';
import './denoiser.js';
import './generator.js';
import './inspector.js';
import './interpolator.js';
import './reading.js';
import './study.js';
import './trainer.js';
import './viewport.js';
import { registerElement } from '../elements/tags.js';
import { VeritomeWorkbench } from '../elements/workbench/workbench.js';

registerElement('workbench', VeritomeWorkbench);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-workbench': VeritomeWorkbench;
  }
}
