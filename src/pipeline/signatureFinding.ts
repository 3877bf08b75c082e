/**
 * What the digital signatures of a DICOM file prove, in words: that nothing they cover
 * was changed, and who says so.
 *
 * ```ts
 * const { ok, sentence, signer } = await signatureFinding(bytes, currentTrust());
 * ```
 *
 * @module
 */
import { attributeName } from '../dicom/attributeTags.js';
import { ascii, type Element, type PrivateVR } from '../dicom/signature/elementTree.js';
import { MARKING_TAGS, privateTags } from '../dicom/signature/signedElements.js';
import {
  type SignatureCheck,
  type SignedFile,
  verifySignatures,
} from '../dicom/signature/verifySignatures.js';
import { isVeritomeError } from '../errors.js';
import { type ChainVerdict, judgeChain, type Standing } from '../keys/chain.js';
import { sameBytes } from '../keys/der.js';
import { deviceCertificates } from '../keys/deviceKey.js';
import type { Trust } from '../keys/signer.js';
import type { Finding } from '../provenance/verdict.js';
import { PRIVATE_BLOCK } from './declaration.js';

/** Evidence of the digital signatures. */
export interface SignatureFinding extends Finding {
  /** Of the first signature that holds; null where none does. */
  readonly signer: { readonly name: string; readonly standing: Standing | 'this device' } | null;
  /** What the signatures that hold cover: `PixelData (7fe0,0010)`. */
  readonly covers: readonly string[];
}

const PIXEL_DATA = 'x7fe00010';
const SYNTHETIC_DATA = 'x0008001c';

/**
 * Judges the signatures of a file. `ok`: true when all hold and cover what they must,
 * false when one fails or was revoked, null when there is none or it cannot be told.
 *
 * @param file Part 10, whole. Never throws on its contents.
 */
export async function signatureFinding(file: Uint8Array, trust: Trust): Promise<SignatureFinding> {
  const read = await verifySignatures(file, { privateVR }).catch((error: unknown) => {
    if (isVeritomeError(error)) return undefined;
    throw error;
  });
  if (!read) return absent('The file cannot be read far enough to check signatures.');
  const { signatures, elements } = read;
  if (signatures.length === 0) return absent('The file carries no digital signature.');

  const covers = coveredBy(read);
  const broken = signatures.find(({ state }) => state === 'broken');
  if (broken) return { ...absent(`A digital signature fails. ${broken.reason}`, covers), ok: false };
  if (signatures.some(({ timeStamp }) => timeStamp === 'damaged' || timeStamp?.holds === false)) {
    return { ...absent('The time stamp does not belong to the digital signature.', covers), ok: false };
  }
  const holding = signatures.find(({ state }) => state === 'holds');
  if (!holding) return absent(`A digital signature is there but was not checked. ${signatures[0].reason}`);

  const signer = await signerOf(holding, trust);
  const words = `${HOLDS} ${SIGNER_WORDS[signer.standing]}${await timeWords(holding, trust)}`;
  if (signer.standing === 'revoked') return { ok: false, sentence: words, signer, covers };
  const uncovered = uncoveredMarks(elements, signatures);
  if (uncovered.length > 0) {
    const names = uncovered.map(attributeName).join(', ');
    return { ok: null, sentence: `A digital signature holds, but does not cover ${names}.`, signer, covers };
  }
  const unchecked = signatures.find(({ state }) => state === 'unsupported');
  if (unchecked) {
    return {
      ok: null,
      sentence: `${words} Another signature was not checked. ${unchecked.reason}`,
      signer,
      covers,
    };
  }
  return { ok: true, sentence: words, signer, covers };
}

const HOLDS = 'What was signed is unchanged.';

/** What a reader may conclude about the signer; no more. */
const SIGNER_WORDS: Readonly<Record<Standing | 'this device', string>> = {
  trusted: 'The signer is one that this page is set up to trust.',
  'this device': "The signer is this device's own key.",
  device: 'The signer is another installation of Veritome, for which nobody vouches.',
  unknown: 'The signer is unknown here: anybody can make such a certificate.',
  expired: "The signer's certificate is not valid at this time.",
  revoked: "The signer's certificate was revoked: do not rely on it.",
  unreadable: "The signer's certificate cannot be read.",
};

function absent(sentence: string, covers: readonly string[] = []): SignatureFinding {
  return { ok: null, sentence, signer: null, covers };
}

/** The signer's name and standing, at the time that a trusted stamp proves, else now. */
async function signerOf(
  { certificates, timeStamp }: SignatureCheck,
  trust: Trust,
): Promise<NonNullable<SignatureFinding['signer']>> {
  const stamped = timeStamp !== null && timeStamp !== 'damaged' && (await stampStanding(timeStamp, trust));
  const at =
    stamped === 'trusted' && typeof timeStamp === 'object' && timeStamp ? timeStamp.time : new Date();
  const { name, standing }: ChainVerdict = await judgeChain(certificates, { at, trust });
  if (standing !== 'device') return { name, standing };
  const own = await deviceCertificates();
  return { name, standing: own.some((one) => sameBytes(one, certificates[0])) ? 'this device' : 'device' };
}

async function stampStanding(
  { time, certificates }: Exclude<SignatureCheck['timeStamp'], null | 'damaged'>,
  trust: Trust,
): Promise<Standing> {
  return (await judgeChain(certificates, { at: time, trust })).standing;
}

/** The moment that a time stamp names; without one, when it was signed is the signer's word only. */
async function timeWords({ timeStamp }: SignatureCheck, trust: Trust): Promise<string> {
  if (!timeStamp || timeStamp === 'damaged') return '';
  const moment = `${timeStamp.time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return (await stampStanding(timeStamp, trust)) === 'trusted'
    ? ` A trusted time stamp says ${moment}.`
    : ` A time stamp of an authority unknown here says ${moment}.`;
}

/** Names of what the holding signatures cover, each once, in the order of the file. */
function coveredBy({ signatures, elements }: SignedFile): string[] {
  const tags = coveredTags(signatures);
  return elements
    .map(({ tag }) => tag)
    .filter((tag) => tags.has(tag))
    .map(attributeName);
}

function coveredTags(signatures: readonly SignatureCheck[]): ReadonlySet<string> {
  return new Set(signatures.filter(({ state }) => state === 'holds').flatMap(({ tags }) => tags));
}

/** Pixels and marks of a generated image that no holding signature covers; none for other images. */
function uncoveredMarks(elements: readonly Element[], signatures: readonly SignatureCheck[]): string[] {
  const ours = privateTags(elements, [PRIVATE_BLOCK.creator]);
  const synthetic = elements.find(({ tag }) => tag === SYNTHETIC_DATA);
  if (ours.length === 0 && (!synthetic || ascii(synthetic.value) !== 'YES')) return [];
  const covered = coveredTags(signatures);
  const marks: readonly string[] = [...MARKING_TAGS, ...ours, PIXEL_DATA];
  return elements.map(({ tag }) => tag).filter((tag) => marks.includes(tag) && !covered.has(tag));
}

/** VRs of our private block, which a file in implicit VR does not carry. */
const privateVR: PrivateVR = (creator, element) => {
  if (creator !== PRIVATE_BLOCK.creator) return undefined;
  if (element === PRIVATE_BLOCK.record) return 'UT';
  return element === PRIVATE_BLOCK.pixelSha256 ? 'LO' : 'OB';
};
