/**
 * What a file is: syntax, class, size, range and hash of its pixels, and where it
 * comes from. Fields as design §3 names them.
 *
 * @module
 */
import { textAttribute } from '../dicom/attributes.js';
import { decodeStored } from '../dicom/frames.js';
import { parsePart10 } from '../dicom/part10.js';
import { warningsOf } from '../dicom/warnings.js';
import { isVeritomeError, type VeritomeError } from '../errors.js';
import { pixelSha256 } from '../image/pixelHash.js';
import type { Verdict } from '../provenance/verdict.js';
import { verify } from './verify.js';

export interface Inspection {
  readonly file: string;
  /** `no-image`: valid DICOM without a picture. `refused`: with the reason. */
  readonly status: 'ok' | 'no-image' | 'refused';
  readonly reason?: string;
  /** What is wrong with a file that is read all the same; absent where nothing is. */
  readonly warnings?: readonly string[];
  readonly transferSyntaxUID?: string;
  readonly sopClassUID?: string;
  readonly rows?: number;
  readonly columns?: number;
  readonly frames?: number;
  readonly bitsAllocated?: number;
  readonly samplesPerPixel?: number;
  readonly photometricInterpretation?: string;
  /** Smallest and largest stored value. */
  readonly min?: number;
  readonly max?: number;
  /** SHA-256 of the stored values, all frames, colour by pixel, little endian. */
  readonly pixelSha256?: string;
  readonly provenance?: Verdict;
}

/** Inspects one file; never throws for bad input: the error is in the answer. */
export async function inspect(
  bytes: Uint8Array,
  file: string,
): Promise<{ inspection: Inspection; error: VeritomeError | undefined }> {
  let known: Partial<Inspection> = {};
  try {
    const part10 = parsePart10(bytes, file);
    known = {
      transferSyntaxUID: part10.transferSyntaxUID,
      sopClassUID: textAttribute(part10, 'x00080016'),
      provenance: await verify(bytes, file, { mark: 'still' }),
    };
    const warnings = warningsOf(part10);
    if (warnings.length > 0) known = { ...known, warnings };
    const { stored, ...picture } = await decodeStored(part10);
    let min = stored[0];
    let max = stored[0];
    for (const value of stored) {
      if (value < min) min = value;
      if (value > max) max = value;
    }
    const sha256 = await pixelSha256(stored);
    return {
      inspection: { file, status: 'ok', ...known, ...picture, min, max, pixelSha256: sha256 },
      error: undefined,
    };
  } catch (error) {
    if (!isVeritomeError(error)) throw error;
    const noImage = error.tag === 'NoPixelDataError';
    const inspection: Inspection = {
      file,
      status: noImage ? 'no-image' : 'refused',
      reason: error.describe(),
      ...known,
    };
    return { inspection, error: noImage ? undefined : error };
  }
}
