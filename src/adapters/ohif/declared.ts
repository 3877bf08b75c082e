/**
 * What an image in OHIF says of its own making, by the attributes that the app knows of it:
 * enough for the badge of a stored result that anybody opens later. Whether it holds, the
 * inspector tells: it looks at the pixels.
 *
 * @module
 */
import { PRIVATE_BLOCK } from '../../pipeline/declaration.js';
import { labelOf } from '../../provenance/label.js';
import type { Origin } from '../../provenance/markedFrame.js';
import { type ProvenanceRecord, parseRecord } from '../../provenance/record.js';
import type { NaturalInstance } from './host.js';

/** Synthetic Data (0008,001C), by tag where the app's dictionary does not know it. */
const SYNTHETIC_DATA = ['SyntheticData', '0008001C'];

/** Each render of each viewport asks. */
const known = new WeakMap<NaturalInstance, { readonly label: string | undefined }>();

/** Text of the badge; undefined for an image that says nothing of a network. */
export function labelOfInstance(instance: NaturalInstance): string | undefined {
  const found = known.get(instance) ?? { label: labelFor(instance) };
  known.set(instance, found);
  return found.label;
}

function labelFor(instance: NaturalInstance): string | undefined {
  const kind = classOf(instance);
  return kind && labelOf({ origin: { class: kind, record: recordOf(instance), sources: [] } });
}

/** How the pixels came to be; `unknown` for another maker's synthetic image, undefined for an acquired one. */
export function classOf(instance: NaturalInstance): Origin['class'] | undefined {
  const record = recordOf(instance);
  if (record) return record.class;
  const type = listOf(instance.ImageType).join('\\');
  if (type.includes('AI_DENOISED')) return 'denoised';
  // Two ways lead here, and the code of the derivation tells them apart.
  if (type.includes('AI_SYNTHESIZED'))
    return codesOf(instance).includes('AI-INTERPOLATE') ? 'interpolated' : 'synthetic';
  // A computer-made test object is synthetic, but no network's work.
  const phantom = listOf(instance.QualityControlSubject)[0] === 'YES';
  const synthetic = SYNTHETIC_DATA.some((name) => listOf(instance[name])[0] === 'YES');
  return synthetic && !phantom ? 'unknown' : undefined;
}

/** Our record, where the archive gives private attributes. */
function recordOf(instance: NaturalInstance): ProvenanceRecord | undefined {
  const group = PRIVATE_BLOCK.group.toString(16).padStart(4, '0').toUpperCase();
  for (let block = 0x10; block <= 0xff; block++) {
    const number = block.toString(16).padStart(2, '0').toUpperCase();
    if (listOf(instance[`${group}00${number}`])[0] !== PRIVATE_BLOCK.creator) continue;
    const element = PRIVATE_BLOCK.record.toString(16).padStart(2, '0').toUpperCase();
    const value = instance[`${group}${number}${element}`];
    // JSON may hold backslashes: it is one value whatever stands in it.
    const json: unknown = Array.isArray(value) ? value[0] : value;
    return typeof json === 'string' ? parseRecord(json.trimEnd()) : undefined;
  }
  return undefined;
}

function codesOf(instance: NaturalInstance): unknown[] {
  return listOf(instance.DerivationCodeSequence).map((item) => (item as { CodeValue?: unknown })?.CodeValue);
}

/** One value or several, whichever way the dictionary gave it. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : typeof value === 'string' ? value.split('\\') : [value];
}
