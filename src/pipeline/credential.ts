/**
 * The signed word that goes with generated pixels: a C2PA manifest in pictures, the same
 * claim in our private block in DICOM. Slices that nobody generated here get neither. The
 * keys are those that the host named, else the device's own.
 *
 * @module
 */
import type { PrivateBlock } from '../dicom/derivedImage.js';
import type { InstanceReference } from '../image/frame.js';
import type { Frame } from '../provenance/markedFrame.js';
import { type ProvenanceRecord, parseRecord } from '../provenance/record.js';
import { PRIVATE_BLOCK } from './declaration.js';

/**
 * The PNG or JPEG with a manifest, when the frame was generated here; else as it is.
 *
 * @param picture of this frame, or of a part of it.
 * @throws what the signer throws.
 */
export async function withManifest(picture: Uint8Array, frame: Frame | undefined): Promise<Uint8Array> {
  const record = frame?.kind === 'marked' ? frame.origin.record : undefined;
  if (!record) return picture;
  const [{ addManifest }, { currentSigning }] = await Promise.all([
    import('../provenance/c2pa/addManifest.js'),
    import('../keys/signing.js'),
  ]);
  const { claim, timeStamper } = await currentSigning();
  return addManifest(picture, { record, mark: markOf(record) }, claim, timeStamper);
}

/**
 * The image to write with the claim in its private block, beside the record and the other
 * texts that it binds; to be called before the file is signed. Without a record there is no claim.
 *
 * @param sources images that the instance was made from.
 * @throws what the signer throws.
 */
export async function withClaim<T extends { readonly privateBlock?: PrivateBlock }>(
  image: T,
  sources: readonly InstanceReference[] = [],
): Promise<T> {
  const { privateBlock: block } = image;
  const texts = new Map<number, string>();
  for (const { element, value } of block?.elements ?? []) {
    if (typeof value === 'string') texts.set(element, value);
  }
  const record = parseRecord(texts.get(PRIVATE_BLOCK.record) ?? '');
  if (!block || !record) return image;
  const [{ signDicomClaim }, { currentSigning }] = await Promise.all([
    import('../provenance/c2pa/dicomClaim.js'),
    import('../keys/signing.js'),
  ]);
  const { claim } = await currentSigning();
  const uids = sources.map(({ sopInstanceUID }) => sopInstanceUID);
  const value = await signDicomClaim({ record, texts, sources: uids, mark: markOf(record) }, claim);
  const element = {
    element: PRIVATE_BLOCK.claim,
    vr: 'OB',
    value,
    definition: {
      name: 'Provenance Claim',
      keyword: 'ProvenanceClaim',
      description:
        'COSE_Sign1 over a claim in the shape of C2PA: record, pixels, salted hashes of the sources.',
    },
  } as const;
  return { ...image, privateBlock: { ...block, elements: [...block.elements, element] } };
}

/** The 64 bits in the pixels, where there are any. */
function markOf({ mark }: ProvenanceRecord): string | undefined {
  return mark && mark.rms > 0 ? mark.payload : undefined;
}
