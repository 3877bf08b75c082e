/**
 * Characters of a source header (PS3.5 §6.1, PS3.3 C.12.1.1.2). Everything is decoded
 * to Unicode here; {@link settleCharacterSet} declares what the copy is written in.
 *
 * @module
 */
import type { DataSet, Value } from './dcmjs.js';

/** Bytes of one text value to Unicode. */
export type Decode = (bytes: Uint8Array) => string;

const SPECIFIC_CHARACTER_SET = '00080005';

/** VRs that Specific Character Set governs (PS3.5 §6.1.2.3). */
export const TEXT_VRS: ReadonlySet<string> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);

/** Encoding standard labels by the number of the defined term, for `ISO_IR n` and `ISO 2022 IR n`. */
const LABELS: Readonly<Record<string, string>> = {
  '6': 'windows-1252',
  '13': 'shift_jis',
  '58': 'gbk',
  '100': 'windows-1252',
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '126': 'iso-8859-7',
  '127': 'iso-8859-6',
  '138': 'iso-8859-8',
  '144': 'iso-8859-5',
  '148': 'windows-1254',
  '149': 'euc-kr',
  '166': 'windows-874',
  '192': 'utf-8',
  '203': 'iso-8859-15',
};

/** Escape sequences of PS3.3 Table C.12-3 and C.12-4 after ESC, and the set each one calls up. */
const ESCAPES: readonly (readonly [sequence: string, set: string])[] = [
  ['(B', 'ascii'],
  ['(J', 'ascii'],
  ['$(D', 'jis0212'],
  ['$B', 'jis0208'],
  ['$)C', LABELS['149']],
  ['$)A', LABELS['58']],
  [')I', LABELS['13']],
  ['-A', LABELS['100']],
  ['-B', LABELS['101']],
  ['-C', LABELS['109']],
  ['-D', LABELS['110']],
  ['-F', LABELS['126']],
  ['-G', LABELS['127']],
  ['-H', LABELS['138']],
  ['-L', LABELS['144']],
  ['-M', LABELS['148']],
  ['-T', LABELS['166']],
  ['-b', LABELS['203']],
];
const ESC = 0x1b;

/** A decoder for the values of Specific Character Set (0008,0005); none means the default repertoire. */
export function decoderFor(terms: readonly string[]): Decode {
  const first = labelOf(terms[0] ?? '');
  return (bytes) => (bytes.includes(ESC) ? decodeEscaped(bytes, first) : decodeRun(bytes, 'ascii', first));
}

function labelOf(term: string): string {
  const name = term.trim().toUpperCase();
  if (name === 'GB18030' || name === 'GBK') return name.toLowerCase();
  // Many writers leave the attribute out and write Latin-1 all the same.
  return LABELS[name.match(/(\d+)$/)?.[1] ?? ''] ?? 'windows-1252';
}

/** ISO 2022: G0 takes bytes under 0x80, G1 those above; an escape sequence replaces one of the two. */
function decodeEscaped(bytes: Uint8Array, first: string): string {
  let [g0, g1] = ['ascii', first];
  let text = '';
  let start = 0;
  for (let i = bytes.indexOf(ESC); i >= 0; i = bytes.indexOf(ESC, start)) {
    text += decodeRun(bytes.subarray(start, i), g0, g1);
    const next = String.fromCharCode(...bytes.subarray(i + 1, i + 4));
    const [sequence, set] = ESCAPES.find(([known]) => next.startsWith(known)) ?? ['', g1];
    if (set === 'ascii' || set.startsWith('jis')) g0 = set;
    else g1 = set;
    start = i + 1 + sequence.length;
  }
  return text + decodeRun(bytes.subarray(start), g0, g1);
}

function decodeRun(bytes: Uint8Array, g0: string, g1: string): string {
  if (g0 === 'ascii') return decodeWith(g1, bytes);
  // EUC-JP is the same two sets with the high bit on; single shift 0x8F calls JIS X 0212.
  const euc: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] <= 0x20) euc.push(bytes[i]);
    else {
      if (g0 === 'jis0212') euc.push(0x8f);
      euc.push(bytes[i] | 0x80, bytes[++i] | 0x80);
    }
  }
  return decodeWith('euc-jp', Uint8Array.from(euc));
}

function decodeWith(label: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Text that contradicts its own label: Latin-1 maps every byte to something and loses none.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * Declares the character set of a data set about to be written. All-ASCII text is the
 * same bytes in every set, so the source's declaration stays; anything else is written
 * as UTF-8 and declared ISO_IR 192, in nested items too, which else would contradict it.
 */
export function settleCharacterSet(dataSet: DataSet): void {
  if (isAscii(dataSet)) return;
  dropNested(dataSet);
  dataSet[SPECIFIC_CHARACTER_SET] = { vr: 'CS', Value: ['ISO_IR 192'] };
}

function isAscii(dataSet: DataSet): boolean {
  return Object.values(dataSet).every(({ vr, Value }) =>
    Value.every((value) =>
      isItem(value)
        ? isAscii(value)
        : // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range starts at NUL.
          !TEXT_VRS.has(vr) || typeof value !== 'string' || /^[\x00-\x7f]*$/.test(value),
    ),
  );
}

function dropNested(dataSet: DataSet): void {
  delete dataSet[SPECIFIC_CHARACTER_SET];
  for (const { Value } of Object.values(dataSet)) {
    for (const value of Value) if (isItem(value)) dropNested(value);
  }
}

/** True for a sequence item among the values of an element. */
export function isItem(value: Value): value is DataSet {
  return typeof value === 'object' && !(value instanceof ArrayBuffer);
}
