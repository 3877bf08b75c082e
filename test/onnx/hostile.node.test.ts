import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { createRandom, type Random } from '../../src/image/random.js';
import { REMEDIES } from '../../src/onnx/refusal.js';
import { checkModel } from '../../src/pipeline/supplied/checkModel.js';
import { denoiserCard, generatorCard, imageParts, latentParts, onnxFile } from './files.js';
import { HOSTILE } from './hostile.js';

for (const { name, reason, card, weights } of HOSTILE) {
  test(`${name}: ${reason}`, async () => {
    await assert.rejects(checkModel({ card, weights }), (error) => {
      assert.ok(isVeritomeError(error, 'ModelError'), String(error));
      assert.equal(error.reason, reason, error.message);
      assert.equal(error.remedy, REMEDIES[reason]);
      return true;
    });
  });
}

test('the good ones, from which the hostile ones are made, pass', async () => {
  const image = onnxFile(imageParts());
  const { plan } = await checkModel({ card: denoiserCard(image), weights: image });
  assert.ok(plan.gflop > 0 && plan.memoryBytes > 640 * 640 * 4);
  const latent = onnxFile(latentParts());
  const { graph } = await checkModel({ card: generatorCard(latent), weights: latent });
  assert.deepEqual([graph.opset, graph.nodes.length], [17, 7]);
});

test('other weights than the card names are never run', async () => {
  const weights = onnxFile(imageParts());
  await assert.rejects(checkModel({ card: denoiserCard(onnxFile(latentParts())), weights }), (error) =>
    isVeritomeError(error, 'ModelIntegrityError'),
  );
});

test('3000 seeded mutations of good models are read or refused, never anything else', async () => {
  const models = [
    { bytes: onnxFile(imageParts()), card: denoiserCard },
    { bytes: onnxFile(latentParts()), card: generatorCard },
  ];
  const random = createRandom(31);
  let slowest = 0;
  for (let i = 0; i < 3000; i++) {
    const { bytes, card } = models[i % 2];
    const mutant = mutated(bytes, random.fork(i));
    const began = performance.now();
    try {
      await checkModel({ card: card(mutant), weights: mutant });
    } catch (error) {
      assert.ok(isVeritomeError(error, 'ModelError') && error.reason !== undefined, `mutant ${i}: ${error}`);
    }
    slowest = Math.max(slowest, performance.now() - began);
  }
  assert.ok(slowest < 2000, `${slowest} ms`);
});

/** One to four changes: a byte, a run of bytes gone, twice or of another place, a cut. */
function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  let found = Uint8Array.from(bytes);
  const below = (n: number) => Math.floor(random.uniform() * n);
  for (let n = 1 + below(4); n > 0; n--) {
    // Headers are few among weights: look for trouble at both ends.
    const at = random.uniform() < 0.5 ? below(Math.min(400, found.length)) : below(found.length);
    const length = 1 + below(12);
    const kind = below(5);
    if (kind === 0) found[at] = below(256);
    else if (kind === 1) found[at] ^= 1 << below(8);
    else if (kind === 2) found = joined(found.slice(0, at), found.slice(at + length));
    else if (kind === 3) found = joined(found.slice(0, at + length), found.slice(at));
    else found = found.slice(0, Math.max(1, at));
  }
  return found;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
