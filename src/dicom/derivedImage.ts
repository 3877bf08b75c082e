/**
 * What a caller gives to write a derived image.
 *
 * @module
 */
import type { InstanceReference, PixelFormat, Plane, Rescale, StoredPixels } from '../image/frame.js';
import type { Code } from './writeText.js';

/** Who computed the pixels: one item of Contributing Equipment (PS3.3 C.12.1). */
export interface ContributingEquipment {
  readonly manufacturer: string;
  readonly model: string;
  readonly softwareVersions: string;
  readonly description: string;
  /** CID 7005, e.g. (109102, DCM, "Processing Equipment"). */
  readonly purposeOfReference: readonly Code[];
  readonly dateTime: Date;
}

/** Private elements of one block (PS3.5 §7.8.1). None may identify the patient: the block is declared SAFE. */
export interface PrivateBlock {
  /** Odd, 0009 or above. */
  readonly group: number;
  readonly creator: string;
  readonly elements: readonly {
    /** Low byte of the element number: 00 to FF. */
    readonly element: number;
    readonly vr: 'UT' | 'LO' | 'OB';
    readonly value: string | Uint8Array;
  }[];
}

/** One monochrome frame computed from one source image, or from several. */
export interface DerivedImage {
  /** Part 10 bytes of the source, in any transfer syntax: its pixels are not decoded. Of several the nearest. */
  readonly source: Uint8Array;
  /** All images it was computed from, where that is not `source` alone; of one study and series. */
  readonly sources?: readonly Pick<InstanceReference, 'sopClassUID' | 'sopInstanceUID'>[];
  /** Where the image lies, where that is not where `source` lies. What held for the source's exposure alone is left out then. */
  readonly position?: Plane['position'];
  /** Distance of the slices in mm where the new series lies otherwise than the source's; null where it is uneven. */
  readonly sliceSpacing?: number | null;
  readonly stored: StoredPixels;
  /** As in the source: its plane attributes are copied. */
  readonly rows: number;
  readonly columns: number;
  readonly format: PixelFormat;
  readonly rescale: Rescale;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly seriesNumber: number;
  /** Cut at 64 characters. */
  readonly seriesDescription: string;
  readonly instanceNumber: number;
  /** What kind of derivation, a code string of 16 characters: `AI_DENOISED`, `AI_SYNTHESIZED`, `SIM_LOW_DOSE` … */
  readonly imageTypeValue4: string;
  /** A source that says YES makes it YES (PS3.3 C.12.1). */
  readonly syntheticData: 'YES' | 'NO';
  /** Cut at 1024 characters. */
  readonly derivationDescription: string;
  readonly derivationCodes: readonly Code[];
  readonly equipment: ContributingEquipment;
  readonly privateBlock?: PrivateBlock;
  readonly dateTime: Date;
}
