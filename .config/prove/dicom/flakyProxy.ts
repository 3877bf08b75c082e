/** A way to an archive on which things go wrong, as they do: drops, 500s, 429s, answers cut off. */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one request. */
export type Mishap = 'none' | 'drop' | '500' | '429' | 'cut';

/** One request as it came: for what must not be in it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly mishap: Mishap;
}

export interface FlakyProxy {
  readonly root: string;
  readonly seen: Seen[];
  close(): void;
}

/**
 * Passes requests on to `target`.
 *
 * @param fate of the n-th request, from 0.
 */
export async function flakyProxy(
  target: string,
  fate: (n: number, path: string, method: string) => Mishap,
): Promise<FlakyProxy> {
  const base = new URL(target);
  const seen: Seen[] = [];
  const server: Server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    const method = incoming.method ?? 'GET';
    const mishap = fate(seen.length, path, method);
    seen.push({ method, path, authorization: incoming.headers.authorization, mishap });
    if (mishap === 'drop') {
      incoming.socket.destroy();
      return;
    }
    if (mishap === '500' || mishap === '429') {
      incoming.resume();
      outgoing.writeHead(Number(mishap), mishap === '429' ? { 'retry-after': '0' } : {}).end('busy');
      return;
    }
    const onward = request(
      {
        host: base.hostname,
        port: base.port,
        path,
        method,
        headers: { ...incoming.headers, host: base.host },
      },
      (answer) => {
        if (mishap !== 'cut') {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
          return;
        }
        const pieces: Buffer[] = [];
        answer.on('data', (piece) => pieces.push(piece));
        answer.on('end', () => {
          const whole = Buffer.concat(pieces);
          const { 'content-length': _, ...headers } = answer.headers;
          // The connection ends as if all were well: only what is missing tells.
          outgoing.writeHead(answer.statusCode ?? 502, headers);
          outgoing.end(whole.subarray(0, Math.floor(whole.length * 0.55)));
        });
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    root: `http://127.0.0.1:${port}${base.pathname}`,
    seen,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
