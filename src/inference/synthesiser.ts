/**
 * A generator at work, and the discriminator that came with it, if one did: opened on the best provider that gives the
 * known answer, falling to wasm when a device fails. The same code runs in the worker of a
 * page and in Node.
 *
 * @module
 */
import type { Tensor } from 'onnxruntime-web/wasm';
import { ArgumentError, InferenceError, isVeritomeError, ProviderError } from '../errors.js';
import { TISSUES } from '../image/labelMap.js';
import type { Execution } from '../provenance/record.js';
import type { GeneratorCard, ScoreQuantiles } from '../registry/generatorCard.js';
import type { GeneratorAnswer, GeneratorModel } from '../registry/generators.js';
import type { SuppliedLatent } from '../registry/suppliedCard.js';
import { loadRuntime, memoryError, type Runtime, runtimeName } from './network.js';
import type { OpenGeneratorRequest, RuntimeSource, SynthesisAnswer, SynthesisRequest } from './protocol.js';
import { type Candidate, candidates } from './provider.js';
import { suppliedFeeds, suppliedValues, tryGenerator } from './suppliedLatent.js';
import { checkAgreement, suppliedFault } from './trial.js';

export interface Synthesiser {
  readonly execution: () => Execution;
  make(request: SynthesisRequest): Promise<SynthesisAnswer>;
}

/**
 * Opens a generator.
 *
 * @throws ProviderError when no provider gives the known answer.
 */
export async function openSynthesiser(request: OpenGeneratorRequest): Promise<Synthesiser> {
  let current = await firstThatAnswers(request, await candidates(request.wish, request.runtime.threads));
  return {
    execution: () => current.execution,
    async make(slice) {
      try {
        return { ...(await current.run(slice)), execution: current.execution };
      } catch (error) {
        if (current.execution.provider === 'wasm' || isVeritomeError(error, 'ArgumentError')) throw error;
        const [wasm] = await candidates('wasm', request.runtime.threads);
        const words = error instanceof Error ? error.message : 'unknown reason';
        const reason = `WebGPU failed while running: ${words}`;
        current = await firstThatAnswers(request, [{ ...wasm, reason }]);
        return { ...(await current.run(slice)), execution: current.execution };
      }
    },
  };
}

interface Open {
  readonly execution: Execution;
  run(slice: SynthesisRequest): Promise<Omit<SynthesisAnswer, 'execution'>>;
}

async function firstThatAnswers(
  { generator, runtime }: OpenGeneratorRequest,
  list: readonly Candidate[],
): Promise<Open> {
  let why = '';
  let cause: unknown;
  for (const { provider, device, reason } of list) {
    try {
      const ort = await loadRuntime(provider, runtime);
      const options = { executionProviders: [provider], graphOptimizationLevel: 'all' } as const;
      const maker = await ort.InferenceSession.create(generator.weights, options);
      const judge =
        generator.discriminator && (await ort.InferenceSession.create(generator.discriminator, options));
      const { supplied } = generator.card.execution;
      const run = supplied
        ? suppliedRunner(ort, generator.card, supplied, maker)
        : runner(ort, generator, maker, judge);
      if (generator.knownAnswer) await checkKnownAnswer(run, generator.card, generator.knownAnswer);
      const check = supplied && (await checkSupplied(run, generator, provider, runtime));
      const execution = { provider, device, reason: why || reason, runtime: runtimeName };
      return { run, execution: check ? { ...execution, check } : execution };
    } catch (error) {
      if (isVeritomeError(error, 'AssetError') || isVeritomeError(error, 'ModelError')) throw error;
      cause = error;
      why = `${provider} failed: ${error instanceof Error ? error.message : 'unknown reason'}`;
    }
  }
  const last = list[list.length - 1].provider;
  if (generator.card.execution.supplied && last === 'wasm') throw suppliedFault(cause, why);
  throw new ProviderError(`No provider computes this model rightly; ${why}`, {
    attribute: 'provider',
    remedy: 'Update the browser and its graphics driver, or run on another machine.',
    cause,
  });
}

