/**
 * The 64 bits of a series as symbols, and back: fields, CRC-16, error correction.
 *
 * @module
 */
import { sha256 } from '../../sha256.js';
import type { GeneratedClass } from '../record.js';
import { codedLength, decode, encode } from './convolution.js';
import type { MarkPayload } from './mark.js';

/** Version of key, fields and code. */
export const MARK_VERSION = 1;
const CLASSES: readonly (GeneratedClass | 'unknown')[] = ['denoised', 'interpolated', 'synthetic', 'unknown'];
/** Fields and their bits, first to last. */
const FIELDS = [
  ['version', 4],
  ['class', 2],
  ['issuer', 14],
  ['model', 12],
  ['tag', 32],
] as const;
const INFORMATION = 64;
const CHECK = 16;

/** Symbols a payload takes. */
export const SYMBOLS = codedLength(INFORMATION + CHECK);

/** What a series of ours carries. */
export async function payloadOf(
  made: GeneratedClass,
  modelId: string,
  seriesInstanceUID: string,
  issuer = 0,
): Promise<MarkPayload> {
  return {
    version: MARK_VERSION,
    class: made,
    issuer,
    model: await modelNumber(modelId),
    tag: await seriesTag(seriesInstanceUID),
  };
}

/** 12 bits that name a model: the head of SHA-256 of its id. */
export async function modelNumber(modelId: string): Promise<number> {
  return Number.parseInt((await hash(modelId)).slice(0, 3), 16);
}

/** 32 bits that name a series: the head of SHA-256 of its Series Instance UID. */
export async function seriesTag(seriesInstanceUID: string): Promise<number> {
  return Number.parseInt((await hash(seriesInstanceUID)).slice(0, 8), 16);
}

/** Hexadecimal, as reports show it: 16 digits. */
export function payloadText(payload: MarkPayload): string {
  const bits = toBits(payload);
  let text = '';
  for (let i = 0; i < INFORMATION; i += 4) {
    text += ((bits[i] << 3) | (bits[i + 1] << 2) | (bits[i + 2] << 1) | bits[i + 3]).toString(16);
  }
  return text;
}

/** Coded symbols, +1 or -1. */
export function toSymbols(payload: MarkPayload): Int8Array {
  const bits = toBits(payload);
  const checked = new Uint8Array(INFORMATION + CHECK);
  checked.set(bits);
  const check = crc16(bits);
  for (let i = 0; i < CHECK; i++) checked[INFORMATION + i] = (check >> (CHECK - 1 - i)) & 1;
  return encode(checked);
}

/** The payload behind soft symbols; null where the check sum does not agree. */
export function fromSymbols(soft: Float64Array): MarkPayload | null {
  const bits = decode(soft, INFORMATION + CHECK);
  let check = 0;
  for (let i = 0; i < CHECK; i++) check = (check << 1) | bits[INFORMATION + i];
  if (crc16(bits.subarray(0, INFORMATION)) !== check) return null;
  const values: Record<string, number> = {};
  let at = 0;
  for (const [name, width] of FIELDS) {
    let value = 0;
    for (let i = 0; i < width; i++) value = value * 2 + bits[at++];
    values[name] = value;
  }
  const { version, issuer, model, tag } = values;
  return { version, class: CLASSES[values.class], issuer, model, tag };
}

function toBits(payload: MarkPayload): Uint8Array {
  const values = { ...payload, class: CLASSES.indexOf(payload.class) };
  const bits = new Uint8Array(INFORMATION);
  let at = 0;
  for (const [name, width] of FIELDS) {
    for (let i = width - 1; i >= 0; i--) bits[at++] = Math.floor(values[name] / 2 ** i) % 2;
  }
  return bits;
}

/** CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xffff) over bits. */
function crc16(bits: Uint8Array): number {
  let crc = 0xffff;
  for (const bit of bits) {
    const carry = ((crc >> 15) ^ bit) & 1;
    crc = (crc << 1) & 0xffff;
    if (carry) crc ^= 0x1021;
  }
  return crc;
}

function hash(text: string): Promise<string> {
  return sha256(new TextEncoder().encode(text));
}
