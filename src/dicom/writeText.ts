/**
 * Numbers, moments and codes as DICOM writes them (PS3.5 §6.2, PS3.3 §8.8).
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type { Attributes } from './dcmjs.js';

/** A coded concept (PS3.3 Table 8.8-1). */
export interface Code {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

/** An item of a code sequence. */
export function codeItem({ value, scheme, meaning }: Code): Attributes {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning };
}

/**
 * A number in the 16 characters of a DS that reads back as the same number.
 *
 * @param attribute keyword, for the message when no 16 characters hold it.
 */
export function exactDecimal(value: number, attribute: string): string {
  // The leading zero is a digit to spare (PS3.5 §6.2).
  const forms = [nearestDecimal(value, attribute), String(value).replace(/^(-?)0\./, '$1.')];
  const exact = forms.find((form) => form.length <= 16 && Number(form) === value);
  if (exact !== undefined) return exact;
  throw new ArgumentError('A decimal string (DS) of 16 characters cannot hold this number exactly.', {
    attribute,
    remedy: 'Round it to 10 significant digits first.',
  });
}

/** The nearest number that the 16 characters of a DS hold: a length off by its last digit moves nothing. */
export function nearestDecimal(value: number, attribute: string): string {
  if (!Number.isFinite(value)) {
    throw new ArgumentError('DICOM writes finite numbers only.', { attribute, remedy: 'Give a number.' });
  }
  for (let digits = 17; ; digits--) {
    const rounded = digits === 17 ? value : Number(value.toPrecision(digits));
    const forms = [String(rounded), rounded.toExponential()];
    const short = forms.find((form) => form.length <= 16);
    if (short !== undefined) return short;
  }
}

/** Text that fits a length limit; a backslash would start a second value. */
export function shortText(text: string, limit: number): string {
  const characters = Array.from(text.replaceAll('\\', '/'));
  return characters.slice(0, limit).join('').trimEnd();
}

/** A moment as DA, TM and DT, in the zone of Timezone Offset From UTC (0008,0201). */
export interface Moment {
  readonly date: string;
  readonly time: string;
  /** With its offset, so that it stands alone. */
  readonly dateTime: string;
}

/**
 * @param offset `+HHMM` or `-HHMM`. Without one DICOM reads dates as local time
 * (PS3.3 C.12.1.1), so the clock of this machine decides.
 */
export function moment(date: Date, offset: string | undefined): Moment {
  const match = offset?.match(/^([+-])(\d\d)(\d\d)$/);
  const minutes = match
    ? Number(`${match[1]}1`) * (Number(match[2]) * 60 + Number(match[3]))
    : -date.getTimezoneOffset();
  const local = new Date(date.getTime() + minutes * 60_000).toISOString();
  const day = local.slice(0, 10).replaceAll('-', '');
  const time = local.slice(11, 23).replaceAll(':', '');
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const zone = `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}${two(Math.abs(minutes) % 60)}`;
  return { date: day, time, dateTime: `${day}${time}${zone}` };
}
