/**
 * Errors of ours on their way between threads: structured cloning would make plain
 * errors of them, without tag and remedy.
 *
 * @module
 */
import {
  ArgumentError,
  AssetError,
  AttributeError,
  DecodeError,
  type ErrorTag,
  InferenceError,
  isVeritomeError,
  MemorisationError,
  MixedSeriesError,
  ModelError,
  ModelIntegrityError,
  NoPixelDataError,
  NotDicomError,
  OutOfMemoryError,
  OutputError,
  ProviderError,
  ServiceError,
  TimeoutError,
  TrainingError,
  TruncatedError,
  UnsupportedTransferSyntaxError,
  type VeritomeError,
} from './errors.js';

const CLASSES = {
  ArgumentError,
  AssetError,
  AttributeError,
  DecodeError,
  InferenceError,
  MemorisationError,
  MixedSeriesError,
  ModelError,
  ModelIntegrityError,
  NoPixelDataError,
  NotDicomError,
  OutOfMemoryError,
  OutputError,
  ProviderError,
  ServiceError,
  TimeoutError,
  TrainingError,
  TruncatedError,
  UnsupportedTransferSyntaxError,
};

/** Tags of the errors that cross. */
export const ERROR_TAGS = Object.keys(CLASSES) as readonly ErrorTag[];

/** An error as it crosses; its cause, which may hold anything, stays behind. */
export interface WireError {
  readonly tag: ErrorTag;
  readonly message: string;
  readonly remedy: string;
  readonly file: string | undefined;
  readonly attribute: string | undefined;
  /** Of a model that is refused. */
  readonly reason?: string;
}

export function wireError(error: VeritomeError): WireError {
  const { tag, message, remedy, file, attribute } = error;
  const reason = isVeritomeError(error, 'ModelError') ? error.reason : undefined;
  return { tag, message, remedy, file, attribute, ...(reason !== undefined && { reason }) };
}

/** The same class with the same fields, on this side. */
export function reviveError({ tag, message, ...fields }: WireError): VeritomeError {
  return new CLASSES[tag](message, fields);
}
