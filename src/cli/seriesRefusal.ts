/** What is said of a series that could not be worked on. */
import { ModelError } from '../errors.js';
import type { Series } from '../image/series.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { refusal } from './console.js';

/** A refusal of a whole series names its first file, for want of a better handle that is no identifier. */
export function ofSeries(error: ReturnType<typeof refusal>, series: Series<Frame>) {
  if (error.file !== undefined) return error;
  const { message, attribute, remedy, cause } = error;
  return new ModelError(message, { file: series.frames[0]?.file, attribute, remedy, cause });
}
