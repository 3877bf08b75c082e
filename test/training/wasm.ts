/** TensorFlow.js on its wasm backend, from the build's own assets. */
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

export async function useWasm(folder = 'dist/assets/runtime/'): Promise<void> {
  const binary = `${folder}tfjs-backend-wasm-simd.wasm`;
  // All three have to be named, whichever is taken.
  setWasmPaths({
    'tfjs-backend-wasm.wasm': binary,
    'tfjs-backend-wasm-simd.wasm': binary,
    'tfjs-backend-wasm-threaded-simd.wasm': binary,
  });
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  await tf.ready();
}
