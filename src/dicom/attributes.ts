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
export type Attributes = Pick<Part10, 'file' | 'dataSet'>;

/** DS, PS3.5 §6.2: fixed or floating point with a full stop. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
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
  const charset = valueBytes(source, TAG.SpecificCharacterSet);
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
      const value = DECIMAL.test(text.trim()) ? Number(text) : Number.NaN;
      if (!Number.isFinite(value))
        throw attributeError(source, tag, 'The value is not a finite decimal number.');
      return value;
    });
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
export function itemsOf({ file, dataSet }: Attributes, tag: string): Attributes[] {
  const items = dataSet.elements[tag]?.items ?? [];
  return items.flatMap((item) => (item.dataSet ? [{ file, dataSet: item.dataSet }] : []));
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
