/**
 * Does a file say that a network wrote its frames? Asked where the file is read, before
 * anything of it is shown: the answer is plain data and crosses between threads.
 *
 * @module
 */
import type { Part10 } from '../dicom/part10.js';
import type { AcquiredFrame } from '../image/frame.js';
import type { Picture } from '../image/picture.js';
import { judge } from '../provenance/judge.js';
import type { adopt } from '../provenance/seal.js';
import { frameDeclaration, isPhantom, isUnchanged, pictureDeclaration } from './declaration.js';
import type { VerifyLayers } from './verify/layers.js';

/**
 * By what the file says of a frame; undefined where it says nothing of a network,
 * `unchanged` for an acquired frame that stands in an instance of ours.
 */
export type Declared = Parameters<typeof adopt>[1] | 'unchanged' | undefined;

export async function declaredOrigin(
  part10: Part10,
  frame: AcquiredFrame | Picture,
  { manifest }: Pick<VerifyLayers, 'manifest'>,
): Promise<Declared> {
  const facts = frame.kind === 'picture' ? pictureDeclaration(part10) : await frameDeclaration(part10, frame);
  let verdict = judge(facts);
  if (verdict.class === 'none') {
    verdict = judge({ ...facts, c2pa: await manifest(part10.bytes, undefined) });
  }
  // A denoised phantom whose record was stripped still says so in Image Type: only a plain phantom passes.
  if (verdict.class === 'none' || (verdict.class === 'unknown' && isPhantom(part10))) return undefined;
  if (frame.kind === 'acquired' && (await isUnchanged(part10, frame))) return 'unchanged';
  return {
    class: verdict.class,
    record: typeof facts.record === 'object' ? facts.record : undefined,
    ...(verdict.status === 'altered' && { altered: verdict.tampered ?? true }),
  };
}
