/**
 * A DICOMweb service (PS3.18) as the host configures it, and the one way to ask it:
 * nothing goes to an address that is not below its roots, no redirect is followed, and
 * what fails for a while is asked again.
 *
 * @module
 */
import { ArgumentError, ServiceError } from '../../errors.js';
import { attempts, pause, retryAfter } from './retry.js';

/**
 * Where the service is, and what to show it. Take it from the host's configuration, never
 * from the address bar: a link could then send the sign-in anywhere.
 */
export interface DicomwebService {
  /** Base address: `https://pacs.example.org/dicom-web`, or a path of this origin. */
  readonly root?: string;
  /** Where searches go, if not to `root`. */
  readonly qido?: string;
  /** Where retrievals go, if not to `root`. */
  readonly wado?: string;
  /** Where files are stored, if not under `root`. */
  readonly stow?: string;
  /** Sent with each request, for a service that asks who wants it. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Bearer token for the next request; asked anew when the service has refused the last one. */
  readonly token?: () => string | Promise<string>;
  /** Origins that may be asked; those of the roots when absent. */
  readonly origins?: readonly string[];
  /** How often a request that fails for a while is repeated: drops, 5xx, 429. 3 when absent. */
  readonly retries?: number;
}

/** What a request wants. */
export interface Wanted {
  readonly accept: string;
  readonly signal?: AbortSignal;
  readonly body?: Blob;
  /** Of the body. */
  readonly type?: string;
  /** Statuses beside 2xx that the caller makes sense of. */
  readonly alsoFine?: readonly number[];
}

type Role = 'qido' | 'wado' | 'stow';

/** Worth another try: overload, a restart, a proxy that gave up. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** One service, asked. */
export class ServiceAccess {
  readonly retries: number;
  readonly #service: DicomwebService;
  #token: Promise<string> | undefined;

  constructor(service: DicomwebService) {
    this.#service = service;
    this.retries = service.retries ?? 3;
    if (!(Number.isInteger(this.retries) && this.retries >= 0 && this.retries <= 20)) {
      throw new ArgumentError('The number of retries cannot be used.', {
        attribute: 'dicomweb.retries',
        remedy: 'Give a whole number from 0 to 20.',
      });
    }
    try {
      new Headers(service.headers);
    } catch {
      throw new ArgumentError('The headers for the DICOMweb service cannot be sent.', {
        attribute: 'dicomweb.headers',
        remedy: 'Give names and values of printable characters.',
      });
    }
  }

  /** Host of a role's root, for messages. */
  host(role: Role): string {
    return this.#root(role).host;
  }

