/**
 * The jobs that elements start, behind one interface: each comes by `import()`
 * when it is first needed, so that a page that only views downloads no runtime,
 * and a host or a test may bring its own.
 *
 * @module
 */
import type { LabelMap } from '../image/labelMap.js';
import type { Series, Study } from '../image/series.js';
import type { JobOptions } from '../job.js';
import type { FoundStudy, StudyQuery } from '../loaders/dicomweb/search.js';
import type { DicomwebService } from '../loaders/dicomweb/service.js';
import type { Stored } from '../loaders/dicomweb/store.js';
import type { Source } from '../loaders/source.js';
import type { DatasetOptions } from '../pipeline/dataset/exportDataset.js';
import type { DenoiseOptions, Denoising } from '../pipeline/denoise.js';
import type { ExportedFile, ExportOptions } from '../pipeline/exportSeries.js';
import type { GenerateOptions, Synthesis } from '../pipeline/generate.js';
import type { InterpolateOptions } from '../pipeline/interpolate.js';
import type { Ledger } from '../pipeline/ledger.js';
import type { OpenOptions } from '../pipeline/openStudy.js';
import type { SyntheticSlice } from '../pipeline/syntheticSlice.js';
import type { Runs } from '../pipeline/train/runs.js';
import type { Training } from '../pipeline/train/training.js';
import type { OpenTrainingOptions } from '../pipeline/train.js';
import type { VerifiedSeries, VerifyOptions, VerifySeriesOptions } from '../pipeline/verify.js';
import type { Frame, MarkedFrame } from '../provenance/markedFrame.js';
import type { GuardFinding } from '../provenance/record.js';
import type { Verdict } from '../provenance/verdict.js';
import type { ModelCard } from '../registry/card.js';
import type { GeneratorCard } from '../registry/generatorCard.js';

/** Where a model would run, and why there. */
export interface Device {
  readonly provider: 'webgpu' | 'wasm';
  readonly device: string;
  readonly reason: string;
}

/** Where more was taken from a slice than its noise explains: rows x columns, over `threshold` is structure. */
export interface GuardMap extends GuardFinding {
  readonly map: Float32Array;
}

/** Whole jobs without a screen. */
export interface Jobs {
  openStudy(source: Source, options?: OpenOptions): Promise<Study<Frame>>;
  denoise(series: Series<Frame>, options?: DenoiseOptions): Promise<Series<MarkedFrame>>;
  /** The same, with a way to move strength and texture afterwards. */
  openDenoising(series: Series<Frame>, options?: DenoiseOptions): Promise<Denoising>;
  /** What the structure guard sees in a denoised slice, against the acquired one. */
  guardMap(frame: MarkedFrame, source: Frame): Promise<GuardMap>;
  interpolate(series: Series<Frame>, options?: InterpolateOptions): Promise<Series<Frame>>;
  generate(options: GenerateOptions): Promise<Synthesis>;
  /** Tissues of an acquired slice, for models that fill label maps. */
  tissueLabels(frame: Frame): Promise<LabelMap>;
  /** The files of a data set of these slices; `labels`, the maps they were made from. */
  exportDataset(
    slices: readonly SyntheticSlice[],
    options: DatasetOptions & { readonly labels?: readonly LabelMap[] },
  ): AsyncIterable<ExportedFile>;
  exportZip(series: Series<Frame>, options: ExportOptions): Promise<Blob>;
  verify(bytes: Uint8Array, name?: string, options?: VerifyOptions): Promise<Verdict>;
  /** One verdict a series; each file as it is judged. */
  verifySeries(source: Source, options?: VerifySeriesOptions): Promise<VerifiedSeries[]>;
  /** Did this page's ledger log the file? Undefined where the browser keeps none. */
  madeHere(verdict: Verdict, bytes: Uint8Array | undefined): Promise<boolean | undefined>;
  searchStudies(
    service: DicomwebService,
    query?: StudyQuery,
    options?: Pick<JobOptions, 'signal'>,
  ): Promise<FoundStudy[]>;
  /** Marked and signed, and looked for afterwards. */
  storeSeries(series: Series<Frame>, service: DicomwebService, options?: JobOptions): Promise<Stored>;
  /** Prepares a training and measures its pace; nothing is trained yet. */
  openTraining(series: Series<Frame>, options?: OpenTrainingOptions): Promise<Training>;
  /** Runs that are kept on this device, where the reader consented. */
  openRuns(): Promise<Runs>;
  /** What a kept run says of the slices that it was made from. */
  trainingSource(series: Series<Frame>): Promise<string>;
  /** Takes in the zip of a model that was trained and saved; `generate` or `denoise` knows it then. */
  addModel(file: Blob): Promise<GeneratorCard | ModelCard>;
  models(): Promise<ModelCard[]>;
  generators(): Promise<GeneratorCard[]>;
  probeDevice(): Promise<Device>;
}

