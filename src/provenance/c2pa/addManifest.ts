/**
 * Puts a signed C2PA manifest into a PNG or JPEG of generated pixels.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { Signer, TimeStamper } from '../../keys/signer.js';
import { VERSION } from '../record.js';
import { carriedBy, wrapped } from './carrier.js';
import { encodeCbor, joined } from './cbor.js';
import { reservedSize, signDetached } from './cose.js';
import { contentOf, dataBox, superBox } from './jumbf.js';
import {
  type Assertion,
  actionsOf,
  cborAssertion,
  type HashedUri,
  ingredientAssertion,
  type PictureClaim,
  recordAssertion,
  softBindingOf,
} from './pictureClaim.js';
import { BOX, LABEL } from './vocabulary.js';

/**
 * The picture with its manifest, which binds every byte of the file around it
 * (`c2pa.hash.data`, C2PA 2 §18.5). The pixels stay as they are.
 *
 * @param picture bytes of a whole PNG or JPEG without a manifest.
 * @param signer ES256 or PS256.
 * @throws ArgumentError for bytes that are neither, for a picture that carries a manifest
 *   already, for a signer of another algorithm; DecodeError for a broken picture; what
 *   the signer and the time stamper throw.
 */
export async function addManifest(
  picture: Uint8Array,
  claim: PictureClaim,
  signer: Signer,
  timeStamper?: TimeStamper,
): Promise<Uint8Array> {
  const carried = carriedBy(picture);
  if (!carried) throw unfit('Manifests go into PNG and JPEG.', 'Export as png or jpeg.');
  if (carried.stores.length > 0) {
    throw unfit('The picture carries a manifest already.', 'Export it anew from the series.');
  }
  const { insertAt, mediaType } = carried;
  const before = picture.subarray(0, insertAt);
  const after = picture.subarray(insertAt);
  const hash = await digest(joined([before, after]));
  const label = `urn:c2pa:${crypto.randomUUID()}`;
  const instanceId = `xmp:iid:${crypto.randomUUID()}`;
  const size = reservedSize(signer, timeStamper);
  const own = await assertionsOf(claim);

  const storeOf = async (excluded: number, signature: (claim: Uint8Array) => Promise<Uint8Array>) => {
    const binding = cborAssertion(LABEL.dataHash, {
      exclusions: [{ start: insertAt, length: excluded }],
      name: 'The file but its manifest',
      alg: 'sha256',
      hash,
      pad: new Uint8Array(0),
    });
    const assertions = [...own, binding];
    const signed = encodeCbor({
      instanceID: instanceId,
      claim_generator_info: { name: 'Veritome', version: VERSION },
      signature: `self#jumbf=/${LABEL.store}/${label}/${LABEL.signature}`,
      created_assertions: await Promise.all(assertions.map(referenceTo)),
      alg: 'sha256',
    });
    return superBox(BOX.store, LABEL.store, [
      superBox(BOX.manifest, label, [
        superBox(
          BOX.assertions,
          LABEL.assertions,
          assertions.map(({ box }) => box),
        ),
        superBox(BOX.claim, LABEL.claim, [dataBox('cbor', signed)]),
        superBox(BOX.signature, LABEL.signature, [dataBox('cbor', await signature(signed))]),
      ]),
    ]);
  };

  // The excluded length stands inside what it measures: a longer number makes a longer
  // manifest, never a shorter one, so this ends after a step or two.
  let excluded = 0;
  for (let measured = -1; measured !== excluded; ) {
    measured = excluded;
    excluded = wrapped(await storeOf(measured, async () => new Uint8Array(size)), mediaType).length;
  }
  const store = await storeOf(excluded, (signed) => signDetached(signed, signer, size, timeStamper));
  return joined([before, wrapped(store, mediaType), after]);
}

/** All assertions but the hash of the file, which needs their length. */
async function assertionsOf(claim: PictureClaim): Promise<Assertion[]> {
  const ingredient = claim.record.class === 'denoised' ? ingredientAssertion() : undefined;
  return [
    cborAssertion(LABEL.actions, actionsOf(claim, ingredient && (await referenceTo(ingredient)))),
    ...(ingredient ? [ingredient] : []),
    ...(claim.mark === undefined ? [] : [cborAssertion(LABEL.softBinding, softBindingOf(claim.mark))]),
    recordAssertion(claim.record),
  ];
}

async function referenceTo({ label, box }: Assertion): Promise<HashedUri> {
  return { url: `self#jumbf=${LABEL.assertions}/${label}`, hash: await digest(contentOf(box)) };
}

async function digest(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}

function unfit(message: string, remedy: string): ArgumentError {
  return new ArgumentError(message, { attribute: 'picture', remedy });
}
