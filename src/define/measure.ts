/** Registers `<veritome-measure>`. */
import { VeritomeMeasure } from '../elements/measure/measure.js';
import { registerElement } from '../elements/tags.js';

registerElement('measure', VeritomeMeasure);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-measure': VeritomeMeasure;
  }
}
