/**
 * An append-only log of what this installation generated: each entry holds the hash of
 * the one before it, so that no entry can be changed or taken out unseen. It answers
 * one question, "did this site make this file?", and holds nobody's data: no UID, no
 * name, no date of birth, and of the pixels only a salted hash.
 *
 * What it cannot see is entries cut off at its end: keep the hash of the last entry
 * elsewhere (`head` of {@link checkLedger}) to hold a later copy against it.
 *
 * ```text
 * {"schema":"veritome-ledger/1","salt":"…"}
 * {"index":0,"previous":"…","time":"…","class":"denoised",…,"hash":"…"}
 * ```
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { sha256 } from '../sha256.js';
import type { GeneratedClass, ProvenanceRecord } from './record.js';

export const LEDGER_SCHEMA = 'veritome-ledger/1';

/** One slice that left this installation. */
export interface LedgerEntry {
  /** From 0, without a gap. */
  readonly index: number;
  /** `hash` of the entry before; of the first, the hash of the salt. */
  readonly previous: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly class: GeneratedClass;
  /** Id and version. */
  readonly model: string;
  /** SHA-256 of the weights. */
  readonly weights: string;
  /** SHA-256 of the options as JSON. */
  readonly options: string;
  /** Name and version of the tool. */
  readonly tool: string;
  /** Salted SHA-256 of the pixel hash, and of the file where it is a picture. */
  readonly hashes: readonly string[];
  /** SHA-256 of all of the above. */
  readonly hash: string;
}

/** What is to be entered. */
export interface LedgerClaim {
  readonly record: ProvenanceRecord;
  /** SHA-256 of the file: for pictures, whose pixels the record does not speak of. */
  readonly fileSha256?: string;
}

/** A ledger as a whole. */
export interface LedgerCopy {
  readonly salt: string;
  readonly entries: readonly LedgerEntry[];
}

/** What a check of the chain found. */
export interface LedgerCheck {
  readonly ok: boolean;
  readonly entries: number;
  /** Hash of the last entry; null where there is none. */
  readonly head: string | null;
  /** The first place that does not hold: an entry whose content is not what it was, or where entries are missing. */
  readonly broken: { readonly index: number; readonly what: 'changed' | 'missing' } | null;
}

/** 128 random bits: two sites' ledgers cannot be compared, and a hash seen elsewhere tells nothing. */
export function newSalt(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join(
    '',
  );
}

/** A hash as the ledger keeps it. */
export function salted(salt: string, hash: string): Promise<string> {
  return digest(`${salt} ${hash}`);
}

/** The entry that follows `last`. */
export async function nextEntry(
  salt: string,
  last: LedgerEntry | undefined,
  { record, fileSha256 }: LedgerClaim,
  time: Date = new Date(),
): Promise<LedgerEntry> {
  const hashes = [record.pixels.sha256, ...(fileSha256 ? [fileSha256] : [])];
  const entry = {
    index: last ? last.index + 1 : 0,
    previous: last ? last.hash : await digest(salt),
    time: time.toISOString(),
    class: record.class,
    model: `${record.model.id} ${record.model.version}`,
    weights: record.model.weightsSha256,
    options: await digest(JSON.stringify(record.options)),
    tool: `${record.tool.name} ${record.tool.version}`,
    hashes: await Promise.all(hashes.map((hash) => salted(salt, hash))),
  };
  return { ...entry, hash: await hashOf(entry) };
}

/** Recomputes the chain from its first entry. */
export async function checkLedger({ salt, entries }: LedgerCopy): Promise<LedgerCheck> {
  let previous = await digest(salt);
  let broken: LedgerCheck['broken'] = null;
  for (const [place, entry] of entries.entries()) {
    if (entry.index !== place) broken = { index: place, what: 'missing' };
    else if ((await hashOf(entry)) !== entry.hash) broken = { index: place, what: 'changed' };
    else if (entry.previous !== previous) broken = { index: place, what: 'missing' };
    if (broken) break;
    previous = entry.hash;
  }
  return { ok: broken === null, entries: entries.length, head: entries.at(-1)?.hash ?? null, broken };
}

/** The ledger as text: one JSON object a line, the salt first. */
export function ledgerText({ salt, entries }: LedgerCopy): string {
  return [{ schema: LEDGER_SCHEMA, salt }, ...entries].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * Reads a ledger's text. Whether its chain holds is for {@link checkLedger} to say.
 *
 * @throws ArgumentError when it is no ledger, or a line of it is none of an entry.
 */
export function parseLedger(text: string): LedgerCopy {
  const [head, ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  const { schema, salt } = parseLine<{ schema: string; salt: string }>(head ?? '', 1);
  if (schema !== LEDGER_SCHEMA || typeof salt !== 'string') throw noLedger(1);
  return { salt, entries: lines.map((line, i) => parseEntry(line, i + 2)) };
}

function parseEntry(text: string, line: number): LedgerEntry {
  const entry = parseLine<LedgerEntry>(text, line);
  const whole =
    Number.isInteger(entry.index) &&
    Array.isArray(entry.hashes) &&
    ['previous', 'time', 'class', 'model', 'weights', 'options', 'tool', 'hash'].every(
      (name) => typeof entry[name as keyof LedgerEntry] === 'string',
    );
  if (whole) return entry;
  throw noLedger(line);
}

function parseLine<T extends object>(text: string, line: number): Partial<T> & T {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as T;
  } catch {
    // Answered below, like a line of another kind.
  }
  throw noLedger(line);
}

function noLedger(line: number): ArgumentError {
  return new ArgumentError(`This is no ledger of ours: line ${line} is none of its lines.`, {
    attribute: 'ledger',
    remedy: 'Give the file that --ledger wrote or that the page exported.',
  });
}

/** The order of the fields is the order they are hashed in. */
function hashOf(entry: Omit<LedgerEntry, 'hash'>): Promise<string> {
  const { index, previous, time, class: made, model, weights, options, tool, hashes } = entry;
  return digest(JSON.stringify([index, previous, time, made, model, weights, options, tool, hashes]));
}

function digest(text: string): Promise<string> {
  return sha256(new TextEncoder().encode(text));
}
