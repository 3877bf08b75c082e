/**
 * Writes a series out, file by file. Generated slices leave as derived DICOM images
 * with their record, or as labelled pictures, each signed: there is no third way.
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
import { sha256 } from '../sha256.js';
import type { Ledger } from './ledger.js';
import { type ManifestFile, manifestFile, manifestOf, repeatedFile } from './manifest.js';
import { zipBlob } from './zipStream.js';

/** `secondary-capture`: windowed to 8 bits, the label burnt in, as DICOM. */
export type ExportFormat = 'dicom' | 'png' | 'jpeg' | 'secondary-capture';

export interface ExportOptions extends JobOptions {
  readonly format: ExportFormat;
  /** Of a JPEG, 1 to 100; 92 when absent. */
  readonly quality?: number;
  /** Number of the first file; 1 when absent. */
  readonly first?: number;
  /** Every generated slice is entered here before its file leaves. */
  readonly ledger?: Pick<Ledger, 'append'>;
}

/** A file to save: its name holds a position, never an identifier. */
export interface ExportedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const EXTENSIONS: Readonly<Record<ExportFormat, string>> = {
  dicom: 'dcm',
  png: 'png',
  jpeg: 'jpg',
  'secondary-capture': 'dcm',
};

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
  if (!Object.hasOwn(EXTENSIONS, format)) {
    throw new ArgumentError(`There is no export format "${format}".`, {
      attribute: 'format',
      remedy: 'Choose dicom, png, jpeg or secondary-capture.',
    });
  }
  for (const frame of series.frames) checkWritable(frame);
  const write = await writerOf(series, options);
  const report = progressMeter('Saving', series.frames.length, options.onProgress);
  const rows: ManifestFile[] = [];
  let sealed: ProvenanceRecord | undefined;
  let saved = 0;
  const files = format === 'dicom' ? filesOf(series.frames) : series.frames.map((frame) => [frame]);
  for (const [index, frames] of files.entries()) {
    signal?.throwIfAborted();
    const name = `${String(first + index).padStart(4, '0')}.${EXTENSIONS[format]}`;
    const bytes = await write(frames, index);
    await enter(options.ledger, frames, format, bytes);
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

/** A plane through a volume belongs to no instance: it is a picture on the screen, and a hole is not even that. */
function checkWritable(frame: Frame | undefined): void {
  if (frame && frame.instance.sopInstanceUID !== '') return;
  throw new ArgumentError('The series has slices that are no images of a study.', {
    file: frame?.file,
    attribute: 'series',
    remedy: frame
      ? 'Export the series that the plane was computed from.'
      : 'Wait until all slices are there.',
  });
}

/** The files of a series in one zip. */
export function exportZip(series: Series<Frame>, options: ExportOptions): Promise<Blob> {
  return zipBlob(exportSeries(series, options));
}

/** A picture is known by its bytes: the record speaks of the slice behind it. */
async function enter(
  ledger: ExportOptions['ledger'],
  frames: readonly Frame[],
  format: ExportFormat,
  bytes: Uint8Array,
): Promise<void> {
  for (const frame of frames) {
    const record = frame.kind === 'marked' ? frame.origin.record : undefined;
    if (!ledger || !record) continue;
    await ledger.append({ record, ...(format !== 'dicom' && { fileSha256: await sha256(bytes) }) });
  }
}

/** Slices that leave in one DICOM file: the frames of one multi-frame instance; of others each alone. */
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

/** What turns the slices of a file into its bytes. */
async function writerOf(
  series: Series<Frame>,
  { format, quality }: ExportOptions,
): Promise<(frames: readonly Frame[], index: number) => Promise<Uint8Array>> {
  // Writing and signing load when something is saved: a page that only views needs neither.
  if (format === 'dicom') {
    const { dicomFile } = await import('./exportDicom.js');
    return (frames, index) => dicomFile(frames, series, index);
  }
  if (format === 'png' || format === 'jpeg') {
    const [{ withManifest }, { framePng }, { frameJpeg }] = await Promise.all([
      import('./credential.js'),
      import('./exportPng.js'),
      import('./exportJpeg.js'),
    ]);
    return async ([frame]) => {
      const picture = format === 'png' ? await framePng(frame) : await frameJpeg(frame, quality);
      return withManifest(picture, frame);
    };
  }
  const [{ captureDicom }, { newUID }] = await Promise.all([
    import('./secondaryCapture.js'),
    import('../dicom/uid.js'),
  ]);
  const seriesInstanceUID = newUID();
  return ([frame], index) => captureDicom(series, frame, index, seriesInstanceUID);
}
