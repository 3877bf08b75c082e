/**
 * Reconstruction kernels: what the ramp filter is multiplied with, and so the scan's MTF.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';

/** Hann window; `boost` lifts its middle, as edge-enhancing kernels do. */
export interface HannKernel {
  /** Frequency in cycles/mm from which on nothing passes. */
  readonly cutoff: number;
  /** 0 unless given: at half the cut-off the gain is 0.5 (1 + boost). */
  readonly boost?: number;
}

/** Gains at 0, step, 2 step … cycles/mm, straight between them and zero after the last; the first should be 1. */
export interface TabulatedKernel {
  readonly step: number;
  readonly gains: readonly number[];
}

/**
 * Kernels by name, as radiologists call them. Soft to sharp are plain Hann windows; `lung` and `bone`
 * overshoot in the middle (gain 1.3) as scanners' LUNG, B60 and B70 do.
 */
const KERNELS = {
  soft: { cutoff: 0.55 },
  standard: { cutoff: 0.75 },
  sharp: { cutoff: 1.1 },
  lung: { cutoff: 1.2, boost: 1 },
  bone: { cutoff: 1.5, boost: 1 },
} as const satisfies Record<string, HannKernel>;

/** A kernel by name, by its Hann window, or by its measured gains. */
export type Kernel = keyof typeof KERNELS | HannKernel | TabulatedKernel;

/** Gain of the ramp's window at `frequency` cycles/mm: the MTF that the kernel asks for. */
export function apodisation(kernel: Kernel, frequency: number): number {
  const shape: HannKernel | TabulatedKernel = typeof kernel === 'string' ? KERNELS[kernel] : kernel;
  if (shape === undefined) throw unusable();
  return 'gains' in shape ? interpolate(shape, frequency) : hann(shape, frequency);
}

function hann({ cutoff, boost = 0 }: HannKernel, frequency: number): number {
  if (!(cutoff > 0 && boost >= 0)) throw unusable();
  if (frequency >= cutoff) return 0;
  const window = 0.5 * (1 + Math.cos((Math.PI * frequency) / cutoff));
  return boost === 0 ? window : window * (1 + boost * Math.sin((Math.PI * frequency) / cutoff) ** 2);
}

function interpolate({ step, gains }: TabulatedKernel, frequency: number): number {
  if (!(step > 0 && gains.length >= 2)) throw unusable();
  const at = frequency / step;
  const i = Math.floor(at);
  if (i >= gains.length - 1) return i === gains.length - 1 && at === i ? gains[i] : 0;
  return gains[i] + (at - i) * (gains[i + 1] - gains[i]);
}

function unusable(): ArgumentError {
  return new ArgumentError('No such reconstruction kernel.', {
    attribute: 'kernel',
    remedy: `Name one of ${Object.keys(KERNELS).join(', ')}, or give { cutoff } in cycles/mm.`,
  });
}
