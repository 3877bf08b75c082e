/**
 * The last step of every DICOM file that holds what we made: it is signed by whom the
 * host named, else by the device's own key.
 */
import { PRIVATE_BLOCK } from './declaration.js';

/**
 * The file with its signature, its marks and its pixels covered.
 *
 * @param file Part 10, Explicit VR Little Endian, as our writers make it.
 */
export async function signedDicom(file: Uint8Array): Promise<Uint8Array> {
  const [{ signPart10 }, { currentSigning }] = await Promise.all([
    import('../dicom/signature/signPart10.js'),
    import('../keys/signing.js'),
  ]);
  const { dicom, timeStamper } = await currentSigning();
  return signPart10(file, dicom, { privateCreators: [PRIVATE_BLOCK.creator], timeStamper });
}
