/** Registers `<veritome-trainer>`. */

import { registerElement } from '../elements/tags.js';
import { VeritomeTrainer } from '../elements/trainer/trainer.js';

registerElement('trainer', VeritomeTrainer);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-trainer': VeritomeTrainer;
  }
}
