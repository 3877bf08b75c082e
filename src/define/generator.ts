/** Registers `<veritome-generator>`. */
import { VeritomeGenerator } from '../elements/generator/generator.js';
import { registerElement } from '../elements/tags.js';

registerElement('generator', VeritomeGenerator);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-generator': VeritomeGenerator;
  }
}
