/**
 * What a caller gives to write a CT slice from scratch.
 *
 * @module
 */
import type { Plane, Rescale, Window } from '../image/frame.js';
import type { Packing } from './writeFile.js';
import type { PixelsToWrite } from './writePixels.js';

/** One CT slice of a phantom or a simulated scan. */
export interface NewImage {
  readonly patient: {
    /** PN, for a phantom such as `PHANTOM^CHEST`. */
    readonly name: string;
    readonly id: string;
    /** YYYYMMDD. */
    readonly birthDate?: string;
    readonly sex?: 'M' | 'F' | 'O';
    readonly comments?: string;
    /** True unless given: a phantom, not a patient. */
    readonly qualityControlSubject?: boolean;
  };
  readonly study: {
    readonly instanceUID: string;
    /** SH, 16 characters. */
    readonly id: string;
    readonly description?: string;
    readonly dateTime: Date;
  };
  readonly series: {
    readonly instanceUID: string;
    readonly number: number;
    readonly description: string;
    /** SH, 16 characters. */
    readonly kernel: string;
    readonly bodyPart?: string;
    readonly patientPosition?: 'HFS' | 'HFP' | 'FFS' | 'FFP';
    /** The slice's own moment unless given; the same for all slices of a series. */
    readonly dateTime?: Date;
  };
  readonly exposure: {
    readonly kvp: number;
    /** mA. */
    readonly tubeCurrent: number;
    /** ms. */
    readonly exposureTime: number;
    /** mm. */
    readonly reconstructionDiameter?: number;
  };
  readonly equipment: {
    readonly manufacturer: string;
    readonly model: string;
    readonly softwareVersions: string;
  };
  readonly frameOfReferenceUID: string;
  readonly sopInstanceUID: string;
  readonly instanceNumber: number;
  /** `ORIGINAL\PRIMARY\AXIAL` unless given. */
  readonly imageType?: readonly string[];
  /** YES unless given: no X-ray made it. */
  readonly syntheticData?: 'YES' | 'NO';
  readonly derivationDescription?: string;
  readonly plane: Plane;
  readonly pixels: PixelsToWrite;
  readonly rescale: Rescale;
  readonly window?: Window;
  /** When the pixels were made. */
  readonly dateTime: Date;
  /** Explicit VR Little Endian as it is, unless given. */
  readonly packing?: Packing;
}
