/**
 * What `veritome generate` is asked to do: a new job, or one that a manifest tells of.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { ArgumentError, OutputError } from '../errors.js';
import type { LabelMap } from '../image/labelMap.js';
import { type DatasetManifest, jobOf, parseDatasetManifest } from '../pipeline/dataset/datasetManifest.js';
import type { DatasetOptions } from '../pipeline/dataset/exportDataset.js';
import { datasetFormat } from '../pipeline/dataset/format.js';
import { labelMapSha256 } from '../pipeline/dataset/readLabels.js';
import { positionsToReplay } from '../pipeline/dataset/replayDataset.js';
import { parseShard, positionsOf } from '../pipeline/dataset/shard.js';
import type { GenerateOptions } from '../pipeline/generate.js';
import { numberOption, required } from './arguments.js';
import { readLabelPaths } from './generateLabels.js';
import { modelOption, replayedModel } from './modelOption.js';
import { SIGNER_OPTIONS } from './signer.js';

export const GENERATE_OPTIONS = {
  out: { type: 'string' },
  count: { type: 'string' },
  seed: { type: 'string' },
  model: { type: 'string' },
  labels: { type: 'string', multiple: true },
  'label-spacing': { type: 'string' },
  truncation: { type: 'string' },
  class: { type: 'string' },
  format: { type: 'string' },
  shard: { type: 'string' },
  'min-realism': { type: 'string' },
  bend: { type: 'string' },
  nodules: { type: 'string' },
  'walk-to': { type: 'string' },
  'job-time': { type: 'string' },
  replay: { type: 'string' },
  only: { type: 'string' },
  join: { type: 'boolean' },
  ledger: { type: 'string' },
  force: { type: 'boolean' },
  ...SIGNER_OPTIONS,
} as const;

/** The options as the command line gave them. */
export type GenerateValues = {
  readonly [K in keyof typeof GENERATE_OPTIONS]?: (typeof GENERATE_OPTIONS)[K] extends { multiple: true }
    ? string[]
    : (typeof GENERATE_OPTIONS)[K]['type'] extends 'boolean'
      ? boolean
      : string;
};

/** What to make, and how to write it. */
export interface PlannedJob {
  readonly options: GenerateOptions;
  readonly dataset: DatasetOptions;
  /** Positions that will be made, from 0. */
  readonly indices: readonly number[];
  /** The manifest to hold the result against. */
  readonly replay?: DatasetManifest;
}

/** Options that a manifest answers; of a model that was trained elsewhere it knows the name alone. */
const ANSWERED = [
  'count',
  'seed',
  'truncation',
  'class',
  'shard',
  'min-realism',
  'bend',
  'nodules',
  'walk-to',
  'job-time',
] as const;

export async function newJob(values: GenerateValues, paths: readonly string[]): Promise<PlannedJob> {
  if (values.only !== undefined) throw misplaced('only', 'It goes with --replay.');
  const count = wholeNumber('count', required('count', values.count), 1);
  const seed = wholeNumber('seed', required('seed', values.seed), 0);
  const shard = values.shard === undefined ? undefined : parseShard(values.shard);
  const labels = await readLabelPaths(values, paths);
  const job = {
    count,
    seed,
    truncation: numberOption('truncation', values.truncation),
    class: values.class,
    minRealism: numberOption('min-realism', values['min-realism']),
    bend: numberOption('bend', values.bend),
    nodules: numberOption('nodules', values.nodules),
    walkTo: numberOption('walk-to', values['walk-to']),
    labelMaps: labels && (await Promise.all(labels.map(labelMapSha256))),
  };
  return {
    options: optionsOf(
      job,
      await modelOption(values.model),
      labels,
      shard && { first: shard.index - 1, step: shard.of },
    ),
    dataset: {
      format: datasetFormat(values.format ?? 'dicom'),
      job,
      shard,
      jobTime: momentOption(values['job-time']),
    },
    indices: positionsOf(count, shard),
  };
}

export async function replayedJob(values: GenerateValues, paths: readonly string[]): Promise<PlannedJob> {
  const answered = ANSWERED.find((name) => values[name] !== undefined);
  if (answered) throw misplaced(answered, 'With --replay the manifest says it.');
  const manifest = await readManifest(required('replay', values.replay));
  const labels = await readLabelPaths(values, paths);
  const given = labels ? await Promise.all(labels.map(labelMapSha256)) : [];
  if (given.join() !== manifest.labelMaps.join()) {
    throw new ArgumentError('The label maps are not those of the manifest.', {
      attribute: '--labels',
      remedy: 'Give the same label maps in the same order.',
    });
  }
  const indices = positionsToReplay(manifest, numbersOption('only', values.only));
  const job = jobOf(manifest);
  return {
    options: optionsOf(job, await replayedModel(values.model, manifest.model), labels, { indices }),
    dataset: {
      format: datasetFormat(values.format ?? manifest.format),
      job,
      jobTime: manifest.jobTime === null ? undefined : new Date(manifest.jobTime),
      total: indices.length,
    },
    indices,
    replay: manifest,
  };
}

/** Joining takes nothing but the folder. */
export function joinOnly(values: GenerateValues): void {
  const allowed: readonly string[] = ['out', 'join', 'force'];
  const other = Object.keys(values).find((name) => !allowed.includes(name));
  if (other) throw misplaced(other, 'With --join the shards say it.');
}

function optionsOf(
  { count, seed, truncation, class: kind, minRealism, bend, nodules, walkTo }: DatasetOptions['job'],
  model: string | undefined,
  labels: readonly LabelMap[] | undefined,
  which: Pick<GenerateOptions, 'first' | 'step' | 'indices'> = {},
): GenerateOptions {
  return { model, count, seed, truncation, class: kind, minRealism, bend, nodules, walkTo, labels, ...which };
}

async function readManifest(path: string): Promise<DatasetManifest> {
  const json = await readFile(path, 'utf8').catch((cause) => {
    throw new OutputError('The manifest cannot be read.', { file: path, remedy: 'Check the path.', cause });
  });
  return parseDatasetManifest(json);
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = numberOption(name, text);
  if (value !== undefined && Number.isSafeInteger(value) && value >= least) return value;
  throw new ArgumentError(`--${name} must be a whole number from ${least}.`, {
    attribute: `--${name}`,
    remedy: 'See veritome --help.',
  });
}

/** `1,5,7` */
function numbersOption(name: string, text: string | undefined): number[] | undefined {
  return text?.split(',').map((one) => wholeNumber(name, one, 1));
}

function momentOption(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new ArgumentError('--job-time must be a moment.', {
    attribute: '--job-time',
    remedy: 'Write it as 2026-11-24T08:00:00Z.',
  });
}

function misplaced(name: string, remedy: string): ArgumentError {
  return new ArgumentError(`--${name} has no place here.`, { attribute: `--${name}`, remedy });
}
