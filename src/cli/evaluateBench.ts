/**
 * Spreads the tasks of an evaluation over processes: onnxruntime computes with one
 * thread in Node.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { deserialize, serialize } from 'node:v8';
import { createMemory, type Store } from '../pipeline/evaluate/memory.js';
import { openSubject } from '../pipeline/evaluate/subject.js';
import { type Finding, runTask, type Task } from '../pipeline/evaluate.js';
import { readCohort } from './cohort.js';

/** What every process needs to know. */
export interface BenchRequest {
  readonly model: string;
  readonly data: readonly string[];
  readonly cache: string | undefined;
  readonly seed: number | undefined;
  readonly strength: number | undefined;
}

type ToBench = { readonly request: BenchRequest } | { readonly task: Task };
type FromBench = { readonly finding?: Finding; readonly error?: string };

/** Set in processes that serve tasks instead of reading arguments. */
const BENCH = 'VERITOME_EVALUATE_BENCH';

/** True in a process that {@link runTasks} started. */
export function isBench(): boolean {
  return process.env[BENCH] === '1' && process.send !== undefined;
}

/** Runs all tasks in `count` processes (two unless given, or as many as there are cores). */
export async function runTasks(
  tasks: readonly Task[],
  request: BenchRequest,
  count: number | undefined,
  report: (done: number) => void,
): Promise<Finding[]> {
  const benches = Math.max(1, Math.min(count ?? 2, availableParallelism(), tasks.length));
  const findings: Finding[] = [];
  let next = 0;
  let done = 0;
  report(0);
  const children: ChildProcess[] = [];
  const serve = () =>
    new Promise<void>((resolve, reject) => {
      const child = fork(process.argv[1], [], {
        env: { ...process.env, [BENCH]: '1' },
        serialization: 'advanced',
      });
      children.push(child);
      const give = () => {
        if (next < tasks.length) child.send({ task: tasks[next++] } satisfies ToBench);
        else child.disconnect();
      };
      child.on('message', ({ finding, error }: FromBench) => {
        if (error !== undefined) return reject(new Error(error));
        if (finding) {
          findings.push(finding);
          report(++done);
        }
        give();
      });
      child.on('error', reject);
      child.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error('An evaluation process ended.')),
      );
      child.send({ request } satisfies ToBench);
    });
  try {
    await Promise.all(Array.from({ length: benches }, serve));
  } finally {
    for (const child of children) child.kill();
  }
  return findings;
}

/** Serves tasks until the parent hangs up. */
export async function serveTasks(): Promise<void> {
  let bench: Parameters<typeof runTask>[1] | undefined;
  const answer = async (message: ToBench): Promise<FromBench> => {
    if ('request' in message) {
      const { model, data, cache, seed = 1, strength } = message.request;
      const [subject, cohort] = [await openSubject(model, { strength }), await readCohort(data)];
      bench = {
        subject,
        cohort,
        seed,
        memory: createMemory(cache === undefined ? undefined : folderStore(cache)),
      };
      return {};
    }
    return { finding: await runTask(message.task, bench!) };
  };
  await new Promise<void>((resolve) => {
    process.on('message', (message: ToBench) => {
      answer(message).then(
        (reply) => process.send?.(reply),
        (error) =>
          process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
    });
    process.on('disconnect', resolve);
  });
  bench?.subject.close();
}

/** Values as files of a folder, named by the hash of their key. */
function folderStore(folder: string): Store {
  const at = (key: string) =>
    join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.v8`);
  return {
    async read(key) {
      const bytes = await readFile(at(key)).catch(() => undefined);
      return bytes && deserialize(bytes);
    },
    async write(key, value) {
      await mkdir(folder, { recursive: true });
      const partial = `${at(key)}.${process.pid}.part`;
      await writeFile(partial, serialize(value));
      await rename(partial, at(key));
    },
  };
}
