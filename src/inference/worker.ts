/**
 * The worker's side: one engine, one message at a time. To cancel, the page ends
 * the worker; that also gives the wasm memory back, which never shrinks by itself.
 *
 * @module
 */
import { InferenceError, isVeritomeError } from '../errors.js';
import { type WireError, wireError } from '../wireError.js';
import { type Engine, openEngine } from './engine.js';
import { weigh } from './guard.js';
import type { FromWorker, ToWorker } from './protocol.js';
import { openSynthesiser, type Synthesiser } from './synthesiser.js';

let engine: Engine | undefined;
let synthesiser: Synthesiser | undefined;

self.addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
  try {
    if ('open' in data) {
      engine = await openEngine(data.open);
      post({ id: data.id, opened: engine.execution() });
    } else if ('openGenerator' in data) {
      synthesiser = await openSynthesiser(data.openGenerator);
      post({ id: data.id, opened: synthesiser.execution() });
    } else if ('synthesis' in data) {
      if (!synthesiser) throw new InferenceError('No generator is open.', { remedy: 'Open one first.' });
      const synthesised = await synthesiser.make(data.synthesis);
      post({ id: data.id, synthesised }, [synthesised.values.buffer]);
    } else if ('guard' in data) {
      post({ id: data.id, finding: weigh(data.guard) });
    } else if (!engine) {
      throw new InferenceError('No model is open.', { remedy: 'Open one first.' });
    } else if ('between' in data) {
      const made = await engine.interpolate(data.between);
      post({ id: data.id, made }, [made.values.buffer]);
    } else {
      const answer = await engine.denoise(data.slice);
      post(
        { id: data.id, answer },
        answer.ends.map(({ buffer }) => buffer),
      );
    }
  } catch (error) {
    post({ id: data.id, error: wire(error) });
  }
});

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

function wire(error: unknown): WireError {
  if (isVeritomeError(error)) return wireError(error);
  const message = error instanceof Error ? error.message : String(error);
  return wireError(new InferenceError(message, { remedy: 'Run it again; if it stays, report it.' }));
}
