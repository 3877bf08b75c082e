/** Registers `<veritome-denoiser>`. */
import { VeritomeDenoiser } from '../elements/denoiser/denoiser.js';
import { register } from './register.js';

register('veritome-denoiser', VeritomeDenoiser);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-denoiser': VeritomeDenoiser;
  }
}
