/**
 * A static server on 127.0.0.1 for the workbench: isolated, strict CSP, no listing, GET and HEAD
 * only; with a DICOMweb service behind `/dicom-web` where one is named.
 */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** URL prefix to folder; the first that fits. */
const MOUNTS = [
  ['/assets/', join(root, 'dist/assets')],
  ['/docs/', join(root, 'dist/docs')],
  ['/embed/', join(root, 'dist/embed')],
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
  '.txt': 'text/plain; charset=utf-8',
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

const headersOf = (policy) => ({
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
});
const HEADERS = headersOf(CONTENT_SECURITY_POLICY);

function locate(mounts, path) {
  const [prefix, folder] = mounts.find(([start]) => path.startsWith(start));
  const rest = decodeURIComponent(path.slice(prefix.length));
  const file = normalize(join(folder, /(^|\/)$/.test(rest) ? `${rest}index.html` : rest));
  return file.startsWith(folder + sep) && statSync(file, { throwIfNoEntry: false })?.isFile()
    ? file
    : undefined;
}

const DICOMWEB = '/dicom-web';

/**
 * Serves until closed; resolves with the server and its URL. Port 0 takes any free one.
 *
 * @param dicomweb root of a DICOMweb service, with user and password where it wants them:
 *   the page sees it as /dicom-web of its own origin, and learns neither.
 * @param mounts URL prefixes and their folders, for pages other than the workbench; the last is `/`.
 * @param policy for pages whose framework needs a name more in `trusted-types`.
 */
export async function serve(port, { dicomweb, mounts = MOUNTS, policy = CONTENT_SECURITY_POLICY } = {}) {
  const headers = headersOf(policy);
  const proxy = dicomweb && (await proxyTo(dicomweb));
  const server = createServer((request, response) => {
    if (proxy && request.url.startsWith(`${DICOMWEB}/`)) {
      pass(proxy, request, response).catch(() => response.destroy());
      return;
    }
    let file;
    try {
      file = locate(mounts, new URL(request.url, 'http://localhost').pathname);
    } catch {
      file = undefined;
    }
    if (!file || !['GET', 'HEAD'].includes(request.method)) {
      response.writeHead(file ? 405 : 404, headers).end();
      return;
    }
    const page = proxy && file.endsWith('index.html') && extname(file) === '.html';
    const body = page && withService(readFileSync(file, 'utf8'));
    response.writeHead(200, {
      ...headers,
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Length': body ? body.length : statSync(file).size,
    });
    if (request.method === 'HEAD') response.end();
    else if (body) response.end(body);
    else createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve({ server, url: `http://127.0.0.1:${server.address().port}/` }),
    );
  });
}

/** The page is told by its host, never by its address. */
function withService(html) {
  return Buffer.from(html.replace('<veritome-workbench', `<veritome-workbench dicomweb="${DICOMWEB}"`));
}

async function proxyTo(address) {
  const target = new URL(address);
  const sign = decodeURIComponent(`${target.username}:${target.password}`);
  const headers = sign === ':' ? {} : { authorization: `Basic ${Buffer.from(sign).toString('base64')}` };
  target.username = '';
  target.password = '';
  const built = pathToFileURL(join(root, 'dist/adapters/dicomwebProxy.js')).href;
  const { dicomwebProxy } = await import(built);
  return dicomwebProxy({ target: target.href, prefix: DICOMWEB, headers });
}

/** Node's request to the Web's, and its answer back. */
async function pass(proxy, incoming, outgoing) {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const method = incoming.method ?? 'GET';
  const body = ['GET', 'HEAD'].includes(method) ? undefined : Readable.toWeb(incoming);
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const url = new URL(incoming.url, 'http://127.0.0.1');
  const answer = await proxy(
    new Request(url, { method, headers, body, duplex: 'half', signal: gone.signal }),
  );
  outgoing.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    ...HEADERS,
    'Cache-Control': 'no-store',
  });
  if (!answer.body) outgoing.end();
  else
    Readable.fromWeb(answer.body)
      .on('error', () => outgoing.destroy())
      .pipe(outgoing);
}
