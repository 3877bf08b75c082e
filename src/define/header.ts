/** Registers `<veritome-header>`. */
import { VeritomeHeader } from '../elements/header/header.js';
import { register } from './register.js';

register('veritome-header', VeritomeHeader);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-header': VeritomeHeader;
  }
}
