/** Which set each stretch of a text is written in, as its escape sequences tell (ISO 2022; PS3.5 §6.1.2.5). */
import { DEFAULT_LABEL, LABELS, labelOf } from './characterSetLabels.js';

/** Bytes under one pair of sets. */
export interface Run {
  readonly bytes: Uint8Array;
  /** What 7-bit bytes mean: one character each, or half a kanji. */
  readonly g0: 'ascii' | 'jis0208' | 'jis0212';
  /** WHATWG label of what bytes from 0x80 mean, with ASCII below. */
  readonly g1: string;
}

/** Escape sequences after ESC and the set that each calls (PS3.3 Tables C.12-3 and C.12-4). */
const ESCAPES: readonly (readonly [sequence: string, call: Partial<Run>])[] = [
  ['(B', { g0: 'ascii' }],
  ['(J', { g0: 'ascii' }],
  ['$B', { g0: 'jis0208' }],
  ['$(D', { g0: 'jis0212' }],
  ['$)C', { g1: LABELS['149'] }],
  ['$)A', { g1: LABELS['58'] }],
  [')I', { g1: LABELS['13'] }],
  ['-A', { g1: LABELS['100'] }],
  ['-B', { g1: LABELS['101'] }],
  ['-C', { g1: LABELS['109'] }],
  ['-D', { g1: LABELS['110'] }],
  ['-F', { g1: LABELS['126'] }],
  ['-G', { g1: LABELS['127'] }],
  ['-H', { g1: LABELS['138'] }],
  ['-L', { g1: LABELS['144'] }],
  ['-M', { g1: LABELS['148'] }],
  ['-T', { g1: LABELS['166'] }],
  ['-b', { g1: LABELS['203'] }],
];
const ESC = 0x1b;

/**
 * The runs of a value, without the escape sequences between them; one that nobody knows stays as bytes.
 *
 * @param delimiters characters that call the set of the first term back (PS3.5 §6.1.2.5.3).
 */
export function* runsOf(bytes: Uint8Array, terms: readonly string[], delimiters: string): Generator<Run> {
  const named = labelOf(terms[0] ?? '');
  const first = { g0: 'ascii', g1: named ?? DEFAULT_LABEL } as const;
  let sets: Omit<Run, 'bytes'> = first;
  let start = 0;
  for (let i = 0; i < bytes.length; i++) {
    const called = bytes[i] === ESC ? escapeAt(bytes, i + 1) : undefined;
    // Half a kanji may look like a delimiter. And where the first term names no set, there is none to call
    // back: careless writers do not call theirs anew behind each delimiter.
    const back =
      named !== undefined &&
      sets.g0 === 'ascii' &&
      sets.g1 !== named &&
      delimiters.includes(String.fromCharCode(bytes[i]));
    if (!called && !back) continue;
    yield { ...sets, bytes: bytes.subarray(start, i) };
    if (called) {
      const [sequence, call] = called;
      sets = { ...sets, ...call };
      i += sequence.length;
      start = i + 1;
    } else {
      sets = first;
      start = i;
    }
  }
  yield { ...sets, bytes: bytes.subarray(start) };
}

function escapeAt(bytes: Uint8Array, offset: number) {
  const next = String.fromCharCode(...bytes.subarray(offset, offset + 3));
  return ESCAPES.find(([sequence]) => next.startsWith(sequence));
}
