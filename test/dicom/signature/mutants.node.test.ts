/** Signed files with damage of every kind: a finding or a typed refusal, never a false "holds". */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Element, readElementTree } from '../../../src/dicom/signature/elementTree.js';
import { verifySignatures } from '../../../src/dicom/signature/verifySignatures.js';
import { isVeritomeError } from '../../../src/errors.js';
import { createRandom } from '../../../src/image/random.js';
import { deviceSigning } from '../../../src/keys/deviceKey.js';
import { sign, unsignedFiles } from './signedFiles.js';

const { dicom } = await deviceSigning();
const signed = await sign((await unsignedFiles()).derived, dicom);

/** The states, or the refusal's tag. Anything else that is thrown fails the test. */
async function answer(file: Uint8Array): Promise<string[]> {
  try {
    return (await verifySignatures(file)).signatures.map(({ state }) => state);
  } catch (error) {
    if (isVeritomeError(error)) return [error.tag];
    throw error;
  }
}

/** Values without items, of the whole tree below these elements. */
function leaves(elements: readonly Element[]): Element[] {
  return elements.flatMap((element) => element.items?.flatMap((item) => leaves(item)) ?? [element]);
}

test('no changed byte of a signed value holds', async () => {
  const [{ tags }] = (await verifySignatures(signed)).signatures;
  const { elements } = await readElementTree(signed);
  const random = createRandom(1);
  for (const { tag, value } of leaves(elements.filter((element) => tags.includes(element.tag)))) {
    for (let i = 0; i < Math.min(value.length, 3); i++) {
      const changed = signed.slice();
      const at = value.byteOffset - signed.byteOffset + Math.floor(random.uniform() * value.length);
      // All but the bit between the two paddings, space and NUL, which both mean nothing.
      changed[at] ^= [1, 2, 4, 8, 16, 64, 128][Math.floor(random.uniform() * 7)];
      assert.notDeepEqual(await answer(changed), ['holds'], `${tag} at ${at}`);
    }
  }
});

test('random damage is answered', async () => {
  const random = createRandom(2);
  const below = (limit: number) => Math.floor(random.uniform() * limit);
  const answers = new Map<string, number>();
  for (let i = 0; i < 300; i++) {
    let changed = signed.slice();
    // Most of the file is header: damage there meets every reader.
    for (let n = below(4); n >= 0; n--) changed[below(changed.length)] = below(256);
    if (i % 3 === 1) changed = changed.slice(0, below(changed.length));
    if (i % 3 === 2) changed.set(signed.subarray(0, below(64)), 400 + below(changed.length - 500));
    for (const one of await answer(changed)) answers.set(one, (answers.get(one) ?? 0) + 1);
  }
  assert.ok((answers.get('broken') ?? 0) > 20, JSON.stringify([...answers]));
});

test('signature sequences without what they need are broken, not crashed upon', async () => {
  const { elements } = await readElementTree(signed);
  for (const carrier of ['x4ffe0001', 'xfffafffa']) {
    const item = elements.find(({ tag }) => tag === carrier)?.items?.[0] ?? assert.fail();
    for (const { tag, value } of item) {
      const changed = signed.slice();
      const at = value.byteOffset - signed.byteOffset;
      changed.fill(0, at, at + value.length);
      const [state] = await answer(changed);
      assert.ok(state === 'broken' || state === 'unsupported', `${carrier} ${tag}: ${state}`);
    }
  }
});

test('a thousand signatures do not keep a verifier busy', async () => {
  const { elements } = await readElementTree(signed);
  const carrier = elements.find(({ tag }) => tag === 'xfffafffa') ?? assert.fail();
  const head = signed.slice(carrier.start, carrier.start + 12);
  const item = signed.subarray(carrier.start + 12, carrier.end);
  new DataView(head.buffer).setUint32(8, item.length * 1000, true);
  const many = Buffer.concat([signed.subarray(0, carrier.start), head, ...Array(1000).fill(item)]);
  const states = await answer(many);
  assert.equal(states.length, 1000);
  assert.equal(states.filter((state) => state === 'holds').length, 16);
});
