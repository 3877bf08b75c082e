/** `veritome generate --join`: the shards in a folder become one data set. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OutputError } from '../errors.js';
import { joinDataset, type Share } from '../pipeline/dataset/joinDataset.js';
import { say } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { openOutput } from './output.js';

const MANIFEST = /^manifest\.(\d+-of-\d+)\.json$/;

export async function joinFolder(folder: string, force: boolean): Promise<Exit> {
  const shares = await Promise.all((await list(folder)).map((name) => readShare(folder, name)));
  const files = joinDataset(shares);
  const output = await openOutput(folder, force, ['manifest.json']);
  for (const { name, bytes } of files) await output.write(name, bytes);
  say(`${shares.length} shards joined in ${folder}.`);
  return EXIT.done;
}

async function list(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause) => {
    throw new OutputError('There is no such folder.', { file: folder, remedy: 'Check --out.', cause });
  });
  return names.filter((name) => MANIFEST.test(name));
}

async function readShare(folder: string, name: string): Promise<Share> {
  const table = name.replace(MANIFEST, 'labels.$1.csv');
  const read = (file: string) =>
    readFile(join(folder, file), 'utf8').catch((cause) => {
      throw new OutputError('A file of the shard is missing.', {
        file: join(folder, file),
        remedy: 'Run the shard again with --force.',
        cause,
      });
    });
  const [manifest, labels] = await Promise.all([read(name), read(table)]);
  return { name, manifest, labels };
}
