/**
 * The messages of {@link ./protocol.js} as checks: what passes is safe to read, all else is
 * an ArgumentError that names the field.
 *
 * ```ts
 * port.onmessage = ({ data }) => act(requestOf(data));
 * ```
 *
 * @module
 */
import type { Progress } from '../../job.js';
import type { Verdict } from '../../provenance/verdict.js';
import { ERROR_TAGS, type WireError } from '../../wireError.js';
import {
  type Answer,
  type Ask,
  type BridgedFile,
  type Events,
  type Hello,
  LIMITS,
  METHODS,
  type Method,
  PROTOCOL,
  type Reply,
  type Request,
  type SeriesSummary,
  type Welcome,
} from './protocol.js';
import {
  type Check,
  list,
  nothing,
  number,
  oneOf,
  optional,
  plain,
  plainObject,
  refuse,
  shape,
  text,
  whole,
} from './shape.js';

const SEED = 2 ** 32 - 1;
const MAX_ID = 2 ** 31;
const UID = text(64, /^\d+(\.\d+)*$/);
const MAYBE_UID = text(64, /^(\d+(\.\d+)*)?$/);
const SESSION = text(64, /^[\w-]{16,64}$/);
const ID = text(32, /^[a-z]\d+$/);
const MODEL = text(64, /^[\w.-]+$/);
const count = whole(0, 2 ** 31);
const provider = optional(oneOf(['auto', 'webgpu', 'wasm']));

const data: Check<Blob | ArrayBuffer> = (value, at) =>
  value instanceof Blob || value instanceof ArrayBuffer ? value : refuse(at);
const someFiles = list<BridgedFile>(shape({ name: text(LIMITS.name), data }), LIMITS.files);

/** Files of one call, bounded together. */
export const files: Check<BridgedFile[]> = (value, at) => {
  const given = someFiles(value, at);
  let bytes = 0;
  for (const one of given) bytes += one.data instanceof Blob ? one.data.size : one.data.byteLength;
  return bytes <= LIMITS.bytes ? given : refuse(at);
};

const ofFiles = shape({ files });
const ofArchive = shape({
  dicomweb: shape({
    study: UID,
    series: optional(UID),
    token: optional(text(LIMITS.token, /^[\x21-\x7e]+$/)),
  }),
});

const ASKS: { readonly [M in Method]: Check<Ask<M>> } = {
  open: (value, at) => ('files' in plainObject(value, at) ? ofFiles : ofArchive)(value, at),
  select: shape({ series: ID }),
  denoise: shape({
    series: optional(ID),
    model: optional(MODEL),
    strength: optional(number(0, 1)),
    texture: optional(number(0, 1)),
    provider,
  }),
  interpolate: shape({
    series: optional(ID),
    model: optional(MODEL),
    factor: optional(whole(2, 8)),
    provider,
  }),
  generate: shape({
    count: whole(1, LIMITS.slices),
    seed: whole(0, SEED),
    model: optional(MODEL),
    truncation: optional(number(0, 1)),
    class: optional(text(LIMITS.name)),
    walkTo: optional(whole(0, SEED)),
    minRealism: optional(number(0, 1)),
    provider,
  }),
  export: shape({ series: ID, format: oneOf(['dicom', 'png', 'jpeg', 'secondary-capture']) }),
  verify: ofFiles,
  appearance: shape({
    theme: optional(oneOf(['dark', 'light', 'contrast'])),
    lang: optional(oneOf(['en', 'pt-BR'])),
  }),
};

const sentence = text(LIMITS.sentence);
const wireErrorShape = shape({
  tag: oneOf(ERROR_TAGS),
  message: sentence,
  remedy: sentence,
  file: optional(text(LIMITS.name)),
  attribute: optional(text(LIMITS.name)),
});
const fault = (value: unknown, at: string): WireError => {
  const { file, attribute, ...rest } = wireErrorShape(value, at);
  return { ...rest, file, attribute };
};

