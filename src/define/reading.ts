/** Registers `<veritome-reading>` and the elements it is made of. */
import './viewport.js';
import { VeritomeReading } from '../elements/reading/reading.js';
import { registerElement } from '../elements/tags.js';

registerElement('reading', VeritomeReading);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-reading': VeritomeReading;
  }
}
