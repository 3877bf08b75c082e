/**
 * Runs a model that somebody brought in a process of its own, which is ended when it takes too
 * long or too much memory: a network that computes cannot be interrupted from within.
 *
 * @module
 */
import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { isVeritomeError } from '../errors.js';
import { LIMITS } from '../onnx/limits.js';
import { refusal } from '../onnx/refusal.js';
import { checkModel, type SuppliedFiles } from '../pipeline/supplied/checkModel.js';
import { type Trial, tryModel } from '../pipeline/supplied/tryModel.js';
import { reviveError, type WireError, wireError } from '../wireError.js';

/** Set in the process that tries a model instead of reading arguments. */
const PROBE = 'VERITOME_MODEL_PROBE';
/** Of the process: what a run may take, twice (the runtime copies weights), and the program itself. */
const MOST_RESIDENT = 2 * LIMITS.memoryBytes + 512 * 2 ** 20;
/** How often its memory is looked at, in ms. */
const EVERY = 100;

type Reply = { readonly trial?: Trial; readonly error?: WireError };

/** True in a process that {@link probeModel} started. */
export function isProbe(): boolean {
  return process.env[PROBE] === '1' && process.send !== undefined;
}

/** Tries a model apart; throws a ModelError with the reason for which it failed or was ended. */
export async function probeModel(
  files: SuppliedFiles,
  { seconds = LIMITS.openSeconds }: { seconds?: number } = {},
): Promise<Trial> {
  const child = fork(process.argv[1], [], {
    env: { ...process.env, [PROBE]: '1' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const timers: ReturnType<typeof setInterval>[] = [];
  try {
    return await new Promise<Trial>((resolve, reject) => {
      child.on('message', ({ trial, error }: Reply) => {
        if (trial) resolve(trial);
        else reject(error ? reviveError(error) : refusal('runtime', 'the process that tried it ended'));
      });
      child.on('error', reject);
      child.on('exit', () => reject(refusal('runtime', 'the process that tried it ended')));
      timers.push(
        setTimeout(
          () => reject(refusal('too-slow', `it took more than ${seconds} s to open`)),
          1000 * seconds,
        ),
        setInterval(async () => {
          if ((await residentBytes(child.pid)) > MOST_RESIDENT) {
            reject(
              refusal('too-much-memory', `it took more than ${Math.round(MOST_RESIDENT / 2 ** 20)} MiB`),
            );
          }
        }, EVERY),
      );
      child.send({ files });
    });
  } finally {
    for (const timer of timers) clearInterval(timer);
    child.kill('SIGKILL');
  }
}

/** Resident memory where the system tells it (Linux); elsewhere 0, and the runtime's own bound of 4 GiB holds. */
async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return 1024 * Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
}

/** Tries the one model that is sent. */
export async function serveProbe(): Promise<void> {
  const { files } = await new Promise<{ files: SuppliedFiles }>((resolve) =>
    process.once('message', resolve),
  );
  const reply = await answer(files);
  await new Promise<void>((resolve) => process.send?.(reply, () => resolve()));
  process.disconnect?.();
}

async function answer(files: SuppliedFiles): Promise<Reply> {
  try {
    const { model } = await checkModel(files);
    return { trial: await tryModel(model) };
  } catch (error) {
    if (isVeritomeError(error)) return { error: wireError(error) };
    return { error: wireError(refusal('runtime', error instanceof Error ? error.message : String(error))) };
  }
}
