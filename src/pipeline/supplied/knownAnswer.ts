/** Numbers out of a known answer that somebody brought: float32, little-endian, in base64. */
import { refusal } from '../../onnx/refusal.js';

const wrong = (what: string, cause?: unknown) =>
  refusal('known-answer', `its known answer ${what}`, { attribute: 'known-answer.json', cause });

export type Parsed = Readonly<Record<string, unknown>>;

export function parsedAnswer(json: string): Parsed {
  try {
    const value = JSON.parse(json);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw wrong('is no JSON', cause);
  }
  throw wrong('is no object');
}

/** A whole number from 0 to `most`. */
export function numberOf(parsed: Parsed, name: string, most: number, least = 1): number {
  const value = parsed[name];
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrong(`has no ${name} from ${least} to ${most}`);
}

export function floatsOf(parsed: Parsed, name: string, length: number): Float32Array {
  const text = parsed[name];
  if (typeof text !== 'string') throw wrong(`has no ${name}`);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch (cause) {
    throw wrong(`has ${name} that is no base64`, cause);
  }
  if (bytes.length !== 4 * length)
    throw wrong(`has ${bytes.length} bytes of ${name} where ${4 * length} are wanted`);
  const values = new Float32Array(bytes.buffer);
  if (!values.every(Number.isFinite)) throw wrong(`has ${name} that is not finite`);
  return values;
}
