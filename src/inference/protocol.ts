/**
 * The contract with the inference worker. Buffers are transferred, errors cross as
 * plain fields and become errors of ours again on the other side.
 *
 * @module
 */
import type { GuardOptions } from '../evaluation/structureGuard.js';
import type { FrameInfo, Rescale, StoredPixels } from '../image/frame.js';
import type { Execution, GuardFinding } from '../provenance/record.js';
import type { GeneratorModel } from '../registry/generators.js';
import type { Model } from '../registry/models.js';
import type { WireError } from '../wireError.js';

/** Which provider the caller wants; `auto` takes the GPU when it is a real one and answers right. */
export type ProviderWish = 'auto' | 'webgpu' | 'wasm';

/** What a session is opened with. */
export interface OpenRequest {
  readonly model: Model;
  readonly wish: ProviderWish;
  readonly runtime: RuntimeSource;
}

/** What a generator is opened with. */
export interface OpenGeneratorRequest {
  readonly generator: GeneratorModel;
  readonly wish: ProviderWish;
  readonly runtime: RuntimeSource;
}

/** Where onnxruntime-web comes from and how many wasm threads it may use. */
export interface RuntimeSource {
  /** Folder URL of the `ort.*.bundle.min.mjs` files. */
  readonly folder: string;
  /** The wasm binary, where the loader cannot fetch it itself (Node). */
  readonly wasmBinary: Uint8Array | undefined;
  readonly threads: number;
}

/** One slice whose noise is asked for. */
export interface SliceRequest {
  readonly stored: StoredPixels;
  readonly info: Pick<FrameInfo, 'rows' | 'columns' | 'rescale' | 'padding' | 'modality'>;
  /** The slices before and after, of the same size; where one is missing the slice itself stands in. */
  readonly neighbours?: readonly [Neighbour | undefined, Neighbour | undefined];
  /** Modality values are divided by this before the network and its answer is multiplied back; 1 when absent. */
  readonly scale?: number;
}

/** A slice beside the one asked for. */
export interface Neighbour {
  readonly stored: StoredPixels;
  readonly rescale: Rescale;
}

/** The noise of one slice in modality units at each end the model has, and what computed it. */
export interface SliceAnswer {
  /** rows x columns each; 0 where the slice is to stay as it is. */
  readonly ends: readonly Float32Array[];
  readonly execution: Execution;
}

/** The place between two slices where a slice is asked for. */
export interface BetweenRequest {
  readonly before: Neighbour;
  readonly after: Neighbour;
  readonly rows: number;
  readonly columns: number;
  /** Of the way from `before` to `after`: above 0, below 1. */
  readonly fraction: number;
  /** Distance of the two in mm. */
  readonly gapMm: number;
}

/** The slice between, rows x columns modality values, and what computed it. */
export interface BetweenAnswer {
  readonly values: Float32Array;
  readonly execution: Execution;
}

/** One slice to make. All values are standard normal but level and codes; empty where the model takes none. */
export interface SynthesisRequest {
  readonly style: Float32Array;
  /** noise planes x side x side. */
  readonly noise: Float32Array;
  /** Latent models: where in latent space, and at which level of the body. */
  readonly latent?: Float32Array;
  readonly level?: number;
  /** Latent models: width and depth of the body against the layout's own; 1 and 1 when absent. */
  readonly scale?: readonly [number, number];
  /** Label models: side x side tissue codes. */
  readonly codes?: Uint8Array;
}

/** A slice that was made, side x side modality values, and what the discriminators say of it. */
export interface SynthesisAnswer {
  readonly values: Float32Array;
  /** Latent models: tissue codes of the layout that the slice was made of. */
  readonly layout?: Uint8Array;
  /** 0 to 1: share of slices, acquired and generated alike, that score lower; the least over the discriminators; absent where there is none. */
  readonly realism?: number;
  readonly execution: Execution;
}

/** What the structure guard is asked: is this residual noise? */
export interface GuardRequest {
  /** rows x columns modality values. */
  readonly acquired: Float32Array;
  /** What was taken from them. */
  readonly removed: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly options: GuardOptions;
}

export type ToWorker =
  | { readonly id: number; readonly open: OpenRequest }
  | { readonly id: number; readonly openGenerator: OpenGeneratorRequest }
  | { readonly id: number; readonly synthesis: SynthesisRequest }
  | { readonly id: number; readonly guard: GuardRequest }
  | { readonly id: number; readonly slice: SliceRequest }
  | { readonly id: number; readonly between: BetweenRequest };

export type FromWorker =
  | { readonly id: number; readonly opened: Execution }
  | { readonly id: number; readonly answer: SliceAnswer }
  | { readonly id: number; readonly made: BetweenAnswer }
  | { readonly id: number; readonly synthesised: SynthesisAnswer }
  | { readonly id: number; readonly finding: GuardFinding }
  | { readonly id: number; readonly error: WireError };
