/**
 * c2pa-rs, the reference implementation, in WebAssembly: reads and writes manifests with
 * no line of ours. Its package is made for a worker; Node lacks a reader of blobs alone.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initSync, WasmBuilder, WasmReader } from '@contentauth/c2pa-wasm';
import { coseWithC2paTs } from './c2paTs.js';
import type { TestSigner } from './testSigner.js';

/** Bytes for the signature. */
const RESERVED = 4096;

/** A blob whose bytes are at hand. */
class BytesBlob {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
  get size(): number {
    return this.bytes.length;
  }
  slice(start: number, end: number): BytesBlob {
    return new BytesBlob(this.bytes.subarray(start, end));
  }
}

Object.assign(globalThis, {
  FileReaderSync: class {
    readAsArrayBuffer({ bytes }: BytesBlob): ArrayBuffer {
      return bytes.slice().buffer as ArrayBuffer;
    }
  },
});
// The tests are bundled elsewhere; npm runs them in the package's folder.
const wasm = createRequire(`${process.cwd()}/package.json`).resolve('@contentauth/c2pa-wasm/c2pa.wasm');
initSync({ module: readFileSync(wasm) });

/** What c2pa-rs says of a file, in the parts that tests look at. */
export interface Reading {
  readonly validation_state: 'Valid' | 'Trusted' | 'Invalid';
  readonly active_manifest: string;
  readonly manifests: Record<
    string,
    {
      readonly claim_generator_info: { name: string; version?: string }[];
      readonly ingredients?: { relationship: string }[];
      readonly assertions: { label: string; data: Record<string, unknown> }[];
      readonly signature_info: { alg: string; common_name: string };
    }
  >;
  readonly validation_results?: {
    readonly activeManifest: { success: { code: string }[]; failure: { code: string }[] };
  };
}

/** Reads a picture; throws what c2pa-rs throws, for one without a manifest too. */
export async function readWithC2paRs(bytes: Uint8Array, type: string): Promise<Reading> {
  const reader = await WasmReader.fromBlob(type, new BytesBlob(bytes) as unknown as Blob);
  return JSON.parse(reader.json());
}

/** Codes of what c2pa-rs finds wrong. */
export function failures(reading: Reading): string[] {
  return reading.validation_results?.activeManifest.failure.map(({ code }) => code) ?? [];
}

/** The picture with a manifest that c2pa-rs makes. */
export async function signWithC2paRs(
  bytes: Uint8Array,
  type: string,
  sourceType: string,
  signer: TestSigner,
): Promise<Uint8Array> {
  const builder = WasmBuilder.fromJson(
    JSON.stringify({ claim_generator_info: [{ name: 'Elsewhere', version: '9' }], assertions: [] }),
  );
  builder.setIntent({ create: sourceType });
  const definition = {
    alg: signer.algorithm.toLowerCase(),
    reserveSize: RESERVED,
    sign: (claim: Uint8Array) => coseWithC2paTs(claim, signer, RESERVED),
  };
  return builder.sign(definition as never, type, new BytesBlob(bytes) as unknown as Blob);
}
