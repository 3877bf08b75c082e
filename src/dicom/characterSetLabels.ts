/** Defined terms of Specific Character Set (PS3.3 C.12.1.1.2), and the WHATWG label of each set or of a superset. */

/** By the number of the term, for `ISO_IR n` and `ISO 2022 IR n`. */
export const LABELS: Readonly<Record<string, string>> = {
  '13': 'shift_jis',
  '58': 'gbk',
  '100': 'iso-8859-1',
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '126': 'iso-8859-7',
  '127': 'iso-8859-6',
  '138': 'iso-8859-8',
  '144': 'iso-8859-5',
  '148': 'iso-8859-9',
  '149': 'euc-kr',
  '166': 'windows-874',
  '192': 'utf-8',
  '203': 'iso-8859-15',
};
/** Where the file names none: the default repertoire is ASCII, and Latin-1 is what people wrote beyond it. */
export const DEFAULT_LABEL = 'iso-8859-1';

/** Undefined for a term that names no characters beyond ASCII outside escape sequences. */
export function labelOf(term: string): string | undefined {
  const name = term.trim().toUpperCase();
  if (name === 'GB18030' || name === 'GBK') return name.toLowerCase();
  return LABELS[name.match(/(\d+)$/)?.[1] ?? ''];
}
