// A static server for a released OHIF with Veritome beside it and the archive behind it. No nginx
// and no container: Node alone. All on one origin, so that no page needs CORS or the archive's password.
//
//   OHIF      folder with OHIF's index.html                  package/dist
//   VERITOME  folder that `veritome embed` wrote             public/veritome
//   CONFIG    OHIF's configuration                           app-config.js
//   DICOMWEB  the archive   http://user:password@127.0.0.1:8042/dicom-web
//   PORT      3000
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { dicomwebProxy } from 'veritome/proxy';

const {
  OHIF = 'package/dist',
  VERITOME = 'public/veritome',
  CONFIG = 'app-config.js',
  DICOMWEB = 'http://127.0.0.1:8042/dicom-web',
  PORT = '3000',
} = process.env;

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

// The first two isolate the page: the runtime may use several threads.
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

const target = new URL(DICOMWEB);
const sign = decodeURIComponent(`${target.username}:${target.password}`);
target.username = '';
target.password = '';
const proxy = dicomwebProxy({
  target: target.href,
  prefix: '/dicom-web',
  headers: sign === ':' ? {} : { authorization: `Basic ${Buffer.from(sign).toString('base64')}` },
});

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname.startsWith('/dicom-web/')) {
    archive(request, response).catch(() => response.destroy());
    return;
  }
  const file = fileOf(pathname);
  if (!file || !['GET', 'HEAD'].includes(request.method)) {
    response.writeHead(file ? 405 : 404, HEADERS).end();
    return;
  }
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': statSync(file).size });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
});

// OHIF's routes are addresses without a file: its page answers them.
function fileOf(pathname) {
  if (pathname === '/app-config.js') return resolve(CONFIG);
  if (pathname.startsWith('/veritome/')) return inside(VERITOME, pathname.slice('/veritome/'.length));
  return inside(OHIF, pathname) ?? (extname(pathname) ? undefined : inside(OHIF, 'index.html'));
}

function inside(folder, path) {
  const root = resolve(folder);
  const file = normalize(join(root, decodeURIComponent(path)));
  return file.startsWith(root + sep) && statSync(file, { throwIfNoEntry: false })?.isFile()
    ? file
    : undefined;
}

async function archive(incoming, outgoing) {
  const { method = 'GET' } = incoming;
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  const body = method === 'POST' ? Readable.toWeb(incoming) : undefined;
  const url = new URL(incoming.url, 'http://localhost');
  const answer = await proxy(new Request(url, { method, headers, body, duplex: 'half' }));
  outgoing.writeHead(answer.status, { ...Object.fromEntries(answer.headers), ...HEADERS });
  if (answer.body) Readable.fromWeb(answer.body).pipe(outgoing);
  else outgoing.end();
}

server.listen(Number(PORT), '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}/\n`);
});
