/** How the rows of single-frame results are written down: an expectation per class. */
import { type Expectation, is, like, type Row, same } from './expectation.js';
import { CLASSES, type Made } from './written.js';

export type ByClass = readonly [
  denoised: Expectation,
  between: Expectation,
  unchanged: Expectation,
  synthetic: Expectation,
];

export const row = (path: string, tag: string, section: string, ...expected: ByClass): Row<Made> => ({
  path,
  tag,
  section,
  in: Object.fromEntries(CLASSES.map((made, i) => [made, expected[i]])) as Record<Made, Expectation>,
});

export const all = (expected: Expectation): ByClass => [expected, expected, expected, expected];
/** Copied from the source; `none` where no patient stands behind the slice. */
export const copied = (none: Expectation): ByClass => [same, same, same, none];

export const CT = '1.2.840.10008.5.1.4.1.1.2';
export const SOURCE = 'SourceImageSequence[0].';
export const CODES = 'DerivationCodeSequence[0].';
export const BLOCK = 'PrivateDataElementCharacteristicsSequence[0].';
export const DEFINITION = `${BLOCK}PrivateDataElementDefinitionSequence[0].`;
export const ALGORITHM = '(0099,1005)[0].';
export const RECORD = like(/^\{"schema":"veritome-record\/1"/, 'the record, JSON');
export const PIXEL_HASH = like(/^[0-9a-f]{64}$/, 'SHA-256 of the stored values');
export const made = (words: string) => like(new RegExp(`^${words}`), `\`${words} …\``);
export const now = like(/^\d{8}$/, 'when the pixels were made');
export const nowTime = like(/^\d{6}\.\d{3}$/, 'when the pixels were made');
export const items = (count: number) => is(`${count} items`, `${count} item${count > 1 ? 's' : ''}`);
export const equipment = (
  denoised: string,
  between: string,
  unchanged: string,
  synthetic: string,
): ByClass => [is(denoised), is(between), is(unchanged), is(synthetic)];
