/**
 * The hard binding of a manifest to its file: `c2pa.hash.data` (C2PA 2 §18.5), a hash of
 * all bytes but those where the manifest itself lies.
 *
 * @module
 */
import type { Range } from './carrier.js';
import { type CborValue, decodeCbor, joined } from './cbor.js';
import { damaged } from './damaged.js';
import { checkReference } from './hashedUri.js';
import { dataOf, type SuperBox } from './jumbf.js';

/**
 * True when the file is the one that was signed; null when it is bound in a way not read
 * here or in parts only. Says what is wrong in `errors`.
 *
 * @param covered assertions that the claim covers.
 * @param manifests where the file's manifest lies.
 */
export async function bindingHolds(
  covered: readonly SuperBox[],
  file: Uint8Array,
  manifests: readonly Range[],
  errors: string[],
): Promise<boolean | null> {
  const bindings = covered.filter(({ label }) => /^c2pa\.hash\./.test(label));
  const [binding] = bindings;
  const bytes = binding?.label === 'c2pa.hash.data' ? dataOf(binding, 'cbor') : undefined;
  if (bindings.length > 1) {
    errors.push('The file is bound twice.');
    return false;
  }
  if (!bytes) {
    errors.push(
      binding
        ? 'The file is bound by a hash that is not checked here.'
        : 'Nothing binds the manifest to the file.',
    );
    return binding ? null : false;
  }
  const content = decodeCbor(bytes);
  const hash = content instanceof Map ? content.get('hash') : undefined;
  if (!(content instanceof Map) || !(hash instanceof Uint8Array))
    throw damaged('The hash of the file is malformed.');
  const left = exclusions(content.get('exclusions'), file.length);
  const same = await checkReference({ hash, alg: content.get('alg') }, without(file, left), undefined);
  if (!same) {
    errors.push('The file is not the one that was signed: its bytes have another hash.');
    return false;
  }
  if (left.every((range) => manifests.some((own) => contains(own, range)) || coversOnly(range, manifests)))
    return true;
  errors.push('The hash leaves out bytes of the file that are not its manifest.');
  return null;
}

/** Ranges in the order of the file, none over another. */
function exclusions(list: CborValue, length: number): Range[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) throw damaged('What the hash leaves out is malformed.');
  let end = 0;
  return list.map((entry: CborValue) => {
    const start = entry instanceof Map ? entry.get('start') : undefined;
    const size = entry instanceof Map ? entry.get('length') : undefined;
    if (
      typeof start !== 'number' ||
      typeof size !== 'number' ||
      start < end ||
      size < 0 ||
      start + size > length
    ) {
      throw damaged('What the hash leaves out does not lie in the file.');
    }
    end = start + size;
    return { start, length: size };
  });
}

function without(file: Uint8Array, left: readonly Range[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, length } of left) {
    parts.push(file.subarray(at, start));
    at = start + length;
  }
  return joined([...parts, file.subarray(at)]);
}

function contains(outer: Range, inner: Range): boolean {
  return inner.start >= outer.start && inner.start + inner.length <= outer.start + outer.length;
}

/** True for a range over several segments that lie one behind the other. */
function coversOnly({ start, length }: Range, manifests: readonly Range[]): boolean {
  let at = start;
  for (const own of manifests)
    if (own.start <= at && at < own.start + own.length) at = own.start + own.length;
  return at >= start + length;
}
