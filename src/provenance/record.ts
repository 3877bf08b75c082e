/**
 * The provenance record: what made these pixels, from what, with which settings,
 * and a hash that tells whether they are still those pixels. It travels in a
 * private block of the DICOM file, in every PNG and in the manifest, and it is
 * what a replay needs.
 *
 * It names nobody: UIDs of the sources stand in the DICOM attributes where the
 * standard wants them, and not in the copy that goes into pictures.
 *
 * @module
 */

import type { FrameInfo, PixelFormat, Rescale, StoredPixels } from '../image/frame.js';
import { pixelSha256 } from '../image/pixelHash.js';
import type { BlockHashes } from './blocks.js';

import { type EarlierMark, isHistory } from './earlierMark.js';

import type { MarkStrength } from './mark/mark.js';

/** How the pixels came to be. */
export type GeneratedClass = 'denoised' | 'interpolated' | 'synthetic';

/** What ran, where, and why there. */
export interface Execution {
  readonly provider: 'webgpu' | 'wasm';
  /** Adapter as the browser names it, or the number of wasm threads: `NVIDIA ampere`, `2 threads`. */
  readonly device: string;
  /** Why this provider: `no WebGPU adapter`. */
  readonly reason: string;
  /** Name and version of the runtime. */
  readonly runtime: string;
  /**
   * How the answers of a model that somebody brought were checked before its first slice: it repeated a
   * known answer, agreed with wasm, or gave the same twice. Absent of models of this package.
   */
  readonly check?: 'known answer' | 'agrees with wasm' | 'repeats itself';
}

/** What a record tells of it: what is trained here may also have been computed where no model of ours runs. */
export interface RecordedExecution extends Omit<Execution, 'provider'> {
  readonly provider: Execution['provider'] | 'webgl' | 'cpu';
}

/** Model identity as the registry verified it. */
export interface ModelIdentity {
  readonly id: string;
  readonly version: string;
  readonly weightsSha256: string;
  /** Of a model that somebody brought: nobody of this project has looked at it. */
  readonly origin?: 'user-supplied';
  /** Its name, in the words of who made it. */
  readonly title?: string;
}

/** The pixels the record speaks for: hash of the stored values and the map to HU. */
export interface PixelProof {
  readonly sha256: string;
  readonly rows: number;
  readonly columns: number;
  readonly format: PixelFormat;
  readonly rescale: Rescale;
  /** Says where pixels were changed; absent in records made before there were any. */
  readonly blocks?: BlockHashes;
}

/** What the structure guard found in the noise that was taken away. */
export interface GuardFinding {
  /** How far the removed residual exceeds what local noise explains; in units of its own spread. */
  readonly score: number;
  readonly threshold: number;
  /** The score lies above the threshold: look at the acquired slice. */
  readonly flagged: boolean;
}

/** The pixel mark in the slice. */
export interface RecordedMark extends MarkStrength {
  /** The 64 bits of the series, 16 hexadecimal digits. */
  readonly payload: string;
}

/** What a pipeline claims before the pixels are sealed. */
export interface Claim {
  readonly class: GeneratedClass;
  readonly model: ModelIdentity;
  /** Settings that decide the pixels, so that a replay gives the same: `{ strength: 1, texture: 0.5 }`. */
  readonly options: Readonly<Record<string, number | string | boolean>>;
  readonly execution: RecordedExecution;
  /** Denoised slices only; absent in records made before the guard was. */
  readonly guard?: GuardFinding;
  /** Marks that the slices it was made from carried, the oldest first; absent where they carried none. */
  readonly history?: readonly EarlierMark[];
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** A sealed claim. */
export interface ProvenanceRecord extends Claim {
  readonly schema: 'veritome-record/1';
  readonly tool: { readonly name: 'Veritome'; readonly version: string };
  readonly pixels: PixelProof;
  /** Absent in records made before there was a pixel mark. */
  readonly mark?: RecordedMark;
}

/** Version of this package as written into records; `npm test` holds it equal to package.json. */
export const VERSION = '0.1.0';

/** Describes and hashes stored pixels. */
export async function provePixels(
  { rows, columns, format, rescale }: Pick<FrameInfo, 'rows' | 'columns' | 'format' | 'rescale'>,
  stored: StoredPixels,
): Promise<PixelProof> {
  return { sha256: await pixelSha256(stored), rows, columns, format, rescale };
}

const CLASSES: readonly string[] = ['denoised', 'interpolated', 'synthetic'];

/** Reads a record back from JSON; undefined when the text is not one of ours. */
export function parseRecord(json: string): ProvenanceRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const record = value as Partial<ProvenanceRecord> | null;
  const whole =
    typeof record === 'object' &&
    record?.schema === 'veritome-record/1' &&
    CLASSES.includes(record.class ?? '') &&
    typeof record.model?.id === 'string' &&
    typeof record.pixels?.sha256 === 'string' &&
    typeof record.pixels.format === 'object' &&
    typeof record.pixels.rescale === 'object' &&
    (record.history === undefined || isHistory(record.history));
  return whole ? (record as ProvenanceRecord) : undefined;
}
