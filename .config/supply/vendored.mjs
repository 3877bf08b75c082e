/**
 * Code of others that the build copies into `dist/assets/` as it is: what each file is made
 * of, and the bytes that were looked at. A file that changes stops the build until somebody
 * has looked again: `node .config/supply/vendored.mjs --pin`.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { root } from './packages.mjs';

const PINS = `${root}.config/supply/vendored.json`;

/** What ONNX Runtime's own notices list of what is linked into its wasm. */
const IN_ORT = [
  'onnx (Apache-2.0)',
  'protobuf (BSD-3-Clause)',
  'abseil (Apache-2.0)',
  'Eigen (MPL-2.0)',
  'flatbuffers (Apache-2.0)',
  'RE2 (BSD-3-Clause)',
  'SafeInt (MIT)',
  'GSL (MIT)',
  'date (MIT)',
  'mp11 (BSL-1.0)',
  'nlohmann json (MIT)',
  'Emscripten runtime (MIT)',
];
const ORT = { package: 'onnxruntime-web', licence: 'MIT', contains: IN_ORT };
const TFJS = {
  package: '@tensorflow/tfjs-backend-wasm',
  licence: 'Apache-2.0',
  contains: ['XNNPACK (BSD-3-Clause)', 'Emscripten runtime (MIT)'],
};
const codec = (name, ...contains) => ({
  package: `@cornerstonejs/${name}`,
  licence: 'MIT',
  contains: [...contains, 'Emscripten runtime (MIT)'],
});

/** Files below `node_modules/`. */
export const VENDORED = {
  'onnxruntime-web/dist/ort.wasm.bundle.min.mjs': ORT,
  'onnxruntime-web/dist/ort.webgpu.bundle.min.mjs': ORT,
  'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm': ORT,
  'onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm': ORT,
  '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm': TFJS,
  ...files('codec-charls', 'charlswasm_decode', 'CharLS (BSD-3-Clause)'),
  ...files(
    'codec-libjpeg-turbo-8bit',
    'libjpegturbowasm_decode',
    'libjpeg-turbo (IJG AND BSD-3-Clause AND Zlib)',
  ),
  ...files('codec-openjpeg', 'openjpegwasm_decode', 'OpenJPEG (BSD-2-Clause)'),
  ...files('codec-openjph', 'openjphjs', 'OpenJPH (BSD-2-Clause)'),
};

function files(name, file, ...contains) {
  const made = codec(name, ...contains);
  return Object.fromEntries(
    ['js', 'wasm'].map((end) => [`@cornerstonejs/${name}/dist/${file}.${end}`, made]),
  );
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

export const pins = () => JSON.parse(readFileSync(PINS, 'utf8'));

/** Bytes of a file below `node_modules/`; throws when they are not those that were looked at. */
export function vendored(name) {
  const bytes = readFileSync(`${root}node_modules/${name}`);
  if (pins()[name] !== sha256(bytes)) {
    throw new Error(
      `${name} is not the file that was looked at. Look at what changed, then run node .config/supply/vendored.mjs --pin.`,
    );
  }
  return bytes;
}

if (process.argv[1]?.endsWith('vendored.mjs')) {
  const found = Object.fromEntries(
    Object.keys(VENDORED).map((name) => [name, sha256(readFileSync(`${root}node_modules/${name}`))]),
  );
  if (process.argv.includes('--pin')) writeFileSync(PINS, `${JSON.stringify(found, undefined, 2)}\n`);
  else for (const name of Object.keys(found)) vendored(name);
}
