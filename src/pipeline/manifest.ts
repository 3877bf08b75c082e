/**
 * The manifest beside every exported series: enough to make the same pixels again,
 * and to check that they are the same. Schema in `docs/manifest.md`.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type { AcquiredFrame, FrameInfo, InstanceReference } from '../image/frame.js';
import { pixelSha256 } from '../image/pixelHash.js';
import type { MarkedFrame } from '../provenance/markedFrame.js';
import { type GuardFinding, type ProvenanceRecord, VERSION } from '../provenance/record.js';

export interface ManifestFile {
  readonly file: string;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  /** Number of the frame in `file`, from 1; absent where the file is one picture. */
  readonly frame?: number;
  readonly sources: readonly string[];
  /** Frame of each source, from 1, where the sources are multi-frame images; absent elsewhere. */
  readonly sourceFrames?: readonly number[];
  readonly pixelSha256: string;
  /** RMS of the pixel mark in modality units; null for a slice that carries none. */
  readonly markStrength: number | null;
  /** Finding of the structure guard; absent where there was none. */
  readonly guard?: GuardFinding;
  /** True for an acquired slice that stands unchanged in the new series; absent elsewhere. */
  readonly unchanged?: true;
  /** Model and options of this file where they are not those of the manifest: a run over several series, a place between slices. */
  readonly model?: ProvenanceRecord['model'];
  readonly options?: ProvenanceRecord['options'];
}

export interface Manifest {
  readonly schema: 'veritome-manifest/1';
  readonly tool: { readonly name: 'Veritome'; readonly version: string };
  readonly command: string;
  readonly model: ProvenanceRecord['model'] | null;
  readonly options: ProvenanceRecord['options'];
  readonly seed: number | null;
  readonly execution: ProvenanceRecord['execution'] | null;
  readonly files: readonly ManifestFile[];
}

/** The row of one written frame. */
export function manifestFile(file: string, frame: MarkedFrame, record: ProvenanceRecord): ManifestFile {
  const { guard, options } = record;
  return {
    file,
    sopInstanceUID: frame.instance.sopInstanceUID,
    seriesInstanceUID: frame.instance.seriesInstanceUID,
    ...placeInFile(frame),
    ...sourcesOf(frame.origin.sources),
    pixelSha256: record.pixels.sha256,
    markStrength: record.mark?.rms ?? null,
    ...(guard && { guard }),
    options,
  };
}

/** The row of an acquired slice that a new series repeats. */
export async function repeatedFile(
  file: string,
  { instance, repeats = instance, stored }: AcquiredFrame,
): Promise<ManifestFile> {
  return {
    file,
    sopInstanceUID: instance.sopInstanceUID,
    seriesInstanceUID: instance.seriesInstanceUID,
    ...placeInFile({ instance }),
    ...sourcesOf([repeats]),
    pixelSha256: await pixelSha256(stored),
    markStrength: null,
    unchanged: true,
  };
}

function placeInFile({ instance }: Pick<FrameInfo, 'instance'>): Pick<ManifestFile, 'frame'> {
  return instance.frameNumber === undefined ? {} : { frame: instance.frameNumber };
}

function sourcesOf(sources: readonly InstanceReference[]): Pick<ManifestFile, 'sources' | 'sourceFrames'> {
  const frames = sources.flatMap(({ frameNumber }) => frameNumber ?? []);
  return {
    sources: sources.map(({ sopInstanceUID }) => sopInstanceUID),
    ...(frames.length > 0 && { sourceFrames: frames }),
  };
}

/** Names the sources of a row, frame by frame: two rows of one name were made from the same. */
export function sourceKey({ sources, sourceFrames }: ManifestFile): string {
  return JSON.stringify([sources, sourceFrames]);
}

/** The manifest of one run: options that all its slices share stand at its head, others with their file. */
export function manifestOf(
  command: string,
  record: ProvenanceRecord | undefined,
  files: readonly ManifestFile[],
): Manifest {
  const options = Object.fromEntries(
    Object.entries(record?.options ?? {}).filter(([name, value]) =>
      files.every((file) => file.options === undefined || file.options[name] === value),
    ),
  );
  return {
    schema: 'veritome-manifest/1',
    tool: { name: 'Veritome', version: VERSION },
    command,
    model: record?.model ?? null,
    options,
    seed: typeof options.seed === 'number' ? options.seed : null,
    execution: record?.execution ?? null,
    files: files.map(({ options: own, ...file }) => ({
      ...file,
      ...(own && !same(own, options) && { options: own }),
    })),
  };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** One manifest for the series of one run: the last one's head, and in the rows what differs from it. */
export function mergeManifests(manifests: readonly Manifest[]): Manifest {
  const head = manifests[manifests.length - 1];
  const files = manifests.flatMap(({ files, model, options }) =>
    files.map((file) => ({
      ...file,
      ...(model && !same(model, head.model) && { model }),
      ...(!same(options, head.options) && { options: file.options ?? options }),
    })),
  );
  return { ...head, files };
}

/** Reads a manifest back. */
export function parseManifest(json: string): Manifest {
  try {
    const manifest = JSON.parse(json) as Manifest;
    if (manifest.schema === 'veritome-manifest/1' && Array.isArray(manifest.files)) return manifest;
  } catch {
    // Answered below, like a file of another schema.
  }
  throw new ArgumentError('This is not a manifest of ours.', {
    attribute: '--replay',
    remedy: 'Give the manifest.json of an earlier run.',
  });
}
