/**
 * Checks every digital signature of a file's main data set, whoever made it (PS3.3
 * C.12.1.1.3, PS3.15 Annex C). Says whether the signed elements are as they were;
 * whether the signer is to be believed is for `keys/chain.ts`.
 *
 * ```ts
 * const { signatures } = await verifySignatures(file);
 * ```
 *
 * @module
 */
import { type Certificate, readCertificate } from '../../keys/certificate.js';
import { join } from '../../keys/der.js';
import { type Hash, holdsBy } from '../../keys/signatureCheck.js';
import { checkTimeStamp, type TimeStamp } from '../../keys/timeStamp.js';
import { TAG } from '../attributeTags.js';
import { encodingOf, isNative } from '../transferSyntaxes.js';
import { decodedPixelData } from './decodedPixels.js';
import { type Element, type ElementTree, type PrivateVR, readElementTree } from './elementTree.js';
import { holdsUnknown, isSignable, macStream } from './macStream.js';
import { inMac, readSignatureItems, type SignatureItem, withoutPadding } from './signatureItem.js';

/** `unsupported`: neither proven nor refuted, `reason` says why. */
export type SignatureState = 'holds' | 'broken' | 'unsupported';

export interface SignatureCheck {
  readonly state: SignatureState;
  /** A sentence; null where the signature holds. */
  readonly reason: string | null;
  /** DER, the signer's own; none where it is missing. */
  readonly certificates: readonly Uint8Array[];
  /** Digital Signature DateTime: the signer's own word. */
  readonly dateTime: Date | null;
  /** Tags that the signature covers and the file has: `x7fe00010`. */
  readonly tags: readonly string[];
  readonly macAlgorithm: string | null;
  /** Null where there is none; `damaged` where it cannot be read. */
  readonly timeStamp: TimeStamp | 'damaged' | null;
}

export interface SignedFile {
  readonly signatures: readonly SignatureCheck[];
  /** The main data set. */
  readonly elements: readonly Element[];
}

/** MAC Algorithm (0400,0015); browsers have no MD5 and no RIPEMD-160. */
const MAC_HASHES = new Map<string, Hash>([
  ['SHA1', 'SHA-1'],
  ['SHA256', 'SHA-256'],
  ['SHA384', 'SHA-384'],
  ['SHA512', 'SHA-512'],
]);

/** Each costs a pass over the pixels: more are made to keep a verifier busy. */
const MOST_SIGNATURES = 16;

/** What a check ends with when it cannot hold. */
class Unproven {
  readonly state: SignatureState;
  readonly reason: string;
  constructor(state: SignatureState, reason: string) {
    this.state = state;
    this.reason = reason;
  }
}

/**
 * The signatures of a file and whether they hold.
 *
 * @param options.privateVR tells VRs of private elements that a file in implicit VR lost.
 * @throws what {@link readElementTree} throws for a file that cannot be read.
 */
export async function verifySignatures(
  file: Uint8Array,
  options: { readonly name?: string; readonly privateVR?: PrivateVR } = {},
): Promise<SignedFile> {
  const tree = await readElementTree(file, options);
  const items = readSignatureItems(tree.elements, tree.littleEndian);
  const signatures: SignatureCheck[] = [];
  for (const item of items.slice(0, MOST_SIGNATURES)) signatures.push(await checkItem(item, tree));
  for (const item of items.slice(MOST_SIGNATURES)) {
    signatures.push(
      finding(item, tree, new Unproven('unsupported', 'The file has too many signatures.'), null),
    );
  }
  return { signatures, elements: tree.elements };
}

async function checkItem(item: SignatureItem, tree: ElementTree): Promise<SignatureCheck> {
  let outcome: Unproven | undefined;
  try {
    await prove(item, tree);
  } catch (error) {
    if (!(error instanceof Unproven)) throw error;
    outcome = error;
  }
  return finding(item, tree, outcome, await readTimeStamp(item));
}

