/**
 * The card of a model that somebody brings: what goes into its graph, what comes out of it,
 * and what a reader must know. docs/own-models.md says what each field means.
 *
 * ```json
 * { "schema": "veritome-model/1", "version": "1.0", "task": "denoise", "title": "…",
 *   "execution": { "sha256": "…", "input": { "name": "image", "scaling": { "kind": "identity" } }, … } }
 * ```
 *
 * @module
 */
import type { CardLocales } from './cardText.js';

/** Says that a card is one of these. */
export const CARD_SCHEMA = 'veritome-model/1';

/** How modality values become the network's own: value, divided by the percentile of the series or placed in a window, to `to`. */
export type Scaling =
  | { readonly kind: 'identity' }
  | {
      readonly kind: 'window';
      /** Modality values (HU of CT) that become the first and the second of `to`; what lies beyond is clipped. */
      readonly low: number;
      readonly high: number;
      readonly to: readonly [number, number];
    }
  | {
      readonly kind: 'percentile';
      /** 0 becomes the first of `to`, this percentile of the whole series the second; what lies beyond is kept. */
      readonly percentile: number;
      readonly to: readonly [number, number];
    };

export interface SuppliedDescription {
  readonly summary: string;
  readonly intendedUse: string;
  readonly limits: readonly string[];
  readonly adversarial: boolean;
  /** SPDX identifier, or a sentence. */
  readonly license: string;
  readonly training?: string;
  readonly authors?: readonly string[];
  readonly references?: readonly string[];
  /** The words again for readers of another language; as written where absent. */
  readonly locales?: CardLocales;
}

interface Shared {
  readonly schema: typeof CARD_SCHEMA;
  /** `own-` and the head of the hash; told when absent. */
  readonly id?: string;
  readonly version: string;
  readonly title: string;
  readonly selection: { readonly modality: readonly string[]; readonly unit: 'HU' | 'arbitrary' };
  readonly description: SuppliedDescription;
}

interface SharedExecution {
  readonly sha256: string;
  /** Order of the dimensions of images in the graph; NCHW when absent. */
  readonly layout?: 'NCHW' | 'NHWC';
  /** Absent: the first run is held against wasm, or against itself. Tolerance in modality values (of `percentile`: in scaled ones). */
  readonly knownAnswer?: { readonly tolerance: number };
}

export interface SuppliedDenoiserCard extends Shared {
  readonly task: 'denoise';
  readonly execution: SharedExecution & {
    readonly input: {
      readonly name: string;
      /** 1 the slice, 3 the slice between its neighbours; 1 when absent. */
      readonly slices?: 1 | 3;
      /** Channels that hold the same slice, for networks of colour pictures; 1 when absent. */
      readonly copies?: 1 | 3;
      readonly scaling: Scaling;
    };
    /** The denoised slice, or the noise that is to be subtracted, in the scale of the input. */
    readonly output: { readonly name: string; readonly meaning: 'image' | 'noise' };
    /** What the network takes at once, with the pixels that overlap on each side; wanted where rows and columns are fixed. */
    readonly tile?: { readonly rows: number; readonly columns: number; readonly overlap: number };
    /** Rows and columns are multiples of this; 1 when absent. */
    readonly multipleOf?: number;
    /** Width of the square of input pixels that one output pixel depends on. */
    readonly receptiveFieldPixels?: number;
  };
}

export interface SuppliedGeneratorCard extends Shared {
  readonly task: 'generate';
  readonly execution: SharedExecution & {
    /** Standard normal numbers, [1, n] or [1, n, 1, 1]. */
    readonly input: { readonly name: string; readonly latent: number };
    /** A class, as its index or as one number for each class. */
    readonly label?: {
      readonly name: string;
      readonly form: 'index' | 'one-hot';
      readonly classes: readonly string[];
    };
    /** `range` of the network's numbers becomes `values`, modality values. */
    readonly output: {
      readonly name: string;
      readonly range: readonly [number, number];
      readonly values: readonly [number, number];
    };
    readonly side: number;
    readonly fieldMm: number;
  };
}

export type SuppliedCard = SuppliedDenoiserCard | SuppliedGeneratorCard;

/** How the graph of a denoiser that somebody brings is fed and read (inference/supplied.ts). */
export interface SuppliedImage {
  readonly layout: 'NCHW' | 'NHWC';
  readonly copies: number;
  /** Own unit of the pipeline to the network's numbers: `from` becomes `to`. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly clip: boolean;
  readonly meaning: 'image' | 'noise';
  readonly tile?: { readonly rows: number; readonly columns: number; readonly overlap: number };
}

/** How the graph of a generator that somebody brings is fed and read. */
export interface SuppliedLatent {
  readonly layout: 'NCHW' | 'NHWC';
  readonly input: string;
  /** Dimensions of the latent vector in the graph: 2 or 4. */
  readonly rank: 2 | 4;
  readonly label?: {
    readonly name: string;
    readonly form: 'index' | 'one-hot';
    readonly count: number;
    readonly type: 'float32' | 'int64' | 'int32';
    readonly rank: number;
  };
  readonly output: string;
  readonly range: readonly [number, number];
}
