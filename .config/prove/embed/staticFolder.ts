/** A server that hands out the files of a folder and knows nothing else, with a strict policy and its reports kept. */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
// @ts-expect-error plain scripts without types
import { CONTENT_SECURITY_POLICY } from '../../serve.mjs';

export interface StaticFolder {
  readonly url: string;
  /** What browsers reported to the policy's address. */
  readonly reports: string[];
  /** Paths that were asked for and are not in the folder. */
  readonly missing: string[];
  /** With the headers that let wasm run on several threads. */
  isolated: boolean;
  close(): void;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export async function serveFolder(folder: string): Promise<StaticFolder> {
  const reports: string[] = [];
  const missing: string[] = [];
  const served = { isolated: false };
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      bodyOf(request).then((body) => {
        reports.push(body);
        response.writeHead(204).end();
      });
      return;
    }
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
    const there = file.startsWith(folder + sep) && statSync(file, { throwIfNoEntry: false })?.isFile();
    if (!there) missing.push(path);
    response.writeHead(there ? 200 : 404, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; report-uri /policy-reports`,
      'Cache-Control': 'no-store',
      ...(served.isolated ? ISOLATION : {}),
    });
    if (there) createReadStream(file).pipe(response);
    else response.end();
  });
  return {
    url: `${await listening(server)}/`,
    reports,
    missing,
    set isolated(on: boolean) {
      served.isolated = on;
    },
    get isolated() {
      return served.isolated;
    },
    close: () => server.close(),
  };
}

/** A proxy that lets nothing through: what a browser wants beyond this machine is written down. */
export async function refuseAll(): Promise<{
  readonly url: string;
  readonly asked: string[];
  close(): void;
}> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  return { url: await listening(server), asked, close: () => server.close() };
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