/** Returns when the signature holds; throws {@link Unproven} otherwise. */
async function prove(item: SignatureItem, tree: ElementTree): Promise<void> {
  const { signature, macAlgorithm, signedTags } = item;
  if (!signature || !macAlgorithm || signedTags.length === 0) {
    throw new Unproven('broken', 'The signature or its MAC parameters are missing.');
  }
  const certificate = certificateOf(item);
  const hash = MAC_HASHES.get(macAlgorithm);
  if (!hash) {
    const known = macAlgorithm === 'RIPEMD160' || macAlgorithm === 'MD5' ? macAlgorithm : 'an unknown hash';
    throw new Unproven('unsupported', `The signature rests on ${known}, which browsers do not have.`);
  }
  const { signed, decoded } = await signedElements(item, tree);
  const data = join(...macStream([...signed, ...inMac(item.elements)], tree));
  const holds = await holdsBy(certificate, hash, signature, data);
  if (holds === undefined) {
    throw new Unproven('unsupported', 'The certificate has a kind of key that browsers do not have.');
  }
  if (holds) return;
  if (decoded) throw new Unproven('unsupported', COMPRESSED_SINCE);
  if (signed.some(holdsUnknown)) {
    throw new Unproven(
      'unsupported',
      'A signed element lost its value representation when the file was rewritten.',
    );
  }
  throw new Unproven('broken', 'What was signed has been changed since.');
}

const COMPRESSED_SINCE =
  'The pixels were compressed since they were signed, and do not decode here to what was signed.';

function certificateOf({ certificate, certificateType }: SignatureItem): Certificate {
  if (!certificate) throw new Unproven('broken', 'The certificate of the signer is missing.');
  if (certificateType !== 'X509_1993_SIG') {
    throw new Unproven('unsupported', 'The certificate is of a kind that is not read here.');
  }
  try {
    return readCertificate(certificate);
  } catch {
    throw new Unproven('broken', 'The certificate of the signer is damaged.');
  }
}

/** The elements that the signature lists, as they were when a MAC was made of them in its transfer syntax. */
async function signedElements(
  item: SignatureItem,
  { elements, bytes, transferSyntaxUID }: ElementTree,
): Promise<{ signed: Element[]; decoded: boolean }> {
  const listed = new Set(item.signedTags);
  const signed = elements.filter(({ tag }) => listed.has(tag));
  if (signed.some((element) => !isSignable({ ...element, vr: 'OB' }))) {
    throw new Unproven('broken', 'The signature lists elements that cannot be signed.');
  }
  const syntax = item.macTransferSyntaxUID ?? '';
  const { explicit, littleEndian } = encodingOf(syntax);
  if (syntax === '' || !explicit || !littleEndian) {
    throw new Unproven('unsupported', 'The signature was made over an encoding that is not rebuilt here.');
  }
  const pixels = signed.findIndex(({ tag }) => tag === TAG.PixelData);
  const compressed = signed[pixels]?.fragments !== undefined;
  if (pixels < 0 || (compressed ? syntax === transferSyntaxUID : isNative(syntax))) {
    return { signed, decoded: false };
  }
  if (!compressed || !isNative(syntax)) {
    throw new Unproven('unsupported', 'The pixels were signed as compressed, and are encoded otherwise now.');
  }
  const native = await decodedPixelData(bytes, signed[pixels]);
  if (!native) throw new Unproven('unsupported', COMPRESSED_SINCE);
  return { signed: signed.with(pixels, native), decoded: true };
}

async function readTimeStamp({ timeStamp, signature }: SignatureItem): Promise<TimeStamp | 'damaged' | null> {
  if (!timeStamp) return null;
  if (!signature) return 'damaged';
  try {
    const stamp = await checkTimeStamp(timeStamp, signature);
    // An ECDSA signature of odd length has a byte of padding that was not stamped.
    return stamp.holds ? stamp : await checkTimeStamp(timeStamp, withoutPadding(signature));
  } catch {
    return 'damaged';
  }
}

function finding(
  item: SignatureItem,
  { elements }: ElementTree,
  outcome: Unproven | undefined,
  timeStamp: SignatureCheck['timeStamp'],
): SignatureCheck {
  const listed = new Set(item.signedTags);
  return {
    state: outcome?.state ?? 'holds',
    reason: outcome?.reason ?? null,
    certificates: item.certificate ? [item.certificate] : [],
    dateTime: item.dateTime ?? null,
    tags: elements.map(({ tag }) => tag).filter((tag) => listed.has(tag)),
    macAlgorithm: item.macAlgorithm ?? null,
    timeStamp,
  };
}
