import { expect } from '@open-wc/testing';
import { isVeritomeError } from '../../src/errors.js';
import { boxMean } from '../../src/image/air.js';
import { createRandom } from '../../src/image/random.js';
import { openDenoiser } from '../../src/inference/denoiser.js';
import type { SliceRequest } from '../../src/inference/protocol.js';
import { type RawNoise, removedNoise } from '../../src/provenance/rawOutput.js';
import { assetPaths, configureAssets } from '../../src/registry/assets.js';
import { loadModel, type Model } from '../../src/registry/models.js';
import { scan } from '../../src/simulation/scan.js';
import { useTestAssets } from '../assets.js';

/** Soft tissue with a bone inset and noise of CT's kind: no white spectrum, some 20 HU. */
function slice(rows: number, columns: number): SliceRequest {
  const random = createRandom(7);
  const white = Float32Array.from({ length: rows * columns }, () => 60 * random.normal());
  const soft = boxMean(white, rows, columns, 1);
  const stored = Int16Array.from({ length: rows * columns }, (_, i) => {
    const [r, c] = [Math.floor(i / columns), i % columns];
    const tissue = r > rows / 3 && r < rows / 2 && c > columns / 3 && c < columns / 2 ? 600 : 40;
    return Math.round(tissue + soft[i]);
  });
  return {
    stored,
    info: {
      rows,
      columns,
      rescale: { slope: 1, intercept: 0, type: 'HU' },
      padding: undefined,
      modality: 'CT',
    },
  };
}

/** What the network leaves, rounded: without the mark that the seal puts in. */
function hounsfield(raw: RawNoise, { stored }: SliceRequest, strength = 1, texture = 0): Int16Array {
  const removed = removedNoise(raw, { strength, texture });
  return Int16Array.from(stored, (value, i) => Math.round(value - removed[i]));
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('should have rejected'),
    (error: unknown) => error,
  );
}

