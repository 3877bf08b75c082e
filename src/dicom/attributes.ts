/**
 * Values of single attributes, read strictly: a number that is not what PS3.5 §6.2
 * allows is an error with the attribute's name, not a NaN.
 *
 * @module
 */
import { AttributeError } from '../errors.js';
import { attributeName, TAG } from './attributeTags.js';
import { decodeText } from './characterSet.js';
import type { Part10 } from './part10.js';

/** A file's data set, or one item of its sequences. */
export interface Attributes extends Pick<Part10, 'file' | 'dataSet'> {
  /** Specific Character Set of what holds the item, for items that name none. */
  readonly outerCharset?: Uint8Array | undefined;
}

/** DS, PS3.5 §6.2: fixed or floating point with a full stop. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** PS3.5 §6.2: spaces alone may stand around a number. */
const PADDING = /^ +| +$/g;
const INTEGER = /^[+-]?\d{1,12}$/;

/** The value's bytes, a view; undefined where the attribute is absent or empty. */
export function valueBytes({ dataSet }: Attributes, tag: string): Uint8Array | undefined {
  const element = dataSet.elements[tag];
  if (!element || element.items || element.length === 0) return undefined;
  return dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
}

/**
 * Text in the data set's Specific Character Set, all values with their backslashes,
 * without the padding; undefined where absent or blank.
 *
 * @param tag `x0008001c`.
 */
export function textAttribute(source: Attributes, tag: string): string | undefined {
  const bytes = valueBytes(source, tag);
  if (!bytes) return undefined;
  const charset = charsetOf(source);
  return decodeText(bytes, charset ? ascii(charset) : '') || undefined;
}

/** A UID, code or number as text: characters of the default repertoire, trimmed. */
export function codeAttribute(source: Attributes, tag: string): string | undefined {
  const bytes = valueBytes(source, tag);
  return bytes ? ascii(bytes) || undefined : undefined;
}

/** All values of a DS attribute; undefined where absent or empty. */
export function decimalAttribute(source: Attributes, tag: string): number[] | undefined {
  return codeAttribute(source, tag)
    ?.split('\\')
    .map((text) => {
      const value = decimalOf(text.replace(PADDING, ''));
      if (!Number.isFinite(value))
        throw attributeError(source, tag, 'The value is not a finite decimal number.');
      return value;
    });
}

/** The number that a DS value writes; NaN for what is none. */
export function decimalOf(text: string): number {
  return DECIMAL.test(text) ? Number(text) : Number.NaN;
}

/** The single value of an IS attribute. */
export function integerAttribute(source: Attributes, tag: string): number | undefined {
  const text = codeAttribute(source, tag);
  if (text === undefined) return undefined;
  if (!INTEGER.test(text)) throw attributeError(source, tag, 'The value is not a whole number.');
  return Number(text);
}

/** The single value of a US or SS attribute, its 16 bits as unsigned. */
export function shortAttribute(source: Attributes, tag: string): number | undefined {
  const element = source.dataSet.elements[tag];
  if (!element || element.length === 0) return undefined;
  if (element.length !== 2) throw attributeError(source, tag, 'The value is not a single 16-bit integer.');
  return source.dataSet.uint16(tag);
}

/** As {@link shortAttribute}, for an attribute that may not be absent or empty. */
export function requiredShort(source: Attributes, tag: string): number {
  const value = shortAttribute(source, tag);
  if (value === undefined) throw attributeError(source, tag, 'The attribute is missing or empty.');
  return value;
}

/** The items of a sequence, in order; none where it is absent. */
export function itemsOf(source: Attributes, tag: string): Attributes[] {
  const items = source.dataSet.elements[tag]?.items ?? [];
  const outerCharset = charsetOf(source);
  return items.flatMap(({ dataSet }) => (dataSet ? [{ file: source.file, dataSet, outerCharset }] : []));
}

/** PS3.3 C.12.1.1.2: an item's own Specific Character Set, else that of what holds it. */
function charsetOf(source: Attributes): Uint8Array | undefined {
  return valueBytes(source, TAG.SpecificCharacterSet) ?? source.outerCharset;
}

export function attributeError(
  { file }: Attributes,
  tag: string,
  message: string,
  remedy = 'Export the file again from its source.',
): AttributeError {
  return new AttributeError(message, { file, attribute: attributeName(tag), remedy });
}

function ascii(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text.replace(/^[ \0]+|[ \0]+$/g, '');
}
