/**
 * Where weights, the runtime's wasm and the worker come from. A host configures
 * it once; nothing is ever fetched from anywhere else (law 3).
 *
 * ```ts
 * configureAssets({ base: '/static/veritome/' });
 * ```
 *
 * @module
 */
import { ArgumentError, AssetError } from '../errors.js';

/** Asset locations; each must end with a slash but `worker`, `reader` and `trainer`, which name a file. */
export interface AssetPaths {
  /** Folder of `<id>/card.json` and `<id>/model.onnx`. */
  readonly models: string;
  /** Folder of onnxruntime-web's `ort.*.bundle.min.mjs` and `.wasm` files, and TensorFlow.js's `.wasm`. */
  readonly runtime: string;
  /** The inference worker's script. */
  readonly worker: string;
  /** Folder of the image codecs' `.wasm` files. */
  readonly codecs: string;
  /** The script of the workers that read and decode files. */
  readonly reader: string;
  /** The training worker's script. */
  readonly trainer: string;
}

/** What a host may set. `base` moves all; `read` replaces `fetch` (Node reads files). */
export interface AssetOptions extends Partial<AssetPaths> {
  readonly base?: string;
  readonly read?: AssetReader | undefined;
}

/** Reads an asset's bytes; rejects when it is not there. */
export type AssetReader = (url: string, signal?: AbortSignal) => Promise<Uint8Array>;

/** The files lie beside the built modules: `dist/assets/…`, this room being `dist/registry/`. */
let paths: AssetPaths = under(new URL('../assets/', import.meta.url).href);
let reader: AssetReader = fetchAsset;

/** Sets where assets come from. Later calls change only what they name. */
export function configureAssets({ base, ...own }: AssetOptions): void {
  if (base !== undefined) paths = under(absolute(base, 'base'));
  for (const name of ['models', 'runtime', 'worker', 'codecs', 'reader', 'trainer'] as const) {
    const path = own[name];
    if (path !== undefined) paths = { ...paths, [name]: absolute(path, name) };
  }
  if ('read' in own) reader = own.read ?? fetchAsset;
}

/** The locations in force. */
export function assetPaths(): AssetPaths {
  return paths;
}

/** True when the host reads assets itself, so that URLs mean nothing to a worker or a wasm loader. */
export function readsOwnAssets(): boolean {
  return reader !== fetchAsset;
}

/** Bytes of one asset. */
export function readAsset(url: string, signal?: AbortSignal): Promise<Uint8Array> {
  return reader(url, signal);
}

/**
 * What a worker is started from, where the page demands Trusted Types
 * (`require-trusted-types-for 'script'; trusted-types veritome …`): only an asset's own
 * script, which a host configured, is ever trusted.
 */
export function trustedScriptURL(url: string): string {
  if (![paths.worker, paths.reader, paths.trainer].includes(url)) {
    throw new ArgumentError('Only scripts of the configured assets may run as workers.', {
      attribute: 'url',
      remedy: 'Name the script with configureAssets.',
    });
  }
  // A policy's name may be taken once only.
  policy ??= trustedTypes()?.createPolicy('veritome', { createScriptURL: (script) => script });
  return policy ? policy.createScriptURL(url) : url;
}

/** The part of Trusted Types that is used; `Worker` takes its result, which its type calls a string. */
interface ScriptPolicy {
  createScriptURL(url: string): string;
}

let policy: ScriptPolicy | undefined;

function trustedTypes():
  | { createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy }
  | undefined {
  return (globalThis as { trustedTypes?: ReturnType<typeof trustedTypes> }).trustedTypes;
}

/** Arguments that name a script, not a folder. */
const FILES = new Set(['worker', 'reader', 'trainer']);

function under(base: string): AssetPaths {
  return {
    models: `${base}models/`,
    runtime: `${base}runtime/`,
    worker: `${base}inference-worker.js`,
    codecs: `${base}codecs/`,
    reader: `${base}reading-worker.js`,
    trainer: `${base}training-worker.js`,
  };
}

function absolute(path: string, argument: string): string {
  if (!FILES.has(argument) && !path.endsWith('/')) {
    throw new ArgumentError(`The asset folder "${argument}" must end with a slash.`, {
      attribute: argument,
      remedy: 'Add the slash: the files are looked up inside the folder.',
    });
  }
  return new URL(path, globalThis.document?.baseURI ?? import.meta.url).href;
}

async function fetchAsset(url: string, signal?: AbortSignal): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(url, { signal, credentials: 'same-origin' });
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw missing(url, 'the request failed', cause);
  }
  if (!response.ok) throw missing(url, `status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function missing(url: string, why: string, cause?: unknown): AssetError {
  const name = new URL(url).pathname.split('/').slice(-2).join('/');
  return new AssetError(`The asset ${name} could not be loaded: ${why}.`, {
    attribute: 'assets',
    remedy:
      "Copy the package's dist/assets folder to your server and name it with configureAssets({ base }).",
    cause,
  });
}
