/** Where models run, in a line. */
import type { Device } from '../jobs.js';

const NAMES: Readonly<Record<string, string>> = { webgpu: 'WebGPU', webgl: 'WebGL' };

/** `wasm · 2 threads · there is no WebGPU adapter` */
export function deviceLine({
  provider,
  device,
  reason,
}: Omit<Device, 'provider'> & { readonly provider: string }): string {
  return [NAMES[provider] ?? provider, device, reason].filter(Boolean).join(' · ');
}
