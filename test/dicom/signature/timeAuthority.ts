/** A time stamping authority of our own, by OpenSSL: for tests only. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pemBlocks } from '../../../src/keys/pemSigner.js';
import type { TimeStamper } from '../../../src/keys/signer.js';

export interface TimeAuthority {
  readonly timeStamper: TimeStamper;
  /** DER of the certificate that vouches for it. */
  readonly root: Uint8Array;
}

const CONFIG = `
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[stamp]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = authority
[authority]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;

export function openAuthority(folder: string): TimeAuthority {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const path = (name: string) => join(folder, name);
  writeFileSync(path('ts.cnf'), CONFIG);
  const key = ['-newkey', 'rsa:2048', '-nodes', '-config', 'ts.cnf'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=Time root',
    '-extensions',
    'ca',
  );
  openssl('req', '-new', ...key, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Time authority');
  const issue = [
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-extfile',
    'ts.cnf',
    '-extensions',
    'stamp',
  ];
  openssl('x509', '-req', '-in', 'tsa.csr', '-out', 'tsa.pem', '-days', '30', ...issue);
  return {
    root: pemBlocks(readFileSync(path('ca.pem'), 'utf8'), 'CERTIFICATE')[0],
    async timeStamper(request) {
      writeFileSync(path('request.tsq'), request);
      const signer = ['-signer', 'tsa.pem', '-inkey', 'tsa.key', '-chain', 'ca.pem'];
      openssl(
        'ts',
        '-reply',
        '-config',
        'ts.cnf',
        '-queryfile',
        'request.tsq',
        ...signer,
        '-out',
        'reply.tsr',
      );
      return readFileSync(path('reply.tsr'));
    },
  };
}