describe('denoiser in a worker', () => {
  let model: Model;
  before(async () => {
    useTestAssets();
    model = await loadModel('ct-denoise');
  });

  it('opens on wasm with threads, gives the known answer, and lowers the noise', async () => {
    const denoiser = await openDenoiser(model, { wish: 'wasm' });
    expect(denoiser.execution.provider).to.equal('wasm');
    expect(denoiser.execution.device).to.match(crossOriginIsolated ? /^[2-8] threads$/ : /^1 thread$/);
    expect(denoiser.execution.runtime).to.match(/^onnxruntime-web 1\./);
    // A water cylinder, scanned at a fifth of the dose: the noise has CT's own spectrum.
    const [rows, columns] = [256, 256];
    const inside = (i: number) => Math.hypot(Math.floor(i / columns) - 128, (i % columns) - 128) < 90;
    const truth = Float32Array.from({ length: rows * columns }, (_, i) => (inside(i) ? 40 : -1000));
    const stored = Int16Array.from(
      scan(truth, { rows, columns, pixelSpacing: [1.2, 1.2], dose: 0.2, seed: 3 }),
    );
    const noisy = { ...slice(rows, columns), stored };
    const quiet = await hounsfield((await denoiser.run({ ...noisy, stored: stored.slice() })).raw, noisy);
    const spread = (v: ArrayLike<number>) => {
      const core = [...truth.keys()].filter(
        (i) => Math.hypot(Math.floor(i / columns) - 128, (i % columns) - 128) < 60,
      );
      const part = Array.from(core, (i) => v[i]);
      const mean = part.reduce((a, b) => a + b) / part.length;
      return { mean, sd: Math.sqrt(part.reduce((a, b) => a + (b - mean) ** 2, 0) / part.length) };
    };
    expect(spread(stored).sd).to.be.above(10);
    expect(spread(quiet).sd).to.be.below(0.6 * spread(stored).sd);
    expect(Math.abs(spread(quiet).mean - spread(stored).mean)).to.be.below(1);
    denoiser.close();
  });

  it('blends exactly: strength 0 is the input to the bit, one half lies half way', async () => {
    const denoiser = await openDenoiser(model, { wish: 'wasm' });
    const at = async (strength: number) => {
      const request = slice(64, 72);
      return hounsfield((await denoiser.run(request)).raw, request, strength);
    };
    const [none, half, full] = [await at(0), await at(0.5), await at(1)];
    expect(Array.from(none)).to.deep.equal(Array.from(slice(64, 72).stored));
    for (let i = 0; i < half.length; i++)
      expect(Math.abs(half[i] - (none[i] + full[i]) / 2)).to.be.at.most(1);
    denoiser.close();
  });

  it('agrees between wasm and WebGPU (software adapter) within 0.5 HU', async function () {
    if (!(await navigator.gpu?.requestAdapter())) this.skip();
    this.timeout(180_000);
    const request = slice(64, 64);
    const results: ArrayLike<number>[] = [];
    for (const wish of ['wasm', 'webgpu'] as const) {
      const denoiser = await openDenoiser(model, { wish });
      expect(denoiser.execution.provider).to.equal(wish);
      results.push(
        await hounsfield((await denoiser.run({ ...request, stored: request.stored.slice() })).raw, request),
      );
      denoiser.close();
    }
    // Both are rounded to integers; 0.5 HU before rounding is at most 1 after.
    for (let i = 0; i < results[0].length; i++)
      expect(Math.abs(results[0][i] - results[1][i])).to.be.at.most(1);
  });

  it('takes wasm and says why when the only adapter is software', async function () {
    if (!(await navigator.gpu?.requestAdapter())) this.skip();
    const denoiser = await openDenoiser(model, { wish: 'auto' });
    expect(denoiser.execution.provider).to.equal('wasm');
    expect(denoiser.execution.reason).to.match(/software/);
    denoiser.close();
  });

  it('cancels within a slice', async () => {
    const controller = new AbortController();
    const denoiser = await openDenoiser(model, { wish: 'wasm', signal: controller.signal });
    const large = slice(2560, 2560);
    const started = performance.now();
    setTimeout(() => controller.abort(), 50);
    const error = await rejection(denoiser.run(large));
    expect((error as Error).name).to.equal('AbortError');
    expect(performance.now() - started).to.be.below(1000);
  });

  it('refuses a model whose known answer comes out wrong, not finite or zero', async () => {
    const knownAnswer = model.knownAnswer!;
    const length = knownAnswer.output.length;
    for (const output of [new Float32Array(length), new Float32Array(length).fill(Number.NaN)]) {
      const error = await rejection(
        openDenoiser({ ...model, knownAnswer: { ...knownAnswer, output } }, { wish: 'wasm' }),
      );
      expect(isVeritomeError(error, 'ProviderError')).to.equal(true);
      expect((error as Error).message).to.match(/known answer/);
    }
  });

  it('checks both ends of the known answer, and gives both from the worker', async () => {
    configureAssets({ models: '/test/inference/fixtures/two-ends/' });
    const { knownAnswer: known, ...two } = await loadModel('ct-denoise');
    const knownAnswer = known!;
    useTestAssets();
    const denoiser = await openDenoiser({ ...two, knownAnswer }, { wish: 'wasm' });
    const request = slice(40, 40);
    const { raw } = await denoiser.run(request);
    const at = (texture: number) => Array.from(hounsfield(raw, request, 1, texture));
    // Without neighbours the slice stands in for them: the fidelity end finds no noise, the texture end some.
    expect(at(0)).to.deep.equal(Array.from(request.stored));
    expect(at(1)).not.to.deep.equal(Array.from(request.stored));
    // The structure guard runs in the worker: half of the blend is half of the residual.
    const weighed = (strength: number) =>
      denoiser.weigh(raw, { ...request, blend: { strength, texture: 1 }, options: { pixelSpacing: [1, 1] } });
    const [none, all] = [await weighed(0), await weighed(1)];
    expect(none).to.deep.equal({ score: 0, threshold: none.threshold, flagged: false });
    expect(all.score).to.be.above(1);
    denoiser.close();
    expect(isVeritomeError(await rejection(denoiser.run(request)))).to.equal(true);

    const output = knownAnswer.output.slice();
    output[output.length - 1] += 1;
    const error = await rejection(
      openDenoiser({ ...two, knownAnswer: { ...knownAnswer, output } }, { wish: 'wasm' }),
    );
    expect(isVeritomeError(error, 'ProviderError')).to.equal(true);
  });

  it('refuses weights whose hash is not the card’s', async () => {
    const real = assetPaths().models;
    configureAssets({
      models: '/tampered/',
      read: async (url) => {
        const bytes = new Uint8Array(
          await (await fetch(url.replace('/tampered/', '/models/'))).arrayBuffer(),
        );
        if (url.endsWith('.onnx')) bytes[bytes.length >> 1] ^= 1;
        return bytes;
      },
    });
    const error = await rejection(loadModel('ct-denoise'));
    expect(isVeritomeError(error, 'ModelIntegrityError')).to.equal(true);
    configureAssets({ models: real });
  });

  it('names the remedy when the worker or the runtime is not where the host said', async () => {
    for (const wrong of [{ worker: '/nowhere.js' }, { runtime: '/nowhere/' }]) {
      useTestAssets();
      configureAssets({ ...wrong, read: undefined });
      const error = await rejection(openDenoiser(model, { wish: 'wasm' }));
      expect(isVeritomeError(error, 'AssetError'), String(error)).to.equal(true);
      expect((error as { remedy: string }).remedy).to.match(/configureAssets/);
    }
    useTestAssets();
  });

  it('asks nothing of other origins', () => {
    const names = performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin);
    expect(names.length).to.be.above(0);
    for (const origin of names) expect(origin).to.equal(location.origin);
  });
});
