/** The attributes of single-frame results, class by class: printed into `docs/dicom-attributes.md` and tested one by one. */
import type { Row } from './expectation.js';
import { IMAGE_ROWS } from './imageRows.js';
import { INSTANCE_ROWS } from './instanceRows.js';
import type { Made } from './written.js';

export const ROWS: readonly Row<Made>[] = [...INSTANCE_ROWS, ...IMAGE_ROWS];
