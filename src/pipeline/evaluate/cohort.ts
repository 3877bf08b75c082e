/**
 * The scans a model is judged on: DICOM of any kind the loaders open, or folders of
 * 16-bit PNG with a `meta.json`, as research collections come.
 *
 * ```ts
 * const { series, refused } = await openCohort(files);
 * const { values, rows, columns } = await series[0].slice(12);
 * ```
 *
 * @module
 */
import { isVeritomeError, type VeritomeError } from '../../errors.js';
import { toModality } from '../../image/frame.js';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { openStudy } from '../openStudy.js';
import { openPngSeries } from './pngSeries.js';

/** A file that is read when it is needed; the name may hold folders, separated by slashes. */
export interface CohortFile {
  readonly name: string;
  read(): Promise<Uint8Array>;
}

/** One slice in modality units. */
export interface CohortSlice {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** mm between rows, then columns; undefined where the file does not say. */
  readonly pixelSpacing: readonly [number, number] | undefined;
}

/** One scan, its slices in order along the patient. */
export interface CohortSeries {
  /** Folder, or the description the file gives and its place in the study: never a patient's. */
  readonly name: string;
  /** Tells this series from all others. */
  readonly key: string;
  readonly modality: string;
  readonly length: number;
  /** True where neighbours in the list are not neighbours in the patient. */
  readonly independent: boolean;
  /** mm between neighbouring slices; undefined where it is not known. */
  readonly spacing: number | undefined;
  slice(index: number): Promise<CohortSlice>;
}

export interface Cohort {
  readonly series: readonly CohortSeries[];
  readonly refused: readonly VeritomeError[];
}

/** Opens all series among the files; what cannot be used is in `refused`. */
export async function openCohort(files: readonly CohortFile[]): Promise<Cohort> {
  const series: CohortSeries[] = [];
  const refused: VeritomeError[] = [];
  const pictured = new Set<CohortFile>();
  for (const meta of files.filter(({ name }) => /(^|\/)meta\.json$/.test(name))) {
    const folder = meta.name.slice(0, -'meta.json'.length);
    const slices = files.filter(
      ({ name }) => name.startsWith(folder) && /^[^/]+\.png$/i.test(name.slice(folder.length)),
    );
    if (slices.length === 0) continue;
    for (const file of [meta, ...slices]) pictured.add(file);
    try {
      series.push(await openPngSeries(meta, slices));
    } catch (error) {
      if (!isVeritomeError(error)) throw error;
      refused.push(error);
    }
  }
  const others = files.filter((file) => !pictured.has(file) && !/\.(json|png)$/i.test(file.name));
  if (others.length > 0) {
    const study = await openStudy(
      await Promise.all(others.map(async (file) => ({ name: file.name, bytes: await file.read() }))),
    );
    refused.push(...study.refused);
    series.push(...study.series.map(ofDicom));
  }
  return { series, refused };
}

/** A series of an opened study. Slices that were denoised before are no reference: they are left out. */
function ofDicom(series: Series<Frame>, index: number): CohortSeries {
  const frames = series.frames.filter((frame) => frame.kind === 'acquired');
  return {
    name: `series ${index + 1}${series.description ? `, ${series.description}` : ''}`,
    key: series.seriesInstanceUID,
    modality: series.modality,
    length: frames.length,
    independent: frames.length < series.frames.length || series.sliceSpacing === undefined,
    spacing: series.sliceSpacing,
    async slice(at) {
      const { rows, columns, rescale, plane, stored } = frames[at];
      return { values: toModality(stored, rescale), rows, columns, pixelSpacing: plane?.pixelSpacing };
    },
  };
}
