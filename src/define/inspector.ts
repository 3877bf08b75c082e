/** Registers `<veritome-inspector>`. */
import { VeritomeInspector } from '../elements/inspector/inspector.js';
import { registerElement } from '../elements/tags.js';

registerElement('inspector', VeritomeInspector);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-inspector': VeritomeInspector;
  }
}
