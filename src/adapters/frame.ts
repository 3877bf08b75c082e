/**
 * A workbench in a frame that serves the page around it, where that page is of an origin it
 * was told to serve. Everybody else gets no answer.
 *
 * ```ts
 * import 'veritome/define';
 * import { serveFrame } from 'veritome/frame';
 *
 * serveFrame(document.querySelector('veritome-workbench'), { origins: ['https://ris.example'] });
 * ```
 *
 * Take the origins from your own configuration, never from the page's address: a link could
 * then name any. Send `frame-ancestors` with the same origins, so that no other page can even
 * show the frame.
 *
 * @module
 */
import type { VeritomeWorkbench } from '../elements/workbench/workbench.js';
import { ArgumentError } from '../errors.js';
import type { DicomwebService } from '../loaders/dicomweb/service.js';
import { helloOf } from './bridge/messages.js';
import { exactOrigin } from './bridge/origins.js';
import { type Hello, METHODS, type Method, PROTOCOL, VERSION, type Welcome } from './bridge/protocol.js';
import { Session } from './bridge/served/session.js';

export type { Method } from './bridge/protocol.js';

export interface ServeOptions {
  /** Exact origins of pages that may connect; this page's own when absent. */
  readonly origins?: readonly string[];
  /** What they may ask; everything when absent. */
  readonly allow?: readonly Method[];
  /** The archive in which hosts may name studies: its root, or all that a DicomwebService has. */
  readonly dicomweb?: DicomwebService | string;
}

/** A served frame, until it is closed. */
export interface ServedFrame {
  close(): void;
}

/**
 * Serves the page around this one.
 *
 * @throws ArgumentError for origins or methods that are none.
 */
export function serveFrame(
  workbench: VeritomeWorkbench,
  { origins = [location.origin], allow = METHODS, dicomweb }: ServeOptions = {},
): ServedFrame {
  const served = new Set(origins.map((origin, i) => exactOrigin(origin, `origins[${i}]`)));
  const rules = { allow: allow.map(known), dicomweb: serviceOf(dicomweb) };
  let current:
    | { readonly session: string; readonly origin: string; readonly connection: Session }
    | undefined;
  const onMessage = ({ data, origin, source }: MessageEvent) => {
    // Only the page around this one; as its own parent, a page that is in no frame hears itself.
    if (source !== window.parent || window.parent === window || !served.has(origin)) return;
    const hello = greeted(data);
    // A host asks again until it is answered: the second of a session is no second host.
    if (!hello || (hello.session === current?.session && origin === current.origin)) return;
    const welcome: Welcome = {
      protocol: PROTOCOL,
      version: VERSION,
      kind: 'welcome',
      session: hello.session,
      allow: rules.allow,
    };
    // Of another version there is nothing more to say than that.
    if (hello.version !== VERSION) window.parent.postMessage(welcome, origin);
    else {
      current?.connection.close();
      const { port1, port2 } = new MessageChannel();
      current = { session: hello.session, origin, connection: new Session(port1, workbench, rules) };
      window.parent.postMessage(welcome, origin, [port2]);
    }
  };
  addEventListener('message', onMessage);
  return {
    close() {
      removeEventListener('message', onMessage);
      current?.connection.close();
      current = undefined;
    },
  };
}

function greeted(data: unknown): Hello | undefined {
  try {
    return helloOf(data);
  } catch {
    return undefined;
  }
}

function serviceOf(given: ServeOptions['dicomweb']): DicomwebService | undefined {
  return typeof given === 'string' ? { root: given } : given;
}

function known(method: Method, i: number): Method {
  if (METHODS.includes(method)) return method;
  throw new ArgumentError('There is no such method of the bridge.', {
    attribute: `allow[${i}]`,
    remedy: `Choose of ${METHODS.join(', ')}.`,
  });
}
