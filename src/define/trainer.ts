/** Registers `<veritome-trainer>`. */
import { VeritomeTrainer } from '../elements/trainer/trainer.js';
import { register } from './register.js';

register('veritome-trainer', VeritomeTrainer);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-trainer': VeritomeTrainer;
  }
}
