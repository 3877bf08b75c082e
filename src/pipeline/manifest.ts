/**
 * The manifest beside every exported series: enough to make the same pixels again,
 * and to check that they are the same. Schema in `docs/manifest.md`.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type { MarkedFrame } from '../provenance/markedFrame.js';
import { type GuardFinding, type ProvenanceRecord, VERSION } from '../provenance/record.js';

export interface ManifestFile {
  readonly file: string;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly sources: readonly string[];
  readonly pixelSha256: string;
  /** Strength of the pixel mark; null while no pixel mark is embedded. */
  readonly markStrength: number | null;
  /** Finding of the structure guard; absent where there was none. */
  readonly guard?: GuardFinding;
  /** Model and options of this file where they are not those of the manifest: a run over several series. */
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
export function manifestFile(file: string, frame: MarkedFrame, pixelSha256: string): ManifestFile {
  const guard = frame.origin.record?.guard;
  return {
    file,
    sopInstanceUID: frame.instance.sopInstanceUID,
    seriesInstanceUID: frame.instance.seriesInstanceUID,
    sources: frame.origin.sources.map(({ sopInstanceUID }) => sopInstanceUID),
    pixelSha256,
    markStrength: null,
    ...(guard && { guard }),
  };
}

/** The manifest of one run. */
export function manifestOf(
  command: string,
  record: ProvenanceRecord | undefined,
  files: readonly ManifestFile[],
): Manifest {
  return {
    schema: 'veritome-manifest/1',
    tool: { name: 'Veritome', version: VERSION },
    command,
    model: record?.model ?? null,
    options: record?.options ?? {},
    seed: typeof record?.options.seed === 'number' ? record.options.seed : null,
    execution: record?.execution ?? null,
    files,
  };
}

/** One manifest for the series of one run: the last one's head, and in the rows what differs from it. */
export function mergeManifests(manifests: readonly Manifest[]): Manifest {
  const head = manifests[manifests.length - 1];
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const files = manifests.flatMap(({ files, model, options }) =>
    files.map((file) => ({
      ...file,
      ...(model && !same(model, head.model) && { model }),
      ...(!same(options, head.options) && { options }),
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
