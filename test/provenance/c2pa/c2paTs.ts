/** c2pa-ts: a second reader and writer of C2PA that shares no code with ours or with c2pa-rs. */
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { JPEG, PNG } from '@trustnxt/c2pa-ts/asset';
import {
  Algorithms,
  CoseAlgorithmIdentifier,
  type Signer as CoseSigner,
  Signature,
} from '@trustnxt/c2pa-ts/cose';
import { CBORBox, SuperBox } from '@trustnxt/c2pa-ts/jumbf';
import {
  ActionAssertion,
  ActionType,
  ClaimVersion,
  DataHashAssertion,
  type DigitalSourceType,
  ManifestStore,
} from '@trustnxt/c2pa-ts/manifest';
import type { TestSigner } from './testSigner.js';

/** Codes of what c2pa-ts finds wrong in a picture's manifest. */
export async function failuresOfC2paTs(bytes: Uint8Array): Promise<string[]> {
  const asset = PNG.canRead(bytes) ? new PNG(bytes) : new JPEG(bytes);
  const store = asset.getManifestJUMBF();
  if (!store) throw new Error('The picture carries no manifest.');
  const result = await ManifestStore.read(SuperBox.fromBuffer(new Uint8Array(store))).validate(asset);
  return result.statusEntries.filter(({ success }) => !success).map(({ code }) => code);
}

/** The picture with a manifest that c2pa-ts makes. */
export async function signWithC2paTs(
  picture: Uint8Array,
  sourceType: string,
  signer: TestSigner,
): Promise<Uint8Array> {
  const asset = PNG.canRead(picture) ? new PNG(picture) : new JPEG(picture);
  const local = localSigner(signer);
  const store = new ManifestStore();
  const manifest = store.createManifest({
    claimVersion: ClaimVersion.V2,
    assetFormat: 'image/png',
    instanceID: 'xmp:iid:elsewhere',
    defaultHashAlgorithm: 'SHA-256',
    signer: local,
  });
  const actions = new ActionAssertion();
  actions.actions.push({
    action: ActionType.C2paCreated,
    digitalSourceType: sourceType as DigitalSourceType,
  } as (typeof actions.actions)[number]);
  manifest.addAssertion(actions);
  const binding = DataHashAssertion.create('SHA-256');
  manifest.addAssertion(binding);
  await asset.ensureManifestSpace(store.measureSize());
  await binding.updateWithAsset(asset);
  await manifest.sign(local);
  await asset.writeManifestJUMBF(store.getBytes());
  return asset.getDataRange();
}

/** A COSE_Sign1 of a claim, filled up to `size` bytes. */
export async function coseWithC2paTs(
  claim: Uint8Array,
  signer: TestSigner,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const local = localSigner(signer);
  const cose = new Signature();
  Object.assign(cose, { certificate: local.certificate, chainCertificates: [], paddingLength: 0 });
  cose.algorithm = Algorithms.getAlgorithm(local.algorithm);
  cose.writeJUMBFData();
  await cose.sign(local, claim);
  const bytes = () => {
    const box = new CBORBox();
    box.tag = 18;
    box.content = cose.writeJUMBFData();
    box.generateRawContent();
    return box.rawContent as Uint8Array<ArrayBuffer>;
  };
  cose.paddingLength = size - bytes().length - 2;
  return bytes();
}

/** Not the library's own signer: that one writes ECDSA in DER, which COSE forbids. */
function localSigner({ algorithm, certificates, sign }: TestSigner): CoseSigner {
  const certificate = new x509.X509Certificate(certificates[0] as Uint8Array<ArrayBuffer>);
  return {
    algorithm: algorithm === 'ES256' ? CoseAlgorithmIdentifier.ES256 : CoseAlgorithmIdentifier.PS256,
    certificate: certificate as never,
    chainCertificates: [],
    sign: (payload) => sign(payload),
  };
}
