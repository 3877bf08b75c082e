/** Messages that are in order, and, from a seed, ones that are not. */
import type { Ask, Method } from '../../../src/adapters/bridge/protocol.js';
import { createRandom } from '../../../src/image/random.js';

export const ASKS: { readonly [M in Method]: Ask<M> } = {
  open: { files: [{ name: 'slice.dcm', data: new Uint8Array([1, 2]).buffer }] },
  select: { series: 's1' },
  denoise: { series: 's1', strength: 0.5, texture: 0, model: 'ct-denoise', provider: 'wasm' },
  interpolate: { series: 's1', factor: 2 },
  generate: { count: 2, seed: 7, truncation: 0.8, class: 'chest' },
  export: { series: 's1', format: 'dicom' },
  verify: { files: [] },
  appearance: { theme: 'dark', lang: 'pt-BR' },
};

/** Values that something may choke on. */
const ODD: readonly unknown[] = [
  ...[undefined, null, true, 0, -1, 1e300, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1n],
  ...['', 'CANARY', '__proto__', 'constructor', '<img src=x>', '\u0000', 'x'.repeat(100_000), '../../etc'],
  ...[[], {}, [[[[]]]], new Array(100_000), new Map([['kind', 'call']]), new Set(), new Date(0), /x/],
  ...[
    new Uint8Array(8),
    new ArrayBuffer(0),
    new Error('CANARY'),
    JSON.parse('{"__proto__":{"kind":"call"}}'),
  ],
];

/** `count` messages, each one that is in order with something of it replaced, taken away or added. */
export function* malformed(seed: number, count: number): Generator<unknown> {
  const random = createRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[random.uint32() % from.length];
  const methods = Object.keys(ASKS) as Method[];
  for (let i = 0; i < count; i++) {
    const method = pick(methods);
    const ask: Record<string, unknown> = { ...ASKS[method] };
    const message: Record<string, unknown> = { kind: 'call', id: i + 1, method, ask };
    const target = pick([message, ask]);
    const kinds = ['replace', 'remove', 'add', 'whole'] as const;
    const kind = pick(kinds);
    const name = pick(Object.keys(target));
    if (kind === 'replace') target[name] = pick(ODD);
    else if (kind === 'remove') delete target[name];
    else if (kind === 'add')
      target[pick(['extra', 'jobs', 'origin', 'files', 'root', 'toString'])] = pick(ODD);
    yield kind === 'whole' ? pick(ODD) : message;
  }
}
