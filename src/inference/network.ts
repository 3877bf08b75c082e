/**
 * One ONNX network on one provider of onnxruntime-web.
 *
 * @module
 */
import type * as Ort from 'onnxruntime-web/wasm';
import { AssetError, InferenceError, OutOfMemoryError } from '../errors.js';
import { inputChannels, type ModelCard, outputEnds } from '../registry/card.js';
import type { RuntimeSource } from './protocol.js';
import { askSupplied, noiseOf, type RawAnswer } from './supplied.js';

/** Computes one tile. */
export interface Network {
  /** From channels x rows x columns values to ends x rows x columns, in the network's own unit. */
  run(values: Float32Array, rows: number, columns: number): Promise<Float32Array>;
  /** Of a model that somebody brought: its own answer, before it becomes noise. */
  ask?(values: Float32Array, rows: number, columns: number): Promise<RawAnswer>;
  close(): Promise<void>;
}

/** `onnxruntime-web 1.30.0`: told by the runtime itself. */
export let runtimeName = 'onnxruntime-web';

/** Opens a network. The two builds of the runtime are separate, so only the one used is loaded. */
export async function openNetwork(
  weights: Uint8Array,
  card: ModelCard,
  provider: 'webgpu' | 'wasm',
  runtime: RuntimeSource,
): Promise<Network> {
  const ort = await loadRuntime(provider, runtime);
  const session = await ort.InferenceSession.create(weights, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
  });
  const { input, output, supplied } = card.execution;
  const raw = async (values: Float32Array, dims: readonly number[]): Promise<Float32Array> => {
    const tile = new ort.Tensor('float32', values, dims);
    try {
      const answers = await session.run({ [input.name]: tile });
      const answer = answers[output.name];
      const data = (await answer?.getData()) as Float32Array | undefined;
      const copy = data?.slice() ?? new Float32Array();
      answer?.dispose();
      return copy;
    } catch (cause) {
      throw memoryError(cause) ?? cause;
    } finally {
      tile.dispose();
    }
  };
  const close = () => session.release();
  if (supplied) {
    const ask = (values: Float32Array, rows: number, columns: number) =>
      askSupplied(raw, supplied, values, [rows, columns]);
    return { ask, run: async (...given) => noiseOf(await ask(...given), supplied), close };
  }
  const channels = inputChannels(card);
  const ends = outputEnds(card).length;
  return {
    async run(values, rows, columns) {
      const answer = await raw(values, [1, channels, rows, columns]);
      if (answer.length === ends * rows * columns) return answer;
      throw new InferenceError(
        `The model has no output "${output.name}" of ${ends} x ${rows} x ${columns} values.`,
        { attribute: 'model', remedy: 'Use a model whose card and file belong together.' },
      );
    },
    close,
  };
}

export type Runtime = typeof Ort;

/** The build of the runtime for a provider, set up; one a realm. */
export async function loadRuntime(
  provider: 'webgpu' | 'wasm',
  { folder, wasmBinary, threads }: RuntimeSource,
): Promise<Runtime> {
  // A bundle by URL, not by bare specifier: bundlers leave it alone, pthreads find their own script,
  // and the host decides where it lies.
  const script = `${folder}ort.${provider}.bundle.min.mjs`;
  let ort: Runtime;
  try {
    ort = (await import(/* @vite-ignore */ script)) as Runtime;
  } catch (cause) {
    throw new AssetError(`onnxruntime-web could not be loaded for ${provider}.`, {
      attribute: 'assets.runtime',
      remedy:
        "Copy the package's dist/assets folder to your server and name it with configureAssets({ base }).",
      cause,
    });
  }
  const { wasm, versions } = ort.env;
  wasm.numThreads = threads;
  if (wasmBinary) wasm.wasmBinary = wasmBinary;
  else
    wasm.wasmPaths = {
      wasm: `${folder}ort-wasm-simd-threaded${provider === 'webgpu' ? '.asyncify' : ''}.wasm`,
    };
  ort.env.logLevel = 'fatal';
  runtimeName = `onnxruntime-web ${versions.web ?? ''}`.trim();
  return ort;
}

/** wasm reports a failed allocation in words; make it a type. */
export function memoryError(cause: unknown): OutOfMemoryError | undefined {
  const words = String((cause as Error | undefined)?.message ?? cause);
  if (!/bad_alloc|out of memory|failed to allocate|Array buffer allocation/i.test(words)) return undefined;
  return new OutOfMemoryError('The network needs more memory than is left.', {
    remedy: 'Close other studies or pages and run it again.',
    cause,
  });
}
