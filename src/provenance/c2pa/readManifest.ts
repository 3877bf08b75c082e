/**
 * Reads the C2PA manifest of a picture, ours or anyone's, and says what holds.
 *
 * What is checked: the claim's signature by the key of its certificate, every assertion
 * against the claim, every byte of the file against the hash. What is not: whether the
 * certificate and the authority of the time stamp are to be believed (`keys`), and
 * manifests of ingredients.
 *
 * @module
 */
import { isVeritomeError } from '../../errors.js';
import type { TimeStamp } from '../../keys/timeStamp.js';
import { type ProvenanceRecord, parseRecord } from '../record.js';
import { type ActionRead, readActions } from './actions.js';
import { bindingHolds } from './binding.js';
import { type Carried, carriedBy } from './carrier.js';
import { type CborMap, type CborValue, decodeCbor } from './cbor.js';
import { parseSign1, timeStampOf, verifySign1 } from './cose.js';
import { damaged } from './damaged.js';
import { checkReference, referencesOf } from './hashedUri.js';
import { dataOf, inside, parseJumbf, type SuperBox, superBoxes } from './jumbf.js';
import { LABEL } from './vocabulary.js';

/** What a picture's manifest says, and whether it still holds. */
export interface PictureManifest {
  readonly present: boolean;
  /** All of signature and hashes hold; false when any fails, null when a part cannot be checked here. */
  readonly holds: boolean | null;
  /** The key of the first certificate signed this claim. Says nothing about whose key it is. */
  readonly signatureHolds: boolean | null;
  /** Assertions and the file's bytes are those that were signed. */
  readonly hashHolds: boolean | null;
  /** Name and version of the program that made the claim. */
  readonly claimGenerator: string | null;
  /** IPTC's URIs in the actions of the active manifest. */
  readonly digitalSourceTypes: readonly string[];
  /** The same of the manifests of ingredients, which are not checked. */
  readonly ingredientSourceTypes: readonly string[];
  readonly actions: readonly ActionRead[];
  /** Our provenance record, when the claim covers it. */
  readonly record: ProvenanceRecord | undefined;
  /** DER, the signer's own first. */
  readonly certificates: readonly Uint8Array[];
  /** Of the signature, when it is of this signature; whether its authority is to be believed is another question. */
  readonly timeStamp: Pick<TimeStamp, 'time' | 'certificates'> | undefined;
  readonly ingredients: number;
  /** What fails or cannot be checked, a sentence each. */
  readonly errors: readonly string[];
}

const ABSENT: PictureManifest = {
  present: false,
  holds: null,
  signatureHolds: null,
  hashHolds: null,
  claimGenerator: null,
  digitalSourceTypes: [],
  ingredientSourceTypes: [],
  actions: [],
  record: undefined,
  certificates: [],
  timeStamp: undefined,
  ingredients: 0,
  errors: [],
};
/** Largest store that is read: manifests are a few kB, with thumbnails some hundred. */
const MAX_STORE = 64 * 2 ** 20;

/** The manifest of a PNG or JPEG; never throws for bad input: what is wrong stands in the answer. */
export async function readManifest(picture: Uint8Array): Promise<PictureManifest> {
  let carried: Carried | undefined;
  try {
    carried = carriedBy(picture);
  } catch (error) {
    return { ...ABSENT, holds: false, errors: [sentenceOf(error)] };
  }
  const [store] = carried?.stores ?? [];
  if (!carried || !store) return ABSENT;
  try {
    if (carried.stores.length > 1) throw damaged('The picture carries more than one manifest store.');
    if (store.length > MAX_STORE) throw damaged('The manifest store is larger than 64 MB.');
    return await readStore(parseJumbf(store), picture, carried);
  } catch (error) {
    return { ...ABSENT, present: true, holds: false, hashHolds: false, errors: [sentenceOf(error)] };
  }
}

/** Faults of the file become sentences; faults of ours do not. */
function sentenceOf(error: unknown): string {
  if (isVeritomeError(error, 'DecodeError')) return error.message;
  throw error;
}

