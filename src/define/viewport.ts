/** Registers `<veritome-viewport>`, and the header that it opens. */
import './header.js';
import { VeritomeViewport } from '../elements/viewport/viewport.js';
import { register } from './register.js';

register('veritome-viewport', VeritomeViewport);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-viewport': VeritomeViewport;
  }
}
