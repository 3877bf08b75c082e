/** The shared corpus of good files: what its manifest expects, and whether a reading is that. */
import { textAttribute } from '../../../src/dicom/attributes.js';
import { decodeStored } from '../../../src/dicom/frames.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { isVeritomeError } from '../../../src/errors.js';
import { pixelSha256 } from '../../../src/image/pixelHash.js';

/** A file of the manifest, as far as it is judged by. */
export interface GoodFile {
  readonly file: string;
  readonly ts?: string;
  readonly expected: string;
  readonly pixel?: { readonly sha256: string; readonly dtype?: string };
  readonly tolerance?: number;
  readonly lossy_ref?: { readonly frame0_raw_gz?: string; readonly mean?: number };
  /** A data set without Part 10 prefix, read by force. */
  readonly force?: boolean;
}

export interface Reading {
  /** `hash …`, or the tag of the error; anything else is a fault of ours. */
  readonly got: string;
  /** Largest difference to the reference, for lossy files that have one. */
  readonly difference?: number;
  readonly right: boolean;
}

/** The manifest's files; Python wrote NaN for intercepts that are none. */
export function filesOf(manifest: string): GoodFile[] {
  return (JSON.parse(manifest.replace(/\bNaN\b/g, 'null')) as { files: GoodFile[] }).files;
}

/** Files that we refuse on purpose where other readers go on. */
const refusals = new Map([
  // An implicit data set under a JPEG transfer syntax, which demands an explicit one.
  ['868ec7a8-SC_rgb_jpeg.dcm', 'AttributeError'],
]);

/**
 * Reads one file and judges it.
 *
 * @param reference the uncompressed reference array of frame 0, for a lossy file that has one.
 */
export async function read(entry: GoodFile, bytes: Uint8Array, reference?: Uint8Array): Promise<Reading> {
  const { file, expected, pixel, force, tolerance = 2 } = entry;
  let got: string;
  let difference: number | undefined;
  try {
    const part10 = parsePart10(bytes, file);
    for (const tag of ['x00100010', 'x00081030']) textAttribute(part10, tag);
    const { stored } = await decodeStored(part10);
    got = `hash ${await pixelSha256(stored)}`;
    if (reference) difference = largestDifference(stored, reference);
  } catch (error) {
    if (!isVeritomeError(error)) throw new Error(`${file}: not an error of ours`, { cause: error });
    if (!error.remedy || error.file !== file) throw new Error(`${file}: ${error.describe()}`);
    got = error.tag;
  }
  const hashed = got.startsWith('hash');
  const right = () => {
    if (refusals.get(file.split('/')[1]) === got || (force && got === 'NotDicomError')) return true;
    if (expected.startsWith('decode-exact')) return got === `hash ${pixel?.sha256}`;
    if (expected === 'decode-lossy-1ref') return hashed;
    // Without an array, the hash on which two readers agree.
    if (expected === 'decode-lossy')
      return difference === undefined ? got === `hash ${pixel?.sha256}` : difference <= tolerance;
    if (expected === 'no-image' || expected.startsWith('reject')) return !hashed;
    // Optional: the right pixels, where they are known, or a refusal. Disputed: either.
    return expected === 'disputed' || !hashed || pixel === undefined || got === `hash ${pixel.sha256}`;
  };
  return { got, difference, right: right() };
}

/** Over frame 0, the reference being of the same type. */
function largestDifference(
  stored: ArrayLike<number> & { BYTES_PER_ELEMENT: number },
  raw: Uint8Array,
): number {
  const type = Object.getPrototypeOf(stored).constructor as new (b: ArrayBuffer) => ArrayLike<number>;
  const reference = new type(raw.slice().buffer);
  let most = reference.length > 0 && reference.length <= stored.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < reference.length; i++) most = Math.max(most, Math.abs(stored[i] - reference[i]));
  return most;
}
