/**
 * What whoever deploys the page for frames has set, in a file beside the page.
 *
 * ```json
 * { "origins": ["https://ris.example"], "allow": ["open", "denoise", "export"], "dicomweb": "/dicom-web" }
 * ```
 *
 * @module
 */
import { ArgumentError, AssetError, isVeritomeError } from '../../../errors.js';
import type { ServeOptions } from '../../frame.js';
import { exactOrigin } from '../origins.js';
import { METHODS } from '../protocol.js';
import { type Check, list, oneOf, optional, shape, text } from '../shape.js';

export interface FrameSettings extends ServeOptions {
  readonly theme?: 'dark' | 'light' | 'contrast';
  readonly lang?: 'en' | 'pt-BR';
  /** Root of the archive that the frame searches, and in which hosts may name studies. */
  readonly dicomweb?: string;
}

const origin: Check<string> = (value, at) => exactOrigin(value, at);
const settings = shape({
  origins: optional(list(origin, 1000)),
  allow: optional(list(oneOf(METHODS), METHODS.length)),
  dicomweb: optional(text(2000)),
  theme: optional(oneOf(['dark', 'light', 'contrast'])),
  lang: optional(oneOf(['en', 'pt-BR'])),
});

/**
 * @throws AssetError when the file is not there; ArgumentError when it is not what it should be.
 */
export async function readFrameSettings(address: URL): Promise<FrameSettings> {
  const { origins, ...rest } = frameSettings(await read(address));
  // No origin named: this page's own.
  return { ...rest, ...(origins?.length && { origins }) };
}

/** @throws ArgumentError that names the field. */
export function frameSettings(value: unknown): FrameSettings {
  try {
    return settings(value, 'frame.json');
  } catch (error) {
    throw new ArgumentError('The settings of the frame cannot be used.', {
      attribute: isVeritomeError(error) ? error.attribute : 'frame.json',
      remedy: 'Correct frame.json: origins, allow, dicomweb, theme and lang, and nothing else.',
    });
  }
}

async function read(address: URL): Promise<unknown> {
  try {
    const response = await fetch(address, { credentials: 'same-origin', redirect: 'error' });
    if (response.ok) return await response.json();
    throw new Error(`status ${response.status}`);
  } catch (cause) {
    throw new AssetError('The settings of the frame could not be read.', {
      file: 'frame.json',
      remedy: 'Put frame.json beside the page, on a server: {"origins": ["https://ris.example"]}.',
      cause,
    });
  }
}
