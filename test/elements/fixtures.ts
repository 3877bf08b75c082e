/** Slices, series and jobs made up for the element tests. */

import type { GuardMap, Jobs } from '../../src/elements/jobs.js';
import type { AcquiredFrame } from '../../src/image/frame.js';
import type { Series, Study } from '../../src/image/series.js';
import { synthesisOf } from '../../src/pipeline/generate/synthesis.js';
import type { SyntheticSlice } from '../../src/pipeline/syntheticSlice.js';
import type { Frame, MarkedFrame } from '../../src/provenance/markedFrame.js';
import type { GuardFinding, ProvenanceRecord } from '../../src/provenance/record.js';
import { adopt } from '../../src/provenance/seal.js';
import { finding as findingOf, type Verdict } from '../../src/provenance/verdict.js';
import type { GeneratorCard } from '../../src/registry/generatorCard.js';
import { fakeRuns, fakeTrainings } from './training.js';

export const SIZE = 64;

/** HU of the made-up CT: a slope from left to right, steeper per slice, with a bright block top left. */
export function expectedHU(x: number, y: number, slice = 0): number {
  if (x < 16 && y < 16) return 300;
  return -160 + 4 * x + y + 10 * slice;
}

/** One CT slice; stored = HU + 1024, so that the intercept counts. */
export function ctFrame(slice = 0, overrides: Partial<AcquiredFrame> = {}): AcquiredFrame {
  const rows = overrides.rows ?? SIZE;
  const columns = overrides.columns ?? SIZE;
  const stored = new Uint16Array(rows * columns);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) stored[y * columns + x] = expectedHU(x, y, slice) + 1024;
  }
  return {
    kind: 'acquired',
    stored,
    rows,
    columns,
    format: { bitsAllocated: 16, bitsStored: 12, signed: false },
    rescale: { slope: 1, intercept: -1024, type: 'HU' },
    photometric: 'MONOCHROME2',
    modality: 'CT',
    instance: {
      sopClassUID: '1.2.840.10008.5.1.4.1.1.2',
      sopInstanceUID: `2.25.1.${slice}`,
      seriesInstanceUID: '2.25.1',
      studyInstanceUID: '2.25',
      frameOfReferenceUID: undefined,
    },
    instanceNumber: slice + 1,
    plane: {
      pixelSpacing: [0.5, 0.5],
      orientation: [1, 0, 0, 0, 1, 0],
      position: [-16, -16, slice * 2],
      sliceThickness: 2,
    },
    window: { center: 40, width: 400 },
    padding: undefined,
    file: `IM${slice}`,
    part10: undefined,
    ...overrides,
  };
}

export function seriesOf(frames: readonly Frame[], uid = '2.25.1', modality = 'CT'): Series<Frame> {
  return {
    seriesInstanceUID: uid,
    studyInstanceUID: '2.25',
    modality,
    description: 'Made-up CT',
    number: 3,
    frames,
    sliceSpacing: 2,
    notes: [],
  };
}

export function ctSeries(count = 5, uid = '2.25.1'): Series<Frame> {
  return seriesOf(
    Array.from({ length: count }, (_, slice) => ctFrame(slice)),
    uid,
  );
}

/** What a model would leave of a frame: the same plus `change` HU. */
export function denoisedFrame(
  source: Frame,
  change = 8,
  made: Partial<Pick<ProvenanceRecord, 'options' | 'guard' | 'model'>> = {},
): MarkedFrame {
  const { stored } = source as AcquiredFrame;
  const frame: AcquiredFrame = {
    ...(source as AcquiredFrame),
    stored: stored.map((value) => value + change) as AcquiredFrame['stored'],
    instance: { ...source.instance, seriesInstanceUID: '2.25.9' },
  };
  return adopt(frame, { class: 'denoised', record: { ...record(), ...made } });
}

/** A denoised series; with `flagged`, the indices of the slices that a guard flagged. */
export function denoisedSeries(
  source: Series<Frame>,
  change = 8,
  flagged?: readonly number[],
): Series<MarkedFrame> {
  return {
    ...source,
    seriesInstanceUID: '2.25.9',
    description: `AI DENOISED - ${source.description}`,
    frames: source.frames.map((frame, index) =>
      denoisedFrame(frame, change, flagged && { guard: finding(flagged.includes(index)) }),
    ),
  };
}

function finding(flagged: boolean): GuardFinding {
  return { score: flagged ? 9 : 1, threshold: 3, flagged };
}