  /**
   * @param path below the root, without a slash at its start; its parts must be UIDs or words of ours.
   * @throws ServiceError when it fails to the end, the signal's reason when cancelled.
   */
  async ask(role: Role, path: string, wanted: Wanted): Promise<Response> {
    const url = new URL(path, this.#root(role));
    const { signal, alsoFine = [] } = wanted;
    let renewed = false;
    for (let attempt = 0; ; attempt++) {
      signal?.throwIfAborted();
      const last = attempt >= this.retries;
      let response: Response;
      try {
        response = await this.#send(url, wanted);
      } catch (cause) {
        signal?.throwIfAborted();
        if (cause instanceof ServiceError) throw cause;
        if (last) throw unreachable(url, cause);
        await pause(attempts.delay(attempt), signal);
        continue;
      }
      if (response.ok || alsoFine.includes(response.status)) return response;
      await response.body?.cancel().catch(() => undefined);
      if (response.status === 401 && this.#service.token && !renewed) {
        renewed = true;
        this.#token = undefined;
        // No failure of the network: it does not use up an attempt.
        attempt -= 1;
        continue;
      }
      if (last || !PASSING.has(response.status)) throw refusal(url.host, response.status);
      await pause(retryAfter(response.headers.get('retry-after')) ?? attempts.delay(attempt), signal);
    }
  }

  async #send(url: URL, { accept, signal, body, type }: Wanted): Promise<Response> {
    const headers = new Headers(this.#service.headers);
    if (this.#service.token) {
      this.#token ??= askToken(this.#service.token);
      headers.set('authorization', `Bearer ${await this.#token}`);
    }
    headers.set('accept', accept);
    if (type) headers.set('content-type', type);
    return fetch(url, {
      method: body ? 'POST' : 'GET',
      headers,
      body,
      signal,
      // A redirect could lead the request and its headers elsewhere.
      redirect: 'error',
      credentials: 'same-origin',
      referrerPolicy: 'no-referrer',
      // Images of a patient do not stay in the browser's cache.
      cache: 'no-store',
    });
  }

  #root(role: Role): URL {
    const { origins } = this.#service;
    const root = rootOf(this.#service[role] ?? this.#service.root, role);
    if (origins && !origins.includes(root.origin)) {
      throw new ArgumentError('The DICOMweb service lies on an origin that may not be asked.', {
        attribute: 'dicomweb.origins',
        remedy: 'Add its origin, or use a service on one of those allowed.',
      });
    }
    return root;
  }
}

/** Whatever the host's own code throws must not reach a message: it may hold the token. */
async function askToken(token: NonNullable<DicomwebService['token']>): Promise<string> {
  try {
    const given = await token();
    if (!/^[\x21-\x7e]+$/.test(given)) throw new Error('no token');
    return given;
  } catch {
    throw new ServiceError('No token was given for the DICOMweb service.', {
      attribute: 'dicomweb.token',
      remedy: 'Sign in again.',
    });
  }
}

function rootOf(given: string | undefined, role: Role): URL {
  const attribute = `dicomweb.${given === undefined ? 'root' : role}`;
  try {
    if (!given) throw new Error('no root');
    const root = new URL(given.endsWith('/') ? given : `${given}/`, globalThis.location?.href);
    if (!/^https?:$/.test(root.protocol)) throw new Error('no http');
    if (root.username || root.password || root.search || root.hash) throw new Error('more than an address');
    return root;
  } catch {
    throw new ArgumentError('The root of the DICOMweb service is no address.', {
      attribute,
      remedy: 'Give the base address of the service, https://host/path, and a sign-in as headers.',
    });
  }
}

function unreachable(url: URL, cause: unknown): ServiceError {
  const here = globalThis.location?.origin;
  const elsewhere = here !== undefined && here !== 'null' && here !== url.origin;
  return new ServiceError('The DICOMweb service did not answer.', {
    file: url.host,
    attribute: 'dicomweb.root',
    // A page cannot tell a server that is off from one that does not allow it.
    remedy: elsewhere
      ? 'Check that it runs, and that it allows this page (CORS); if it cannot, put a proxy of this origin before it.'
      : 'Check its address, that it runs, and the network.',
    cause,
  });
}

/** What a status that is no success means to the caller. */
export function refusal(host: string, status: number): ServiceError {
  const said = `The DICOMweb service answered with HTTP status ${status}.`;
  const fields = { file: host, attribute: 'dicomweb.root', status };
  if (status === 401 || status === 407) {
    const remedy = 'Give user and password as an authorization header, or a token.';
    return new ServiceError('The DICOMweb service does not accept the sign-in.', {
      ...fields,
      attribute: 'dicomweb.headers',
      remedy,
    });
  }
  if (status === 403) {
    return new ServiceError('The DICOMweb service does not allow this to who is signed in.', {
      ...fields,
      attribute: 'dicomweb.headers',
      remedy: 'Ask for the right at whoever runs it.',
    });
  }
  if (status === 404 || status === 410) {
    const remedy = 'Check that the study is still there, and the address of the service.';
    return new ServiceError('The DICOMweb service does not have what was asked.', { ...fields, remedy });
  }
  const remedy = PASSING.has(status) ? 'Try again later.' : 'Check the address of the service, and its log.';
  return new ServiceError(said, { ...fields, remedy });
}
