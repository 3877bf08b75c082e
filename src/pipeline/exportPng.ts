/**
 * A slice as an 8-bit picture for slides and papers: windowed, and, when generated,
 * labelled inside the picture and in its text chunks.
 *
 * @module
 */
import { displayGrey } from '../image/window.js';
import { labelOf } from '../provenance/label.js';
import type { Frame } from '../provenance/markedFrame.js';
import { pixelsOf } from '../provenance/markedPixels.js';
import { stamp } from '../provenance/stamp.js';

const SOFT_TISSUE = { center: 40, width: 400 };

/** PNG bytes of one frame in its own window (soft tissue where the file names none). */
export async function framePng(frame: Frame): Promise<Uint8Array> {
  const { encode } = await import('fast-png');
  const { rows, columns, rescale, photometric, window = SOFT_TISSUE } = frame;
  const stored = pixelsOf(frame);
  const rgb = new Uint8Array(rows * columns * 3);
  for (let i = 0; i < stored.length; i++) {
    const grey = displayGrey(stored[i] * rescale.slope + rescale.intercept, window);
    rgb.fill(photometric === 'MONOCHROME1' ? 255 - grey : grey, i * 3, i * 3 + 3);
  }
  const picture = { width: columns, height: rows, rgb };
  if (frame.kind === 'marked') stamp(picture, labelOf(frame));
  const text: Record<string, string> = frame.kind === 'marked' ? texts(frame) : {};
  return encode({ width: columns, height: rows, data: rgb, channels: 3, depth: 8, text });
}

/** Text chunks: what the label says, and the record, which names no patient and no UID. */
function texts(frame: Extract<Frame, { kind: 'marked' }>): Record<string, string> {
  const { record } = frame.origin;
  return { Source: labelOf(frame).replaceAll('·', '-'), ...(record && { Veritome: JSON.stringify(record) }) };
}
