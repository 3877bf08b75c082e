/**
 * The contract with the workers that read files. Files go there by reference or as bytes
 * of their own; what was read comes back without a copy.
 *
 * @module
 */
import type { MarkDetection, MarkPicture } from '../../provenance/mark/mark.js';
import type { WireError } from '../../wireError.js';
import type { JudgedFile } from './judgedFile.js';

export type ToReader =
  /** The first message: where the codecs' wasm lies. */
  | { readonly setUp: { readonly codecs: string } }
  | { readonly id: number; readonly file: FileRequest }
  | { readonly id: number; readonly look: readonly MarkPicture[] };

/** One file: in memory, or where the browser keeps it. */
export interface FileRequest {
  readonly name: string;
  readonly bytes: Uint8Array | Blob;
}

export type FromReader =
  /** The answer to the set-up: files may come. */
  | { readonly ready: true }
  /** The file is so large: it may take its time. The page does not ask, its disk might keep it waiting. */
  | { readonly id: number; readonly bytes: number }
  | { readonly id: number; readonly read: JudgedFile }
  | { readonly id: number; readonly seen: MarkDetection }
  | { readonly id: number; readonly error: WireError };