/** A generator that somebody brought. */
function suppliedRunner(
  ort: Runtime,
  card: GeneratorCard,
  supplied: SuppliedLatent,
  session: Session,
): Open['run'] {
  return async (request) => {
    const feeds = suppliedFeeds(ort, supplied, request);
    try {
      const { [supplied.output]: image } = await session.run(feeds);
      const answer = ((await image.getData()) as Float32Array).slice();
      image.dispose();
      if (!answer.every(Number.isFinite)) throw notFinite();
      return { values: suppliedValues(answer, card, supplied) };
    } catch (cause) {
      throw memoryError(cause) ?? cause;
    }
  };
}

/** Tries a generator that somebody brought; on a GPU against wasm, unless it repeated a known answer. */
async function checkSupplied(
  run: Open['run'],
  { card, weights, knownAnswer }: GeneratorModel,
  provider: Execution['provider'],
  runtime: RuntimeSource,
): Promise<Execution['check']> {
  const { latent: length = 0, supplied } = card.execution;
  const asking = (open: Open['run']) => async (latent: Float32Array) =>
    (await open({ style: new Float32Array(), noise: new Float32Array(), latent })).values;
  const answer = await tryGenerator(asking(run), length, provider);
  if (knownAnswer) return 'known answer';
  if (provider === 'wasm' || !supplied) return 'repeats itself';
  const ort = await loadRuntime('wasm', runtime);
  const session = await ort.InferenceSession.create(weights, { executionProviders: ['wasm'] });
  const reference = suppliedRunner(ort, card, supplied, session);
  checkAgreement(answer, await tryGenerator(asking(reference), length, 'wasm'));
  await session.release();
  return 'agrees with wasm';
}

type Session = Awaited<ReturnType<Runtime['InferenceSession']['create']>>;

function runner(
  ort: Runtime,
  { card }: GeneratorModel,
  maker: Session,
  judge: Session | undefined,
): Open['run'] {
  const { side, kind, noise, style, latent, realism } = card.execution;
  const pixels = side * side;
  const tensor = (values: Float32Array, ...shape: number[]) =>
    new ort.Tensor('float32', values, [1, ...shape]);
  return async (request) => {
    checkSizes(request, {
      style,
      noise: noise * pixels,
      latent,
      codes: kind === 'labels' ? pixels : undefined,
    });
    const looks = tensor(request.style, style);
    const tissues = request.codes && tensor(sharesOf(request.codes), TISSUES.length, side, side);
    const coarse = tensor(Float32Array.of(tissues ? 0 : 1), 1);
    const inputs: Readonly<Record<string, () => Tensor | undefined>> = {
      tissues: () => tissues,
      coarse: () => coarse,
      style: () => looks,
      noise: () => tensor(request.noise, noise, side, side),
      latent: () => request.latent && tensor(request.latent, request.latent.length),
      level: () => tensor(Float32Array.of(request.level ?? 0), 1),
      scale: () => tensor(Float32Array.from(request.scale ?? [1, 1]), 2),
    };
    try {
      const made = await maker.run(feedsOf(maker, inputs));
      const score = await judge?.run({
        hu: made.hu as Tensor,
        tissues: tissues ?? (made.tissues as Tensor),
        coarse,
        style: looks,
      });
      const values = ((await made.hu.getData()) as Float32Array).slice();
      if (!values.every(Number.isFinite)) throw notFinite();
      const scores = [
        [score?.score, realism?.image],
        [made.layout_score, realism?.layout],
      ] as const;
      const realisms: number[] = [];
      for (const [told, quantiles] of scores) {
        if (told && quantiles)
          realisms.push(realismOf(((await told.getData()) as Float32Array)[0], quantiles));
      }
      const shares = made.tissues && ((await made.tissues.getData()) as Float32Array);
      for (const one of [...Object.values(made), ...Object.values(score ?? {})]) one.dispose();
      return {
        values,
        ...(shares && { layout: likeliest(shares, pixels) }),
        ...(realisms.length > 0 && { realism: Math.min(...realisms) }),
      };
    } catch (cause) {
      throw memoryError(cause) ?? cause;
    }
  };
}

