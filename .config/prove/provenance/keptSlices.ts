/** Slices that take long to make, kept as raw floats below `node_modules/.cache` from one run to the next. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'node_modules/.cache/veritome-mark';

/** What `make` returns, or returned for the same name before. */
export async function kept(name: string, make: () => Promise<Float32Array>): Promise<Float32Array> {
  const file = join(FOLDER, `${createHash('sha256').update(name).digest('hex').slice(0, 24)}.f32`);
  if (existsSync(file)) {
    const { buffer, byteOffset, byteLength } = readFileSync(file);
    return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  }
  const values = await make();
  mkdirSync(FOLDER, { recursive: true });
  // A run that is stopped while it writes leaves no half slice behind.
  writeFileSync(`${file}.part`, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  renameSync(`${file}.part`, file);
  return values;
}

/** Names values by what they are. */
export function hashOf(values: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');
}
