/**
 * Chooses what a run computes on, and says why: WebGPU and WebGL where they are hardware, else
 * wasm, which any browser has. Each must first get a known gradient right.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { TrainingError } from '../errors.js';
import { assetPaths, readAsset } from '../registry/assets.js';
import { type FoundDevice, webglDevice, webgpuDevice } from './adapters.js';
import { gradientsAreRight } from './gradientCheck.js';
import type { TrainingBackendName } from './options.js';
import { registerGradients } from './tf/gradients.js';

/** For records. */
export const RUNTIME = `TensorFlow.js ${tf.version_core}`;

/** A backend that is set and has passed the check. */
export interface TrainingBackend {
  readonly backend: TrainingBackendName;
  readonly device: string;
  readonly reason: string;
  /** True once its device is gone: what it computed last is void. */
  lost(): boolean;
  /** Resolves when it is lost: what is being computed then may never end. */
  readonly gone: Promise<void>;
  /** Takes its device away: for tests. */
  lose(): void;
}

export interface BackendWish {
  readonly wish: 'auto' | TrainingBackendName;
  /** Tried and lost. */
  readonly without: readonly TrainingBackendName[];
}

interface Candidate {
  readonly backend: TrainingBackendName;
  readonly device: string;
  readonly reason: string;
}

/**
 * Sets the best backend there is.
 *
 * @throws TrainingError when none is left that is right.
 */
export async function openTrainingBackend({ wish, without }: BackendWish): Promise<TrainingBackend> {
  // The library talks to the console otherwise.
  tf.enableProdMode();
  registerGradients();
  const failed: string[] = [];
  for (const candidate of await candidates(wish)) {
    const { backend } = candidate;
    if (without.includes(backend)) continue;
    const why = await unusable(backend);
    if (why === undefined)
      return { ...candidate, reason: [...failed, candidate.reason].join('; '), ...watch(backend) };
    failed.push(`${backend} ${why}`);
  }
  throw new TrainingError(`No backend can train here: ${failed.join('; ') || 'none is left'}.`, {
    attribute: 'backend',
    remedy: 'Choose backend "auto", or another browser.',
  });
}

/** In the order in which they are tried; one that was asked for falls back only when it is lost. */
async function candidates(wish: BackendWish['wish']): Promise<Candidate[]> {
  const plain: readonly Candidate[] = [
    { backend: 'wasm', device: 'SIMD, 1 thread', reason: '' },
    { backend: 'cpu', device: 'JavaScript, 1 thread', reason: 'wasm does not work here' },
  ];
  if (wish === 'wasm' || wish === 'cpu') {
    return plain
      .filter(({ backend }) => backend === wish)
      .map((one) => ({ ...one, reason: 'chosen by the user' }));
  }
  const found: [TrainingBackendName, FoundDevice][] = [
    ['webgpu', await webgpuDevice()],
    ['webgl', webglDevice()],
  ];
  const list: Candidate[] = [];
  const reasons: string[] = [];
  for (const [backend, { name, software, reason }] of found) {
    if (backend === wish) list.unshift({ backend, device: name ?? 'none', reason: 'chosen by the user' });
    else if (wish === 'auto' && name !== undefined && !software) list.push({ backend, device: name, reason });
    else if (wish === 'auto') reasons.push(reason);
  }
  return [
    ...list,
    ...plain.map((one) => ({ ...one, reason: [...reasons, one.reason].filter(Boolean).join('; ') })),
  ];
}

/** Why a backend cannot be used; undefined when it is set and right. */
async function unusable(backend: TrainingBackendName): Promise<string | undefined> {
  try {
    if (backend === 'wasm') await provideWasm();
    if (!(await tf.setBackend(backend))) return 'did not start';
    await tf.ready();
    return (await gradientsAreRight()) ? undefined : 'computes gradients wrongly';
  } catch (error) {
    if (error instanceof TrainingError) throw error;
    return 'does not work';
  }
}

let provided = false;

/** The binary is an asset like any other: read as the host reads assets, not by the library's own loader. */
async function provideWasm(): Promise<void> {
  if (provided) return;
  // Its threads would start from a blob, which strict pages forbid.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const { runtime } = assetPaths();
  const bytes = await readAsset(`${runtime}tfjs-backend-wasm-simd.wasm`);
  const { platform } = tf.env();
  const usual = platform.fetch;
  platform.fetch = async () => new Response(bytes as Uint8Array<ArrayBuffer>);
  try {
    setWasmPaths(runtime, true);
    if (!(await tf.setBackend('wasm'))) throw new Error('wasm did not start');
  } finally {
    platform.fetch = usual;
  }
  provided = true;
}

/** How a loss is seen, and made. */
function watch(backend: TrainingBackendName): Pick<TrainingBackend, 'lost' | 'gone' | 'lose'> {
  let lost = false;
  let resolve = () => {};
  const gone = new Promise<void>((done) => {
    resolve = () => {
      lost = true;
      done();
    };
  });
  const seen = { lost: () => lost, gone };
  if (backend === 'webgpu') {
    const { device } = tf.backend() as unknown as { device: GPUDevice };
    device.lost.then(resolve, resolve);
    return { ...seen, lose: () => device.destroy() };
  }
  if (backend === 'webgl') {
    const { gl } = (tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu;
    gl.canvas.addEventListener('webglcontextlost', resolve);
    return {
      gone,
      lost: () => lost || gl.isContextLost(),
      lose: () => gl.getExtension('WEBGL_lose_context')?.loseContext(),
    };
  }
  return { ...seen, lose: resolve };
}
