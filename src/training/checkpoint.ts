/**
 * A run in one buffer, to go on later: settings, step, weights and moments, history. No image,
 * and nothing of a header, is in it; of the images only a hash, so that a run does not go
 * on with others.
 *
 * Bytes: `VTRUN` and a version; SHA-256 of what follows; length of the header; the header in
 * JSON; values of the arrays, little-endian, in the header's order.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { sha256 } from '../sha256.js';
import type { EngineState } from './engine.js';
import type { Weight } from './network.js';
import type { TrainingOptions } from './options.js';
import type { RunHistory } from './readings.js';
import { checkedOptions } from './wish.js';

/** What a checkpoint holds. */
export interface Checkpoint {
  /** Of the run, the same through all its checkpoints. */
  readonly id: string;
  readonly options: TrainingOptions;
  /** Steps done. */
  readonly step: number;
  /** Of training so far. */
  readonly seconds: number;
  readonly history: RunHistory;
  /** SHA-256 of training and held-out images. */
  readonly images: string;
  readonly state: EngineState;
}

const MAGIC = 'VTRUN';
const VERSION = 1;
const DIGEST = 64;
const START = MAGIC.length + 1 + DIGEST + 4;

interface Header extends Omit<Checkpoint, 'state'> {
  readonly arrays: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** Writes one. */
export async function writeCheckpoint({ state, ...rest }: Checkpoint): Promise<Uint8Array> {
  const names = Object.keys(state).sort();
  const arrays = names.map((name) => ({ name, shape: state[name].shape }));
  const header = new TextEncoder().encode(JSON.stringify({ ...rest, arrays } satisfies Header, keepNaN));
  const values = names.reduce((sum, name) => sum + state[name].values.length, 0);
  const bytes = new Uint8Array(START + header.length + 4 * values);
  bytes.set(ascii(MAGIC));
  bytes[MAGIC.length] = VERSION;
  const view = new DataView(bytes.buffer);
  view.setUint32(START - 4, header.length, true);
  bytes.set(header, START);
  let at = START + header.length;
  for (const name of names) {
    for (const value of state[name].values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  bytes.set(ascii(await sha256(bytes.subarray(START - 4))), MAGIC.length + 1);
  return bytes;
}

/**
 * Reads one back.
 *
 * @throws ArgumentError when the bytes are no checkpoint, of another version, or damaged.
 */
export async function readCheckpoint(bytes: Uint8Array): Promise<Checkpoint> {
  if (bytes.length < START || text(bytes.subarray(0, MAGIC.length)) !== MAGIC) {
    throw unusable('These bytes are no checkpoint of a run.');
  }
  if (bytes[MAGIC.length] !== VERSION) throw unusable('The checkpoint is of another version.');
  const digest = text(bytes.subarray(MAGIC.length + 1, MAGIC.length + 1 + DIGEST));
  if (digest !== (await sha256(bytes.subarray(START - 4)))) throw unusable('The checkpoint is damaged.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(START - 4, true);
  // Whole as it was written; but what wrote it need not have been us.
  const { arrays, ...header } = parsed(bytes.subarray(START, START + length));
  const state: Record<string, Weight> = {};
  let at = START + length;
  for (const { name, shape } of arrays) {
    const count = shape.reduce((product, size) => product * size, 1);
    if (!(Number.isInteger(count) && count >= 0 && at + 4 * count <= bytes.length)) throw broken();
    state[name] = {
      shape,
      values: Float32Array.from({ length: count }, (_, i) => view.getFloat32(at + 4 * i, true)),
    };
    at += 4 * count;
  }
  if (at !== bytes.length) throw broken();
  return { ...header, options: checkedOptions(header.options), state };
}

function parsed(bytes: Uint8Array): Header {
  let header: Partial<Header>;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), reviveNaN);
  } catch {
    throw broken();
  }
  const { id, options, step, seconds, history, images, arrays } = header ?? {};
  const whole =
    typeof id === 'string' &&
    typeof images === 'string' &&
    typeof options === 'object' &&
    options !== null &&
    Number.isInteger(step) &&
    (step as number) >= 0 &&
    typeof seconds === 'number' &&
    Array.isArray(history?.steps) &&
    Array.isArray(history?.measurements) &&
    Array.isArray(arrays) &&
    arrays.every(({ name, shape }) => typeof name === 'string' && Array.isArray(shape));
  if (!whole) throw broken();
  return header as Header;
}

/** JSON has no NaN, and readings of a denoiser have many. */
function keepNaN(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;
}

function reviveNaN(_: string, value: unknown): unknown {
  const kept = (value as { number?: unknown } | null)?.number;
  return typeof kept === 'string' ? Number(kept) : value;
}

function ascii(word: string): Uint8Array {
  return new TextEncoder().encode(word);
}

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function broken(): ArgumentError {
  return unusable('The checkpoint does not hold what a run needs.');
}

function unusable(message: string): ArgumentError {
  return new ArgumentError(message, {
    attribute: 'checkpoint',
    remedy: 'Start the run anew, or use another checkpoint of it.',
  });
}
