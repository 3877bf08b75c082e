/**
 * The signed word that goes with generated pixels: a C2PA manifest in pictures, the same
 * claim in our private block in DICOM. Slices that nobody generated here get neither.
 *
 * @module
 */
import type { PrivateBlock } from '../dicom/derivedImage.js';
import type { InstanceReference } from '../image/frame.js';
import type { Signing } from '../keys/signer.js';
import type { Frame } from '../provenance/markedFrame.js';
import { parseRecord } from '../provenance/record.js';
import { PRIVATE_BLOCK } from './declaration.js';

/** Keys that sign; those of the installation when absent. */
export interface SigningChoice {
  readonly signing?: Signing;
}

/**
 * The PNG or JPEG with a manifest, when the frame was generated here; else as it is.
 *
 * @param picture of this frame, or of a part of it.
 * @throws what the signer throws.
 */
export async function withManifest(
  picture: Uint8Array,
  frame: Frame | undefined,
  { signing }: SigningChoice,
): Promise<Uint8Array> {
  if (frame?.kind !== 'marked' || !frame.origin.record) return picture;
  const { addManifest } = await import('../provenance/c2pa/addManifest.js');
  const { claim, timeStamper } = signing ?? (await ownSigning());
  return addManifest(picture, { record: frame.origin.record }, claim, timeStamper);
}

/**
 * The private block with the claim beside the record that it binds.
 *
 * @param sources images that the instance was made from.
 * @throws what the signer throws.
 */
export async function withClaim(
  block: PrivateBlock,
  sources: readonly InstanceReference[],
  { signing }: SigningChoice,
): Promise<PrivateBlock> {
  const recordText = block.elements.find(({ element }) => element === PRIVATE_BLOCK.record)?.value;
  const record = typeof recordText === 'string' ? parseRecord(recordText) : undefined;
  // Blocks are made by recordBlock().
  if (!record || typeof recordText !== 'string') throw new TypeError('A private block holds its record.');
  const { signDicomClaim } = await import('../provenance/c2pa/dicomClaim.js');
  const { claim } = signing ?? (await ownSigning());
  const uids = sources.map(({ sopInstanceUID }) => sopInstanceUID);
  const value = await signDicomClaim({ record, recordText, sources: uids }, claim);
  return { ...block, elements: [...block.elements, { element: PRIVATE_BLOCK.claim, vr: 'OB', value }] };
}

async function ownSigning(): Promise<Signing> {
  const { currentSigning } = await import('../keys/signing.js');
  return currentSigning();
}
