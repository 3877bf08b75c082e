/** What is left of a series' marks, layer by layer, in a few words. */
import { readFileSync } from 'node:fs';
import { verifySeries } from '../../../../src/pipeline/verify.js';
import type { MarkPayload } from '../../../../src/provenance/mark/mark.js';
import type { Finding, Verdict } from '../../../../src/provenance/verdict.js';
import { runs } from '../../../../test/dicom/signature/dcmsign.js';
import { named } from '../generatedSeries.js';

/** What was found in the files that a treatment left. */
export interface Left {
  readonly verdict: Verdict['status'];
  readonly attributes: string;
  readonly pixelHash: string;
  readonly signature: string;
  readonly dcmsign: string;
  readonly c2pa: string;
  /** There were pixels to look for the mark in. */
  readonly looked: boolean;
  /** Pooled over the series. */
  readonly z: number;
  readonly found: boolean;
  readonly payload: MarkPayload | null;
}

/** `dcmsign` takes its time: of a series that was treated alike, so many files are enough. */
const ASKED = 3;

/** Words for what a layer says, by its code; where that is not here, by its outcome. */
const WORDS: Readonly<Record<string, string>> = {
  'attributes.none': 'gone',
  'pixelHash.noRecord': 'gone',
  'pixelHash.unread': 'not decoded',
  'pixelHash.picture': 'not of a picture',
  'signature.none': 'gone',
  'signature.unchecked': 'not checked',
  'signature.partial': 'covers too little',
  'c2pa.none': 'gone',
};

/** Judges what a treatment left; `anchor` is the certificate that `dcmsign` believes. */
export async function judgeFiles(paths: readonly string[], anchor: string): Promise<Left> {
  const [series, ...others] = await verifySeries(named(paths), { together: true });
  if (others.length > 0) throw new Error('The files are not one series.');
  const { verdict, files } = series;
  const verdicts = files.map(({ file, verdict: one, error }) => {
    if (one) return one;
    throw error ?? new Error(`${file} was not judged.`);
  });
  const layer = (name: 'attributes' | 'pixelHash' | 'signature' | 'c2pa') =>
    shared(verdicts.map(({ evidence }) => worded(evidence[name])));
  const { mark } = verdict.evidence;
  return {
    verdict: verdict.status,
    attributes: layer('attributes'),
    pixelHash: layer('pixelHash'),
    signature: layer('signature'),
    dcmsign: shared(paths.slice(0, ASKED).map((path) => dcmsignSays(path, anchor))),
    c2pa: layer('c2pa'),
    looked: mark.z !== null,
    z: mark.z ?? 0,
    found: mark.detected,
    payload: mark.payload,
  };
}

/** DCMTK on one file, a Creator RSA signature required. */
export function dcmsignSays(path: string, anchor: string): string {
  if (!isDicom(path)) return 'not DICOM';
  const { ok, text } = runs('dcmsign', ['-v', '--verify', '+rc', '+cf', anchor, path]);
  if (ok) return 'accepts';
  if (/no signatures found/i.test(text)) return 'no signature';
  return /unsignable|not signable/i.test(text) ? 'cannot tell' : 'rejects';
}

function isDicom(path: string): boolean {
  return readFileSync(path).subarray(128, 132).toString('latin1') === 'DICM';
}

function worded({ ok, code }: Finding): string {
  if (ok !== null) return ok ? 'holds' : 'fails';
  return WORDS[code ?? ''] ?? 'not checked';
}

/** What all say; else each with its number. */
function shared(words: readonly string[]): string {
  const kinds = [...new Set(words)];
  if (kinds.length === 1) return kinds[0];
  return kinds.map((kind) => `${words.filter((word) => word === kind).length} ${kind}`).join(', ');
}
