/** Where models run, in a line. */
import type { Device } from '../jobs.js';

/** `wasm · 2 threads · there is no WebGPU adapter` */
export function deviceLine({
  provider,
  device,
  reason,
}: Omit<Device, 'provider'> & { readonly provider: string }): string {
  return [provider === 'webgpu' ? 'WebGPU' : 'wasm', device, reason].filter(Boolean).join(' · ');
}
