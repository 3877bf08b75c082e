/**
 * Where does this file come from? Reads one file's marks and says what holds.
 *
 * ```ts
 * const { status, evidence } = await verify(bytes, 'slice.dcm');
 * ```
 *
 * @module
 */
import { parsePart10 } from '../dicom/part10.js';
import { judge, type Verdict } from '../provenance/verdict.js';
import { declarationOf } from './declaration.js';

/**
 * The verdict on one DICOM file.
 *
 * @throws NotDicomError, TruncatedError, … when the file cannot be read at all.
 */
export async function verify(bytes: Uint8Array, name = 'file'): Promise<Verdict> {
  return judge(await declarationOf(parsePart10(bytes, name)));
}
