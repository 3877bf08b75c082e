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
import { type PictureManifest, readManifest } from '../provenance/c2pa/readManifest.js';
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
  const { present, holds, record, claimGenerator, errors, ...read } = await readManifest(bytes);
  if (!present) return undefined;
  const digitalSourceTypes = [...new Set([...read.digitalSourceTypes, ...read.ingredientSourceTypes])];
  return {
    ...(await judged(holds, read, trust)),
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
    for (const [element, hash] of claim.textSha256) {
      if ((await sha256(unpadded(block?.get(element)))) === hash) continue;
      errors.push(`Element ${element} of the private block is not the one that was signed.`);
    }
    if (!claim.textSha256.has(PRIVATE_BLOCK.record)) errors.push('The claim does not bind the record.');
    if (record?.pixels.sha256 !== claim.pixelSha256) errors.push('The record speaks of other pixels.');
    const unchecked = claim.signatureHolds === null && errors.length === 1;
    return {
      ...(await judged(errors.length === 0 || (unchecked ? null : false), claim, trust)),
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

/** Whose signature, and when. */
type Signed = Pick<PictureManifest, 'certificates'> & Partial<Pick<PictureManifest, 'timeStamp'>>;

/** Whether it holds, and whose word that is. */
async function judged(
  holds: boolean | null,
  { certificates, timeStamp }: Signed,
  trust: Trust | undefined,
): Promise<Pick<PictureFinding, 'ok' | 'sentence' | 'code' | 'fields' | 'signer'>> {
  if (holds === false) return { ...finding(false, 'c2pa.fails'), signer: null };
  if (holds === null) return { ...finding(null, 'c2pa.unchecked'), signer: null };
  const [{ judgeChain }, { currentTrust }] = await Promise.all([
    import('../keys/chain.js'),
    import('../keys/signing.js'),
  ]);
  const believed = trust ?? currentTrust();
  const stamped =
    timeStamp &&
    (await judgeChain(timeStamp.certificates, { at: timeStamp.time, trust: believed })).standing ===
      'trusted';
  // Without the word of an authority that is believed, now is all that is proven.
  const at = stamped ? timeStamp.time : new Date();
  const { standing, name } = await judgeChain(certificates, { at, trust: believed });
  const signer = { name, standing };
  switch (standing) {
    case 'device':
      return (await isOwn(certificates[0]))
        ? { ...finding(true, 'c2pa.thisDevice'), signer: { name, standing: 'this device' } }
        : { ...finding(true, 'c2pa.device'), signer };
    case 'revoked':
      return { ...finding(false, 'c2pa.revoked', { name }), signer };
    case 'unreadable':
      return { ...finding(null, 'c2pa.unchecked'), signer: null };
    default:
      return { ...finding(true, `c2pa.${standing}`, { name }), signer };
  }
}

async function isOwn(certificate: Uint8Array): Promise<boolean> {
  const { deviceCertificates } = await import('../keys/deviceKey.js');
  return (await deviceCertificates()).some((own) => sameBytes(own, certificate));
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
