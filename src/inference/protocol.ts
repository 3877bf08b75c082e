/**
 * The contract with the inference worker. Buffers are transferred, errors cross as
 * plain fields and become errors of ours again on the other side.
 *
 * @module
 */
import type { FrameInfo, StoredPixels } from '../image/frame.js';
import type { Execution } from '../provenance/record.js';
import type { Model } from '../registry/models.js';

/** Which provider the caller wants; `auto` takes the GPU when it is a real one and answers right. */
export type ProviderWish = 'auto' | 'webgpu' | 'wasm';

/** What a session is opened with. */
export interface OpenRequest {
  readonly model: Model;
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

/** One slice to denoise. */
export interface SliceRequest {
  readonly stored: StoredPixels;
  readonly info: Pick<FrameInfo, 'rows' | 'columns' | 'rescale' | 'padding' | 'modality'>;
  /** 0 returns the input, 1 the network's full answer; exact linear blend between. */
  readonly strength: number;
}

/** A denoised slice in modality units, and what computed it. */
export interface SliceAnswer {
  readonly values: Float32Array;
  readonly execution: Execution;
}

export type ToWorker =
  | { readonly id: number; readonly open: OpenRequest }
  | { readonly id: number; readonly slice: SliceRequest };

export type FromWorker =
  | { readonly id: number; readonly opened: Execution }
  | { readonly id: number; readonly answer: SliceAnswer }
  | { readonly id: number; readonly error: WireError };

/** An error as it crosses: the tag tells which class to make again. */
export interface WireError {
  readonly tag: string;
  readonly message: string;
  readonly remedy: string | undefined;
  readonly attribute: string | undefined;
}
