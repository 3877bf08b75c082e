/** `npm run prove -- embed`: pages of others, viewers, frames, frameworks, the package as it is installed. */
import { proveParts } from './parts.js';
import type { Table } from './table.js';

/** Of `prove/embed/`, in the order of the table. */
const PARTS = [
  'plain',
  'frameworks',
  'cornerstone',
  'cornerstone3d',
  'ohif',
  'bridge',
  'models',
  'pack',
  'site',
  'specification',
  'languages',
  'pages',
];

/** Runs all parts, or those that are named. */
export async function proveEmbed(table: Table, args: string[]): Promise<void> {
  proveParts('embed', PARTS, table, args);
}
