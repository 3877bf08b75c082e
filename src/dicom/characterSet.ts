/**
 * Specific Character Set (0008,0005): bytes to text (PS3.3 C.12.1.1.2, PS3.5 §6.1),
 * to show it and to copy it. Never throws.
 */
import { DEFAULT_LABEL } from './characterSetLabels.js';
import { type Run, runsOf } from './codeExtensions.js';

const LINE_ENDS = '\r\n';
const NAME_PARTS = '^=';

/** Text of a value to show, without its padding: bytes that mean nothing come out as U+FFFD. */
export function decodeText(bytes: Uint8Array, specificCharacterSet: string): string {
  const runs = runsOf(bytes, specificCharacterSet.split('\\'), LINE_ENDS + NAME_PARTS);
  const text = Array.from(runs, (run) => {
    const { label, coded } = encodingOf(run);
    return new TextDecoder(label).decode(coded);
  }).join('');
  return text.replace(/[ \0]+$/, '').replace(/^ +/, '');
}

/** All characters of a value, to be written anew: none may get lost, not even in text that contradicts its own label. */
export function decodeForCopy(bytes: Uint8Array, terms: readonly string[], vr: string): string {
  const runs = runsOf(bytes, terms, vr === 'PN' ? LINE_ENDS + NAME_PARTS : LINE_ENDS);
  // An escape left over called no set we know; UTF-8, the copy's set, has none at all.
  return Array.from(runs, decodeLossless).join('').replaceAll('\x1b', '');
}

function decodeLossless(run: Run): string {
  const { label, coded } = encodingOf(run);
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(coded);
  } catch {
    // Latin-1 maps every byte to something.
    return new TextDecoder(DEFAULT_LABEL).decode(run.bytes);
  }
}

/** EUC-JP is the two kanji sets with the high bit on; single shift 0x8F calls JIS X 0212 for one character. */
function encodingOf({ bytes, g0, g1 }: Run): { label: string; coded: Uint8Array } {
  if (g0 === 'ascii') return { label: g1, coded: bytes };
  const coded: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] <= 0x20) {
      coded.push(bytes[i]);
      continue;
    }
    if (g0 === 'jis0212') coded.push(0x8f);
    for (const half of bytes.subarray(i, i + 2)) coded.push(half | 0x80);
    i += 1;
  }
  return { label: 'euc-jp', coded: Uint8Array.from(coded) };
}
