/**
 * A DICOMweb service on the page's own origin: most archives allow no page of another one
 * (CORS), and a page should not hold their password. Written on the Web's own `Request` and
 * `Response`, so that it runs in Node, Deno, Bun, a service worker, or behind any framework.
 *
 * ```ts
 * const proxy = dicomwebProxy({ target: 'http://127.0.0.1:8042/dicom-web', prefix: '/dicom-web' });
 * if (new URL(request.url).pathname.startsWith('/dicom-web/')) return proxy(request);
 * ```
 *
 * @module
 */
import { ArgumentError } from '../errors.js';

export interface DicomwebProxyOptions {
  /** Root of the service: `http://127.0.0.1:8042/dicom-web`. */
  readonly target: string;
  /** Path under which pages see it: `/dicom-web`. */
  readonly prefix: string;
  /** Sent to the service with each request: its sign-in, which no page then needs to know. */
  readonly headers?: Readonly<Record<string, string>>;
  /** False where nothing may be stored; true when absent. */
  readonly store?: boolean;
}

/** All that leaves a page: cookies, origin and addresses of its own are none of the service's business. */
const TO_SERVICE = ['accept', 'authorization', 'content-type', 'content-length'];
/** All that comes back: no cookie, no redirect, no question for a password by the browser itself. */
const TO_PAGE = ['content-type', 'content-length', 'retry-after', 'warning'];

const UID = '\\d[\\d.]{0,63}';
const INSTANCE = `/series/${UID}(?:/instances(?:/${UID}(?:/frames/\\d+(?:,\\d+)*|/bulk/[\\w./-]+)?)?)?`;
/** Resources of PS3.18 §10.4–10.6, below the prefix. */
const READABLE = new RegExp(
  `^/(?:(?:studies|series|instances)|studies/${UID}(?:/series|/instances|${INSTANCE})?(?:/metadata|/rendered|/thumbnail|/bulkdata/[\\w./-]+)?)$`,
);
const STORABLE = new RegExp(`^/studies(?:/${UID})?$`);

/** Answers requests below `prefix`, and refuses everything that is not DICOMweb. */
export function dicomwebProxy({
  target,
  prefix,
  headers = {},
  store = true,
}: DicomwebProxyOptions): (request: Request) => Promise<Response> {
  const root = rootOf(target);
  const below = prefix.replace(/\/+$/, '');
  if (!/^(\/[\w.-]+)+$/.test(below)) {
    throw new ArgumentError('The prefix of the proxy is no path.', {
      attribute: 'prefix',
      remedy: 'Give a path such as /dicom-web.',
    });
  }
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    if (!pathname.startsWith(`${below}/`)) return refuse(404);
    // Another site's page must not use this one's way into the archive.
    const site = request.headers.get('sec-fetch-site');
    if (site !== null && site !== 'same-origin' && site !== 'none') return refuse(403);
    const path = pathname.slice(below.length);
    const { method } = request;
    if (method !== 'GET' && method !== 'POST') return refuse(405);
    if (path.includes('..')) return refuse(404);
    if (method === 'GET' ? !READABLE.test(path) : !(store && STORABLE.test(path))) return refuse(404);
    return forward(request, `${root}${path}${search}`, headers);
  };
}

async function forward(
  request: Request,
  address: string,
  own: NonNullable<DicomwebProxyOptions['headers']>,
): Promise<Response> {
  const headers = new Headers();
  for (const name of TO_SERVICE) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  // What is sent on must be what the length says.
  headers.set('accept-encoding', 'identity');
  for (const [name, value] of Object.entries(own)) headers.set(name, value);
  // `duplex` is missing from TypeScript's DOM: a body that is a stream needs it (Fetch standard).
  const init: RequestInit & { duplex: 'half' } = {
    method: request.method,
    headers,
    body: request.method === 'POST' ? request.body : undefined,
    signal: request.signal,
    redirect: 'manual',
    duplex: 'half',
  };
  let answer: Response;
  try {
    answer = await fetch(address, init);
  } catch {
    return refuse(502);
  }
  if (answer.type === 'opaqueredirect' || (answer.status >= 300 && answer.status < 400)) {
    await answer.body?.cancel().catch(() => undefined);
    return refuse(502);
  }
  const back = new Headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  for (const name of TO_PAGE) {
    const value = answer.headers.get(name);
    // Bytes that came packed are unpacked by now: their length is another.
    if (value !== null && !(name === 'content-length' && answer.headers.has('content-encoding'))) {
      back.set(name, value);
    }
  }
  const empty = [204, 205, 304].includes(answer.status);
  return new Response(empty ? null : answer.body, { status: answer.status, headers: back });
}

/** Without a word on the service behind it. */
function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'cache-control': 'no-store' } });
}

function rootOf(target: string): string {
  try {
    const url = new URL(target);
    if (!/^https?:$/.test(url.protocol) || url.username || url.password) throw new Error('not a plain root');
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  } catch {
    throw new ArgumentError('The target of the proxy is no address.', {
      attribute: 'target',
      remedy: 'Give the root of the DICOMweb service, http://host:port/path, and its sign-in as headers.',
    });
  }
}