/** The package's own pipelines. */
export const jobs: Jobs = {
  openStudy: async (...given) => (await import('../pipeline/openStudy.js')).openStudy(...given),
  denoise: async (...given) => (await import('../pipeline/denoise.js')).denoise(...given),
  openDenoising: async (...given) => (await import('../pipeline/denoise.js')).openDenoising(...given),
  guardMap: async (...given) => (await import('../pipeline/guard.js')).guardMap(...given),
  interpolate: async (...given) => (await import('../pipeline/interpolate.js')).interpolate(...given),
  generate: async (...given) => (await import('../pipeline/generate.js')).generate(...given),
  tissueLabels: async (...given) => (await import('../pipeline/tissueLabels.js')).tissueLabels(...given),
  exportDataset: (slices, options) => datasetFiles(slices, options),
  exportZip: async (series, options) => {
    const { exportZip } = await import('../pipeline/exportSeries.js');
    return exportZip(series, { ledger: await pageLedger(), ...options });
  },
  verify: async (...given) => (await import('../pipeline/verify.js')).verify(...given),
  verifySeries: async (...given) => (await import('../pipeline/verify.js')).verifySeries(...given),
  madeHere: async (verdict, bytes) => {
    const ledger = await pageLedger();
    return ledger && (await import('../pipeline/ledger.js')).madeHere(ledger, verdict, bytes);
  },
  searchStudies: async (...given) => (await import('../pipeline/pacs.js')).searchStudies(...given),
  storeSeries: async (series, service, options) => {
    const { storeSeries } = await import('../pipeline/pacs.js');
    return storeSeries(series, service, { ledger: await pageLedger(), ...options });
  },
  openTraining: async (...given) => (await import('../pipeline/train.js')).openTraining(...given),
  openRuns: async () => (await import('../pipeline/train/runs.js')).openRuns(),
  trainingSource: async (series) => (await import('../pipeline/train/runs.js')).sourceOf(series),
  addModel: async (file) => (await import('../pipeline/addModel.js')).addModel(file),
  models: async () => (await import('../pipeline/models.js')).models(),
  generators: async () => (await import('../pipeline/models.js')).generators(),
  probeDevice: async () => (await import('../pipeline/device.js')).probeDevice(),
};

async function* datasetFiles(...[slices, { labels, ...options }]: Parameters<Jobs['exportDataset']>) {
  const { exportDataset } = await import('../pipeline/dataset/exportDataset.js');
  const { labelMapSha256 } = await import('../pipeline/dataset/readLabels.js');
  const labelMaps = labels && (await Promise.all(labels.map(labelMapSha256)));
  const ledger = await pageLedger();
  yield* exportDataset(each(slices), { ledger, ...options, job: { ...options.job, labelMaps } });
}

let opened: Promise<Ledger | undefined> | undefined;

/** The ledger of this origin. A browser that keeps no data has none: that stops nobody from saving. */
function pageLedger(): Promise<Ledger | undefined> {
  opened ??= import('../pipeline/ledger.js').then(({ openLedger }) => openLedger()).catch(() => undefined);
  return opened;
}

async function* each<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}
