/** Registers `<veritome-denoiser>`. */
import { VeritomeDenoiser } from '../elements/denoiser/denoiser.js';
import { registerElement } from '../elements/tags.js';

registerElement('denoiser', VeritomeDenoiser);

declare global {
  interface HTMLElementTagNameMap {
    'veritome-denoiser': VeritomeDenoiser;
  }
}
