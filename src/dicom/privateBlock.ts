/** Private data elements of one creator (PS3.5 §7.8.1). */
import { type Attributes, codeAttribute, valueBytes } from './attributes.js';

/**
 * The elements that `creator` reserved in `group`, by the low byte of their element
 * number; undefined where the creator has no block. Values are views on the file,
 * with the padding the writer added. A creator with several blocks gets the first.
 */
export function readPrivateBlock(
  source: Attributes,
  group: number,
  creator: string,
): Map<number, Uint8Array> | undefined {
  const prefix = `x${hex(group, 4)}`;
  for (let block = 0x10; block <= 0xff; block++) {
    if (codeAttribute(source, `${prefix}00${hex(block, 2)}`) !== creator) continue;
    const found = new Map<number, Uint8Array>();
    for (let low = 0; low <= 0xff; low++) {
      const value = valueBytes(source, `${prefix}${hex(block, 2)}${hex(low, 2)}`);
      if (value) found.set(low, value);
    }
    return found;
  }
  return undefined;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
