/** A record for the tests of manifests; apart, for browsers load no codec with it. */
import type { GeneratedClass, ProvenanceRecord } from '../../../src/provenance/record.js';

const SIZE = 48;

export function recordOf(made: GeneratedClass, change: Partial<ProvenanceRecord> = {}): ProvenanceRecord {
  return {
    schema: 'veritome-record/1',
    class: made,
    model: { id: 'ct-denoise', version: '1.2.3', weightsSha256: 'ab'.repeat(32) },
    options: { strength: 1 },
    execution: { provider: 'wasm', device: '2 threads', reason: 'no adapter', runtime: 'ort 1' },
    createdAt: '2026-11-30T10:00:00.000Z',
    tool: { name: 'Veritome', version: '0.1.0' },
    pixels: {
      sha256: 'cd'.repeat(32),
      rows: SIZE,
      columns: SIZE,
      format: { bitsAllocated: 16, bitsStored: 16, signed: true },
      rescale: { slope: 1, intercept: 0, type: 'HU' },
    },
    ...change,
  };
}
