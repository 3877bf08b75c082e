/**
 * Every fault a caller can meet, as a value: a tag to switch on, the fields that
 * matter, the cause, and the remedy in the reader's words.
 *
 * ```ts
 * try {
 *   await denoise(series);
 * } catch (error) {
 *   if (isVeritomeError(error, 'ModelIntegrityError')) console.info(error.remedy);
 *   else throw error;
 * }
 * ```
 *
 * Messages carry file names that the user chose, attribute keywords and tags,
 * never attribute values: a message may reach a log.
 *
 * @module
 */

/** What every {@link VeritomeError} is made of. */
export interface ErrorFields {
  /** The file as the user named it, when one file is at fault. */
  file?: string;
  /** DICOM keyword with tag, or the argument's name: `Rows (0028,0010)`. */
  attribute?: string;
  /** What the reader can do about it: one sentence. */
  remedy: string;
  cause?: unknown;
}

/** Base of all errors this package throws on purpose. Anything else is a fault of ours. */
export abstract class VeritomeError extends Error {
  abstract readonly tag: ErrorTag;
  readonly file: string | undefined;
  readonly attribute: string | undefined;
  readonly remedy: string;

  constructor(message: string, { file, attribute, remedy, cause }: ErrorFields) {
    super(message, cause === undefined ? undefined : { cause });
    this.file = file;
    this.attribute = attribute;
    this.remedy = remedy;
  }

  override get name(): string {
    return this.tag;
  }

  /** One line: file, what is wrong, where, and the remedy. */
  describe(): string {
    const where = [this.file, this.attribute].filter(Boolean).join(': ');
    return `${where ? `${where}: ` : ''}${this.message} ${this.remedy}`;
  }
}

/** The bytes are not DICOM Part 10 and hold no data set we can recognise. */
export class NotDicomError extends VeritomeError {
  readonly tag = 'NotDicomError';
}

/** The file ends before the data its own lengths promise. Fetch it again from its source. */
export class TruncatedError extends VeritomeError {
  readonly tag = 'TruncatedError';
}

/** A valid data set without a picture (a report, a structure set). Nothing to show or denoise. */
export class NoPixelDataError extends VeritomeError {
  readonly tag = 'NoPixelDataError';
}

/** No codec is registered for this transfer syntax. */
export class UnsupportedTransferSyntaxError extends VeritomeError {
  readonly tag = 'UnsupportedTransferSyntaxError';
}

/** The codestream is damaged or disagrees with the data set. */
export class DecodeError extends VeritomeError {
  readonly tag = 'DecodeError';
}

/** An attribute is missing, empty, out of range or contradicts another. */
export class AttributeError extends VeritomeError {
  readonly tag = 'AttributeError';
}

/** Slices of one series differ in size, orientation or meaning and cannot form one stack. */
export class MixedSeriesError extends VeritomeError {
  readonly tag = 'MixedSeriesError';
}

/** The bytes would need more memory than the budget allows, or the allocation failed. */
export class OutOfMemoryError extends VeritomeError {
  readonly tag = 'OutOfMemoryError';
}

/** The work on one file took longer than any true file needs, and was stopped. */
export class TimeoutError extends VeritomeError {
  readonly tag = 'TimeoutError';
}

/** No model of this id, one that does not fit the series, or a file of one that is refused. */
export class ModelError extends VeritomeError {
  readonly tag = 'ModelError';
  /** Why a file that somebody brought is refused, one word to switch on (`external-data`); undefined otherwise. */
  readonly reason: string | undefined;

  constructor(message: string, fields: ErrorFields & { reason?: string }) {
    super(message, fields);
    this.reason = fields.reason;
  }
}

/** The weights are not the ones the card promises. They are never run. */
export class ModelIntegrityError extends VeritomeError {
  readonly tag = 'ModelIntegrityError';
}

/** No execution provider is left that computes the model's known answer. */
export class ProviderError extends VeritomeError {
  readonly tag = 'ProviderError';
}

/** The network's output is not finite, has the wrong shape, or the device was lost. */
export class InferenceError extends VeritomeError {
  readonly tag = 'InferenceError';
}

/** Training cannot go on: its losses or weights are no longer finite, or no backend computes gradients rightly. */
export class TrainingError extends VeritomeError {
  readonly tag = 'TrainingError';
}

/** A trained generator copies slices it was trained on: it does not leave the machine. */
export class MemorisationError extends VeritomeError {
  readonly tag = 'MemorisationError';
}

/** An asset (weights, wasm, worker) could not be fetched from where the host configured it. */
export class AssetError extends VeritomeError {
  readonly tag = 'AssetError';
}

/** A service (DICOMweb) cannot be reached, wants another sign-in, or does not do what was asked. */
export class ServiceError extends VeritomeError {
  readonly tag = 'ServiceError';
  /** HTTP status of its last answer; undefined where none came. */
  readonly status: number | undefined;

  constructor(message: string, fields: ErrorFields & { status?: number }) {
    super(message, fields);
    this.status = fields.status;
  }
}

/** An argument or option the caller gave cannot be used. */
export class ArgumentError extends VeritomeError {
  readonly tag = 'ArgumentError';
}

/** A file that is about to be written exists already, or cannot be written. */
export class OutputError extends VeritomeError {
  readonly tag = 'OutputError';
}

/** Every error class by its tag. */
export interface VeritomeErrors {
  NotDicomError: NotDicomError;
  TruncatedError: TruncatedError;
  NoPixelDataError: NoPixelDataError;
  UnsupportedTransferSyntaxError: UnsupportedTransferSyntaxError;
  DecodeError: DecodeError;
  AttributeError: AttributeError;
  MixedSeriesError: MixedSeriesError;
  OutOfMemoryError: OutOfMemoryError;
  TimeoutError: TimeoutError;
  ModelError: ModelError;
  ModelIntegrityError: ModelIntegrityError;
  ProviderError: ProviderError;
  InferenceError: InferenceError;
  TrainingError: TrainingError;
  MemorisationError: MemorisationError;
  AssetError: AssetError;
  ServiceError: ServiceError;
  ArgumentError: ArgumentError;
  OutputError: OutputError;
}
export type ErrorTag = keyof VeritomeErrors;

/** True for an error of ours; with a tag, for that class alone. */
export function isVeritomeError(error: unknown): error is VeritomeError;
export function isVeritomeError<T extends ErrorTag>(error: unknown, tag: T): error is VeritomeErrors[T];
export function isVeritomeError(error: unknown, tag?: ErrorTag): boolean {
  return error instanceof VeritomeError && (tag === undefined || error.tag === tag);
}