function record(): ProvenanceRecord {
  return {
    schema: 'veritome-record/1',
    tool: { name: 'Veritome', version: '0.1.0' },
    class: 'denoised',
    model: { id: 'ct-denoise', version: '1.0.0', weightsSha256: 'a'.repeat(64) },
    options: { strength: 1 },
    execution: { provider: 'wasm', device: '1 thread', reason: 'no WebGPU adapter', runtime: 'test' },
    createdAt: '2026-11-23T12:00:00Z',
    pixels: {
      sha256: 'b'.repeat(64),
      rows: SIZE,
      columns: SIZE,
      format: { bitsAllocated: 16, bitsStored: 12, signed: false },
      rescale: { slope: 1, intercept: -1024, type: 'HU' },
    },
  };
}

export function studyOf(...series: Series<Frame>[]): Study<Frame> {
  return {
    studyInstanceUID: '2.25',
    labels: {
      patientName: 'Phantom^One',
      patientID: 'P1',
      studyDate: '20261123',
      studyDescription: 'Made-up study',
    },
    series,
    refused: [],
  };
}

export const CLAIMED: Verdict = {
  status: 'claimed',
  class: 'denoised',
  model: 'ct-denoise 1.0.0',
  headline: findingOf(null, 'verdict.claimed.intact'),
  signer: null,
  pixelSha256: null,
  tampered: null,
  evidence: {
    attributes: { ok: true, sentence: 'The attributes say so.' },
    pixelHash: { ok: true, sentence: 'The pixels fit.' },
    mark: { ok: null, detected: false, z: null, payload: null, sentence: 'No mark.' },
    signature: { ok: null, sentence: 'No signature.' },
    c2pa: { ok: null, sentence: 'No manifest.' },
  },
};

/** A guard that finds removed structure in a square of 16 pixels about (32, 32), and nowhere else. */
export function guardMapOf({ rows, columns }: Frame): GuardMap {
  const map = new Float32Array(rows * columns);
  for (let y = 24; y < 40; y++) map.fill(9, y * columns + 24, y * columns + 40);
  return { map, score: 9, threshold: 3, flagged: true };
}

/** A series with one marked slice in every gap. */
export function denserSeries(source: Series<Frame>): Series<Frame> {
  const made = (frame: Frame) =>
    adopt(frame as AcquiredFrame, {
      class: 'interpolated',
      record: { ...record(), class: 'interpolated', options: { factor: 2, fraction: 0.5, gapMm: 2 } },
    });
  return {
    ...source,
    seriesInstanceUID: '2.25.8',
    description: `AI SYNTHETIC SLICES - ${source.description}`,
    frames: source.frames.flatMap((frame, i) => (i === 0 ? [frame] : [made(frame), frame])),
    sliceSpacing: (source.sliceSpacing ?? 2) / 2,
  };
}

/** A slice of no patient, as a generator would leave it. */
export function syntheticSlice(index: number, kind = 'chest'): SyntheticSlice {
  const { instance, ...frame } = ctFrame(index);
  return {
    index,
    seed: 1000 + index,
    class: kind,
    frame: adopt(
      { ...frame, instance: { ...instance, seriesInstanceUID: '2.25.7', studyInstanceUID: '2.25.77' } },
      {
        class: 'synthetic',
        record: { ...record(), class: 'synthetic', model: { ...record().model, id: 'ct-slices' } },
      },
    ),
    labels: labelMap(),
    realism: 0.25 + index / 100,
  };
}

function labelMap() {
  return {
    rows: SIZE,
    columns: SIZE,
    pixelSpacing: [0.5, 0.5] as const,
    codes: new Uint8Array(SIZE ** 2).fill(3),
  };
}

export function generatorCard(kind: 'latent' | 'labels'): GeneratorCard {
  const asset = { file: 'model.onnx', bytes: 400_000, sha256: 'a'.repeat(64) };
  return {
    id: kind === 'latent' ? 'ct-slices' : 'ct-from-labels',
    version: '1.0.0',
    task: 'generate',
    title: 'CT slices',
    execution: {
      ...asset,
      ...{ opset: 17, kind, side: SIZE, fieldMm: 32, style: 1, noise: 1 },
      ...(kind === 'latent' && {
        latent: 4,
        levels: { domain: [0, 1], classes: { chest: [0.3, 0.6], kidneys: [0.9, 1] } },
      }),
      discriminator: asset,
      realism: { image: { acquired: [0, 1], generated: [0, 1] } },
      knownAnswer: { file: 'answer.json', toleranceHU: 1 },
    },
    selection: { modality: ['CT'], unit: 'HU' },
    description: {
      summary: 'Slices of no patient.',
      adversarial: true,
      intendedUse: 'Research.',
      limits: ['One slice at a time.'],
    },
  };
}

