/**
 * Networks as data: one description is trained by TensorFlow.js (`tf/`) and written as
 * ONNX (`onnx/`), so that what leaves computes what was trained.
 *
 * Values are batch x rows x columns x channels, or batch x units; sides are square and
 * powers of two. Convolutions have stride 1 and keep the size (zeros outside): sizes
 * change by `upsample` and `downsample` alone, which leaves no checkerboard (Odena et al.
 * 2016, "Deconvolution and checkerboard artifacts") and has fast gradients on every backend.
 *
 * @module
 */

/** One step of a network; `name` is unique, and names the parameters it owns: `name/kernel`, `name/bias` … */
export type NetworkNode = { readonly name: string } & (
  | { readonly op: 'input' /** Without the batch. */; readonly shape: readonly number[] }
  /** A learned value, the same for the whole batch: `value`. */
  | { readonly op: 'constant'; readonly shape: readonly number[] }
  /** `kernel` inputs x units, `bias` units. */
  | { readonly op: 'dense'; readonly input: string; readonly units: number; readonly spectral?: boolean }
  /** `kernel` size x size x channels x filters, `bias` filters. */
  | {
      readonly op: 'conv';
      readonly input: string;
      readonly filters: number;
      readonly size: 1 | 3;
      readonly spectral?: boolean;
      /** Starts at zero: the network begins as what is without it. */
      readonly zero?: boolean;
    }
  /** Nearest neighbour, twice the side. */
  | { readonly op: 'upsample'; readonly input: string }
  /** Mean of 2 x 2, half the side. */
  | { readonly op: 'downsample'; readonly input: string }
  /**
   * `batch` (`scale`, `shift`; running `mean`, `variance`), `instance` (`scale`, `shift`),
   * `pixel`: to unit mean square over the channels, no parameters (Karras et al. 2018).
   */
  | { readonly op: 'normalise'; readonly input: string; readonly kind: 'batch' | 'instance' | 'pixel' }
  /** Leaky slope 0.2. */
  | {
      readonly op: 'activate';
      readonly input: string;
      readonly kind: 'leakyRelu' | 'relu' | 'tanh' | 'sigmoid';
    }
  /** Feature maps x (1 + scale) + shift: `scale` and `shift` are batch x channels. */
  | { readonly op: 'modulate'; readonly input: string; readonly scale: string; readonly shift?: string }
  /** Same sizes; (a + b) * factor, 1 when absent. */
  | { readonly op: 'add'; readonly inputs: readonly [string, string]; readonly factor?: number }
  /** Element by element; batch x 1 x 1 x channels spreads over rows and columns. */
  | { readonly op: 'multiply'; readonly inputs: readonly [string, string] }
  /** Along the channels (or units). */
  | { readonly op: 'concat'; readonly inputs: readonly string[] }
  /** Of a batch x units vector to rows x columns x channels (channels fastest), or back to a vector. */
  | { readonly op: 'reshape'; readonly input: string; readonly shape: readonly number[] }
  /** Mean over rows and columns: batch x channels. */
  | { readonly op: 'poolAll'; readonly input: string }
  /** batch x units to batch x side x side x units, the same everywhere. */
  | { readonly op: 'spread'; readonly input: string; readonly side: number }
  /** Adds a channel: mean over all of the SD over the batch (Karras et al. 2018, section 3). Discriminators only. */
  | { readonly op: 'deviation'; readonly input: string }
  /** value * factor + offset. */
  | { readonly op: 'scale'; readonly input: string; readonly factor: number; readonly offset: number }
);

/** The nodes in an order in which each comes after its inputs; the last one is the answer. */
export type Network = readonly NetworkNode[];

/** Values of one parameter, C order in the layout that its node says. */
export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Parameters by `node/parameter`. */
export type Weights = Readonly<Record<string, Weight>>;

/** Slope of `leakyRelu` below 0. */
export const LEAK = 0.2;

/** Added to variances and mean squares before their root is taken. */
export const BATCH_EPSILON = 1e-5;
export const INSTANCE_EPSILON = 1e-5;
export const PIXEL_EPSILON = 1e-8;
