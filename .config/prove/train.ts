/**
 * `npm run prove -- train`: trains in the page, exports, is advised, denoises. TensorFlow.js
 * keeps one set of gradients and one backend a process.
 */
import { proveParts } from './parts.js';
import type { Table } from './table.js';

/** Of `prove/train/`, in the order of the table. */
const PARTS = ['browser', 'onnx', 'coach', 'denoiser', 'speed', 'guide'];

/** Runs all parts, or those that are named. */
export async function proveTrain(table: Table, args: string[]): Promise<void> {
  proveParts('train', PARTS, table, args);
}
