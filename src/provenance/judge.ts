/**
 * From what was read of a file to its verdict. Layers do not outvote each other: one
 * proof that fails makes the file altered, and only a signature together with the
 * pixels it speaks for makes it verified.
 *
 * @module
 */
import { centreOf, type Tampered } from './blocks.js';
import type { MarkDetection } from './mark/mark.js';
import type { GeneratedClass, PixelProof, ProvenanceRecord } from './record.js';
import { powerOfTen, type SentenceCode } from './sentences.js';
import { type Finding, finding, type MarkFinding, type Verdict, type VerdictSigner } from './verdict.js';

/** What a signature layer found. */
export interface SignedFinding extends Finding {
  readonly signer: VerdictSigner | null;
  /** The signature covers Pixel Data itself. */
  readonly coversPixels?: boolean;
}

/** What a C2PA manifest says, and whether it holds. */
export interface ManifestFinding extends SignedFinding {
  /** By its digital source type; `none` where it does not say that a network made the picture. */
  readonly class: GeneratedClass | 'unknown' | 'none';
  readonly model: string | null;
}

/** What was read from the file. */
export interface Facts {
  /** Synthetic Data (0008,001C). */
  readonly syntheticData: string | undefined;
  /** Image Type (0008,0008), values joined by backslash. */
  readonly imageType: string | undefined;
  /** Our private block, or the text of a picture, is there: its record, or `unreadable`. */
  readonly record: ProvenanceRecord | 'unreadable' | undefined;
  /**
   * Proof of the pixels as they are now; `damaged`, `unreadable` for want of a codec, or
   * `picture`: 8 bits, of which the record does not speak.
   */
  readonly pixels: PixelProof | 'damaged' | 'unreadable' | 'picture';
  /** Number of the frame that record and pixels are of, where the file has several and this one does not hold. */
  readonly frame?: number;
  /** Where the pixels differ from those that were sealed. */
  readonly tampered?: Tampered;
  /** What the detector answered; `unread` where there were no pixels for it. Absent: nobody looked. */
  readonly mark?: MarkDetection | 'unread';
  readonly signature?: SignedFinding;
  readonly c2pa?: ManifestFinding;
  /** Name of the model whose 12 bits the mark carries, where one is known. */
  readonly markedModel?: string;
}

/** Judges a file by all that was read of it. */
export function judge(facts: Facts): Verdict {
  const record = typeof facts.record === 'object' ? facts.record : undefined;
  const attributes = judgeAttributes(facts);
  const pixelHash = ofFrame(judgePixels(facts), facts.frame);
  const signature: Finding = facts.signature ?? finding(null, 'signature.none');
  const c2pa: Finding = facts.c2pa ?? finding(null, 'c2pa.none');
  const declared = attributes.ok === true || facts.record !== undefined || manifestClass(facts) !== undefined;
  const mark = judgeMark(facts, declared);
  const holding = [facts.signature, facts.c2pa].filter((layer) => layer?.ok === true);
  const signed = holding.length > 0;
  // Of two signers the one who is trusted says more.
  const signers = holding.flatMap((layer) => layer?.signer ?? []);
  const signer = signers.find(({ standing }) => standing === 'trusted') ?? signers[0] ?? null;
  const generated = declared || mark.detected;
  const evidence = {
    attributes,
    pixelHash,
    mark,
    signature: plain(signature),
    c2pa: plain(c2pa),
  };
  const failed = Object.values(evidence).some(({ ok }) => ok === false);
  const tampered = (pixelHash.ok === false && facts.tampered) || null;
  const verdict = {
    class: generated ? classOf(facts) : ('none' as const),
    model: generated ? modelOf(facts, record) : null,
    signer,
    pixelSha256: typeof facts.pixels === 'object' ? facts.pixels.sha256 : null,
    tampered,
    ...(facts.frame !== undefined && { frame: facts.frame }),
    evidence,
  };
  if (failed) return { ...verdict, status: 'altered', headline: alteredHeadline(facts, evidence, tampered) };
  if (!generated) {
    const code = signed ? 'verdict.unmarked.signed' : 'verdict.unmarked';
    return { ...verdict, status: 'unmarked', headline: finding(null, code) };
  }
  if (signed && pixelHash.ok === true) {
    const code = `verdict.verified.${standingName(signer)}` as const;
    return { ...verdict, status: 'verified', headline: finding(true, code, { name: signer?.name || '?' }) };
  }
  const code: SentenceCode = !declared
    ? 'verdict.claimed.stripped'
    : pixelHash.ok === true
      ? 'verdict.claimed.intact'
      : mark.detected
        ? 'verdict.claimed.mark'
        : 'verdict.claimed';
  return { ...verdict, status: 'claimed', headline: finding(null, code) };
}

/** True where nothing but the pixels themselves can say anything. */
export function isSilent(facts: Facts): boolean {
  return (
    facts.record === undefined &&
    judgeAttributes(facts).ok === null &&
    (facts.c2pa?.ok ?? null) === null &&
    manifestClass(facts) === undefined
  );
}

function alteredHeadline(
  { signature, c2pa }: Facts,
  evidence: Verdict['evidence'],
  tampered: Tampered | null,
): Finding {
  if (tampered && tampered.blocks.length > 0) {
    return finding(false, 'verdict.altered.blocks', tamperFields(tampered));
  }
  // A certificate that was revoked says nothing about the pixels: no other proof may have failed.
  const failed = Object.values(evidence).filter(({ ok }) => ok === false).length;
  const revoked = [signature, c2pa].filter((layer) => layer?.signer?.standing === 'revoked');
  const [first] = revoked;
  if (first && revoked.length === failed) {
    return finding(false, 'verdict.altered.revoked', { name: first.signer?.name || '?' });
  }
  return finding(false, 'verdict.altered');
}

