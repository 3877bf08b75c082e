/** One file of every class, from a source that a scanner could have written, as pydicom reads them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFrames } from '../../../src/dicom/frames.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { measureSpacing } from '../../../src/dicom/spacing.js';
import { infoOf } from '../../../src/image/frame.js';
import type { Series } from '../../../src/image/series.js';
import { exportSeries } from '../../../src/pipeline/exportSeries.js';
import { historyOf } from '../../../src/pipeline/history.js';
import { newInstances } from '../../../src/pipeline/newInstances.js';
import type { Frame, MarkedFrame } from '../../../src/provenance/markedFrame.js';
import { RawNoise, RawOutput } from '../../../src/provenance/rawOutput.js';
import type { Claim } from '../../../src/provenance/record.js';
import { passOn, seal } from '../../../src/provenance/seal.js';
import { type Elements, item, part10, sequence, words } from '../../dicom/write/part10.js';
import { fakeJob } from '../dataset/fakeSlices.js';

/** Values by path: `SourceImageSequence[0].ReferencedSOPInstanceUID`; tags where pydicom knows no keyword. */
export type View = Readonly<Record<string, string>>;

export const CLASSES = ['denoised', 'between', 'unchanged', 'synthetic'] as const;
export const ENHANCED = ['denoised', 'between'] as const;
export type Made = (typeof CLASSES)[number];

const MODEL = { id: 'test-net', version: '1.2.3', weightsSha256: 'ab'.repeat(32) };
const EXECUTION = { provider: 'wasm', device: '1 thread', reason: 'asked for', runtime: 'test 1.0' } as const;
const ENHANCED_CT = 'test/dicom/read/fixtures/enhancedCt.dcm';

/** A head CT of one of two slices, with what of an acquisition holds for its own exposure alone. */
export function slice(at: number, more: Elements = {}): Uint8Array {
  return part10({
    '00080005 CS': 'ISO_IR 100',
    '00080008 CS': 'ORIGINAL\\PRIMARY\\AXIAL\\CT_SOM5 SPI',
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.2',
    '00080018 UI': `1.2.3.4.${at + 1}`,
    '00080020 DA': '20260102',
    '00080022 DA': '20260102',
    '00080023 DA': '20260102',
    '00080030 TM': '101500',
    '00080032 TM': `10200${at}`,
    '00080050 SH': '',
    '00080060 CS': 'CT',
    '00080070 LO': 'Maker',
    '00080090 PN': '',
    '00080201 SH': '+0100',
    '0008103E LO': 'Head',
    '00081090 LO': 'Scanner',
    '00100010 PN': 'Test^Name',
    '00100020 LO': 'P1',
    '00100030 DA': '19700101',
    '00100040 CS': 'O',
    '00120062 CS': 'YES',
    '00120063 LO': 'By hand',
    '00180015 CS': 'HEAD',
    '00180050 DS': '5.0',
    '00180060 DS': '120',
    '00180088 DS': '5.0',
    '00181020 LO': 'V1',
    '00181150 IS': '1000',
    '00181151 IS': `${200 + at}`,
    '00181210 SH': 'H30s',
    '00185100 CS': 'HFS',
    '0020000D UI': '1.2.3',
    '0020000E UI': '1.2.3.3',
    '00200010 SH': '1',
    '00200011 IS': '4',
    '00200012 IS': '1',
    '00200013 IS': `${at + 1}`,
    '00200032 DS': `-8.0\\-8.0\\${(5 * at).toFixed(1)}`,
    '00200037 DS': '1\\0\\0\\0\\1\\0',
    '00200052 UI': '1.2.3.9',
    '00201040 LO': '',
    '00201041 DS': `${5 * at}`,
    '00280002 US': words(1),
    '00280004 CS': 'MONOCHROME2',
    '00280010 US': words(16),
    '00280011 US': words(16),
    '00280030 DS': '0.50\\0.50',
    '00280100 US': words(16),
    '00280101 US': words(12),
    '00280102 US': words(11),
    '00280103 US': words(0),
    '00280106 US': words(1),
    '00280107 US': words(2),
    '00281050 DS': '40',
    '00281051 DS': '80',
    '00281052 DS': '-1024.0',
    '00281053 DS': '1.00',
    '00400275 SQ': sequence(item({ '00400009 SH': 'STEP' })),
    '7FE00010 OW': words(...Array.from({ length: 256 }, (_, i) => 1000 + ((i * 7 + at) % 60))),
    ...more,
  });
}

const read = (bytes: Uint8Array) => readFrames(parsePart10(bytes, 'source.dcm'));

function seriesOf<F extends Frame>(frames: readonly F[], description: string, number: number): Series<F> {
  const planes = frames.flatMap(({ plane }) => plane ?? []);
  const { seriesInstanceUID, studyInstanceUID } = frames[0].instance;
  const spacing = measureSpacing(planes, [0, 0, 1]);
  return { seriesInstanceUID, studyInstanceUID, modality: 'CT', description, number, frames, ...spacing };
}

