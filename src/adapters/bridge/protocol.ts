/**
 * The contract of the bridge, all of it: what a host's page and a workbench in a frame say
 * to each other, in which order, and how much of it.
 *
 * 1. The host posts a {@link Hello} to the frame's window, to the frame's exact origin,
 *    again until it is answered.
 * 2. The frame answers a hello whose source is its parent window and whose origin it was
 *    told to serve: a {@link Welcome}, posted to that origin alone, with a `MessagePort`.
 *    Anyone else gets no answer at all.
 * 3. The host takes a welcome whose source is its frame, from the frame's exact origin, of
 *    its own session. All else goes over the port, which nobody else holds.
 * 4. Over the port the host sends {@link Request}s, the frame {@link Reply}s.
 *
 * Both sides read a message only after {@link ./messages.js} has checked its shape and its
 * sizes: an unknown kind, an unknown field or a value out of bounds is refused.
 *
 * ```ts
 * const hello: Hello = { protocol: PROTOCOL, version: VERSION, kind: 'hello', session };
 * iframe.contentWindow?.postMessage(hello, 'https://veritome.example');
 * ```
 *
 * @module
 */

import type { ProviderWish } from '../../inference/protocol.js';
import type { Progress } from '../../job.js';
import type { ExportFormat } from '../../pipeline/exportSeries.js';
import type { GeneratedClass } from '../../provenance/record.js';
import type { Verdict } from '../../provenance/verdict.js';
import type { WireError } from '../../wireError.js';

/** Names our messages among those of others. */
export const PROTOCOL = 'veritome-bridge';
/** Raised when a message changes its meaning; the two sides speak the same one or not at all. */
export const VERSION = 1;

/** What a host may ask. */
export const METHODS = [
  'open',
  'select',
  'denoise',
  'interpolate',
  'generate',
  'export',
  'verify',
  'appearance',
] as const;
export type Method = (typeof METHODS)[number];

/** Sizes over which a message is refused. */
export const LIMITS = {
  /** Files of one call. */
  files: 20_000,
  /** Bytes of them together, as the loaders bound an archive. */
  bytes: 8 * 2 ** 30,
  /** Characters of a name or an id. */
  name: 255,
  /** Characters of a bearer token. */
  token: 8192,
  /** Characters of a sentence. */
  sentence: 2000,
  /** Slices of one generation. */
  slices: 1000,
  /** Calls that are not answered yet. */
  pending: 16,
  /** Series of a study. */
  series: 10_000,
  /** Refused files that are told one by one. */
  refused: 100,
} as const;

interface Greeting {
  readonly protocol: typeof PROTOCOL;
  /** Chosen at random by the host, so that an answer belongs to its question. */
  readonly session: string;
}

/** Host to frame, by `postMessage`. */
export interface Hello extends Greeting {
  readonly kind: 'hello';
  readonly version: number;
}

/** Frame to host, by `postMessage`; its one port is the connection. */
export interface Welcome extends Greeting {
  readonly kind: 'welcome';
  readonly version: number;
  /** What the frame's page lets this host ask. */
  readonly allow: readonly Method[];
}

/** A file in the host's hands; `bytes` may be transferred. */
export interface BridgedFile {
  readonly name: string;
  readonly data: Blob | ArrayBuffer;
}

/** A study of the archive that the frame's page is configured with; its address is none of the host's business. */
export interface BridgedStudy {
  readonly study: string;
  readonly series?: string;
  /** Bearer token for that archive. */
  readonly token?: string;
}

/** One series, without pixels and without the patient. */
export interface SeriesSummary {
  /** Names the series over this connection. */
  readonly id: string;
  readonly seriesInstanceUID: string;
  readonly modality: string;
  readonly number: number | undefined;
  readonly slices: number;
  readonly rows: number;
  readonly columns: number;
  /** Median distance of neighbouring slices in mm. */
  readonly sliceSpacing: number | undefined;
  /** Class of the slices that a network wrote; `none` where a scanner made all, `unknown` where another maker's file does not say. */
  readonly class: GeneratedClass | 'none' | 'unknown';
  /** Id of the model that wrote them. */
  readonly model: string | undefined;
}

/** What was opened. */
export interface StudySummary {
  readonly studyInstanceUID: string;
  readonly series: readonly SeriesSummary[];
  /** Why files were refused, at most the first {@link LIMITS.refused}; without their names. */
  readonly refused: readonly WireError[];
  readonly refusedCount: number;
}

/** Question and answer of each method. */
export interface Calls {
  open: {
    ask: { readonly files: readonly BridgedFile[] } | { readonly dicomweb: BridgedStudy };
    answer: StudySummary;
  };
  select: { ask: { readonly series: string }; answer: null };
  denoise: {
    ask: {
      /** Id of the series; the chosen one when absent. */
      readonly series?: string;
      readonly model?: string;
      readonly strength?: number;
      readonly texture?: number;
      readonly provider?: ProviderWish;
    };
    answer: SeriesSummary;
  };
  interpolate: {
    ask: {
      readonly series?: string;
      readonly model?: string;
      readonly factor?: number;
      readonly provider?: ProviderWish;
    };
    answer: SeriesSummary;
  };
  generate: {
    ask: {
      readonly count: number;
      readonly seed: number;
      readonly model?: string;
      readonly truncation?: number;
      readonly class?: string;
      readonly walkTo?: number;
      readonly minRealism?: number;
      readonly provider?: ProviderWish;
    };
    answer: SeriesSummary;
  };
  /** A zip: files with their marks, and `manifest.json` beside generated ones. */
  export: { ask: { readonly series: string; readonly format: ExportFormat }; answer: Blob };
  verify: { ask: { readonly files: readonly BridgedFile[] }; answer: readonly Verdict[] };
  appearance: {
    ask: { readonly theme?: 'dark' | 'light' | 'contrast'; readonly lang?: 'en' | 'pt-BR' };
    answer: null;
  };
}
export type Ask<M extends Method> = Calls[M]['ask'];
export type Answer<M extends Method> = Calls[M]['answer'];

/** Host to frame, over the port. */
export type Request =
  | {
      readonly [M in Method]: {
        readonly kind: 'call';
        readonly id: number;
        readonly method: M;
        readonly ask: Ask<M>;
      };
    }[Method]
  | { readonly kind: 'cancel'; readonly id: number };

/** What happens in the frame to what this host opened. */
export interface Events {
  /** The study at hand is another; null when the reader opened one of their own, which the host is not told of. */
  study: StudySummary | null;
  /** A result is there, whoever asked for it. */
  result: { readonly series: SeriesSummary; readonly source: string | undefined };
  /** How far a job has come. */
  progress: Progress;
  /** A file of a `verify` call was judged. */
  verdict: { readonly index: number; readonly verdict: Verdict };
  /** A job failed in the frame; a call's own failure rejects the call. */
  error: WireError;
}
export type EventName = keyof Events;

/** Frame to host, over the port. */
export type Reply =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer<Method> }
  /** `undefined` where the call was cancelled. */
  | { readonly kind: 'fault'; readonly id: number; readonly error: WireError | undefined }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | {
      readonly [N in EventName]: { readonly kind: 'event'; readonly name: N; readonly detail: Events[N] };
    }[EventName];
