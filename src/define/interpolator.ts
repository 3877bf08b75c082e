/** Registers `<veritome-interpolator>`. */
import { VeritomeInterpolator } from '../elements/interpolator/interpolator.js';
import { register } from './register.js';

register('veritome-interpolator', VeritomeInterpolator);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-interpolator': VeritomeInterpolator;
  }
}
