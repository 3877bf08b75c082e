/**
 * Specific Character Set (0008,0005): bytes to text (PS3.3 C.12.1.1.2, PS3.5 §6.1).
 * Never throws: bytes that mean nothing come out as U+FFFD.
 */

/** Defined terms without code extensions, and the WHATWG label of a superset. */
const LABEL = new Map([
  ['ISO_IR 100', 'iso-8859-1'],
  ['ISO_IR 101', 'iso-8859-2'],
  ['ISO_IR 109', 'iso-8859-3'],
  ['ISO_IR 110', 'iso-8859-4'],
  ['ISO_IR 144', 'iso-8859-5'],
  ['ISO_IR 127', 'iso-8859-6'],
  ['ISO_IR 126', 'iso-8859-7'],
  ['ISO_IR 138', 'iso-8859-8'],
  ['ISO_IR 148', 'iso-8859-9'],
  ['ISO_IR 203', 'iso-8859-15'],
  ['ISO_IR 166', 'windows-874'],
  ['ISO_IR 13', 'shift_jis'],
  ['ISO_IR 192', 'utf-8'],
  ['GB18030', 'gb18030'],
  ['GBK', 'gbk'],
]);
/** Where the file names none: the default repertoire is ASCII, and Latin-1 is what people wrote beyond it. */
const DEFAULT_LABEL = 'iso-8859-1';

/** A set that an escape sequence calls (PS3.3 Tables C.12-3 and C.12-4), and how its bytes are read. */
interface Designation {
  readonly label: string;
  /** Two 7-bit bytes a character, as EUC without its high bits. */
  readonly euc?: true;
  /** JIS X 0212, the third set of EUC-JP, called by 8F for each character. */
  readonly prefix?: 0x8f;
}
const ESCAPES: Readonly<Record<string, Designation>> = {
  '(B': { label: DEFAULT_LABEL },
  '-A': { label: 'iso-8859-1' },
  '-B': { label: 'iso-8859-2' },
  '-C': { label: 'iso-8859-3' },
  '-D': { label: 'iso-8859-4' },
  '-L': { label: 'iso-8859-5' },
  '-G': { label: 'iso-8859-6' },
  '-F': { label: 'iso-8859-7' },
  '-H': { label: 'iso-8859-8' },
  '-M': { label: 'iso-8859-9' },
  '-T': { label: 'windows-874' },
  '(J': { label: 'shift_jis' },
  ')I': { label: 'shift_jis' },
  $B: { label: 'euc-jp', euc: true },
  '$(D': { label: 'euc-jp', euc: true, prefix: 0x8f },
  '$)C': { label: 'euc-kr' },
  '$)A': { label: 'gb18030' },
};
const ESC = 0x1b;

/** Text of a value, without trailing padding. */
export function decodeText(bytes: Uint8Array, specificCharacterSet: string): string {
  const terms = specificCharacterSet.split('\\').map((term) => term.trim());
  const first: Designation = { label: LABEL.get(terms[0].replace('ISO 2022 IR', 'ISO_IR')) ?? DEFAULT_LABEL };
  let text = '';
  let current = first;
  let start = 0;
  for (let i = 0; i <= bytes.length; i++) {
    const byte = bytes[i];
    const escaped = byte === ESC && escapeAt(bytes, i);
    // PS3.5 §6.1.2.5.3: delimiters call the initial set back. In the 7-bit sets 0x5C and 0x5E may be half a character.
    const delimiter = !current.euc && (byte === 0x5e || byte === 0x3d || byte === 0x0d || byte === 0x0a);
    if (i < bytes.length && !escaped && !delimiter) continue;
    text += decodeRun(bytes.subarray(start, i), current);
    if (escaped) {
      current = ESCAPES[escaped];
      i += escaped.length;
      start = i + 1;
    } else {
      current = first;
      start = i;
    }
  }
  return text.replace(/[ \0]+$/, '').replace(/^ +/, '');
}

function escapeAt(bytes: Uint8Array, offset: number): string | undefined {
  const next = String.fromCharCode(...bytes.subarray(offset + 1, offset + 4));
  return Object.keys(ESCAPES).find((sequence) => next.startsWith(sequence));
}

function decodeRun(run: Uint8Array, { label, euc, prefix }: Designation): string {
  const decoder = new TextDecoder(label);
  if (!euc) return decoder.decode(run);
  const high: number[] = [];
  for (let i = 0; i < run.length; i += 2) {
    if (prefix) high.push(prefix);
    for (const byte of run.subarray(i, i + 2)) high.push(byte | 0x80);
  }
  return decoder.decode(Uint8Array.from(high));
}
