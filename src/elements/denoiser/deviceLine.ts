/** Where models run, in a line. */
import type { Words } from '../words/words.js';

/** A device of inference or of training. */
export interface NamedDevice {
  readonly provider: string;
  readonly device: string;
  readonly reason: string;
}

const NAMES: Readonly<Record<string, string>> = { webgpu: 'WebGPU', webgl: 'WebGL' };

/** `wasm · 2 threads · there is no WebGPU adapter` */
export function deviceLine({ provider, device, reason }: NamedDevice, words: Words): string {
  return [NAMES[provider] ?? provider, words.deviceSays(device), words.deviceSays(reason)]
    .filter(Boolean)
    .join(' · ');
}
