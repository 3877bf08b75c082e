/** Browser tests in the installed Chromium: isolated, so that wasm threads run as on the served page. */
import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { BROWSER_FLAGS, findBrowser } from './browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const isolation = (context, next) => {
  context.set('Cross-Origin-Opener-Policy', 'same-origin');
  context.set('Cross-Origin-Embedder-Policy', 'require-corp');
  return next();
};

/** The corpora beside the repository, under `/shared/`; 404 where they are absent. */
const shared = (context, next) => {
  if (!context.path.startsWith('/shared/')) return next();
  const file = join(root, '..', normalize(decodeURIComponent(context.path)));
  context.type = 'application/octet-stream';
  if (existsSync(file)) context.body = createReadStream(file);
  else context.status = 404;
  return undefined;
};

const mime = {
  name: 'mime',
  resolveMimeType(context) {
    if (context.path.endsWith('.wasm')) return 'application/wasm';
    if (/\.(onnx|dcm|zip)$/.test(context.path)) return 'application/octet-stream';
    return undefined;
  },
};

/** These ship UMD or CommonJS only; served as modules they need a `module` to fill. */
const umd = {
  name: 'umd',
  transform(context) {
    if (
      !/node_modules\/(cornerstone-core\/dist|dicom-parser\/dist|jpeg-js\/lib)\/[^/]+\.js$/.test(context.path)
    )
      return undefined;
    return {
      body: `const module={exports:{}};let exports=module.exports;const require=()=>({});\n${context.body}\n;export default module.exports;`,
    };
  },
};

const tally = (suite) => [...suite.tests, ...suite.suites.flatMap((inner) => tally(inner))];

/** Counts for `npm test`; a file that fails to load counts as one failure. */
const summary = {
  onTestRunFinished({ sessions }) {
    const tests = sessions.flatMap(({ testResults }) => (testResults ? tally(testResults) : []));
    const broken = sessions.filter(
      ({ passed, testResults }) =>
        !passed && !tally(testResults ?? { tests: [], suites: [] }).some((t) => !t.passed && !t.skipped),
    );
    const counts = {
      passed: tests.filter((t) => t.passed && !t.skipped).length,
      failed: tests.filter((t) => !t.passed && !t.skipped).length + broken.length,
    };
    if (process.env.VERITOME_SUMMARY) writeFileSync(process.env.VERITOME_SUMMARY, JSON.stringify(counts));
  },
};

export default {
  rootDir: root,
  files: 'test/**/*.browser.test.ts',
  nodeResolve: { exportConditions: ['production'] },
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: process.stdout.isTTY }),
    summary,
  ],
  concurrency: 1,
  testsStartTimeout: 120000,
  testsFinishTimeout: 300000,
  browserStartTimeout: 90000,
  testFramework: { config: { timeout: 60000 } },
  middleware: [isolation, shared],
  plugins: [mime, umd, esbuildPlugin({ ts: true, tsconfig: 'tsconfig.json', target: 'es2022' })],
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: findBrowser(),
        headless: true,
        args: BROWSER_FLAGS,
      },
    }),
  ],
};
