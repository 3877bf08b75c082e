/** The error of a manifest that cannot be read. */
import { DecodeError } from '../../errors.js';

export function damaged(message: string): DecodeError {
  return new DecodeError(message, {
    attribute: 'C2PA manifest',
    remedy: 'Take the file from its source again; nothing in its manifest can be relied on.',
  });
}
