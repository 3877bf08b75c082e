/** The shared corpus in the browser, under a policy that allows no eval: each codec's glue and wasm are what a page loads. */
import { expect } from '@open-wc/testing';
import { codecs } from '../../../src/dicom/codecs.js';
import { useTestAssets } from '../../assets.js';
import { filesOf, type GoodFile, read } from './corpus.js';

/** Syntaxes of which the corpus has no file. */
const RARE = ['1.98', '4.92', '4.93', '4.202'].map((part) => `1.2.840.10008.1.2.${part}`);
const CORPUS = '/shared/corpus/';

async function bytesOf(path: string): Promise<Uint8Array> {
  const response = await fetch(CORPUS + path);
  return new Uint8Array(await response.arrayBuffer());
}

async function referenceOf({ lossy_ref }: GoodFile): Promise<Uint8Array | undefined> {
  if (!lossy_ref?.frame0_raw_gz) return undefined;
  const { body } = await fetch(CORPUS + lossy_ref.frame0_raw_gz);
  const plain = body?.pipeThrough(new DecompressionStream('gzip') as TransformStream);
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** A policy that a script adds holds from then on, for this page. */
function restrict(): string[] {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = "script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'";
  document.head.append(meta);
  const violations: string[] = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, sourceFile }) => {
    violations.push(`${violatedDirective} ${sourceFile ?? ''}`);
  });
  return violations;
}

describe('the shared corpus', () => {
  it('is read as its manifest says, without eval', async function () {
    this.timeout(240_000);
    const manifest = await fetch(`${CORPUS}manifest-dev.json`);
    if (!manifest.ok) return this.skip();
    useTestAssets();
    const violations = restrict();
    const wrong: string[] = [];
    const syntaxes = new Set<string>();
    for (const entry of filesOf(await manifest.text())) {
      const reference = await referenceOf(entry);
      const { got, right, difference } = await read(entry, await bytesOf(entry.file), reference);
      if (got.startsWith('hash')) syntaxes.add(entry.ts ?? '');
      if (!right) wrong.push(`${entry.file}: ${entry.expected}, got ${got}, off by ${difference}`);
    }
    expect(wrong).to.deep.equal([]);
    // Every codec was asked for.
    expect([...syntaxes]).to.include.members([...codecs.keys()].filter((uid) => !RARE.includes(uid)));
    expect(violations).to.deep.equal([]);
    // The policy does hold.
    expect(() => new Function('return 1')()).to.throw();
  });
});
