/**
 * A slice as an 8-bit picture for slides and papers: windowed, and, when generated,
 * labelled inside the picture and in its text chunks.
 *
 * @module
 */
import { labelOf } from '../provenance/label.js';
import type { Frame } from '../provenance/markedFrame.js';
import { labelledRgb } from './labelledPicture.js';

/** PNG bytes of one frame in its own window (soft tissue where the file names none). */
export async function framePng(frame: Frame): Promise<Uint8Array> {
  const { encode } = await import('fast-png');
  const { width, height, rgb } = labelledRgb(frame);
  const text: Record<string, string> = frame.kind === 'marked' ? texts(frame) : {};
  return encode({ width, height, data: rgb, channels: 3, depth: 8, text });
}

/** Text chunks: what the label says, and the record, which names no patient and no UID. */
function texts(frame: Extract<Frame, { kind: 'marked' }>): Record<string, string> {
  const { record } = frame.origin;
  return { Source: labelOf(frame).replaceAll('·', '-'), ...(record && { Veritome: JSON.stringify(record) }) };
}
