/**
 * What the C2PA manifest of a picture, or the claim in a DICOM file, has to say for the
 * verdict: does it hold, who signed, and does it call the pixels generated?
 *
 * ```ts
 * const found = await pictureFinding(bytes, trust);
 * ```
 *
 * @module
 */
import { type Part10, parsePart10 } from '../dicom/part10.js';
import { readPrivateBlock } from '../dicom/privateBlock.js';
import { isVeritomeError } from '../errors.js';
import { sameBytes } from '../keys/der.js';
import type { Trust } from '../keys/signer.js';
import { readDicomClaim } from '../provenance/c2pa/dicomClaim.js';
import { readManifest } from '../provenance/c2pa/readManifest.js';
import { SOURCE_TYPE } from '../provenance/c2pa/vocabulary.js';
import type { ManifestFinding } from '../provenance/judge.js';
import { type ProvenanceRecord, parseRecord } from '../provenance/record.js';
import { finding } from '../provenance/verdict.js';
import { sha256 } from '../sha256.js';
import { PRIVATE_BLOCK } from './declaration.js';

/** A finding, with what the manifest carries. */
export interface PictureFinding extends ManifestFinding {
  /** Ours, when the manifest covers it. */
  readonly record: ProvenanceRecord | undefined;
  /** Name and version of the program that made the claim. */
  readonly claimGenerator: string | null;
  /** IPTC's URIs, of the manifest and of those it builds on. */
  readonly digitalSourceTypes: readonly string[];
  /** What fails or cannot be checked, a sentence each. */
  readonly errors: readonly string[];
}

/** Source types that say: a trained network made it, or a part of it. */
const GENERATED = ['trainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia'].map(
  (name) => SOURCE_TYPE + name,
);

/**
 * The finding on a PNG, a JPEG or a Part 10 file; undefined where there is no manifest.
 * Never throws for bad input.
 *
 * @param trust whose signatures count; the installation's own when absent.
 */
export async function pictureFinding(bytes: Uint8Array, trust?: Trust): Promise<PictureFinding | undefined> {
  if (String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM') return claimFinding(bytes, trust);
  const { present, holds, certificates, record, claimGenerator, errors, ...read } = await readManifest(bytes);
  if (!present) return undefined;
  const digitalSourceTypes = [...new Set([...read.digitalSourceTypes, ...read.ingredientSourceTypes])];
  return {
    ...(await judged(holds, certificates, trust)),
    class: record?.class ?? classOf(digitalSourceTypes),
    model: modelOf(record),
    record,
    claimGenerator,
    digitalSourceTypes,
    errors,
  };
}

/** The claim in our private block: it binds the record, and the record the pixels. */
async function claimFinding(
  bytes: Uint8Array,
  trust: Trust | undefined,
): Promise<PictureFinding | undefined> {
  let part10: Part10;
  try {
    part10 = parsePart10(bytes, 'file');
  } catch (error) {
    if (isVeritomeError(error)) return undefined;
    throw error;
  }
  const block = readPrivateBlock(part10, PRIVATE_BLOCK.group, PRIVATE_BLOCK.creator);
  const claimed = block?.get(PRIVATE_BLOCK.claim);
  if (!claimed) return undefined;
  const recordText = unpadded(block?.get(PRIVATE_BLOCK.record));
  const record = parseRecord(new TextDecoder().decode(recordText));
  try {
    const claim = await readDicomClaim(claimed);
    const errors: string[] = [];
    if (claim.signatureHolds === false) errors.push('The signature is not of this claim.');
    if (claim.signatureHolds === null) errors.push('The algorithm of the signature is not checked here.');
    if ((await sha256(recordText)) !== claim.recordSha256)
      errors.push('The record is not the one that was signed.');
    else if (record?.pixels.sha256 !== claim.pixelSha256) errors.push('The record speaks of other pixels.');
    const unchecked = claim.signatureHolds === null && errors.length === 1;
    return {
      ...(await judged(errors.length === 0 || (unchecked ? null : false), claim.certificates, trust)),
      class: record?.class ?? classOf(claim.digitalSourceTypes),
      model: modelOf(record),
      record,
      claimGenerator: claim.claimGenerator,
      digitalSourceTypes: claim.digitalSourceTypes,
      errors,
    };
  } catch (error) {
    if (!isVeritomeError(error, 'DecodeError')) throw error;
    return {
      ...finding(false, 'c2pa.fails'),
      signer: null,
      class: record?.class ?? 'unknown',
      model: modelOf(record),
      record,
      claimGenerator: null,
      digitalSourceTypes: [],
      errors: [error.message],
    };
  }
}

/** Whether it holds, and whose word that is. */
async function judged(
  holds: boolean | null,
  certificates: readonly Uint8Array[],
  trust: Trust | undefined,
): Promise<Pick<PictureFinding, 'ok' | 'sentence' | 'code' | 'fields' | 'signer'>> {
  if (holds === false) return { ...finding(false, 'c2pa.fails'), signer: null };
  if (holds === null) return { ...finding(null, 'c2pa.unchecked'), signer: null };
  const [{ judgeChain }, { currentTrust }] = await Promise.all([
    import('../keys/chain.js'),
    import('../keys/signing.js'),
  ]);
  // Without a time stamp that is checked, now is all that is proven.
  const { standing, name } = await judgeChain(certificates, {
    at: new Date(),
    trust: trust ?? currentTrust(),
  });
  switch (standing) {
    case 'trusted':
      return { ...finding(true, 'c2pa.trusted', { name }), signer: { name, standing } };
    case 'device': {
      const { deviceCertificates } = await import('../keys/deviceKey.js');
      const own = (await deviceCertificates()).some((one) => sameBytes(one, certificates[0]));
      const whose = own ? ('this device' as const) : standing;
      return { ...finding(true, own ? 'c2pa.thisDevice' : 'c2pa.device'), signer: { name, standing: whose } };
    }
    case 'unknown':
      return { ...finding(true, 'c2pa.unknown', { name }), signer: { name, standing } };
    case 'expired':
      return spent(`The C2PA manifest holds, but the certificate of ${name} is not valid today.`);
    case 'revoked':
      return spent(`The C2PA manifest holds, but the certificate of ${name} was taken back by its issuer.`);
    default:
      return { ...finding(null, 'c2pa.unchecked'), signer: null };
  }
}

/** Bytes hold, and nobody stands for them any more. */
function spent(sentence: string): Pick<PictureFinding, 'ok' | 'sentence' | 'signer'> {
  return { ok: null, sentence, signer: null };
}

/** Of manifests that are not ours: generated somehow, or not said to be. */
function classOf(digitalSourceTypes: readonly string[]): ManifestFinding['class'] {
  return digitalSourceTypes.some((type) => GENERATED.includes(type.replace(/^https:/, 'http:')))
    ? 'unknown'
    : 'none';
}

function modelOf(record: ProvenanceRecord | undefined): string | null {
  return record ? `${record.model.id} ${record.model.version}` : null;
}

/** Text is padded to even length by a trailing space (PS3.5 §6.2). */
function unpadded(bytes: Uint8Array = new Uint8Array(0)): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0x20) end -= 1;
  return bytes.subarray(0, end);
}
