/** `veritome generate`: a data set of synthetic slices, a share of one, or some of its slices again. */
import { ArgumentError } from '../errors.js';
import { type DatasetManifest, parseDatasetManifest } from '../pipeline/dataset/datasetManifest.js';
import { exportDataset } from '../pipeline/dataset/exportDataset.js';
import { imageName, positionName } from '../pipeline/dataset/format.js';
import { compareReplay } from '../pipeline/dataset/replayDataset.js';
import { sharedName } from '../pipeline/dataset/shard.js';
import { type GenerateOptions, generateSlices } from '../pipeline/generate.js';
import type { SyntheticSlice } from '../pipeline/syntheticSlice.js';
import { readArguments, required } from './arguments.js';
import { say, showProgress } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { GENERATE_OPTIONS, type GenerateValues, joinOnly, newJob, replayedJob } from './generateJob.js';
import { joinFolder } from './generateJoin.js';
import { ledgerOption } from './ledgerFile.js';
import { openOutput } from './output.js';
import { useSigner } from './signer.js';

/** Makes the slices of a job: the pipeline's own, or a test's. */
export type SliceSource = (options: GenerateOptions) => AsyncIterable<SyntheticSlice>;

export async function generateCommand(args: string[], slicesOf: SliceSource = generateSlices): Promise<Exit> {
  const parsed = readArguments('generate', args, GENERATE_OPTIONS, false);
  const values: GenerateValues = parsed.values;
  const folder = required('out', values.out);
  if (values.join) {
    joinOnly(values);
    return joinFolder(folder, values.force === true);
  }
  await useSigner(values);
  const planned =
    values.replay === undefined
      ? await newJob(values, parsed.positionals)
      : await replayedJob(values, parsed.positionals);
  const { options, dataset, replay } = planned;
  const { format, job, shard } = dataset;
  const manifestName = sharedName('manifest', 'json', shard);
  const firstFile = imageName(positionName(planned.indices[0] ?? 0, job.count), format);
  const output = await openOutput(folder, values.force === true, [manifestName, firstFile]);

  const ledger = await ledgerOption(values.ledger);
  let manifest: DatasetManifest | undefined;
  const files = exportDataset(slicesOf(options), { ...dataset, ledger, onProgress: showProgress });
  for await (const { name, bytes } of files) {
    await output.write(name, bytes);
    if (name === manifestName) manifest = parseDatasetManifest(new TextDecoder().decode(bytes));
  }
  if (!manifest) throw new TypeError('A data set ends with its manifest.');
  const made = manifest.files.length;
  const of = shard ? `, shard ${shard.index} of ${shard.of}` : '';
  const where = manifest.execution ? ` (${manifest.execution.provider})` : '';
  say(`${made} synthetic slices written into ${folder}${of}${where}.`);
  if (replay) {
    if (made < planned.indices.length) throw incomplete(planned.indices.length - made);
    compareReplay(replay, manifest);
    say(`Replay: all ${made} slices have the same pixels.`);
  }
  return EXIT.done;
}

function incomplete(missing: number): ArgumentError {
  return new ArgumentError(`${missing} slices of the manifest were not made again.`, {
    attribute: '--replay',
    remedy: 'Give the label maps and the version of Veritome that the manifest names.',
  });
}
