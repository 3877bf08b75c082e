/** Whose key signs what a command writes: the one in the files given, else one made for this run. */
import { readFile } from 'node:fs/promises';
import { ArgumentError, OutputError } from '../errors.js';
import { signerFromPem } from '../keys/pemSigner.js';
import { configureSigning } from '../keys/signing.js';

/** Options of every command that writes signed files. */
export const SIGNER_OPTIONS = {
  'sign-key': { type: 'string' },
  'sign-cert': { type: 'string' },
} as const;

export interface SignerValues {
  readonly 'sign-key'?: string;
  readonly 'sign-cert'?: string;
}

/** Signs with the key and certificate of these PEM files from now on; with neither, nothing changes. */
export async function useSigner(values: SignerValues): Promise<void> {
  const { 'sign-key': keyPath, 'sign-cert': certificatePath } = values;
  if (keyPath === undefined && certificatePath === undefined) return;
  if (keyPath === undefined || certificatePath === undefined) {
    const missing = keyPath === undefined ? '--sign-key' : '--sign-cert';
    throw new ArgumentError('A key signs with its certificate, and one of the two is missing.', {
      attribute: missing,
      remedy: 'Give both, as PEM files.',
    });
  }
  const [certificate, key] = await Promise.all([read(certificatePath), read(keyPath)]);
  const [dicom, claim] = await Promise.all([
    signerFromPem(certificate, key, 'dicom'),
    signerFromPem(certificate, key, 'claim'),
  ]);
  configureSigning({ signing: { dicom, claim } });
}

function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause) => {
    throw new OutputError('The file cannot be read.', { file: path, remedy: 'Check the path.', cause });
  });
}
