/** Series as folders of 16-bit PNG with a meta.json: read as slices, without a study around them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import type { Slice } from '../src/evaluation/commonField.js';

interface Meta {
  readonly modality: string;
  readonly subject_id: string;
  readonly png_offset?: number;
  readonly pixel_spacing_mm: [number, number];
  readonly slices?: readonly { readonly pixel_spacing_mm: [number, number] }[];
}

export interface PngSeries {
  readonly name: string;
  readonly folder: string;
  readonly meta: Meta;
  readonly files: readonly string[];
}

/** All series of a data folder, by name; none where the folder is not there. */
export function pngSeries(data: string): PngSeries[] {
  if (!existsSync(data)) return [];
  return readdirSync(data)
    .filter((name) => existsSync(join(data, name, 'meta.json')))
    .sort()
    .map((name) => {
      const folder = join(data, name);
      const meta = JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8')) as Meta;
      const files = readdirSync(folder).filter((file) => file.endsWith('.png'));
      return { name, folder, meta, files: files.sort() };
    });
}

/** One slice in HU, or in the raw values of MR. */
export function readSlice({ folder, files, meta }: PngSeries, index: number): Slice {
  const { data, width, height } = decode(readFileSync(join(folder, files[index])));
  const values = new Float32Array(data.length);
  for (let i = 0; i < values.length; i++) values[i] = data[i] - (meta.png_offset ?? 0);
  const pixelSpacing = (meta.slices?.[index] ?? meta).pixel_spacing_mm;
  return { values, rows: height, columns: width, pixelSpacing };
}

/** Torso CT, as the generators are trained on. */
export function isTorso({ name, meta }: PngSeries): boolean {
  return meta.modality === 'CT' && !name.startsWith('ct-head');
}

/** Whose the series is: two scans of one person are one subject. */
export function subjectOf({ meta }: PngSeries): string {
  return meta.subject_id;
}
