/** Fetches a file from an origin that the host allows. */
import { AssetError } from '../errors.js';
import type { JobOptions } from '../job.js';
import { type ByteSource, memorySource } from './bytes.js';

export interface DownloadOptions extends Pick<JobOptions, 'signal'> {
  /**
   * Origins that may be fetched from, `https://pacs.example.org`; the page's own
   * when absent. Never take one from the address bar: a link could then send the
   * reader's cookies anywhere.
   */
  readonly allowedOrigins?: readonly string[];
}

/**
 * The bytes behind a URL. Cookies go to the page's own origin alone.
 *
 * @throws AssetError that names the path but never the query, which may hold a token.
 */
export async function download(
  url: URL | string,
  { signal, allowedOrigins = ownOrigin() }: DownloadOptions,
): Promise<ByteSource> {
  const target = resolve(url);
  const name = nameOf(target);
  if (!allowedOrigins.includes(target.origin)) {
    throw new AssetError('The address lies on an origin that this page may not fetch from.', {
      file: name,
      remedy: 'Ask the host to allow the origin, or download the file and open it.',
    });
  }
  try {
    const response = await fetch(target, { signal, credentials: 'same-origin' });
    if (response.url && !allowedOrigins.includes(new URL(response.url).origin)) {
      throw new Error('redirected to another origin');
    }
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    return memorySource(new Uint8Array(await response.arrayBuffer()), name);
  } catch (cause) {
    signal?.throwIfAborted();
    const why = cause instanceof Error && cause.message.startsWith('HTTP') ? ` (${cause.message})` : '';
    throw new AssetError(`The file could not be fetched${why}.`, {
      file: name,
      remedy: 'Check the address and that its server allows this page (CORS).',
      cause,
    });
  }
}

function resolve(url: URL | string): URL {
  try {
    return new URL(url, globalThis.location?.href);
  } catch (cause) {
    throw new AssetError('The address is no URL.', { remedy: 'Give an absolute URL.', cause });
  }
}

function ownOrigin(): string[] {
  return globalThis.location ? [globalThis.location.origin] : [];
}

/** Last part of the path, for messages; of other schemes the path may be the content itself. */
function nameOf({ protocol, pathname }: URL): string {
  if (!protocol.startsWith('http')) return `${protocol} address`;
  const last = pathname.split('/').filter(Boolean).at(-1) ?? '';
  try {
    return decodeURIComponent(last) || 'file';
  } catch {
    return last;
  }
}
