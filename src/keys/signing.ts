/**
 * Who signs here, and whom this page believes. A host sets it once; without it the
 * device's own keys sign, and nobody is believed.
 *
 * ```ts
 * configureSigning({ signing: { dicom: hsmSigner, claim: kmsSigner }, trust: { anchors: [hospitalRoot] } });
 * ```
 *
 * @module
 */
import type { Signing, Trust } from './signer.js';

/** What a host may set; what it does not name stays. */
export interface SigningOptions {
  /** Undefined: the device's own keys again. */
  readonly signing?: Partial<Signing> | undefined;
  readonly trust?: Trust;
}

const NOBODY: Trust = { anchors: [] };

let given: Partial<Signing> = {};
let believed: Trust = NOBODY;

/** Sets signers, time stamper and trust. A signer that is not given is the device's own. */
export function configureSigning(options: SigningOptions): void {
  if ('signing' in options) given = options.signing ?? {};
  if (options.trust) believed = options.trust;
}

/** The signers in force; the device's keys are made only where they sign. */
export async function currentSigning(): Promise<Signing> {
  const { dicom, claim } = given;
  if (dicom && claim) return { ...given, dicom, claim };
  const { deviceSigning } = await import('./deviceKey.js');
  const device = await deviceSigning();
  return { ...given, dicom: dicom ?? device.dicom, claim: claim ?? device.claim };
}

/** The trust in force. */
export function currentTrust(): Trust {
  return believed;
}
