/**
 * The layers that a verdict stands on, each behind a function, so that none is
 * downloaded before it is needed and a test or a host may bring its own.
 *
 * @module
 */
import { isVeritomeError } from '../../errors.js';
import type { Trust } from '../../keys/signer.js';
import { type ManifestFinding, type SignedFinding, standingName } from '../../provenance/judge.js';
import type { MarkDetection, MarkPicture } from '../../provenance/mark/mark.js';
import { type SentenceCode, sentenceOf } from '../../provenance/sentences.js';

/** How hard the pixel mark is looked for: as the pictures lie, scaled and turned, or also where it is faint. */
export interface MarkSearch {
  readonly search: 'none' | 'quick' | 'full';
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface VerifyLayers {
  /** Pictures of one series, pooled. Undefined where a host leaves the layer out. */
  detectMark(pictures: readonly MarkPicture[], options: MarkSearch): Promise<MarkDetection | undefined>;
  /** The digital signature of a Part 10 file; undefined where it has none. */
  signature(bytes: Uint8Array, trust: Trust | undefined): Promise<SignedFinding | undefined>;
  /** The C2PA manifest of a PNG or JPEG, or the claim in a Part 10 file; undefined where there is none. */
  manifest(bytes: Uint8Array, trust: Trust | undefined): Promise<ManifestFinding | undefined>;
  /** Grey values of a PNG or JPEG; undefined where it cannot be decoded. */
  readPicture(bytes: Uint8Array): Promise<MarkPicture | undefined>;
}

/** The words of a signature in other languages say its outcome; the details stay in its own sentence. */
function signatureCode({ ok, sentence, signer }: SignedFinding): SentenceCode {
  if (ok === true) return `signature.${standingName(signer)}`;
  if (ok === false) return signer?.standing === 'revoked' ? 'signature.revoked' : 'signature.fails';
  if (signer) return 'signature.partial';
  return sentence === sentenceOf('signature.none') ? 'signature.none' : 'signature.unchecked';
}

/** The layers of the package. */
export const layers: VerifyLayers = {
  detectMark: async (...given) => (await import('../../provenance/mark/detect.js')).detectMark(...given),
  async signature(bytes, trust) {
    const [{ signatureFinding }, { currentTrust }] = await Promise.all([
      import('../signatureFinding.js'),
      import('../../keys/signing.js'),
    ]);
    const found = await signatureFinding(bytes, trust ?? currentTrust());
    const code = signatureCode(found);
    const coversPixels = found.covers.some((name) => name.startsWith('PixelData '));
    return { ...found, code, fields: { name: found.signer?.name || '?' }, coversPixels };
  },
  manifest: async (...given) => (await import('../pictureFinding.js')).pictureFinding(...given),
  async readPicture(bytes) {
    const { readPicture } = await import('../readPicture.js');
    try {
      return await readPicture(bytes);
    } catch (error) {
      if (isVeritomeError(error)) return undefined;
      throw error;
    }
  },
};
