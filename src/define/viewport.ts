/** Registers `<veritome-viewport>`, and the header that it opens. */
import './header.js';
import { registerElement } from '../elements/tags.js';
import { VeritomeViewport } from '../elements/viewport/viewport.js';

registerElement('viewport', VeritomeViewport);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-viewport': VeritomeViewport;
  }
}