/** What the graph takes, and no more. */
function feedsOf(
  { inputNames }: Session,
  inputs: Readonly<Record<string, () => Tensor | undefined>>,
): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const name of inputNames) {
    const tensor = inputs[name]?.();
    if (!tensor) throw badInput(name.slice(0, 40), 'The graph takes what no generator is given.');
    feeds[name] = tensor;
  }
  return feeds;
}

/** One plane a tissue: 1 where the map has its code. */
function sharesOf(codes: Uint8Array): Float32Array {
  const shares = new Float32Array(TISSUES.length * codes.length);
  codes.forEach((code, i) => {
    if (code >= TISSUES.length) throw badInput('codes', `There is no tissue ${code}.`);
    shares[code * codes.length + i] = 1;
  });
  return shares;
}

/** Tissue with the largest share of every pixel. */
function likeliest(shares: Float32Array, pixels: number): Uint8Array {
  return Uint8Array.from({ length: pixels }, (_, i) => {
    let code = 0;
    for (let k = 1; k < TISSUES.length; k++) if (shares[k * pixels + i] > shares[code * pixels + i]) code = k;
    return code;
  });
}

/** Share of slices that score lower, acquired and generated ones counting alike. */
function realismOf(score: number, { acquired, generated }: ScoreQuantiles): number {
  return (rankIn(score, acquired) + rankIn(score, generated)) / 2;
}

function rankIn(score: number, quantiles: readonly number[]): number {
  const last = quantiles.length - 1;
  if (!(score > quantiles[0])) return 0;
  if (score >= quantiles[last]) return 1;
  const above = quantiles.findIndex((q) => q > score);
  const [low, high] = [quantiles[above - 1], quantiles[above]];
  return (above - 1 + (score - low) / (high - low)) / last;
}

function checkSizes(
  request: SynthesisRequest,
  sizes: Partial<Record<'style' | 'noise' | 'latent' | 'codes', number>>,
): void {
  for (const name of ['style', 'noise', 'latent', 'codes'] as const) {
    const [length, wanted] = [request[name]?.length, sizes[name]];
    if (length !== wanted) {
      throw badInput(
        name,
        `The generator takes ${wanted ?? 'no'} values of ${name}, not ${length ?? 'none'}.`,
      );
    }
  }
}

function badInput(attribute: string, message: string): ArgumentError {
  return new ArgumentError(message, { attribute, remedy: 'Give what the card of the model says.' });
}

function notFinite(): InferenceError {
  return new InferenceError('The model returned values that are not finite numbers.', {
    remedy: 'Run it again on wasm; if it stays, report it.',
  });
}

/** A device may compute wrongly in silence, so it first has to repeat an answer that another implementation gave. */
async function checkKnownAnswer(
  run: Open['run'],
  card: GeneratorCard,
  known: GeneratorAnswer,
): Promise<void> {
  const { side, noise } = card.execution;
  const grain = new Float32Array(noise * side * side).fill(known.noise);
  const codes = known.codes && enlarged(known.codes, side, known.every);
  const { style, latent, level, scale } = known;
  const { values } = await run({ style, noise: grain, latent, level, scale, codes });
  const across = side / known.every;
  let worst = 0;
  for (let i = 0; i < known.hu.length; i++) {
    const at = Math.floor(i / across) * known.every * side + (i % across) * known.every;
    const error = Math.abs(values[at] - known.hu[i]);
    if (!(error <= worst)) worst = error;
  }
  if (worst <= known.tolerance) return;
  throw new InferenceError(`it misses the known answer by ${worst.toPrecision(3)}.`, {
    remedy: 'The next provider is tried.',
  });
}

function enlarged(codes: Uint8Array, side: number, every: number): Uint8Array {
  const across = side / every;
  return Uint8Array.from(
    { length: side * side },
    (_, i) => codes[Math.floor(Math.floor(i / side) / every) * across + Math.floor((i % side) / every)],
  );
}
