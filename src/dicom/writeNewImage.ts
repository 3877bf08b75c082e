/**
 * What a caller gives to write a CT or MR slice from scratch.
 *
 * @module
 */
import type { Plane, Rescale, Window } from '../image/frame.js';
import type { ContributingEquipment, PrivateBlock } from './derivedImage.js';
import type { Packing } from './writeFile.js';
import type { PixelsToWrite } from './writePixels.js';
import type { Code } from './writeText.js';

/** One slice of a phantom, of a simulated scan, or out of a generator. */
export interface NewImage {
  /** CT unless given. An MR slice is written without rescale: slope 1, intercept 0. */
  readonly modality?: 'CT' | 'MR';
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
    /** Absent: no study took place, Study Date and Time are empty. */
    readonly dateTime?: Date;
  };
  readonly series: {
    readonly instanceUID: string;
    readonly number: number;
    readonly description: string;
    /** SH, 16 characters; absent where nothing was reconstructed. */
    readonly kernel?: string;
    readonly bodyPart?: string;
    readonly patientPosition?: 'HFS' | 'HFP' | 'FFS' | 'FFP';
    /** The same for all slices of a series; that of a single slice with an exposure, unless given. */
    readonly dateTime?: Date;
  };
  /** Simulated acquisition; absent where nothing was exposed: nothing is invented then. */
  readonly exposure?: {
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
  readonly derivationCodes?: readonly Code[];
  readonly contributingEquipment?: ContributingEquipment;
  readonly privateBlock?: PrivateBlock;
  /** LT, for what no attribute says. */
  readonly imageComments?: string;
  readonly plane: Plane;
  readonly pixels: PixelsToWrite;
  readonly rescale: Rescale;
  readonly window?: Window;
  /** When the pixels were made. */
  readonly dateTime: Date;
  /** Explicit VR Little Endian as it is, unless given. */
  readonly packing?: Packing;
}
