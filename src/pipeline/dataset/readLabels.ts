/**
 * Label maps from files: PNGs of codes, DICOM Segmentations, and scans whose tissues
 * are found by whoever can.
 *
 * @module
 */
import { parsePart10 } from '../../dicom/part10.js';
import { isSegmentation, readLabelMap } from '../../dicom/segmentation.js';
import { ArgumentError } from '../../errors.js';
import type { LabelMap } from '../../image/labelMap.js';
import type { NamedBytes } from '../../loaders/source.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { sha256 } from '../../sha256.js';
import { openStudy } from '../openStudy.js';
import { isPng, readLabelPng } from './labelPng.js';

export interface LabelOptions {
  /** Distance of rows and of columns in mm, for PNGs that do not say it. */
  readonly pixelSpacing?: readonly [number, number];
  /** Finds the tissues of a CT slice; scans are refused without it. */
  readonly segment?: (frame: Frame) => LabelMap | Promise<LabelMap>;
}

/**
 * One map a file in the files' order, then those of the scans, sorted as they lie.
 *
 * @throws what the first file that cannot be used is refused with.
 */
export async function readLabels(
  files: readonly NamedBytes[],
  { pixelSpacing, segment }: LabelOptions = {},
): Promise<LabelMap[]> {
  const maps: LabelMap[] = [];
  const scans: NamedBytes[] = [];
  for (const file of files) {
    if (isPng(file.bytes)) {
      maps.push(await readLabelPng(file.bytes, file.name, pixelSpacing));
      continue;
    }
    const part10 = parsePart10(file.bytes, file.name);
    if (isSegmentation(part10)) maps.push(await readLabelMap(part10));
    else scans.push(file);
  }
  if (scans.length === 0) return maps;
  if (!segment) {
    throw new ArgumentError('A scan is no label map.', {
      file: scans[0].name,
      attribute: 'labels',
      remedy: 'Give PNGs of codes or DICOM Segmentations.',
    });
  }
  const { series, refused } = await openStudy(scans);
  if (refused.length > 0) throw refused[0];
  for (const { frames } of series) for (const frame of frames) maps.push(await segment(frame));
  return maps;
}

/** Identity of a label map, for manifests: its codes, size and spacing. */
export async function labelMapSha256({ rows, columns, pixelSpacing, codes }: LabelMap): Promise<string> {
  const head = new TextEncoder().encode(`${JSON.stringify([rows, columns, ...pixelSpacing])}\n`);
  const bytes = new Uint8Array(head.length + codes.length);
  bytes.set(head);
  bytes.set(codes, head.length);
  return sha256(bytes);
}
