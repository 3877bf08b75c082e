/** Browser tests in the installed Chromium: isolated, so that wasm threads run as on the served page. */
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { findBrowser } from './browser.mjs';

const isolation = (context, next) => {
  context.set('Cross-Origin-Opener-Policy', 'same-origin');
  context.set('Cross-Origin-Embedder-Policy', 'require-corp');
  return next();
};

const mime = {
  name: 'mime',
  resolveMimeType(context) {
    if (context.path.endsWith('.wasm')) return 'application/wasm';
    if (/\.(onnx|dcm|zip)$/.test(context.path)) return 'application/octet-stream';
    return undefined;
  },
};

/** cornerstone-core and dicom-parser ship UMD only; served as modules they need a `module` to fill. */
const umd = {
  name: 'umd',
  transform(context) {
    if (!/node_modules\/(cornerstone-core|dicom-parser)\/dist\/[^/]+\.js$/.test(context.path))
      return undefined;
    return {
      body: `const module={exports:{}};let exports=module.exports;const require=()=>({});\n${context.body}\n;export default module.exports;`,
    };
  },
};

export default {
  rootDir: new URL('..', import.meta.url).pathname,
  files: 'test/**/*.browser.test.ts',
  nodeResolve: { exportConditions: ['production'] },
  concurrency: 1,
  testsStartTimeout: 120000,
  testsFinishTimeout: 300000,
  browserStartTimeout: 90000,
  testFramework: { config: { timeout: 60000 } },
  middleware: [isolation],
  plugins: [mime, umd, esbuildPlugin({ ts: true, json: true, tsconfig: 'tsconfig.json', target: 'es2022' })],
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: findBrowser(),
        headless: true,
        args: [
          '--no-sandbox',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--enable-unsafe-webgpu',
          '--enable-unsafe-swiftshader',
        ],
      },
    }),
  ],
};
