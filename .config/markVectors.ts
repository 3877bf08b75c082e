/**
 * Prints the test vectors of the provenance specification, into its page with `--doc FILE`.
 *
 * `node .config/run.mjs markVectors.ts --doc docs/provenance-specification.md`
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { createRandom } from '../src/image/random.js';
import { publicKey, type Waves } from '../src/provenance/mark/key.js';
import { pattern } from '../src/provenance/mark/pattern.js';
import { payloadOf, payloadText, toSymbols } from '../src/provenance/mark/payload.js';
import { sha256 } from '../src/sha256.js';

/** What another implementation must come to as well. */
export interface MarkVectors {
  readonly uint32: readonly number[];
  readonly waves: readonly [flag: number, payload: number];
  readonly flag: readonly (readonly number[])[];
  readonly payload: readonly (readonly number[])[];
  readonly fields: string;
  readonly symbols: string;
  readonly tile: readonly number[];
  readonly tileSha256: string;
}

export async function markVectors(): Promise<MarkVectors> {
  const random = createRandom(1);
  const { flag, payload } = publicKey();
  const fields = await payloadOf('denoised', 'ct-denoise', '1.2.3');
  const symbols = toSymbols(fields);
  const tile = pattern(symbols, 1);
  return {
    uint32: [random.uint32(), random.uint32(), random.uint32()],
    waves: [flag.u.length, payload.u.length],
    flag: firstWaves(flag),
    payload: firstWaves(payload),
    fields: payloadText(fields),
    symbols: Array.from(symbols, (symbol) => (symbol > 0 ? '+' : '-')).join(''),
    tile: Array.from(tile.subarray(0, 4)),
    tileSha256: await sha256(new Uint8Array(tile.buffer)),
  };
}

function firstWaves({ u, v, cos, sin }: Waves): number[][] {
  return [0, 1, 2].map((k) => {
    const phase = (Math.atan2(sin[k], cos[k]) + 2 * Math.PI) % (2 * Math.PI);
    return [u[k], v[k], Number(phase.toFixed(9))];
  });
}

if (/markVectors\.mjs$/.test(process.argv[1] ?? '')) {
  const vectors = await markVectors();
  const at = process.argv.indexOf('--doc');
  const rows = Object.entries(vectors).map(([name, value]) => `  "${name}": ${JSON.stringify(value)}`);
  const text = `{\n${rows.join(',\n')}\n}`;
  if (at < 0) process.stdout.write(`${text}\n`);
  else {
    const path = process.argv[at + 1];
    const page = readFileSync(path, 'utf8');
    const place = /(<!-- vectors -->\n)[\s\S]*?(<!-- end of vectors -->)/;
    if (!place.test(page)) throw new Error(`${path} has no place for the vectors.`);
    writeFileSync(
      path,
      page.replace(place, `$1\n\`\`\`json no-run="printed by the command above"\n${text}\n\`\`\`\n\n$2`),
    );
  }
}
