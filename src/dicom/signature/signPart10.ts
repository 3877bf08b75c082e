/**
 * Signs a DICOM file: Digital Signature by the Creator RSA profile (PS3.15 C.2, PS3.3
 * C.12.1.1.3), SHA-256 and RSASSA-PKCS1-v1_5. The rest of the file stays as it is, to
 * the byte.
 *
 * ```ts
 * const signed = await signPart10(file, signer, { privateCreators: ['VERITOME PROVENANCE'] });
 * ```
 *
 * @module
 */
import { ArgumentError, UnsupportedTransferSyntaxError } from '../../errors.js';
import { join } from '../../keys/der.js';
import { toDerSignature } from '../../keys/ecdsaSignature.js';
import type { Signer, TimeStamper } from '../../keys/signer.js';
import { EXPLICIT_LITTLE_ENDIAN, transferSyntaxName } from '../transferSyntaxes.js';
import { newUID } from '../uid.js';
import { type Element, readElementTree } from './elementTree.js';
import { macStream } from './macStream.js';
import { inMac, newElement, SIGNATURE_TAG, sequenceOf, writeDateTime, writeTags } from './signatureItem.js';
import { elementsToSign } from './signedElements.js';

export interface SignOptions {
  /** Creators whose private elements are signed too. */
  readonly privateCreators?: readonly string[];
  /** Asks for a certified time stamp of the signature. */
  readonly timeStamper?: TimeStamper;
  /** Now, unless given. */
  readonly dateTime?: Date;
}

/**
 * The file with its signature.
 *
 * @param file Part 10, Explicit VR Little Endian, not signed yet.
 * @throws ArgumentError for a signer that DICOM has no algorithm for, or a signed file;
 *   UnsupportedTransferSyntaxError for another encoding; what the signer, the time
 *   stamper or the reading of the file throws.
 */
export async function signPart10(
  file: Uint8Array,
  signer: Signer,
  options: SignOptions = {},
): Promise<Uint8Array> {
  const tree = await readElementTree(file);
  const { elements } = tree;
  checkSigner(signer);
  checkFile(tree.transferSyntaxUID, elements);
  const signed = elementsToSign(elements, options.privateCreators ?? []);

  const parameters = [
    newElement(SIGNATURE_TAG.MACIDNumber, 'US', Uint8Array.of(1, 0)),
    newElement(SIGNATURE_TAG.MACCalculationTransferSyntaxUID, 'UI', EXPLICIT_LITTLE_ENDIAN),
    newElement(SIGNATURE_TAG.MACAlgorithm, 'CS', 'SHA256'),
    newElement(SIGNATURE_TAG.DataElementsSigned, 'AT', writeTags(signed.map(({ tag }) => tag))),
  ];
  const item = [
    newElement(SIGNATURE_TAG.MACIDNumber, 'US', Uint8Array.of(1, 0)),
    newElement(SIGNATURE_TAG.DigitalSignatureUID, 'UI', newUID()),
    newElement(SIGNATURE_TAG.DigitalSignatureDateTime, 'DT', writeDateTime(options.dateTime ?? new Date())),
    newElement(SIGNATURE_TAG.CertificateType, 'CS', 'X509_1993_SIG'),
    newElement(SIGNATURE_TAG.CertificateOfSigner, 'OB', signer.certificates[0]),
  ];
  const data = join(...macStream([...signed, ...inMac(item)], tree));
  const signature = await signer.sign(data);
  // DICOM holds ECDSA as DER, the signers of this package as r and s.
  const stored = signer.algorithm === 'ES256' ? toDerSignature(signature) : signature;
  item.push(newElement(SIGNATURE_TAG.Signature, 'OB', stored));
  if (options.timeStamper) {
    const { stampTime } = await import('../../keys/timeStamp.js');
    const token = await stampTime(stored, options.timeStamper);
    item.push(newElement(SIGNATURE_TAG.CertifiedTimestampType, 'CS', 'CMS_TSP'));
    item.push(newElement(SIGNATURE_TAG.CertifiedTimestamp, 'OB', token));
  }
  return inserted(file, elements, [
    [SIGNATURE_TAG.MACParametersSequence, sequenceOf(SIGNATURE_TAG.MACParametersSequence, parameters)],
    [SIGNATURE_TAG.DigitalSignaturesSequence, sequenceOf(SIGNATURE_TAG.DigitalSignaturesSequence, item)],
  ]);
}

/** The file with these elements at their places; given in the order of their tags. */
function inserted(
  file: Uint8Array,
  elements: readonly Element[],
  additions: readonly (readonly [tag: string, bytes: Uint8Array])[],
): Uint8Array {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const [tag, bytes] of additions) {
    const next = elements.find((element) => element.tag > tag);
    const at = next?.start ?? elements[elements.length - 1].end;
    parts.push(file.subarray(from, at), bytes);
    from = at;
  }
  return join(...parts, file.subarray(from));
}

function checkSigner({ algorithm, certificates }: Signer): void {
  if (algorithm !== 'PS256' && certificates.length > 0) return;
  throw new ArgumentError(
    'DICOM signatures need a certificate and RS256 (or ES256, outside the RSA profiles).',
    {
      attribute: 'signer',
      remedy: 'Give a signer with an RSA key, RSASSA-PKCS1-v1_5 and SHA-256.',
    },
  );
}

function checkFile(transferSyntaxUID: string, elements: readonly Element[]): void {
  if (transferSyntaxUID !== EXPLICIT_LITTLE_ENDIAN) {
    throw new UnsupportedTransferSyntaxError(`${transferSyntaxName(transferSyntaxUID)} is not signed here.`, {
      attribute: 'TransferSyntaxUID (0002,0010)',
      remedy: 'Sign the file as Explicit VR Little Endian.',
    });
  }
  const carriers: readonly string[] = [
    SIGNATURE_TAG.MACParametersSequence,
    SIGNATURE_TAG.DigitalSignaturesSequence,
  ];
  if (elements.length === 0 || elements.some(({ tag }) => carriers.includes(tag))) {
    throw new ArgumentError('The file is empty or carries a signature already.', {
      attribute: 'DigitalSignaturesSequence (FFFA,FFFA)',
      remedy: 'Sign the file as the writer made it.',
    });
  }
}
