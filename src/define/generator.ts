/** Registers `<veritome-generator>`. */
import { VeritomeGenerator } from '../elements/generator/generator.js';
import { register } from './register.js';

register('veritome-generator', VeritomeGenerator);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-generator': VeritomeGenerator;
  }
}
