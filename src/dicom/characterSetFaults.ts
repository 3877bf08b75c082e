/** Texts that do not keep to their Specific Character Set (PS3.3 C.12.1.1.2): shown with replacement characters, and told of. */
import { type Attributes, codeAttribute, valueBytes } from './attributes.js';
import { attributeName, TAG } from './attributeTags.js';
import { labelOf } from './characterSetLabels.js';
import { type Run, runsOf } from './codeExtensions.js';

/** VRs whose characters the attribute extends (PS3.5 §6.1.2.3). */
const EXTENDED = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);
/** Read even where the file names no VR. */
const LABELS: readonly string[] = [
  TAG.PatientName,
  TAG.PatientID,
  TAG.StudyDescription,
  TAG.SeriesDescription,
];
/** Terms that extend by escape sequences alone, or by nothing. */
const WITHOUT_LABEL = new Set(['', 'ISO_IR 6', 'ISO 2022 IR 6', 'ISO 2022 IR 87', 'ISO 2022 IR 159']);
const TERM = /^(ISO_IR \d+|ISO 2022 IR \d+|GB18030|GBK)$/;
/** A file of many texts has one fault, not thousands. */
const MOST = 8;
const BACKSLASH = 0x5c;

/** Sentences on the file's own texts; items of sequences are not looked into. */
export function textFaults(source: Attributes): string[] {
  const terms = (codeAttribute(source, TAG.SpecificCharacterSet) ?? '')
    .split('\\')
    .map((term) => term.trim());
  const unknown = terms.some((term) => !WITHOUT_LABEL.has(term) && !(TERM.test(term) && labelOf(term)));
  const faults = unknown
    ? [`${attributeName(TAG.SpecificCharacterSet)} names a character set that DICOM does not know.`]
    : [];
  for (const [tag, { vr }] of Object.entries(source.dataSet.elements)) {
    if (faults.length >= MOST) break;
    if (vr === undefined ? !LABELS.includes(tag) : !EXTENDED.has(vr)) continue;
    const bytes = valueBytes(source, tag);
    if (bytes && !isPlain(bytes) && !isKept(bytes, terms)) {
      const name = attributeName(tag);
      faults.push(`${name} holds characters that its character set does not have, or that no text needs.`);
    }
  }
  return faults;
}

/** Printable ASCII: what nearly all texts are. */
function isPlain(bytes: Uint8Array): boolean {
  return (
    bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0d || byte === 0x0a || byte === 0x09) ||
    isPadded(bytes)
  );
}

/** Zeros at the end are padding of careless writers. */
function isPadded(bytes: Uint8Array): boolean {
  const end = bytes.indexOf(0);
  return end >= 0 && bytes.subarray(end).every((byte) => byte === 0) && isPlain(bytes.subarray(0, end));
}

function isKept(bytes: Uint8Array, terms: readonly string[]): boolean {
  const runs = [...runsOf(bytes, terms, '\r\n^=')];
  const named = labelOf(terms[0] ?? '') !== undefined;
  return runs.every((run, i) => {
    // Before the first escape sequence, the first term alone says what high bytes mean.
    if (i === 0 && !named && run.bytes.some((byte) => byte >= 0x80)) return false;
    return isDecodable(run);
  });
}

function isDecodable({ bytes, g0, g1 }: Run): boolean {
  // Half a kanji is any byte above 20; its pairs are settled where it is decoded.
  if (g0 !== 'ascii') return bytes.every((byte) => byte >= 0x20 && byte < 0x80);
  const decoder = new TextDecoder(g1, { fatal: true });
  try {
    const text = decoder.decode(bytes);
    if (/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text.replace(/[\t\r\n\f\0]/g, '')))
      return false;
    // A backslash inside a character: other readers cut the value there.
    for (const part of parts(bytes)) decoder.decode(part);
    return true;
  } catch {
    return false;
  }
}

function parts(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  let start = 0;
  for (let i = 0; i <= bytes.length; i++) {
    if (i < bytes.length && bytes[i] !== BACKSLASH) continue;
    found.push(bytes.subarray(start, i));
    start = i + 1;
  }
  return found;
}
