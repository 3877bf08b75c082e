/** Registers `<veritome-inspector>`. */
import { VeritomeInspector } from '../elements/inspector/inspector.js';
import { register } from './register.js';

register('veritome-inspector', VeritomeInspector);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-inspector': VeritomeInspector;
  }
}