/** What a signer's standing is called in the codes of sentences. */
export function standingName(
  signer: VerdictSigner | null,
): 'trusted' | 'thisDevice' | 'device' | 'unknown' | 'expired' {
  const standing = signer?.standing ?? 'unknown';
  if (standing === 'this device') return 'thisDevice';
  return standing === 'revoked' || standing === 'unreadable' ? 'unknown' : standing;
}

function tamperFields(tampered: Tampered) {
  const total = tampered.rows * tampered.columns;
  return { changed: tampered.blocks.length, total, ...centreOf(tampered) };
}

function judgeAttributes({ syntheticData, imageType, record, pixels }: Facts): Finding {
  if (pixels === 'picture') {
    return record === undefined ? finding(null, 'attributes.none') : finding(true, 'attributes.picture');
  }
  const says = syntheticData === 'YES' || classOfImageType(imageType) !== undefined;
  if (record !== undefined && syntheticData !== 'YES') return finding(false, 'attributes.flagGone');
  return says ? finding(true, 'attributes.say') : finding(null, 'attributes.none');
}

function judgePixels({ record, pixels, signature, c2pa, tampered }: Facts): Finding {
  // A manifest in the picture binds its bytes (C2PA 2 §9.2, hard binding).
  if (pixels === 'picture' && c2pa?.ok === true) return finding(true, 'pixelHash.manifest');
  if (record === undefined) {
    const bound = signature?.ok === true && signature.coversPixels;
    return bound ? finding(true, 'pixelHash.signed') : finding(null, 'pixelHash.noRecord');
  }
  if (record === 'unreadable') return finding(false, 'pixelHash.damagedRecord');
  if (pixels === 'picture') return finding(null, 'pixelHash.picture');
  if (pixels === 'damaged') return finding(false, 'pixelHash.undecodable');
  if (pixels === 'unreadable') return finding(null, 'pixelHash.unread');
  const { sha256, rows, columns, format, rescale } = record.pixels;
  if (sha256 !== pixels.sha256) {
    return tampered && tampered.blocks.length > 0
      ? finding(false, 'pixelHash.blocks', tamperFields(tampered))
      : finding(false, 'pixelHash.changed');
  }
  const same =
    rows === pixels.rows &&
    columns === pixels.columns &&
    format.bitsStored === pixels.format.bitsStored &&
    format.signed === pixels.format.signed &&
    rescale.slope === pixels.rescale.slope &&
    rescale.intercept === pixels.rescale.intercept;
  return same ? finding(true, 'pixelHash.holds') : finding(false, 'pixelHash.described');
}

/** Names the frame that does not hold. */
function ofFrame(finding: Finding, frame: number | undefined): Finding {
  if (finding.ok !== false || frame === undefined) return finding;
  return { ...finding, sentence: `${finding.sentence} This is frame ${frame}.` };
}

/** A mark proves a claim, never that the file is whole; its absence proves nothing. */
function judgeMark({ mark, record }: Facts, declared: boolean): MarkFinding {
  if (mark === undefined || mark === 'unread') {
    const code = mark === undefined ? 'mark.notLooked' : 'mark.unread';
    return { ...finding(null, code), detected: false, z: null, payload: null };
  }
  const { detected, z, payload, falsePositive } = mark;
  if (detected) {
    const odds = powerOfTen(Math.floor(-Math.log10(Math.max(falsePositive, 1e-99)) + 1e-9));
    const said = finding(true, declared ? 'mark.detected' : 'mark.stripped', { odds });
    return { ...said, detected, z, payload, falsePositive };
  }
  const code = typeof record === 'object' && wasMarked(record) ? 'mark.lost' : 'mark.none';
  return { ...finding(null, code), detected, z, payload: null, falsePositive };
}

/** The record says that the slice alone shows its mark. */
function wasMarked(record: ProvenanceRecord): boolean {
  return record.mark ? !record.mark.weak : false;
}

function classOf(facts: Facts): Exclude<Verdict['class'], 'none'> {
  if (typeof facts.record === 'object') return facts.record.class;
  const carried =
    typeof facts.mark === 'object' && facts.mark.detected ? facts.mark.payload?.class : undefined;
  return (
    [manifestClass(facts), carried, classOfImageType(facts.imageType)].find(
      (found) => found !== undefined && found !== 'unknown',
    ) ?? 'unknown'
  );
}

/** A manifest that does not hold still says what it says: the file is altered then, and generated. */
function manifestClass({ c2pa }: Facts): GeneratedClass | 'unknown' | undefined {
  return c2pa && c2pa.class !== 'none' ? c2pa.class : undefined;
}

function modelOf(facts: Facts, record: ProvenanceRecord | undefined): string | null {
  if (record) return `${record.model.id} ${record.model.version}`;
  if (facts.c2pa?.model) return facts.c2pa.model;
  const { mark } = facts;
  if (typeof mark !== 'object' || !mark.detected || !mark.payload) return null;
  return facts.markedModel ?? `model 0x${mark.payload.model.toString(16).padStart(3, '0')}`;
}

function plain({ ok, sentence, code, fields }: Finding): Finding {
  return { ok, sentence, ...(code && { code }), ...(fields && { fields }) };
}

/** Class by value 4 of Image Type as we write it. */
function classOfImageType(imageType: string | undefined): GeneratedClass | undefined {
  const values = imageType?.split('\\') ?? [];
  if (values.includes('AI_DENOISED')) return 'denoised';
  if (values.includes('AI_SYNTHESIZED')) return 'synthetic';
  return undefined;
}
