/**
 * What the slices a result was made from carried before: marks of ours and of others
 * are kept on record, so that working on a generated slice never launders it.
 *
 * @module
 */
import type { GeneratedClass, ModelIdentity, ProvenanceRecord } from './record.js';

/** A mark that a source carried. It names nobody. */
export interface EarlierMark {
  /** `none`: nothing says generated; the source was signed, and the signature does not hold for other pixels. */
  readonly class: GeneratedClass | 'unknown' | 'none';
  /** By a provenance record of ours, or by the attributes of its file alone. */
  readonly toldBy: 'record' | 'file';
  readonly model?: ModelIdentity;
  /** Pixels of the source, as its record has them. */
  readonly pixelSha256?: string;
  /** Creators of the private blocks in a file that another maker declared generated: what they hold stays with it. */
  readonly privateCreators?: readonly string[];
  /** The file of the source carries a digital signature (PS3.3 C.12.1.1.3). */
  readonly signed?: true;
}

/** The marks of a source of ours, the oldest first. */
export function marksOf({ class: made, model, pixels, history = [] }: ProvenanceRecord): EarlierMark[] {
  return [...history, { class: made, toldBy: 'record', model, pixelSha256: pixels.sha256 }];
}

/** Each mark once, in the order they came. */
export function distinctMarks(marks: readonly EarlierMark[]): EarlierMark[] {
  return [...new Map(marks.map((mark) => [JSON.stringify(mark), mark])).values()];
}

/** What happened before, in a few words each, for Derivation Description (0008,2111). */
export function wordsOf(marks: readonly EarlierMark[]): string[] {
  const words = marks.map(({ class: made, toldBy, model, signed }) => {
    if (toldBy === 'record') return `its source was ${made} by ${model?.id} ${model?.version}`;
    if (made === 'none') return 'its source was signed: the signature stays with the source';
    const also = signed ? ' and signed' : '';
    return `its source is ${made === 'unknown' ? 'synthetic data' : made}${also}, as declared by its file`;
  });
  return [...new Set(words)];
}

/** True for what a record of ours holds under `history`. */
export function isHistory(value: unknown): value is readonly EarlierMark[] {
  return (
    Array.isArray(value) &&
    value.every(
      (mark) =>
        typeof mark === 'object' &&
        mark !== null &&
        typeof mark.class === 'string' &&
        (mark.toldBy === 'file' || (mark.toldBy === 'record' && typeof mark.model?.id === 'string')),
    )
  );
}
