/**
 * Reads a label map out of an 8-bit PNG: grey or palette, each value a code.
 *
 * @module
 */
import { ArgumentError, DecodeError } from '../../errors.js';
import { type LabelMap, TISSUES } from '../../image/labelMap.js';
import { PNG_SPACING } from './pngWriter.js';

/** True for the first bytes of a PNG. */
export function isPng(bytes: Uint8Array): boolean {
  return [0x89, 0x50, 0x4e, 0x47].every((byte, i) => bytes[i] === byte);
}

/**
 * @param file name for messages.
 * @param fallback distance of rows and of columns in mm where the file does not say it;
 *   its resolution is no answer: drawing programs write the screen's.
 */
export async function readLabelPng(
  bytes: Uint8Array,
  file: string,
  fallback: readonly [number, number] | undefined,
): Promise<LabelMap> {
  const { width: columns, height: rows, depth, channels, data, text } = await decoded(bytes, file);
  if (depth !== 8 || channels !== 1) {
    throw refused(
      file,
      'A label map is a PNG of one 8-bit channel.',
      'Save it as 8-bit grey, or with a palette.',
    );
  }
  const codes = Uint8Array.from(data);
  if (codes.some((code) => code >= TISSUES.length)) {
    throw refused(
      file,
      'The picture holds a value that names no tissue.',
      `Use ${TISSUES.map((tissue, code) => `${code} ${tissue}`).join(', ')}.`,
    );
  }
  const pixelSpacing = readSpacing(text[PNG_SPACING]) ?? fallback;
  if (pixelSpacing) return { rows, columns, pixelSpacing, codes };
  throw refused(
    file,
    'The label map does not say its pixel spacing.',
    'Give it with --label-spacing, in mm.',
  );
}

async function decoded(bytes: Uint8Array, file: string) {
  const { decode } = await import('fast-png');
  try {
    return decode(bytes, { checkCrc: true });
  } catch (cause) {
    throw new DecodeError('The PNG is damaged.', { file, remedy: 'Fetch it again from its source.', cause });
  }
}

function readSpacing(text: string | undefined): [number, number] | undefined {
  const values = text?.split(/[ \\]+/).map(Number) ?? [];
  return values.length === 2 && values.every((mm) => mm > 0) ? [values[0], values[1]] : undefined;
}

function refused(file: string, message: string, remedy: string): ArgumentError {
  return new ArgumentError(message, { file, attribute: 'labels', remedy });
}
