/**
 * The side of a run where it runs: opens its parts and carries out what it is asked.
 *
 * @module
 */
import { ArgumentError, TrainingError } from '../errors.js';
import { sha256 } from '../sha256.js';
import { openTrainingBackend, RUNTIME } from './backend.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { type DenoiserImages, denoiserLearner } from './denoiserLearner.js';
import { openGan } from './gan.js';
import { type GanImages, ganLearner } from './ganLearner.js';
import { knownAnswer } from './knownAnswer.js';
import type { Learner } from './learner.js';
import type { TrainingOptions } from './options.js';
import type { RunEvent } from './outbox.js';
import type { OpenRun, RunCalls } from './protocol.js';
import { Run } from './run.js';
import type { RunParts } from './runParts.js';
import { openDenoiserEngine } from './selfSupervised.js';

/** Opens what the options ask for on the backend that is set. */
async function openLearner(options: TrainingOptions, images: OpenRun['images']): Promise<Learner> {
  if (options.task === 'denoise') {
    const slices = images as DenoiserImages;
    return denoiserLearner(await openDenoiserEngine(options, slices.train, slices.heldOut), slices);
  }
  const { train } = images as GanImages;
  return ganLearner(await openGan(options, train), options, images as GanImages);
}

/**
 * A run that is yet to be opened.
 *
 * @param own parts that take the place of the usual ones, for tests.
 */
export function createService(
  tell: (event: RunEvent) => void,
  own: Partial<Pick<RunParts, 'openBackend'>> & { openLearner?: typeof openLearner } = {},
): RunCalls & { dispose(): void } {
  let opened: { run: Run; id: string; images: string } | undefined;
  const run = () => {
    if (opened) return opened.run;
    throw new TrainingError('No run is open.', { remedy: 'Open one first.' });
  };
  return {
    async open({ id, options, images, checkpoint }) {
      const fingerprint = await fingerprintOf(images);
      const from = checkpoint && (await readCheckpoint(checkpoint));
      if (from && from.images !== fingerprint) throw otherImages();
      const parts: RunParts = {
        options,
        openBackend: own.openBackend ?? openTrainingBackend,
        openLearner: (now) => (own.openLearner ?? openLearner)(now, images),
        tell,
      };
      opened = { run: await Run.open(parts, from), id, images: fingerprint };
      const { backend, learner } = run();
      const secondsPerStep = await run().trial();
      const state = await learner.state();
      return {
        device: { backend: backend.backend, device: backend.device, reason: backend.reason },
        runtime: RUNTIME,
        parameters: learner.parameters,
        secondsPerStep,
        bytes: Object.values(state).reduce((sum, { values }) => sum + values.byteLength, 0),
      };
    },
    start: async () => run().start(),
    halt: async (how) => run().halt(how),
    tune: async (change) => run().tune(change),
    extend: async (steps) => run().extend(steps),
    async checkpoint() {
      const { options } = run();
      const { id, images } = opened as NonNullable<typeof opened>;
      return writeCheckpoint({ id, options, images, ...(await run().standing()) });
    },
    model: async () =>
      run().between(async () => {
        const { learner } = run();
        return { ...(await learner.model()), check: await learner.check() };
      }),
    answer: async (...given) => knownAnswer(...given),
    tensors: async () => run().between(async () => run().learner.tensors()),
    loseDevice: async () => run().between(async () => run().backend.lose()),
    dispose: () => opened?.run.dispose(),
  };
}

/** Says whether two runs learn from the same images; tells nothing of them. */
async function fingerprintOf(images: OpenRun['images']): Promise<string> {
  const sets = [images.train, images.heldOut];
  const hashes = sets.map(({ values }) =>
    sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );
  return sha256(new TextEncoder().encode((await Promise.all(hashes)).join()));
}

function otherImages(): ArgumentError {
  return new ArgumentError('The checkpoint is of a run on other images.', {
    attribute: 'checkpoint',
    remedy: 'Open the series that the run was started on.',
  });
}
