/**
 * A generated slice with its proof of origin. Its pixels are private: they are
 * read by `markedPixels.ts`, which only writers and stages that mark may import.
 *
 * @module
 */
import type { AcquiredFrame, FrameInfo, InstanceReference, StoredPixels } from '../image/frame.js';
import type { Tampered } from './blocks.js';
import type { GeneratedClass, ProvenanceRecord } from './record.js';

/** What a marked frame says of itself. */
export interface Origin {
  /** `unknown`: another maker's file that declares itself synthetic without saying how. */
  readonly class: GeneratedClass | 'unknown';
  /** Ours when we made it; undefined for other makers' files. */
  readonly record: ProvenanceRecord | undefined;
  /** The slices it was made from, where that is known. */
  readonly sources: readonly InstanceReference[];
  /** The file was changed after it was sealed: where, or true where that cannot be told. */
  readonly altered?: Tampered | true;
}

const seal = Symbol('seal');
let read: (frame: MarkedFrame) => StoredPixels;

/** A slice that a network wrote, sealed. Made by `seal` and `adopt` only. */
export class MarkedFrame implements FrameInfo {
  readonly kind = 'marked';
  readonly rows: FrameInfo['rows'];
  readonly columns: FrameInfo['columns'];
  readonly format: FrameInfo['format'];
  readonly rescale: FrameInfo['rescale'];
  readonly photometric: FrameInfo['photometric'];
  readonly modality: FrameInfo['modality'];
  readonly instance: FrameInfo['instance'];
  readonly instanceNumber: FrameInfo['instanceNumber'];
  readonly plane: FrameInfo['plane'];
  readonly window: FrameInfo['window'];
  readonly padding: FrameInfo['padding'];
  readonly file: FrameInfo['file'];
  readonly part10: FrameInfo['part10'];
  readonly part10Frame: FrameInfo['part10Frame'];
  readonly presentation: FrameInfo['presentation'];
  readonly origin: Origin;
  readonly #stored: StoredPixels;

  constructor(key: typeof seal, info: FrameInfo, stored: StoredPixels, origin: Origin) {
    if (key !== seal) throw new TypeError('Marked frames are made by seal() alone.');
    this.rows = info.rows;
    this.columns = info.columns;
    this.format = info.format;
    this.rescale = info.rescale;
    this.photometric = info.photometric;
    this.modality = info.modality;
    this.instance = info.instance;
    this.instanceNumber = info.instanceNumber;
    this.plane = info.plane;
    this.window = info.window;
    this.padding = info.padding;
    this.file = info.file;
    this.part10 = info.part10;
    this.part10Frame = info.part10Frame;
    this.presentation = info.presentation;
    this.origin = origin;
    this.#stored = stored;
    Object.freeze(this);
  }

  static {
    read = (frame) => frame.#stored;
  }
}

/** Whatever may be shown, written or returned: pixels of a scanner, or marked ones. */
export type Frame = AcquiredFrame | MarkedFrame;

/** For `seal.ts` alone. */
export function makeMarkedFrame(info: FrameInfo, stored: StoredPixels, origin: Origin): MarkedFrame {
  return new MarkedFrame(seal, info, stored, origin);
}

/** For `markedPixels.ts` alone. */
export function storedOf(frame: MarkedFrame): StoredPixels {
  return read(frame);
}
