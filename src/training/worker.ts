/**
 * The worker's side: one run, ended with the worker, which also gives its memory back.
 *
 * @module
 */
import { isVeritomeError, TrainingError } from '../errors.js';
import { configureAssets } from '../registry/assets.js';
import { wireError } from '../wireError.js';
import type { FromTrainer, OpenRun, ToTrainer } from './protocol.js';
import { createService } from './service.js';

const service = createService((event) => {
  post({ event }, 'sheet' in event ? [event.sheet.values.buffer] : []);
});

self.addEventListener('message', async ({ data: { id, call, given } }: MessageEvent<ToTrainer>) => {
  try {
    if (call === 'open') configureAssets({ runtime: (given[0] as OpenRun).runtime });
    const carryOut = service[call] as (...values: readonly unknown[]) => Promise<unknown>;
    const answer = await carryOut(...given);
    post({ id, answer }, ArrayBuffer.isView(answer) ? [answer.buffer] : []);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const ours = isVeritomeError(error)
      ? error
      : new TrainingError(message, { remedy: 'Run it again; if it stays, report it.' });
    post({ id, error: wireError(ours) });
  }
});

function post(message: FromTrainer, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
