/**
 * The character set of a data set about to be written (PS3.5 §6.1, PS3.3 C.12.1.1.2).
 * Its text is Unicode by now: `characterSet.ts` decoded the source's.
 *
 * @module
 */
import type { DataSet, Value } from './dcmjs.js';

const SPECIFIC_CHARACTER_SET = '00080005';

/** VRs that Specific Character Set governs (PS3.5 §6.1.2.3). */
export const TEXT_VRS: ReadonlySet<string> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);

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
