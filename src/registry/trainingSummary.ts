/**
 * What a card says of the training of a model that was trained on one's own series:
 * numbers and settings, nothing about a patient.
 *
 * @module
 */

export interface TrainingSummary {
  readonly tool: { readonly name: string; readonly version: string };
  /** Options of the run, as they stood when the model left. */
  readonly options: Readonly<Record<string, number | string | boolean>>;
  readonly data: {
    readonly modality: string;
    /** `HU`, or `arbitrary`. */
    readonly unit: string;
    /** Modality values that the network knows as -1 and 1. */
    readonly range: readonly [number, number];
    readonly slices: number;
    /** Never trained on. */
    readonly heldOut: number;
    /** Pixels of the side, and millimetres where slices told their spacing. */
    readonly side: number;
    readonly fieldMm: number | null;
  };
  readonly run: {
    readonly steps: number;
    readonly seconds: number;
    readonly backend: string;
    readonly parameters: number;
  };
  /** Measurements over the run: distance to held-out slices, and what training slices have. */
  readonly curve: readonly {
    readonly step: number;
    readonly distance: number | null;
    readonly floor: number | null;
    readonly diversity: number | null;
    readonly heldOutLoss: number | null;
  }[];
  /** Rules of the coach that spoke, with the step and how grave. */
  readonly advice: readonly { readonly rule: string; readonly step: number; readonly severity: string }[];
  /** Does it copy? Generators alone. */
  readonly memorisation: {
    readonly passed: boolean;
    readonly ratio: number;
    readonly least: number;
    readonly copies: number;
  } | null;
  /** Set where the check failed and the maker said that the model stays. */
  readonly distribution?: 'this machine only';
}
