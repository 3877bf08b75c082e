/**
 * Veritome in a frame, from the page around it: for viewers and information systems that
 * can embed frames and nothing else. The page in the frame decides who may connect and what
 * may be asked; pixels that a network wrote cross as marked files alone.
 *
 * ```ts
 * import { connectFrame } from 'veritome/bridge';
 *
 * const frame = await connectFrame(document.querySelector('iframe'), { origin: 'https://veritome.example' });
 * await frame.open(input.files);
 * const quiet = await frame.denoise({ strength: 0.8 });
 * const zip = await frame.export(quiet, 'dicom');
 * ```
 *
 * The messages are described in one file, `bridge/protocol.ts`.
 *
 * @module
 */
import { ServiceError } from '../errors.js';
import { FrameClient } from './bridge/client.js';
import { welcomeOf } from './bridge/messages.js';
import { exactOrigin } from './bridge/origins.js';
import { type Hello, PROTOCOL, VERSION, type Welcome } from './bridge/protocol.js';

export type { ClientEvents, FrameClient, HostFile, SendOptions, SeriesOf } from './bridge/client.js';
export type {
  BridgedStudy,
  Method,
  SeriesSummary,
  StudySummary,
} from './bridge/protocol.js';

export interface ConnectOptions {
  /** Exact origin of the page in the frame: `https://veritome.example`. Nothing is said to any other. */
  readonly origin: string;
  /** Stops waiting; a connection that stands is closed with `close()`. */
  readonly signal?: AbortSignal;
  /** How long the frame may take to answer, in ms; 30 000 when absent. */
  readonly patience?: number;
}

/** The frame's script may not run yet when its window is there already. */
const AGAIN_MS = 200;

/**
 * Connects to the workbench in a frame.
 *
 * @throws ArgumentError for an origin that is none; ServiceError when the frame does not
 *   answer, which is also how it refuses a host, or speaks another version; the signal's reason.
 */
export function connectFrame(
  iframe: HTMLIFrameElement,
  { origin, signal, patience = 30_000 }: ConnectOptions,
): Promise<FrameClient> {
  return new Promise((resolve, reject) => {
    const target = exactOrigin(origin, 'origin');
    signal?.throwIfAborted();
    const session = randomName();
    const hello: Hello = { protocol: PROTOCOL, version: VERSION, kind: 'hello', session };
    const greet = () => {
      if (mayHear(iframe, target)) iframe.contentWindow?.postMessage(hello, target);
    };
    const onMessage = (event: MessageEvent) => {
      if (event.origin !== target || event.source !== iframe.contentWindow) return;
      const welcome = welcomed(event.data, session);
      if (!welcome) return;
      over();
      const [port] = event.ports;
      if (welcome.version === VERSION && port) resolve(new FrameClient(port, welcome.allow));
      else reject(otherVersion());
    };
    const onAbort = () => {
      over();
      reject(signal?.reason);
    };
    const over = () => {
      clearInterval(again);
      clearTimeout(late);
      removeEventListener('message', onMessage);
      signal?.removeEventListener('abort', onAbort);
    };
    const again = setInterval(greet, AGAIN_MS);
    const late = setTimeout(() => {
      over();
      reject(silent());
    }, patience);
    addEventListener('message', onMessage);
    signal?.addEventListener('abort', onAbort);
    greet();
  });
}

/** False while the frame still shows its empty first page, at which the browser would complain. */
function mayHear(iframe: HTMLIFrameElement, target: string): boolean {
  try {
    return iframe.contentWindow?.location.origin === target;
  } catch {
    return true;
  }
}

function welcomed(data: unknown, session: string): Welcome | undefined {
  try {
    const welcome = welcomeOf(data);
    return welcome.session === session ? welcome : undefined;
  } catch {
    // The frame's page may say other things to its host: they are not for us.
    return undefined;
  }
}

/** `randomUUID` is there on secure pages only. */
function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function silent(): ServiceError {
  return new ServiceError('The frame did not answer.', {
    attribute: 'origin',
    remedy: 'Check the frame’s address, that its page runs, and that it serves the origin of this page.',
  });
}

function otherVersion(): ServiceError {
  return new ServiceError('The frame speaks another version of the bridge.', {
    attribute: 'frame',
    remedy: 'Use the same version of the package on both sides.',
  });
}
