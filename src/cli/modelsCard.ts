/** `veritome models card`: a draft of a card out of what another project says of its model. */
import { readFile, writeFile } from 'node:fs/promises';
import { ArgumentError, OutputError } from '../errors.js';
import { draftFromMedigan } from '../pipeline/supplied/medigan.js';
import { draftFromMonai } from '../pipeline/supplied/monai.js';
import { readArguments, required } from './arguments.js';
import { say } from './console.js';
import { EXIT, type Exit } from './exit.js';

/** Longest metadata that is read; medigan's list of all models is a tenth of a megabyte. */
const MOST_BYTES = 16 * 2 ** 20;

const OPTIONS = {
  'from-monai': { type: 'string' },
  'from-medigan': { type: 'string' },
  id: { type: 'string' },
  out: { type: 'string' },
  force: { type: 'boolean' },
} as const;

export async function modelsCardCommand(args: string[]): Promise<Exit> {
  const { values } = readArguments('models card', args, OPTIONS, false);
  const { 'from-monai': monai, 'from-medigan': medigan, id } = values;
  if ((monai === undefined) === (medigan === undefined)) {
    throw new ArgumentError('models card needs --from-monai FILE or --from-medigan FILE.', {
      remedy: 'See veritome --help.',
    });
  }
  const out = required('out', values.out);
  const draft =
    monai === undefined
      ? draftFromMedigan(await textOf(medigan ?? ''), id)
      : draftFromMonai(await textOf(monai));
  await writeFile(out, `${JSON.stringify(draft.card, null, 2)}\n`, { flag: values.force ? 'w' : 'wx' }).catch(
    (cause) => {
      throw new OutputError('The card exists already, or cannot be written.', {
        file: out,
        attribute: '--out',
        remedy: 'Choose another name, or overwrite with --force.',
        cause,
      });
    },
  );
  say(`${out}: a draft. To be filled in where it says null:`);
  for (const field of draft.open) say(`  ${field}`);
  for (const note of draft.notes) say(`  Note: ${note}`);
  return EXIT.done;
}

async function textOf(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause) => {
    throw new ArgumentError('The file cannot be read.', { file: path, remedy: 'Check the path.', cause });
  });
  if (bytes.length <= MOST_BYTES) return bytes.toString('utf8');
  throw new ArgumentError('The file is too large.', { file: path, remedy: 'Give the metadata alone.' });
}