const series: Check<SeriesSummary> = shape({
  id: ID,
  seriesInstanceUID: MAYBE_UID,
  modality: text(16),
  number: optional(number(-MAX_ID, MAX_ID)),
  slices: count,
  rows: count,
  columns: count,
  sliceSpacing: optional(number(0, 1e6)),
  class: oneOf(['none', 'denoised', 'interpolated', 'synthetic', 'unknown']),
  model: optional(text(LIMITS.name)),
}) as Check<SeriesSummary>;
const study = shape({
  studyInstanceUID: MAYBE_UID,
  series: list(series, LIMITS.series),
  refused: list(fault, LIMITS.refused),
  refusedCount: count,
});
const progress = shape({
  job: text(LIMITS.name),
  done: number(0, Number.MAX_VALUE),
  total: number(0, Number.MAX_VALUE),
  secondsLeft: optional(number(0, Number.MAX_VALUE)),
}) as Check<Progress>;
/** A verdict names every changed block of a slice: 16,384 of one of 4096 x 4096. */
const anyPlain = plain(8, 200_000, LIMITS.sentence);
const verdict: Check<Verdict> = (value, at) => {
  const given = plainObject(anyPlain(value, at), at);
  oneOf(['verified', 'claimed', 'altered', 'unmarked'])(given.status, `${at}.status`);
  oneOf(['denoised', 'interpolated', 'synthetic', 'none', 'unknown'])(given.class, `${at}.class`);
  plainObject(given.evidence, `${at}.evidence`);
  plainObject(given.headline, `${at}.headline`);
  return given as unknown as Verdict;
};
const blob: Check<Blob> = (value, at) => (value instanceof Blob ? value : refuse(at));

const ANSWERS: { readonly [M in Method]: Check<Answer<M>> } = {
  open: study,
  select: nothing,
  denoise: series,
  interpolate: series,
  generate: series,
  export: blob,
  verify: list(verdict, LIMITS.files),
  appearance: nothing,
};

const EVENTS: { readonly [N in keyof Events]: Check<Events[N]> } = {
  study: (value, at) => (value === null ? null : study(value, at)),
  result: (value, at) => {
    const { source, ...rest } = shape({ series, source: optional(ID) })(value, at);
    return { ...rest, source };
  },
  progress,
  verdict: shape({ index: count, verdict }),
  error: fault,
};

const id = whole(1, MAX_ID);
const greeting = {
  protocol: oneOf([PROTOCOL]),
  session: SESSION,
  version: whole(1, 1000),
};

/** @throws ArgumentError for what is no greeting of a host. */
export const helloOf = (value: unknown): Hello =>
  shape({ ...greeting, kind: oneOf(['hello']) })(value, 'hello');

/** @throws ArgumentError for what is no answer of a frame. */
export const welcomeOf = (value: unknown): Welcome =>
  shape({ ...greeting, kind: oneOf(['welcome']), allow: list(oneOf(METHODS), METHODS.length) })(
    value,
    'welcome',
  );

const any = (value: unknown): unknown => value;
const called = shape({ kind: oneOf(['call']), id, method: oneOf(METHODS), ask: any });
const cancelled = shape({ kind: oneOf(['cancel']), id });

/** @throws ArgumentError for what a host may not say. */
export function requestOf(value: unknown): Request {
  const given = plainObject(value, 'request');
  if (given.kind === 'cancel') return cancelled(value, 'request');
  const { ask, method, ...rest } = called(value, 'request');
  return { ...rest, method, ask: ASKS[method](ask, method) } as Request;
}

/** The call that a refused message was, where it says so: it is answered with the refusal. */
export function callIdOf(value: unknown): number | undefined {
  try {
    const given = plainObject(value, 'request');
    return given.kind === 'call' ? id(given.id, 'id') : undefined;
  } catch {
    return undefined;
  }
}

const answered = shape({ kind: oneOf(['answer']), id, answer: any });
const failed = shape({ kind: oneOf(['fault']), id, error: optional(fault) });
const going = shape({ kind: oneOf(['progress']), id, progress });
const happened = shape({
  kind: oneOf(['event']),
  name: oneOf(['study', 'result', 'progress', 'verdict', 'error']),
  detail: any,
});

/**
 * @param methodOf the method that an unanswered call asked for.
 * @throws ArgumentError for what a frame may not say.
 */
export function replyOf(value: unknown, methodOf: (id: number) => Method | undefined): Reply {
  const { kind } = plainObject(value, 'reply');
  if (kind === 'fault') return failed(value, 'reply') as Reply;
  if (kind === 'progress') return going(value, 'reply');
  if (kind === 'event') {
    const { name, detail } = happened(value, 'reply');
    return { kind: 'event', name, detail: EVENTS[name](detail, name) } as Reply;
  }
  const { answer, ...rest } = answered(value, 'reply');
  const method = methodOf(rest.id) ?? refuse('reply.id');
  return { ...rest, answer: ANSWERS[method](answer, method) } as Reply;
}
