/** `npm test`: everything that must hold before a change lands, and one line that adds it up. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { requireBrowser } from './browser.mjs';
import { install } from './install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const totals = { passed: 0, failed: 0 };

function step(name, command, args, env = {}) {
  process.stdout.write(`\n── ${name}\n`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/** A check without tests of its own counts as one. */
function check(name, bin, ...args) {
  const held = step(name, `node_modules/.bin/${bin}`, args);
  totals[held ? 'passed' : 'failed'] += 1;
}

/** A runner that writes `{ passed, failed }` where it is told to. */
function runner(name, command, ...args) {
  const summary = `${root}dist/.summary.json`;
  rmSync(summary, { force: true });
  const held = step(name, command, args, { VERITOME_SUMMARY: summary });
  const counts = existsSync(summary) ? JSON.parse(readFileSync(summary, 'utf8')) : { passed: 0, failed: 0 };
  totals.passed += counts.passed;
  totals.failed += counts.failed + (!held && counts.failed === 0 ? 1 : 0);
}

const started = Date.now();
install();
process.env.CHROME_PATH = requireBrowser();
// Built while the sources are looked at: neither needs the other.
const building = spawn(process.execPath, ['.config/build.mjs'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
const built = once(building, 'close');
check('Types', 'tsc', '-p', '.');
check('Format and lint', 'biome', 'check', '--error-on-warnings');
check('Floors', 'depcruise', '--config', '.config/dependency-cruiser.cjs', 'src');
process.stdout.write('\n── Build\n');
const [status] = await built;
if (status !== 0) throw new Error(`The build ended with ${status}.`);
runner('Node tests', process.execPath, '.config/nodeTests.mjs');
runner('Browser tests', 'node_modules/.bin/wtr', '--config', '.config/web-test-runner.config.mjs');
process.stdout.write(`\n${Math.round((Date.now() - started) / 1000)} s\n`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
process.exitCode = totals.failed > 0 ? 1 : 0;
