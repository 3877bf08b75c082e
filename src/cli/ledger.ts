/** `veritome ledger`: is the log of what was generated whole and unchanged? */
import { readFile } from 'node:fs/promises';
import { ArgumentError, OutputError } from '../errors.js';
import { verifyLedger } from '../pipeline/ledger.js';
import { readArguments } from './arguments.js';
import { say } from './console.js';
import { EXIT, type Exit } from './exit.js';

export async function ledgerCommand(args: string[]): Promise<Exit> {
  const { values, positionals } = readArguments('ledger', args, { json: { type: 'boolean' } });
  if (positionals.length > 1) {
    throw new ArgumentError('ledger takes one file.', { remedy: 'See veritome --help.' });
  }
  const [file] = positionals;
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new OutputError('The ledger cannot be read.', { file, remedy: 'Check the path.', cause });
  });
  const { ok, entries, head, broken } = await verifyLedger(text);
  if (values.json) say(JSON.stringify({ file, ok, entries, head, broken }));
  else if (ok) say(`${file}: the chain of ${entries} entries holds. Last: ${head ?? 'none'}.`);
  else if (broken?.what === 'changed') say(`${file}: entry ${broken.index} was changed.`);
  else say(`${file}: entries are missing or out of order at ${broken?.index}.`);
  return ok ? EXIT.done : EXIT.altered;
}
