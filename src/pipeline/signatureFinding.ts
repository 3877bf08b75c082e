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
import { elementsToVouchFor, hasBlockOf } from '../dicom/signature/signedElements.js';
import { type SignatureCheck, verifySignatures } from '../dicom/signature/verifySignatures.js';
import { isVeritomeError } from '../errors.js';
import { judgeChain, type Standing } from '../keys/chain.js';
import { sameBytes } from '../keys/der.js';
import { deviceCertificates } from '../keys/deviceKey.js';
import type { Trust } from '../keys/signer.js';
import type { Finding } from '../provenance/verdict.js';
import { PRIVATE_BLOCK } from './declaration.js';

/** Evidence of the digital signatures. */
export interface SignatureFinding extends Finding {
  /** Of the signature that covers what it must and whose signer stands best; null where none holds. */
  readonly signer: { readonly name: string; readonly standing: Standing | 'this device' } | null;
  /** What that signature covers: `PixelData (7fe0,0010)`. */
  readonly covers: readonly string[];
}

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

  const broken = signatures.find(({ state }) => state === 'broken');
  if (broken) return { ...absent(`A digital signature fails. ${broken.reason}`), ok: false };
  if (signatures.some(({ timeStamp }) => timeStamp === 'damaged' || timeStamp?.holds === false)) {
    return { ...absent('The time stamp does not belong to the digital signature.'), ok: false };
  }
  const holding = signatures.filter(({ state }) => state === 'holds');
  if (holding.length === 0) {
    return absent(`A digital signature is there but was not checked. ${signatures[0].reason}`);
  }
  const required = requiredTags(elements);
  const missing = ({ tags }: SignatureCheck) => required.filter((tag) => !tags.includes(tag));
  // One signature has to cover all: a trusted one over the date and a stranger's over the pixels prove nothing together.
  const whole = holding.filter((one) => missing(one).length === 0);
  const best = await mostTrusted(whole.length > 0 ? whole : holding, trust);
  const { signer } = best;
  const covers = best.check.tags.map(attributeName);
  if (whole.length === 0) {
    const names = missing(best.check).map(attributeName).join(', ');
    return { ok: null, sentence: `A digital signature holds, but does not cover ${names}.`, signer, covers };
  }
  const sentence = `${HOLDS} ${SIGNER_WORDS[signer.standing]}${timeWords(best.stamp)}`;
  if (signer.standing === 'revoked') return { ok: false, sentence, signer, covers };
  const unchecked = signatures.find(({ state }) => state === 'unsupported');
  if (!unchecked) return { ok: true, sentence, signer, covers };
  const more = `${sentence} Another signature was not checked. ${unchecked.reason}`;
  return { ok: null, sentence: more, signer, covers };
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
/** Best first. */
const STANDINGS = [
  'trusted',
  'this device',
  'device',
  'unknown',
  'expired',
  'revoked',
  'unreadable',
] as const;

function absent(sentence: string): SignatureFinding {
  return { ok: null, sentence, signer: null, covers: [] };
}

interface Judged {
  readonly check: SignatureCheck;
  readonly signer: NonNullable<SignatureFinding['signer']>;
  readonly stamp: Stamp | undefined;
}

/** Of several signatures the one whose signer stands best; the first of equals. */
async function mostTrusted(checks: readonly SignatureCheck[], trust: Trust): Promise<Judged> {
  const judged = await Promise.all(
    checks.map(async (check) => {
      const stamp = await stampOf(check, trust);
      return { check, stamp, signer: await signerOf(check, stamp, trust) };
    }),
  );
  const rank = ({ signer }: Judged) => STANDINGS.indexOf(signer.standing);
  return judged.reduce((best, one) => (rank(one) < rank(best) ? one : best));
}

/** A moment that a time stamping authority named. */
interface Stamp {
  readonly time: Date;
  /** The authority leads to one of our anchors. */
  readonly trusted: boolean;
}

async function stampOf({ timeStamp }: SignatureCheck, trust: Trust): Promise<Stamp | undefined> {
  if (!timeStamp || timeStamp === 'damaged') return undefined;
  const { time, certificates } = timeStamp;
  const { standing } = await judgeChain(certificates, { at: time, trust });
  return { time, trusted: standing === 'trusted' };
}

/** The signer's name and standing, at the time that a trusted stamp proves, else now. */
async function signerOf(
  { certificates }: SignatureCheck,
  stamp: Stamp | undefined,
  trust: Trust,
): Promise<NonNullable<SignatureFinding['signer']>> {
  const at = stamp?.trusted ? stamp.time : new Date();
  const { name, standing } = await judgeChain(certificates, { at, trust });
  if (standing !== 'device') return { name, standing };
  const own = await deviceCertificates();
  return { name, standing: own.some((one) => sameBytes(one, certificates[0])) ? 'this device' : 'device' };
}

/** Without a stamp, when it was signed is the signer's word only, and not repeated. */
function timeWords(stamp: Stamp | undefined): string {
  if (!stamp) return '';
  const moment = `${stamp.time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return stamp.trusted
    ? ` A trusted time stamp says ${moment}.`
    : ` A time stamp of an authority unknown here says ${moment}.`;
}

/** What the signature of a generated image must cover; nothing of other images. */
function requiredTags(elements: readonly Element[]): string[] {
  const creators = [PRIVATE_BLOCK.creator];
  const synthetic = elements.find(({ tag }) => tag === SYNTHETIC_DATA);
  const generated = hasBlockOf(elements, creators) || (synthetic && ascii(synthetic.value) === 'YES');
  return generated ? elementsToVouchFor(elements, creators) : [];
}

/** VRs of our private block, which a file in implicit VR does not carry. */
const PRIVATE_VRS: ReadonlyMap<number, string> = new Map([
  [PRIVATE_BLOCK.record, 'UT'],
  [PRIVATE_BLOCK.pixelSha256, 'LO'],
  [PRIVATE_BLOCK.claim, 'OB'],
  [PRIVATE_BLOCK.frameRecords, 'UT'],
  [PRIVATE_BLOCK.algorithm, 'SQ'],
]);

const privateVR: PrivateVR = (creator, element) =>
  creator === PRIVATE_BLOCK.creator ? PRIVATE_VRS.get(element) : undefined;