/** Jobs without a runtime; a test replaces the one it is about. */
export function fakeJobs(overrides: Partial<Jobs> = {}): Jobs {
  const fakes: Jobs = {
    openStudy: async () => studyOf(ctSeries()),
    denoise: async (series, { onFrame, onProgress } = {}) => {
      const result = denoisedSeries(series);
      result.frames.forEach((frame, index) => {
        onFrame?.(index, frame);
        onProgress?.({ job: 'Denoising', done: index + 1, total: result.frames.length, secondsLeft: 0 });
      });
      return result;
    },
    interpolate: async (series, { onProgress } = {}) => {
      const result = denserSeries(series);
      const total = series.frames.length - 1;
      onProgress?.({ job: 'Interpolating', done: total, total, secondsLeft: 0 });
      return result;
    },
    generate: async ({ count, class: kind, labels, onSlice, onProgress }) => {
      const slices = Array.from({ length: count }, (_, i) => syntheticSlice(i, labels ? 'labels' : kind));
      slices.forEach((slice, i) => {
        onSlice?.(slice);
        onProgress?.({ job: 'Generating', done: i + 1, total: count, secondsLeft: 0 });
      });
      return synthesisOf(slices);
    },
    tissueLabels: async () => labelMap(),
    exportDataset: async function* () {
      yield { name: 'manifest.json', bytes: new Uint8Array(2) };
    },
    addModel: async () => generatorCard('latent'),
    generators: async () => [generatorCard('latent'), generatorCard('labels')],
    exportZip: async () => new Blob(['zip']),
    searchStudies: async () => [],
    storeSeries: async ({ frames }) => ({ stored: frames.map((_, i) => `2.25.${i}`), refused: [] }),
    verifySeries: async () => [],
    madeHere: async () => undefined,
    verify: async () => CLAIMED,
    models: async () => [
      {
        id: 'ct-denoise',
        version: '1.0.0',
        task: 'denoise',
        title: 'CT denoiser',
        execution: {
          file: 'model.onnx',
          bytes: 400_000,
          sha256: 'a'.repeat(64),
          opset: 17,
          input: { name: 'in' },
          output: { name: 'out' },
          multipleOf: 8,
          receptiveFieldPixels: 33,
          gflopPer512: 3.5,
          knownAnswer: { file: 'answer.json', toleranceHU: 1 },
        },
        selection: { modality: ['CT'], unit: 'HU' },
        description: {
          summary: 'Takes noise out of CT.',
          adversarial: true,
          intendedUse: 'Research.',
          limits: ['Adults only.'],
        },
      },
      {
        id: 'ct-interpolate',
        version: '1.0.0',
        task: 'interpolate',
        title: 'CT between',
        execution: {
          file: 'model.onnx',
          bytes: 400_000,
          sha256: 'a'.repeat(64),
          opset: 17,
          input: { name: 'in', planes: ['before', 'after', 'fraction', 'gapMm'] },
          output: { name: 'out' },
          multipleOf: 8,
          receptiveFieldPixels: 33,
          gflopPer512: 3.5,
          knownAnswer: { file: 'answer.json', toleranceHU: 1 },
        },
        selection: { modality: ['CT'], unit: 'HU', gapMm: [0.5, 12] },
        description: {
          summary: 'Slices between slices of CT.',
          adversarial: true,
          intendedUse: 'Research.',
          limits: ['Adults only.'],
        },
      },
    ],
    openTraining: fakeTrainings().openTraining,
    openRuns: async () => fakeRuns(),
    trainingSource: async ({ seriesInstanceUID }) => `source of ${seriesInstanceUID}`,
    probeDevice: async () => ({ provider: 'wasm', device: '2 threads', reason: 'no WebGPU adapter' }),
    guardMap: async (frame) => guardMapOf(frame),
    openDenoising: async (series, options) => ({
      series: await fakes.denoise(series, options),
      again: (settings) => fakes.denoise(series, settings),
      close: () => undefined,
    }),
    ...overrides,
  };
  return fakes;
}

/** A denoise job that ends only when the test or the reader says so. */
export function heldDenoise() {
  let signal: AbortSignal | undefined;
  let finish: () => void = () => undefined;
  const denoise: Jobs['denoise'] = (series, options = {}) => {
    signal = options.signal;
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal?.reason));
      options.onFrame?.(0, denoisedFrame(series.frames[0]));
      options.onProgress?.({ job: 'Denoising', done: 1, total: series.frames.length, secondsLeft: 9 });
      finish = () => resolve(denoisedSeries(series));
    });
  };
  return { denoise, finish: () => finish(), signal: () => signal };
}

/** A study that is read as the test says. */
export function heldOpening() {
  let grow: ((study: Study<Frame>) => void) | undefined;
  let finish: (study: Study<Frame>) => void = () => undefined;
  const openStudy: Jobs['openStudy'] = (_, { signal, onStudy } = {}) => {
    grow = onStudy;
    return new Promise((resolve, reject) => {
      finish = resolve;
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  };
  return {
    openStudy,
    asked: () => grow !== undefined,
    grow: (...series: Series<Frame>[]) => grow?.(studyOf(...series)),
    finish: (...series: Series<Frame>[]) => finish(studyOf(...series)),
  };
}
