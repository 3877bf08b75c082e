/**
 * What a caller gives to write a derived image.
 *
 * @module
 */
import type { InstanceReference, PixelFormat, Plane, Rescale, StoredPixels } from '../image/frame.js';
import type { Attributes } from './dcmjs.js';
import type { Code } from './writeText.js';

/** Who computed the pixels: one item of Contributing Equipment (PS3.3 C.12.1). */
export interface ContributingEquipment {
  readonly manufacturer: string;
  readonly model: string;
  readonly softwareVersions: string;
  readonly description: string;
  /** CID 7005, e.g. (109102, DCM, "Processing Equipment"). */
  readonly purposeOfReference: readonly Code[];
  /** Absent where it is not known. */
  readonly dateTime?: Date;
}

/** A private element (PS3.5 §7.8.1), and what a reader that does not know it is told of it. */
export interface PrivateElement {
  /** Low byte of the element number: 00 to FF. */
  readonly element: number;
  readonly vr: 'UT' | 'LO' | 'OB' | 'SQ';
  /** Text, bytes, or for SQ the items. */
  readonly value: string | Uint8Array | readonly Attributes[];
  /** For Private Data Element Definition Sequence (0008,0310). */
  readonly definition?: { readonly name: string; readonly keyword: string; readonly description: string };
}

/** Private elements of one block (PS3.5 §7.8.1). None may identify the patient: the block is declared SAFE. */
export interface PrivateBlock {
  /** Odd, 0009 or above. */
  readonly group: number;
  readonly creator: string;
  readonly elements: readonly PrivateElement[];
}

/** What a derived instance says as a whole, whether it has one frame or many. */
export interface DerivedInstance {
  /** Part 10 bytes of the source, in any transfer syntax: its pixels are not decoded. Of several the nearest. */
  readonly source: Uint8Array;
  /** As in the source: its plane attributes are copied. */
  readonly rows: number;
  readonly columns: number;
  readonly format: PixelFormat;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly seriesNumber: number;
  /** Cut at 64 characters. */
  readonly seriesDescription: string;
  readonly instanceNumber: number;
  /** Distance of the slices in mm where the new series lies otherwise than the source's; null where it is uneven. */
  readonly sliceSpacing?: number | null;
  /** A source that says YES makes it YES (PS3.3 C.12.1). */
  readonly syntheticData: 'YES' | 'NO';
  /** What worked on the sources before and does not stand in the file of `source`. */
  readonly earlierEquipment?: readonly ContributingEquipment[];
  readonly privateBlock?: PrivateBlock;
  readonly dateTime: Date;
}

/** How one frame was derived. */
export interface Derivation {
  readonly stored: StoredPixels;
  /** All images it was computed from, where that is not the source alone; of one study. */
  readonly sources?: readonly SourceReference[];
  /** Where the frame lies, where that is not where its source lies. What held for the source's exposure alone is left out then. */
  readonly position?: Plane['position'];
  /** What kind of derivation, a code string of 16 characters: `AI_DENOISED`, `AI_SYNTHESIZED`, `SIM_LOW_DOSE` … */
  readonly imageTypeValue4: string;
  /** Cut at 1024 characters. */
  readonly derivationDescription: string;
  readonly derivationCodes: readonly Code[];
}

/** An image that was worked from; the series is that of the source unless given. */
export type SourceReference = Pick<InstanceReference, 'sopClassUID' | 'sopInstanceUID'> &
  Partial<Pick<InstanceReference, 'seriesInstanceUID' | 'frameNumber'>>;

/** One monochrome frame computed from one source image, or from several of one series. */
export interface DerivedImage extends DerivedInstance, Derivation {
  readonly rescale: Rescale;
  readonly equipment: ContributingEquipment;
}

/** One frame of a multi-frame image. */
export interface DerivedFrame extends Derivation {
  /** Number in the source, from 1, of the frame whose functional groups also hold for this one. */
  readonly like: number;
}

/** Monochrome frames computed from an Enhanced CT or MR image: each keeps the map to modality units of the frame it is like. */
export interface DerivedFrames extends DerivedInstance {
  /** In the order they are to stand. */
  readonly frames: readonly DerivedFrame[];
  readonly equipment: readonly ContributingEquipment[];
}
