/**
 * A ledger in a file, one JSON object a line: the command's `--ledger FILE`. Several
 * commands may write to it at once; a lock beside it lets one at a time.
 *
 * @module
 */
import { appendFile, open, readFile, rm, stat } from 'node:fs/promises';
import { OutputError } from '../errors.js';
import { type Ledger, type LedgerStore, openLedger } from '../pipeline/ledger.js';
import { LEDGER_SCHEMA, type LedgerCopy, newSalt, parseLedger } from '../provenance/ledger.js';

const WAIT_MS = 20;
/** A lock of this age was left by a command that was killed. */
const STALE_MS = 30_000;
const PATIENCE_MS = 60_000;

/** The ledger that `--ledger` names; undefined where it was not given: nothing is logged unasked. */
export async function ledgerOption(path: string | undefined): Promise<Ledger | undefined> {
  return path === undefined ? undefined : openLedger(await fileStore(path));
}

/** The ledger in `path`, made if need be. */
export async function fileStore(path: string): Promise<LedgerStore> {
  await withLock(path, async () => {
    const text = await textOf(path);
    if (text === undefined)
      await appendFile(path, `${JSON.stringify({ schema: LEDGER_SCHEMA, salt: newSalt() })}\n`);
    else parseLedger(text);
  });
  const read = async (): Promise<LedgerCopy> => parseLedger((await textOf(path)) ?? '');
  return {
    read,
    salt: async () => (await read()).salt,
    last: async () => (await read()).entries.at(-1),
    add: (entry) =>
      withLock(path, async () => {
        const { entries } = await read();
        if (entries.length !== entry.index) return false;
        await appendFile(path, `${JSON.stringify(entry)}\n`);
        return true;
      }),
    find: async (hash) => (await read()).entries.find(({ hashes }) => hashes.includes(hash)),
  };
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unwritable(path, error);
  }
}

async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await (await open(lock, 'wx')).close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || Date.now() > until)
        throw unwritable(path, error);
      const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > STALE_MS) await rm(lock, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

function unwritable(file: string, cause: unknown): OutputError {
  return new OutputError('The ledger cannot be read or written.', {
    file,
    attribute: '--ledger',
    remedy: `Check the rights of its folder; remove ${file}.lock if no command runs.`,
    cause,
  });
}
