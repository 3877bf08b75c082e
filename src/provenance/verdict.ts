/**
 * The verdict on a file: what it claims, and whether the claim still fits its
 * pixels. Honest by construction: `unmarked` means that no sign of generation was
 * found, never that an image is genuine.
 *
 * @module
 */
import type { Standing } from '../keys/chain.js';
import type { Tampered } from './blocks.js';
import type { MarkPayload } from './mark/mark.js';
import type { GeneratedClass } from './record.js';
import { type Fields, type SentenceCode, sentenceOf } from './sentences.js';

/**
 * `verified`: signature and pixel hash hold. `claimed`: marks or attributes say
 * generated, nothing proves it intact. `altered`: a proof is there and fails.
 * `unmarked`: no sign of generation; says nothing about truth.
 */
export type Status = 'verified' | 'claimed' | 'altered' | 'unmarked';

/** One layer of evidence: holds, fails, or is absent (null), in a sentence. */
export interface Finding {
  readonly ok: boolean | null;
  /** In English. */
  readonly sentence: string;
  /** Names the sentence, for other languages; absent where another tool wrote it. */
  readonly code?: SentenceCode;
  readonly fields?: Fields;
}

/** Evidence of the imperceptible pixel mark. */
export interface MarkFinding extends Finding {
  readonly detected: boolean;
  /** Standardised correlation; null where no mark was looked for. */
  readonly z: number | null;
  readonly payload: MarkPayload | null;
  /** Bound on the probability that an unmarked picture answers so; absent where no mark was looked for. */
  readonly falsePositive?: number;
}

/** Whose key signed, and what that is worth here; a device's own key names nobody. */
export interface VerdictSigner {
  readonly name: string;
  readonly standing: Standing | 'this device';
}

/** How many files of a series have which verdict. */
export type Counts = Readonly<Record<Status, number>>;

/** What `verify` answers. */
export interface Verdict {
  readonly status: Status;
  readonly class: GeneratedClass | 'none' | 'unknown';
  readonly model: string | null;
  /** The whole in one sentence. */
  readonly headline: Finding;
  /** Whose signature holds; null where none does. */
  readonly signer: VerdictSigner | null;
  /** SHA-256 of the stored values of a DICOM file, by which a ledger knows it; null where they were not read. */
  readonly pixelSha256: string | null;
  /** Where the pixels were changed, as far as the record can tell. */
  readonly tampered: Tampered | null;
  readonly evidence: {
    readonly attributes: Finding;
    readonly pixelHash: Finding;
    readonly mark: MarkFinding;
    readonly signature: Finding;
    readonly c2pa: Finding;
  };
  /** Number of the first frame that does not hold, in a file of several. */
  readonly frame?: number;
  /** Of a pooled series. */
  readonly counts?: Counts;
}

/** A finding with its sentence. */
export function finding(ok: boolean | null, code: SentenceCode, fields?: Fields): Finding {
  return { ok, code, ...(fields && { fields }), sentence: sentenceOf(code, fields) };
}
