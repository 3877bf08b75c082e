/** Where models run, in a line. */

/** A device of inference or of training. */
export interface NamedDevice {
  readonly provider: string;
  readonly device: string;
  readonly reason: string;
}

const NAMES: Readonly<Record<string, string>> = { webgpu: 'WebGPU', webgl: 'WebGL' };

/** `wasm · 2 threads · there is no WebGPU adapter` */
export function deviceLine({ provider, device, reason }: NamedDevice): string {
  return [NAMES[provider] ?? provider, device, reason].filter(Boolean).join(' · ');
}
