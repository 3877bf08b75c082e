/**
 * What the sources of a result carried before it was made: read off the frames, and off
 * their files where no record of ours tells.
 *
 * @module
 */
import { codeAttribute, textAttribute } from '../dicom/attributes.js';
import { type Part10, parsePart10 } from '../dicom/part10.js';
import { distinctMarks, type EarlierMark, marksOf } from '../provenance/earlierMark.js';
import type { Frame } from '../provenance/markedFrame.js';

const SYNTHETIC_DATA = 'x0008001c';
const DIGITAL_SIGNATURES = 'xfffafffa';
const PRIVATE_CREATOR = /^x...[13579bdf]00[1-9a-f][0-9a-f]$/;
/** A file of other makers may hold dozens: the record is no place to list them all. */
const MOST_CREATORS = 16;

/** For the claim of a result made from `sources`: nothing where no source carries a mark. */
export function historyOf(sources: readonly Frame[]): { history?: readonly EarlierMark[] } {
  const history = distinctMarks(sources.flatMap(marksOfFrame));
  return history.length > 0 ? { history } : {};
}

function marksOfFrame(frame: Frame): EarlierMark[] {
  const origin = frame.kind === 'marked' ? frame.origin : undefined;
  if (origin?.record) return marksOf(origin.record);
  const mark = frame.part10 ? markOfFile(frame.part10, frame.file) : undefined;
  if (origin) return [{ ...mark, class: origin.class, toldBy: 'file' }];
  return mark ? [mark] : [];
}

/** By the bytes of the file: all frames of a multi-frame image, and all runs over it, ask the same. */
const known = new WeakMap<Uint8Array, { readonly mark: EarlierMark | undefined }>();

function markOfFile(bytes: Uint8Array, file: string): EarlierMark | undefined {
  const found = known.get(bytes) ?? { mark: readMark(parsePart10(bytes, file)) };
  known.set(bytes, found);
  return found.mark;
}

function readMark(part10: Part10): EarlierMark | undefined {
  const signed = DIGITAL_SIGNATURES in part10.dataSet.elements ? { signed: true as const } : {};
  if (textAttribute(part10, SYNTHETIC_DATA) !== 'YES') {
    return 'signed' in signed ? { class: 'none', toldBy: 'file', ...signed } : undefined;
  }
  const creators = Object.keys(part10.dataSet.elements)
    .filter((tag) => PRIVATE_CREATOR.test(tag))
    .map((tag) => codeAttribute(part10, tag)?.slice(0, 64) ?? '');
  const named = [...new Set(creators)].filter(Boolean).slice(0, MOST_CREATORS);
  return {
    class: 'unknown',
    toldBy: 'file',
    ...(named.length > 0 && { privateCreators: named }),
    ...signed,
  };
}
