/**
 * The claim of a manifest for DICOM, which C2PA does not bind to: the same words in one
 * COSE_Sign1 (RFC 9052) around CBOR, for a private OB element. It binds the texts of the
 * private block, the provenance record first, and the pixels; other attributes are the
 * DICOM signature's.
 *
 * @module
 */
import type { Signer } from '../../keys/signer.js';
import { type ProvenanceRecord, VERSION } from '../record.js';
import { readActions } from './actions.js';
import { type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.js';
import { parseSign1, signEnclosed, verifySign1 } from './cose.js';
import { damaged } from './damaged.js';
import { actionsOf, softBindingOf } from './pictureClaim.js';
import { LABEL } from './vocabulary.js';

/** What is claimed of an instance. */
export interface DicomClaim {
  readonly record: ProvenanceRecord;
  /** The texts of the private block by element number, as they stand in the file, without padding. */
  readonly texts: ReadonlyMap<number, string>;
  /** SOP Instance UIDs of the source images; they leave as salted hashes. */
  readonly sources: readonly string[];
  /** The 64 bits of the pixel mark in hexadecimal, where the pixels carry it. */
  readonly mark?: string;
}

/** What a claim says, and whether its signature holds. */
export interface DicomClaimRead {
  /** The key of the first certificate signed it; null for an algorithm not checked here. */
  readonly signatureHolds: boolean | null;
  readonly claimGenerator: string;
  readonly digitalSourceTypes: readonly string[];
  /** SHA-256 in lower-case hexadecimal. */
  readonly textSha256: ReadonlyMap<number, string>;
  readonly pixelSha256: string;
  /** DER, the signer's own first. */
  readonly certificates: readonly Uint8Array[];
  /** True when an image of this SOP Instance UID is among the sources. */
  isSource(sopInstanceUID: string): Promise<boolean>;
}

const SCHEMA = 'org.veritome.claim/1';
const SALT_BYTES = 16;

/** The bytes of the element. @throws what the signer throws. */
export async function signDicomClaim(claim: DicomClaim, signer: Signer): Promise<Uint8Array> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const payload = encodeCbor({
    schema: SCHEMA,
    claim_generator_info: { name: 'Veritome', version: VERSION },
    alg: 'sha256',
    assertions: {
      [LABEL.actions]: actionsOf(claim),
      'org.veritome.texts': await textHashes(claim.texts),
      'org.veritome.pixels': { hash: fromHex(claim.record.pixels.sha256) },
      'org.veritome.sources': {
        salt,
        hashes: await Promise.all(claim.sources.map((uid) => salted(salt, uid))),
      },
      ...(claim.mark !== undefined && { [LABEL.softBinding]: softBindingOf(claim.mark) }),
    },
  });
  return signEnclosed(payload, signer);
}

/**
 * Reads the element.
 *
 * @param bytes its value; the zero that pads it to even length (PS3.5 §6.2) may be there.
 * @throws DecodeError for bytes that are no claim of ours.
 */
export async function readDicomClaim(bytes: Uint8Array): Promise<DicomClaimRead> {
  const sign1 = parseSign1(unpadded(bytes));
  const { payload, certificates } = sign1;
  if (!payload) throw damaged('The claim encloses nothing.');
  const claim = mapOf(decodeCbor(payload));
  if (claim.get('schema') !== SCHEMA) throw damaged('The claim is none of ours.');
  const assertions = mapOf(claim.get('assertions'));
  const generator = mapOf(claim.get('claim_generator_info'));
  const sources = mapOf(assertions.get('org.veritome.sources'));
  const [salt, hashes] = [sources.get('salt'), sources.get('hashes')];
  if (!(salt instanceof Uint8Array) || !Array.isArray(hashes)) throw damaged('The claim names no sources.');
  const known = new Set(hashes.map((hash: CborValue) => (hash instanceof Uint8Array ? toHex(hash) : '')));
  const actions = readActions(assertions.get(LABEL.actions));
  return {
    signatureHolds: await verifySign1(sign1, payload),
    claimGenerator: `${generator.get('name')} ${generator.get('version')}`,
    digitalSourceTypes: [...new Set(actions.flatMap(({ digitalSourceType }) => digitalSourceType ?? []))],
    textSha256: readHashes(mapOf(assertions.get('org.veritome.texts'))),
    pixelSha256: hashIn(assertions, 'org.veritome.pixels'),
    certificates,
    isSource: async (uid) => known.has(toHex(await salted(salt, uid))),
  };
}

/** COSE ends with the signature, whose last byte may be zero: the padding is what is left over. */
function unpadded(bytes: Uint8Array): Uint8Array {
  if (bytes.at(-1) !== 0) return bytes;
  try {
    decodeCbor(bytes);
    return bytes;
  } catch {
    return bytes.subarray(0, -1);
  }
}

async function textHashes(texts: ReadonlyMap<number, string>): Promise<CborMap> {
  const hashes = new Map<number, Uint8Array>();
  for (const [element, text] of texts) hashes.set(element, await digest(new TextEncoder().encode(text)));
  return hashes;
}

function readHashes(hashes: CborMap): ReadonlyMap<number, string> {
  return new Map(
    [...hashes].map(([element, hash]) => {
      if (typeof element === 'number' && hash instanceof Uint8Array) return [element, toHex(hash)];
      throw damaged('The claim is malformed.');
    }),
  );
}

function hashIn(assertions: CborMap, label: string): string {
  const hash = mapOf(assertions.get(label)).get('hash');
  if (hash instanceof Uint8Array) return toHex(hash);
  throw damaged('The claim lacks a hash.');
}

function mapOf(value: CborValue): CborMap {
  if (value instanceof Map) return value;
  throw damaged('The claim is malformed.');
}

/** SHA-256 over salt and UID. */
function salted(salt: Uint8Array, uid: string): Promise<Uint8Array> {
  const text = new TextEncoder().encode(uid);
  const bytes = new Uint8Array(salt.length + text.length);
  bytes.set(salt);
  bytes.set(text, salt.length);
  return digest(bytes);
}

async function digest(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
