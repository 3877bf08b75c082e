/**
 * What the file of a slice says of its scale and its frame rate; read when it is first
 * asked for, so that a page that only looks does not fetch the reader.
 *
 * @module
 */
import type { ReactiveControllerHost } from 'lit';
import type { PictureFacts } from '../../dicom/pictureFacts.js';
import type { Shown } from '../../provenance/shown.js';
import type { Place, Scale } from '../stage/measure.js';

/** Pictures of what lies between a tube and a detector: their millimetres depend on the depth. */
const PROJECTIONS = ['CR', 'DX', 'MG', 'XA', 'RF', 'IO', 'PX', 'RG', 'RTIMAGE'];
const UNKNOWN: Scale = { x: 1, y: 1, source: 'unknown' };

const read = new WeakMap<Uint8Array, PictureFacts>();
const reading = new WeakMap<Uint8Array, Promise<PictureFacts>>();

/** Reads files for one viewport. */
export class Facts {
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** The scale under some points of a slice; unknown until the file is read. */
  scaleOf(shown: Shown, points: readonly Place[]): Scale {
    const { plane, modality } = shown;
    if (plane && !PROJECTIONS.includes(modality)) {
      return { x: plane.pixelSpacing[1], y: plane.pixelSpacing[0], source: 'plane' };
    }
    const facts = this.#now(shown);
    const region = facts?.regions.find(({ left, top, right, bottom }) =>
      points.every(({ x, y }) => x >= left && y >= top && x <= right + 1 && y <= bottom + 1),
    );
    if (region) return { x: region.x, y: region.y, source: 'ultrasound' };
    if (!facts?.spacing) return UNKNOWN;
    const [y, x] = facts.spacing;
    return { x, y, source: facts.calibrated ? 'calibrated' : 'imager' };
  }

  /** Frames a second; undefined where the file does not say. */
  async frameRateOf(shown: Shown): Promise<number | undefined> {
    return (await this.#later(shown))?.frameRate;
  }

  #now(shown: Shown): PictureFacts | undefined {
    const facts = shown.part10 && read.get(shown.part10);
    if (!facts)
      this.#later(shown)?.then(
        () => this.#host.requestUpdate(),
        // Without the reader figures stay in pixels, and say so.
        () => undefined,
      );
    return facts;
  }

  #later({ part10 }: Shown): Promise<PictureFacts> | undefined {
    if (!part10) return undefined;
    let promise = reading.get(part10);
    if (!promise) {
      promise = import('../../dicom/pictureFacts.js').then(({ readPictureFacts }) => {
        const facts = readPictureFacts(part10);
        read.set(part10, facts);
        return facts;
      });
      promise.catch(() => reading.delete(part10));
      reading.set(part10, promise);
    }
    return promise;
  }
}
