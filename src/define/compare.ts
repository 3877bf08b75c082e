/** Registers `<veritome-compare>` and the elements it is made of. */
import './measure.js';
import './viewport.js';
import { VeritomeCompare } from '../elements/compare/compare.js';
import { registerElement } from '../elements/tags.js';

registerElement('compare', VeritomeCompare);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-compare': VeritomeCompare;
  }
}
