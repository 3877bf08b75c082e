/** Registers `<veritome-interpolator>`. */
import { VeritomeInterpolator } from '../elements/interpolator/interpolator.js';
import { registerElement } from '../elements/tags.js';

registerElement('interpolator', VeritomeInterpolator);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-interpolator': VeritomeInterpolator;
  }
}
