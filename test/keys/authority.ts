/** Certificates by OpenSSL, for the chain check to judge: made by code that is not ours. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pemBlocks } from '../../src/keys/pemSigner.js';

/** Certificate and PKCS#8 key as PEM, and the certificate's DER. */
export interface Issued {
  readonly name: string;
  readonly der: Uint8Array;
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface IssueOptions {
  /** Of the folder's earlier ones; self-signed without. */
  readonly issuer?: string;
  /** Lines of an OpenSSL extension section. */
  readonly extensions: string;
  /** Arguments for `openssl genpkey`. */
  readonly key?: readonly string[];
  readonly days?: number;
  readonly sign?: readonly string[];
}

export const AUTHORITY = 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n';
export const SIGNER = 'basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\n';
export const RSA_KEY = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'];
export const P256_KEY = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** Issues certificates into a folder; their file names and Common Names are the same. */
export function issueInto(folder: string) {
  return (
    name: string,
    { issuer, extensions, key = P256_KEY, days = 365, sign = [] }: IssueOptions,
  ): Issued => {
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
    const file = (ending: string) => `${name}.${ending}`;
    openssl('genpkey', ...key, '-out', file('key'));
    writeFileSync(join(folder, file('ext')), extensions);
    openssl('req', '-new', '-key', file('key'), '-subj', `/O=Test/CN=${name}`, '-out', file('csr'));
    const by = issuer
      ? ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial']
      : ['-signkey', file('key')];
    const request = ['-req', '-in', file('csr'), '-out', file('pem'), '-days', String(days)];
    openssl('x509', ...request, ...by, '-extfile', file('ext'), ...sign);
    const certificatePem = readFileSync(join(folder, file('pem')), 'utf8');
    const keyPem = readFileSync(join(folder, file('key')), 'utf8');
    return { name, der: pemBlocks(certificatePem, 'CERTIFICATE')[0], certificatePem, keyPem };
  };
}
