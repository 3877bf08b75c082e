/** Pages of several origins: each a server on a port of its own, on this machine alone. */

import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

export interface Served {
  readonly origin: string;
  /** Paths that were asked for. */
  readonly asked: string[];
  close(): void;
}

/** What is given for a path: bytes of memory, or of a file below a folder. */
export type Given = string | Uint8Array | (() => string) | { readonly folder: string };

export interface Site {
  /** By the start of the path; the first that fits. A path that ends with `/` is a folder. */
  readonly at: readonly (readonly [string, Given])[];
  readonly headers: (path: string) => Readonly<Record<string, string>>;
}

/** Serves a site that may be told the origin it has got. */
export function serveSite(siteOf: (origin: string) => Site): Promise<Served> {
  const asked: string[] = [];
  let site: Site;
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    asked.push(path);
    const body = bodyOf(site, path);
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, {
        'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
        'X-Content-Type-Options': 'nosniff',
        ...site.headers(path),
      })
      .end(body);
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
      site = siteOf(origin);
      resolve({ origin, asked, close: () => server.close() });
    }),
  );
}

function bodyOf({ at }: Site, path: string): string | Uint8Array | undefined {
  const [start, given] =
    at.find(([name]) => (name.endsWith('/') ? path.startsWith(name) : path === name)) ?? [];
  if (start === undefined || given === undefined) return undefined;
  if (typeof given === 'function') return given();
  if (typeof given === 'string' || given instanceof Uint8Array) return given;
  const file = normalize(join(given.folder, path.slice(start.length)));
  const inside = file.startsWith(normalize(given.folder) + sep);
  return inside && statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file) : undefined;
}