function claim(made: Claim['class'], options: Claim['options'], sources: readonly Frame[]): Claim {
  const createdAt = '2026-11-30T09:15:30.250Z';
  return { class: made, model: MODEL, options, execution: EXECUTION, ...historyOf(sources), createdAt };
}

/** As the denoiser leaves a series, without a network. */
export async function denoised(source: readonly Frame[]): Promise<Series<MarkedFrame>> {
  const instances = await newInstances(
    source.map(({ instance }) => instance),
    '2.25.1001',
  );
  const frames = await Promise.all(
    source.map((frame, i) => {
      const noise = Float32Array.from({ length: frame.rows * frame.columns }, (_, at) => (at + i) % 7);
      const raw = new RawNoise([noise]);
      return seal({
        raw,
        source: frame,
        instance: instances[i],
        claim: claim('denoised', { strength: 1 }, [frame]),
      });
    }),
  );
  return seriesOf(frames, 'AI DENOISED - Head', 9004);
}

/** As the interpolator leaves the first two slices of a series, without a network. */
export async function between([first, second]: readonly Frame[]): Promise<Series<Frame>> {
  const sources = [first, second];
  const instances = await newInstances(
    [first, first, second].map(({ instance }) => instance),
    '2.25.1002',
  );
  const info = infoOf(first);
  const plane = info.plane && { ...info.plane, position: [-8, -8, 2.5] as const };
  const made = await seal({
    raw: new RawOutput(new Float32Array(first.rows * first.columns).fill(30)),
    source: { ...info, plane },
    sources: sources.map(({ instance }) => instance),
    instance: instances[1],
    claim: claim('interpolated', { factor: 2, fraction: 0.5, gapMm: 5 }, sources),
  });
  const repeated = sources.map((frame, i): Frame => {
    const instance = instances[2 * i];
    if (frame.kind === 'marked') return passOn(frame, { instance, instanceNumber: 2 * i + 1 });
    return { ...frame, instance, repeats: frame.instance };
  });
  return seriesOf([repeated[0], made, repeated[1]], 'AI SYNTHETIC SLICES - Head', 7004);
}

export async function files(series: Series<Frame>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const { name, bytes } of exportSeries(series, { format: 'dicom' })) {
    if (name.endsWith('.dcm')) all.push(bytes);
  }
  return all;
}

/** The source and one file of every class; of the Enhanced ones too. */
export async function writtenFiles(): Promise<{
  readonly source: Uint8Array;
  readonly classes: Readonly<Record<Made, Uint8Array>>;
  readonly enhancedSource: Uint8Array;
  readonly enhanced: Readonly<Record<(typeof ENHANCED)[number], Uint8Array>>;
}> {
  const [source, next] = [slice(0), slice(1)];
  const frames = [...(await read(source)), ...(await read(next))];
  const [unchanged, made] = await files(await between(frames));
  const [{ frame }] = await fakeJob({ count: 1, seed: 7 });
  const synthetic: Series<Frame> = seriesOf([frame], '', 9001);
  const enhancedSource = new Uint8Array(readFileSync(ENHANCED_CT));
  const enhancedFrames = await read(enhancedSource);
  return {
    source,
    classes: {
      denoised: (await files(await denoised(frames)))[0],
      between: made,
      unchanged,
      synthetic: (await files(synthetic))[0],
    },
    enhancedSource,
    enhanced: {
      denoised: (await files(await denoised(enhancedFrames)))[0],
      between: (await files(await between(enhancedFrames)))[0],
    },
  };
}

const SCRIPT = `
import json, sys, warnings, pydicom
warnings.simplefilter('ignore')
def name(e):
  return pydicom.datadict.keyword_for_tag(e.tag) or str(e.tag).replace(' ', '').upper()
def text(v):
  many = isinstance(v, (list, pydicom.multival.MultiValue))
  return '\\\\'.join(str(getattr(x, 'original_string', x)) for x in v) if many else str(getattr(v, 'original_string', v))
def walk(d, prefix, out):
  for e in d:
    path = prefix + name(e)
    if e.VR == 'SQ':
      out[path] = str(len(e.value)) + ' items'
      for i, x in enumerate(e.value): walk(x, path + '[%d].' % i, out)
    elif e.tag == 0x7fe00010: out[path] = str(len(e.value)) + ' bytes'
    else: out[path] = text('' if e.value is None else e.value)
  return out
print(json.dumps([walk(pydicom.dcmread(p), '', {}) for p in sys.argv[1:]]))
`;

/** What pydicom reads in each of the files. */
export function views(all: readonly Uint8Array[]): View[] {
  const folder = mkdtempSync(join(tmpdir(), 'veritome-attributes-'));
  try {
    const paths = all.map((bytes, i) => {
      const path = join(folder, `${i}.dcm`);
      writeFileSync(path, bytes);
      return path;
    });
    return JSON.parse(execFileSync('/usr/bin/python3', ['-c', SCRIPT, ...paths], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
