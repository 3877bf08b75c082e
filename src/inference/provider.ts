/**
 * Chooses where a network runs, and says why: the first candidate is the best
 * guess, the rest is what it falls back to.
 *
 * @module
 */
import { ProviderError } from '../errors.js';
import type { ProviderWish } from './protocol.js';

export interface Candidate {
  readonly provider: 'webgpu' | 'wasm';
  readonly device: string;
  readonly reason: string;
}

/**
 * Candidates in the order they are to be tried.
 *
 * @throws ProviderError when WebGPU is demanded and there is none.
 */
export async function candidates(wish: ProviderWish, threads: number): Promise<Candidate[]> {
  const wasm = (reason: string): Candidate => ({
    provider: 'wasm',
    device: threads === 1 ? '1 thread' : `${threads} threads`,
    reason,
  });
  if (wish === 'wasm') return [wasm('chosen by the user')];
  const { adapter, reason } = await findAdapter();
  if (adapter === undefined) {
    if (wish === 'auto') return [wasm(reason)];
    throw new ProviderError(`WebGPU was asked for, but ${reason}.`, {
      attribute: 'provider',
      remedy: 'Use provider "auto" or "wasm", or a browser with WebGPU and its graphics driver.',
    });
  }
  const gpu: Candidate = { provider: 'webgpu', device: adapter.name, reason };
  if (wish === 'webgpu') return [{ ...gpu, reason: 'chosen by the user' }];
  // SwiftShader computes on the CPU, about a hundred times slower than wasm.
  if (adapter.software) return [wasm(`the only WebGPU adapter is software (${adapter.name})`)];
  return [gpu, wasm('')];
}

interface Adapter {
  readonly name: string;
  readonly software: boolean;
}

async function findAdapter(): Promise<{ adapter: Adapter | undefined; reason: string }> {
  const gpu = globalThis.navigator?.gpu;
  if (!gpu) return { adapter: undefined, reason: 'this environment has no WebGPU' };
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (!adapter) return { adapter: undefined, reason: 'there is no WebGPU adapter' };
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name =
    [description || [vendor, architecture, device].filter(Boolean).join(' ')].join('') || 'unnamed';
  const software =
    isFallbackAdapter === true || /swiftshader|llvmpipe|basic render/i.test(name + architecture);
  return { adapter: { name, software }, reason: 'a WebGPU adapter is there' };
}
