/** DCMTK's `dcmsign` as judge and as signer: it shares no code with ours. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Certificate in PEM. */
export function pem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

/** What a program said, and whether it was content. */
export interface Answer {
  readonly ok: boolean;
  readonly text: string;
}

export function runs(program: string, args: readonly string[]): Answer {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return { ok: status === 0, text: `${stdout}\n${stderr}` };
}

/** `dcmsign --verify`, a Creator RSA signature required; `anchors` are the certificates it believes. */
export function dcmsignVerifies(path: string, anchors: readonly Uint8Array[], options = ['+rc']): Answer {
  const trusted = anchors.flatMap((der, i) => {
    const file = join(path, '..', `anchor-${i}.pem`);
    writeFileSync(file, pem(der));
    return ['+cf', file];
  });
  return runs('dcmsign', ['-v', '--verify', ...options, ...trusted, path]);
}
