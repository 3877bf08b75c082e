/** Finds a Chromium-like browser for tests and screenshots; on Debian as root it can be installed. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';

const CANDIDATES = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((root) => [
    `${process.env[root]}\\Google\\Chrome\\Application\\chrome.exe`,
    `${process.env[root]}\\Microsoft\\Edge\\Application\\msedge.exe`,
  ]),
};

/** Keeps a headless browser off the network, and gives it a software WebGPU adapter. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--enable-unsafe-swiftshader',
];

/** Path of an installed browser, or undefined. `CHROME_PATH` comes first. */
export function findBrowser() {
  const wanted = process.env.CHROME_PATH;
  if (wanted) return wanted;
  return CANDIDATES[process.platform]?.find((path) => existsSync(path));
}

function isDebian() {
  return (
    existsSync('/etc/os-release') &&
    /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

/** Installs Debian packages where that is possible: Debian, as root. Returns whether it was tried. */
export function installDebianPackages(...packages) {
  if (!isDebian() || process.getuid?.() !== 0) return false;
  const run = (...args) =>
    execFileSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  run('-qq', 'update');
  run('-qq', 'install', '-y', '--no-install-recommends', ...packages);
  return true;
}

/** A browser, installed if need be; throws one clear sentence where there is none. */
export function requireBrowser() {
  const found = findBrowser();
  if (found) return found;
  if (installDebianPackages('chromium')) {
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error('No browser found: install Chromium, Chrome or Edge, or set CHROME_PATH to one.');
}
