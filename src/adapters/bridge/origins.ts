/**
 * Origins as they are compared: exact, of http or https, never `*` and never `null`.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';

/** The origin as a message's `origin` has it. @throws ArgumentError for what is none. */
export function exactOrigin(given: unknown, attribute: string): string {
  try {
    const { origin, protocol } = new URL(String(given));
    if (given === origin && /^https?:$/.test(protocol) && !origin.includes('*')) return origin;
  } catch {
    // No address: the same refusal.
  }
  throw new ArgumentError('This is no origin.', {
    attribute,
    remedy: 'Give scheme, host and port alone: https://ris.example.',
  });
}
