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
import { writeDerivedImage } from '../dicom/derived.js';
import { writeNewImage } from '../dicom/writeImage.js';
import { ArgumentError } from '../errors.js';
import type { Series } from '../image/series.js';
import { type JobOptions, progressMeter } from '../job.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { GeneratedClass, ProvenanceRecord } from '../provenance/record.js';
import { derivedImage, repeatedImage } from './derivation.js';
import { framePng } from './exportPng.js';
import { type ManifestFile, manifestFile, manifestOf, repeatedFile } from './manifest.js';
import { syntheticImage } from './syntheticImage.js';
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
  const files = format === 'dicom' ? filesOf(series.frames) : series.frames.map((frame) => [frame]);
  for (const [index, frames] of files.entries()) {
    signal?.throwIfAborted();
    const name = `${String(first + index).padStart(4, '0')}.${format === 'dicom' ? 'dcm' : 'png'}`;
    const bytes = format === 'png' ? await framePng(frames[0]) : await fileDicom(series, frames, index);
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

/** Slices that leave in one file: the frames of one multi-frame instance; of others each alone. */
function filesOf(frames: readonly Frame[]): Frame[][] {
  const files = new Map<string | Frame, Frame[]>();
  for (const frame of frames) {
    const { frameNumber, sopInstanceUID } = frame.instance;
    const key = frameNumber === undefined ? frame : sopInstanceUID;
    const file = files.get(key);
    if (file) file.push(frame);
    else files.set(key, [frame]);
  }
  return [...files.values()];
}

/** Slices we generated, and those repeated beside them, are written as derived or new images; all others leave as the bytes they came in. */
async function fileDicom(
  series: Series<Frame>,
  frames: readonly Frame[],
  index: number,
): Promise<Uint8Array> {
  const [frame] = frames;
  if (frame.instance.frameNumber !== undefined && frames.some(isOurs)) {
    const [{ writeDerivedFrames }, { derivedFrames }] = await Promise.all([
      import('../dicom/derivedEnhanced.js'),
      import('./derivedFrames.js'),
    ]);
    return writeDerivedFrames(await derivedFrames(series, frames, index));
  }
  if (frame.kind === 'marked' && isOurs(frame)) {
    return writeDerivedImage(derivedImage(series, frame, index));
  }
  if (frame.kind === 'acquired' && isOurs(frame)) {
    return writeDerivedImage(repeatedImage(series, frame, index));
  }
  if (frame.part10) return frame.part10;
  if (frame.kind === 'marked' && frame.origin.class === 'synthetic') {
    const { number: seriesNumber, description: seriesDescription } = series;
    return writeNewImage(
      await syntheticImage(frame, { instanceNumber: index + 1, seriesNumber, seriesDescription }),
    );
  }
  throw new ArgumentError('This slice did not come from a DICOM file.', {
    file: frame.file,
    attribute: 'series',
    remedy: 'Export it as png.',
  });
}

/** True for a slice that a pipeline made from others, or repeats in its series. */
function isOurs(frame: Frame): boolean {
  return frame.kind === 'marked' ? frame.origin.sources.length > 0 : frame.repeats !== undefined;
}
