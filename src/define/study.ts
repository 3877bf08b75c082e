/** Registers `<veritome-study>`. */
import { VeritomeStudy } from '../elements/study/study.js';
import { registerElement } from '../elements/tags.js';

registerElement('study', VeritomeStudy);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-study': VeritomeStudy;
  }
}
