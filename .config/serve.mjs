/** A static server on 127.0.0.1 for the workbench: isolated, strict CSP, no listing, GET and HEAD only. */
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** URL prefix to folder; the first that fits. */
const MOUNTS = [
  ['/assets/', join(root, 'dist/assets')],
  ['/sample-dicom/', join(root, 'sample-dicom')],
  ['/', join(root, 'dist/demo')],
];

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.dcm': 'application/dicom',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // `default` is made in the inference worker alone, for the threads of its runtime.
  "require-trusted-types-for 'script'",
  'trusted-types veritome lit-html default',
].join('; ');

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

function locate(path) {
  const [prefix, folder] = MOUNTS.find(([start]) => path.startsWith(start));
  const file = normalize(join(folder, decodeURIComponent(path.slice(prefix.length)) || 'index.html'));
  return file.startsWith(folder + sep) && statSync(file, { throwIfNoEntry: false })?.isFile()
    ? file
    : undefined;
}

/** Serves until closed; resolves with the server and its URL. Port 0 takes any free one. */
export function serve(port) {
  const server = createServer((request, response) => {
    let file;
    try {
      file = locate(new URL(request.url, 'http://localhost').pathname);
    } catch {
      file = undefined;
    }
    if (!file || !['GET', 'HEAD'].includes(request.method)) {
      response.writeHead(file ? 405 : 404, HEADERS).end();
      return;
    }
    response.writeHead(200, {
      ...HEADERS,
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Length': statSync(file).size,
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve({ server, url: `http://127.0.0.1:${server.address().port}/` }),
    );
  });
}
