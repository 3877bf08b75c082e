/**
 * The manifest of a data set: what made it, and every slice with its seed and the hash
 * of its pixels, so that any of them can be made again. Schema in `docs/manifest.md`.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import { type Manifest, type ManifestFile, manifestFile, manifestOf, parseManifest } from '../manifest.js';
import type { SyntheticSlice } from '../syntheticSlice.js';
import { type DatasetFormat, datasetFormat, type SliceFiles } from './format.js';
import { recordOf } from './recordText.js';
import type { Shard } from './shard.js';

/** What was asked for: with the model it decides every pixel. */
export interface DatasetJob {
  /** Slices of the whole job, whatever share of them is made here. */
  readonly count: number;
  readonly seed: number;
  readonly truncation?: number;
  readonly class?: string;
  readonly minRealism?: number;
  readonly bend?: number;
  readonly nodules?: number;
  readonly walkTo?: number;
  /** SHA-256 of the label maps given, in their order. */
  readonly labelMaps?: readonly string[];
}

export interface DatasetFile extends ManifestFile {
  /** Position in the whole job, from 0. */
  readonly index: number;
  readonly class: string;
  readonly seed: number;
  readonly realism: number | null;
  /** File of the label map; null where the file itself holds it. */
  readonly label: string | null;
}

export interface DatasetManifest extends Manifest {
  readonly command: 'generate';
  readonly format: DatasetFormat;
  readonly seed: number;
  readonly count: number;
  readonly shard: Shard | null;
  /** ISO 8601; null where none was given. */
  readonly jobTime: string | null;
  readonly labelMaps: readonly string[];
  readonly files: readonly DatasetFile[];
}

/** The row of one slice. */
export function datasetFile(files: SliceFiles, slice: SyntheticSlice): DatasetFile {
  return {
    ...manifestFile(files.image.name, slice.frame, recordOf(slice)),
    index: slice.index,
    class: slice.class,
    seed: slice.seed,
    realism: slice.realism ?? null,
    label: files.label?.name ?? null,
  };
}

/** What a manifest says beside its rows. */
export interface DatasetHead {
  readonly format: DatasetFormat;
  readonly job: DatasetJob;
  readonly shard?: Shard;
  readonly jobTime?: Date;
}

/** The manifest of a run; `first` is one of its slices, absent where it made none. */
export function datasetManifest(
  { format, job, shard, jobTime }: DatasetHead,
  first: SyntheticSlice | undefined,
  files: readonly DatasetFile[],
): DatasetManifest {
  const { count, seed, labelMaps = [], ...asked } = job;
  const record = first && recordOf(first);
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  return {
    ...manifestOf('generate', record, files),
    command: 'generate',
    // A default that was taken stands in the record: a later version may have another.
    options: { ...defaults(record?.options), ...Object.fromEntries(given) },
    seed,
    format,
    count,
    shard: shard ?? null,
    jobTime: jobTime?.toISOString() ?? null,
    labelMaps,
    files,
  };
}

function defaults(options: Manifest['options'] = {}): Manifest['options'] {
  return typeof options.truncation === 'number' ? { truncation: options.truncation } : {};
}

/** Reads a data set's manifest back. */
export function parseDatasetManifest(json: string): DatasetManifest {
  const manifest = parseManifest(json) as Partial<DatasetManifest>;
  const whole =
    manifest.command === 'generate' &&
    typeof manifest.seed === 'number' &&
    typeof manifest.count === 'number' &&
    Array.isArray(manifest.labelMaps) &&
    manifest.files?.every(({ index, pixelSha256 }) => Number.isInteger(index) && pixelSha256);
  if (whole && datasetFormat(String(manifest.format))) return manifest as DatasetManifest;
  throw new ArgumentError('This is not the manifest of a data set.', {
    attribute: '--replay',
    remedy: 'Give the manifest.json that veritome generate wrote.',
  });
}

const NUMBERS = ['truncation', 'minRealism', 'bend', 'nodules', 'walkTo'] as const;

/** The job that a manifest tells of. */
export function jobOf({ count, seed, options, labelMaps }: DatasetManifest): DatasetJob {
  const { class: kind } = options;
  const numbers = Object.fromEntries(
    NUMBERS.filter((name) => typeof options[name] === 'number').map((name) => [name, options[name]]),
  );
  return {
    count,
    seed,
    ...numbers,
    ...(typeof kind === 'string' && { class: kind }),
    ...(labelMaps.length > 0 && { labelMaps }),
  };
}
