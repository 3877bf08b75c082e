/** Registers `<veritome-measure>`. */
import { VeritomeMeasure } from '../elements/measure/measure.js';
import { register } from './register.js';

register('veritome-measure', VeritomeMeasure);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-measure': VeritomeMeasure;
  }
}