async function readStore(store: SuperBox, picture: Uint8Array, carried: Carried): Promise<PictureManifest> {
  // The active manifest is the last (C2PA 2 §11.1.4.2).
  const manifests = superBoxes(store).filter(({ type }) => type === 'c2ma' || type === 'c2um');
  const active = manifests.at(-1);
  if (!active) throw damaged('The manifest store is empty.');
  const claimBox = superBoxes(active).find(({ type }) => type === 'c2cl');
  const claimBytes = claimBox && dataOf(claimBox, 'cbor');
  const assertions = superBoxes(active).find(({ type }) => type === 'c2as');
  const signatureBox = superBoxes(active).find(({ type }) => type === 'c2cs');
  const signatureBytes = signatureBox && dataOf(signatureBox, 'cbor');
  if (!claimBytes || !assertions || !signatureBytes)
    throw damaged('The manifest lacks its claim, assertions or signature.');
  const claim = mapOf(decodeCbor(claimBytes), 'The claim');

  const errors: string[] = [];
  const sign1 = parseSign1(signatureBytes);
  const signatureHolds = await verifySign1(sign1, claimBytes);
  if (signatureHolds === false) errors.push('The signature is not of this claim.');
  if (signatureHolds === null) errors.push('The algorithm of the signature is not checked here.');

  const { covered, all } = await coveredAssertions(claim, assertions, errors);
  const bound = await bindingHolds(covered, picture, carried.ranges, errors);
  const hashHolds = all && bound;
  const actions = actionsIn(covered);
  const parts = [signatureHolds, hashHolds];
  return {
    present: true,
    holds: parts.includes(false) ? false : parts.includes(null) ? null : true,
    signatureHolds,
    hashHolds,
    claimGenerator: generatorOf(claim),
    digitalSourceTypes: typesOf(actions),
    ingredientSourceTypes: typesOf(
      manifests.slice(0, -1).flatMap((manifest) => {
        const inner = inside(manifest, LABEL.assertions);
        return inner ? actionsIn(superBoxes(inner)) : [];
      }),
    ),
    actions,
    record: recordIn(covered),
    certificates: sign1.certificates,
    timeStamp: await timeStampOf(sign1),
    ingredients: covered.filter(({ label }) => isNamed(label, 'c2pa.ingredient')).length,
    errors,
  };
}

/** The assertions whose hash stands in the claim and holds, all others being no part of it; and whether those are all. */
async function coveredAssertions(claim: CborMap, store: SuperBox, errors: string[]) {
  const covered: SuperBox[] = [];
  const boxes = superBoxes(store);
  const claimed = ['created_assertions', 'gathered_assertions', 'assertions'].flatMap((name) =>
    referencesOf(claim.get(name)),
  );
  const labels = claimed.map(({ url }) => url.split('/').at(-1) ?? '');
  if (claimed.length === 0) throw damaged('The claim covers no assertion.');
  // Otherwise one large assertion could be hashed again and again.
  if (new Set(labels).size < labels.length) throw damaged('The claim names an assertion twice.');
  for (const [i, reference] of claimed.entries()) {
    const found = boxes.filter(({ label }) => label === labels[i]);
    if (found.length !== 1) errors.push(`The assertion ${shown(labels[i])} is missing or stands twice.`);
    else if (!(await checkReference(reference, found[0].content, claim.get('alg')))) {
      errors.push(`The assertion ${shown(labels[i])} was changed.`);
    } else covered.push(found[0]);
  }
  if (boxes.length > claimed.length) errors.push('There are assertions that the claim does not cover.');
  return { covered, all: covered.length === boxes.length && boxes.length === claimed.length };
}

/** A label as it may stand in a message: it is the file's own text. */
function shown(label: string): string {
  return label.replace(/[^\w.-]/g, '?').slice(0, 60);
}

/** True for a label and its further instances and versions: `c2pa.ingredient.v3__2`. */
export function isNamed(label: string, name: string): boolean {
  return label.startsWith(name) && /^(\.v\d+)?(__\d+)?$/.test(label.slice(name.length));
}

function actionsIn(assertions: readonly SuperBox[]): ActionRead[] {
  return assertions
    .filter(({ label }) => isNamed(label, 'c2pa.actions'))
    .flatMap((box) => readActions(contentOf(box)));
}

/** CBOR of an assertion; undefined when it is none, as for the record, which is JSON. */
function contentOf(box: SuperBox): CborValue {
  const bytes = dataOf(box, 'cbor');
  return bytes && decodeCbor(bytes);
}

function typesOf(actions: readonly ActionRead[]): string[] {
  return [...new Set(actions.flatMap(({ digitalSourceType }) => digitalSourceType ?? []))];
}

function recordIn(covered: readonly SuperBox[]): ProvenanceRecord | undefined {
  const box = covered.find(({ label }) => label === LABEL.record);
  const json = box && dataOf(box, 'json');
  return json && parseRecord(new TextDecoder().decode(json));
}

/** `claim_generator_info` of version 2 is one map, of version 1 a list; before, there was a text. */
function generatorOf(claim: CborMap): string | null {
  const info = claim.get('claim_generator_info');
  const first = Array.isArray(info) ? info[0] : info;
  if (first instanceof Map && typeof first.get('name') === 'string') {
    const version = first.get('version');
    return typeof version === 'string' ? `${first.get('name')} ${version}` : (first.get('name') as string);
  }
  const text = claim.get('claim_generator');
  return typeof text === 'string' ? text : null;
}

function mapOf(value: CborValue, what: string): CborMap {
  if (value instanceof Map) return value;
  throw damaged(`${what} is no CBOR map.`);
}
