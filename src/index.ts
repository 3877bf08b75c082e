/**
 * Veritome as a library: open a study, denoise it, save it, verify it.
 *
 * ```ts
 * import { denoise, exportSeries, openStudy, verify } from 'veritome';
 *
 * const study = await openStudy(input.files);
 * const quiet = await denoise(study.series[0], { strength: 0.8 });
 * for await (const { name, bytes } of exportSeries(quiet, { format: 'dicom' })) save(name, bytes);
 * ```
 *
 * @module
 */
export * from './errors.js';
export type { GuardResult } from './evaluation/structureGuard.js';
export type { AcquiredFrame, FrameInfo, Plane, Rescale, Window } from './image/frame.js';
export { type LabelMap, TISSUES, type Tissue } from './image/labelMap.js';
export type { Series, SpacingNote, Study, StudyLabels } from './image/series.js';
export type { JobOptions, Progress } from './job.js';
export type {
  RevocationCheck,
  Signer,
  Signing,
  SigningAlgorithm,
  TimeStamper,
  Trust,
} from './keys/signer.js';
export { configureSigning, currentSigning, type SigningOptions } from './keys/signing.js';
export type { DicomwebQuery } from './loaders/dicomweb/retrieve.js';
export type { FoundSeries, FoundStudy, StudyQuery } from './loaders/dicomweb/search.js';
export type { DicomwebService } from './loaders/dicomweb/service.js';
export type { Stored } from './loaders/dicomweb/store.js';
export type { Source } from './loaders/source.js';
export type { RefusalReason } from './onnx/refusal.js';
export {
  type AuditedSlice,
  type AuditFlag,
  type AuditOptions,
  type AuditReport,
  audit,
  type SliceSet,
} from './pipeline/audit.js';
export type { DatasetFile, DatasetJob, DatasetManifest } from './pipeline/dataset/datasetManifest.js';
export { type DatasetOptions, exportDataset } from './pipeline/dataset/exportDataset.js';
export type { DatasetFormat } from './pipeline/dataset/format.js';
export { type LabelOptions, readLabels } from './pipeline/dataset/readLabels.js';
export {
  type BlendOptions,
  type DenoiseOptions,
  type Denoising,
  denoise,
  openDenoising,
} from './pipeline/denoise.js';
export { probeDevice } from './pipeline/device.js';
export {
  type ExportedFile,
  type ExportFormat,
  type ExportOptions,
  exportSeries,
  exportZip,
} from './pipeline/exportSeries.js';
export { type GenerateOptions, generate, generateSlices, type Synthesis } from './pipeline/generate.js';
export { guardMap } from './pipeline/guard.js';
export { type InterpolateOptions, interpolate } from './pipeline/interpolate.js';
export {
  type Ledger,
  type LedgerCheck,
  type LedgerEntry,
  type LedgerStore,
  openLedger,
  readLedger,
  verifyLedger,
} from './pipeline/ledger.js';
export { generators, models } from './pipeline/models.js';
export { openStudy } from './pipeline/openStudy.js';
export { addModel, removeModel } from './pipeline/ownModel.js';
export { type StoreOptions, searchSeries, searchStudies, storeSeries } from './pipeline/pacs.js';
export type { SuppliedFiles } from './pipeline/supplied/checkModel.js';
export type { SyntheticSlice } from './pipeline/syntheticSlice.js';
export { tissueLabels } from './pipeline/tissueLabels.js';
export {
  type VerifiedFile,
  type VerifiedSeries,
  type VerifyOptions,
  type VerifySeriesOptions,
  verify,
  verifyFiles,
  verifySeries,
} from './pipeline/verify.js';
export { zipBlob, zipStream } from './pipeline/zipStream.js';
export type { Frame, MarkedFrame } from './provenance/markedFrame.js';
export type { Execution, GuardFinding, ProvenanceRecord } from './provenance/record.js';
export type { Finding, MarkFinding, Verdict, VerdictSigner } from './provenance/verdict.js';
export { type AssetOptions, configureAssets } from './registry/assets.js';
export type { ModelCard } from './registry/card.js';
export type { GeneratorCard } from './registry/generatorCard.js';
export type { SuppliedCard, SuppliedDenoiserCard, SuppliedGeneratorCard } from './registry/suppliedCard.js';
export type { TrainingSummary } from './registry/trainingSummary.js';
