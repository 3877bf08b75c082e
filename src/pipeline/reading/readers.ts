/**
 * Where files are read and pixels looked at: on a page in workers, else in this thread.
 *
 * @module
 */
import { bytesOf } from '../../loaders/contents.js';
import type { VerifyLayers } from '../verify/layers.js';
import type { JudgingReader } from './judgedFile.js';
import { workerCount } from './workerCount.js';

/** Files that wait in the queue, so that no worker waits for the page. */
const AHEAD = 2;

/** The reader of this host. */
export function defaultReader(): JudgingReader {
  if (typeof Worker === 'undefined') return here;
  return {
    width: workerCount() + AHEAD,
    read: async (...given) => (await import('./pageReaders.js')).readInWorker(...given),
  };
}

/** The layers of the gate on this host. */
export async function gateLayers(): Promise<VerifyLayers> {
  const { layers } = await import('../verify/layers.js');
  if (typeof Worker === 'undefined') return layers;
  return {
    ...layers,
    detectMark: async (...given) => (await import('./pageReaders.js')).lookInWorker(...given),
  };
}

/** Reads in this thread, one file after another. */
const here: JudgingReader = {
  width: 1,
  async read(file) {
    const { readJudged } = await import('./judgedFile.js');
    return readJudged(await bytesOf(file), file.name);
  },
};
