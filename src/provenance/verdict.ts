/**
 * The verdict on a file: what it claims, and whether the claim still fits its
 * pixels. Honest by construction: `unmarked` means that no sign of generation was
 * found, never that an image is genuine.
 *
 * @module
 */
import type { GeneratedClass, PixelProof, ProvenanceRecord } from './record.js';

/**
 * `verified`: signature and pixel hash hold. `claimed`: marks or attributes say
 * generated, nothing proves it intact. `altered`: a proof is there and fails.
 * `unmarked`: no sign of generation; says nothing about truth.
 */
export type Status = 'verified' | 'claimed' | 'altered' | 'unmarked';

/** One layer of evidence: holds, fails, or is absent (null), in a sentence. */
export interface Finding {
  readonly ok: boolean | null;
  readonly sentence: string;
}

/** Evidence of the imperceptible pixel mark. */
export interface MarkFinding extends Finding {
  readonly detected: boolean;
  readonly z: number | null;
  readonly payload: string | null;
}

/** What `verify` answers. */
export interface Verdict {
  readonly status: Status;
  readonly class: GeneratedClass | 'none' | 'unknown';
  readonly model: string | null;
  readonly evidence: {
    readonly attributes: Finding;
    readonly pixelHash: Finding;
    readonly mark: MarkFinding;
    readonly signature: Finding;
    readonly c2pa: Finding;
  };
}

/** What was read from the file. */
export interface Facts {
  /** Synthetic Data (0008,001C). */
  readonly syntheticData: string | undefined;
  /** Image Type (0008,0008), values joined by backslash. */
  readonly imageType: string | undefined;
  /** Our private block is there: its record, or `unreadable`. */
  readonly record: ProvenanceRecord | 'unreadable' | undefined;
  /** Proof of the pixels as they are now; `damaged`, or `unreadable` for want of a codec. */
  readonly pixels: PixelProof | 'damaged' | 'unreadable';
  /** Number of the frame that the record and the pixels are of, where the file has several and this one does not hold. */
  readonly frame?: number;
}

/** Judges a file by its attributes and record. */
export function judge(facts: Facts): Verdict {
  const attributes = judgeAttributes(facts);
  const pixelHash = judgePixels(facts);
  const failed = [attributes, pixelHash].some(({ ok }) => ok === false);
  const claimed = attributes.ok === true || facts.record !== undefined;
  const record = typeof facts.record === 'object' ? facts.record : undefined;
  return {
    status: failed ? 'altered' : claimed ? 'claimed' : 'unmarked',
    class: record?.class ?? (claimed ? (classOfImageType(facts.imageType) ?? 'unknown') : 'none'),
    model: record ? `${record.model.id} ${record.model.version}` : null,
    evidence: {
      attributes,
      pixelHash,
      mark: {
        ok: null,
        detected: false,
        z: null,
        payload: null,
        sentence: 'This version embeds no pixel mark.',
      },
      signature: { ok: null, sentence: 'The file carries no signature that this version checks.' },
      c2pa: { ok: null, sentence: 'The file carries no C2PA manifest that this version checks.' },
    },
  };
}

function judgeAttributes({ syntheticData, imageType, record }: Facts): Finding {
  const says = syntheticData === 'YES' || classOfImageType(imageType) !== undefined;
  if (record !== undefined && syntheticData !== 'YES') {
    return {
      ok: false,
      sentence: 'A provenance record is there, but Synthetic Data (0008,001C) no longer says YES.',
    };
  }
  if (says) return { ok: true, sentence: 'The attributes say that the pixels are generated.' };
  return { ok: null, sentence: 'No attribute says that the pixels are generated. That proves nothing.' };
}

function judgePixels({ record, pixels, frame }: Facts): Finding {
  const which = frame === undefined ? '' : ` (frame ${frame})`;
  if (record === undefined) return { ok: null, sentence: 'No provenance record of ours.' };
  if (record === 'unreadable') return { ok: false, sentence: `The provenance record is damaged${which}.` };
  if (pixels === 'damaged') return { ok: false, sentence: 'The pixels can no longer be decoded.' };
  if (pixels === 'unreadable')
    return { ok: null, sentence: 'The pixels are compressed in a way not read here.' };
  const { sha256, rows, columns, format, rescale } = record.pixels;
  if (sha256 !== pixels.sha256)
    return { ok: false, sentence: `The pixels are not the ones that were sealed${which}.` };
  const same =
    rows === pixels.rows &&
    columns === pixels.columns &&
    format.bitsStored === pixels.format.bitsStored &&
    format.signed === pixels.format.signed &&
    rescale.slope === pixels.rescale.slope &&
    rescale.intercept === pixels.rescale.intercept;
  if (!same)
    return { ok: false, sentence: 'The description of the pixels (size, bits or rescale) was changed.' };
  return { ok: true, sentence: 'The pixels equal the hash in the provenance record.' };
}

/** Class by value 4 of Image Type as we write it. */
function classOfImageType(imageType: string | undefined): GeneratedClass | undefined {
  const values = imageType?.split('\\') ?? [];
  if (values.includes('AI_DENOISED')) return 'denoised';
  if (values.includes('AI_SYNTHESIZED')) return 'synthetic';
  return undefined;
}
