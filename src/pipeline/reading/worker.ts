/**
 * The worker of a page. It answers one message after another; a file that takes too long
 * costs the worker its life, and nothing else.
 *
 * @module
 */
import { configureAssets } from '../../registry/assets.js';
import { answer } from './answer.js';
import type { FromReader, ToReader } from './protocol.js';

let turn = Promise.resolve();

self.addEventListener('message', ({ data }: MessageEvent<ToReader>) => {
  if ('setUp' in data) {
    configureAssets(data.setUp);
    post({ ready: true });
    return;
  }
  turn = turn.then(async () => {
    const { message, transfer } = await answer(data, post);
    try {
      post(message, transfer);
    } catch {
      // Memory of a wasm instance does not leave: then it is copied.
      post(message);
    }
  });
});

function post(message: FromReader, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
