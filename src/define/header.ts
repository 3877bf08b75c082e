/** Registers `<veritome-header>`. */
import { VeritomeHeader } from '../elements/header/header.js';
import { registerElement } from '../elements/tags.js';

registerElement('header', VeritomeHeader);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-header': VeritomeHeader;
  }
}
