/** Registers `<veritome-viewport>`. */
import { VeritomeViewport } from '../elements/viewport/viewport.js';
import { register } from './register.js';

register('veritome-viewport', VeritomeViewport);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-viewport': VeritomeViewport;
  }
}
