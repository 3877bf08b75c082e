/**
 * Writes a series out, file by file. Generated slices leave as derived DICOM images
 * with their record, or as labelled pictures: there is no third way.
 *
 * ```ts
 * for await (const { name, bytes } of exportSeries(quiet, { format: 'dicom' })) save(name, bytes);
 * ```
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type { Series } from '../image/series.js';
import { type JobOptions, progressMeter } from '../job.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { GeneratedClass, ProvenanceRecord } from '../provenance/record.js';
import { framePng } from './exportPng.js';
import { type ManifestFile, manifestFile, manifestOf, repeatedFile } from './manifest.js';
import { zipBlob } from './zipStream.js';

export type ExportFormat = 'dicom' | 'png';

export interface ExportOptions extends JobOptions {
  readonly format: ExportFormat;
  /** Number of the first file; 1 when absent. */
  readonly first?: number;
}

/** A file to save: its name holds a position, never an identifier. */
export interface ExportedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What makes slices of each class. */
const COMMANDS: Record<GeneratedClass, string> = {
  denoised: 'denoise',
  interpolated: 'interpolate',
  synthetic: 'generate',
};

/** The files of a series, `0001.dcm` onward, then `manifest.json` when any slice is generated. */
export async function* exportSeries(
  series: Series<Frame>,
  options: ExportOptions,
): AsyncGenerator<ExportedFile> {
  const { format, signal, first = 1 } = options;
  if (format !== 'dicom' && format !== 'png') {
    throw new ArgumentError(`There is no export format "${format}".`, {
      attribute: 'format',
      remedy: 'Choose dicom or png.',
    });
  }
  const report = progressMeter('Saving', series.frames.length, options.onProgress);
  const rows: ManifestFile[] = [];
  let sealed: ProvenanceRecord | undefined;
  let saved = 0;
  // The writers are most of the way to a file, and a page that only views needs none.
  const dicom = format === 'dicom' ? await import('./dicomFile.js') : undefined;
  const files = dicom ? dicom.filesOf(series.frames) : series.frames.map((frame) => [frame]);
  for (const [index, frames] of files.entries()) {
    signal?.throwIfAborted();
    const name = `${String(first + index).padStart(4, '0')}.${format === 'dicom' ? 'dcm' : 'png'}`;
    const bytes = dicom ? await dicom.dicomFile(series, frames, index) : await framePng(frames[0]);
    yield { name, bytes };
    for (const frame of frames) {
      if (frame.kind === 'marked' && frame.origin.record) {
        if (sealed?.class !== 'interpolated') sealed = frame.origin.record;
        rows.push(manifestFile(name, frame, frame.origin.record));
      } else if (frame.kind === 'acquired' && frame.repeats) rows.push(await repeatedFile(name, frame));
    }
    saved += frames.length;
    report(saved);
  }
  if (sealed) {
    const manifest = manifestOf(COMMANDS[sealed.class], sealed, rows);
    yield {
      name: 'manifest.json',
      bytes: new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`),
    };
  }
}

/** The files of a series in one zip. */
export function exportZip(series: Series<Frame>, options: ExportOptions): Promise<Blob> {
  return zipBlob(exportSeries(series, options));
}
