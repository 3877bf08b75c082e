/** When to ask again: exponential backoff with full jitter, so that many pages do not come back at once. */

const FIRST_MS = 300;
const LONGEST_MS = 8000;
/** A server may ask for more patience than a reader has. */
const MOST_PATIENCE_MS = 30_000;

export const attempts = {
  /** Milliseconds before attempt `n` + 1. */
  delay: (n: number): number => Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** n) + 50,
};

/** Milliseconds that a Retry-After asks for (RFC 9110 §10.2.3): seconds or a date. */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d{1,6}$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(MOST_PATIENCE_MS, Math.max(0, seconds * 1000)) : undefined;
}

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
