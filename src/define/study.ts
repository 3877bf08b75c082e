/** Registers `<veritome-study>`. */
import { VeritomeStudy } from '../elements/study/study.js';
import { register } from './register.js';

register('veritome-study', VeritomeStudy);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-study': VeritomeStudy;
  }
}
