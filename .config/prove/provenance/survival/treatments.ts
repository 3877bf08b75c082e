/** What archives, converters, de-identifiers and meddlers do to files, each with what has to come of it. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { filesIn } from '../generatedSeries.js';
import type { Left } from './judgement.js';
import type { Orthanc } from './orthanc.js';

/** What must be left. */
export interface Bar {
  readonly words: string;
  holds(left: Left): boolean;
}

export interface Treatment {
  readonly name: string;
  /** Undefined: reported only. */
  readonly bar: Bar | undefined;
  /** Slices to treat; all when absent. */
  readonly slices?: number;
  /** Treats files; gives those it left in `out`. */
  apply(paths: readonly string[], out: string): Promise<string[]> | string[];
}

const VERIFIED: Bar = { words: 'verified', holds: ({ verdict }) => verdict === 'verified' };
const CLAIMED: Bar = { words: 'claimed', holds: ({ verdict }) => verdict === 'claimed' };
const FOUND: Bar = {
  words: 'mark found, not unmarked',
  holds: ({ verdict, found }) => found && verdict !== 'unmarked',
};
/** DCMTK's lossless JPEG encoder writes its own words into Derivation Description, which is signed. */
const REWRITTEN: Bar = {
  words: 'pixel hash holds; Derivation Description is rewritten',
  holds: ({ verdict, pixelHash, signature }) =>
    verdict === 'altered' && pixelHash === 'holds' && signature === 'fails',
};
const ALTERED: Bar = {
  words: 'altered, dcmsign rejects',
  holds: ({ verdict, dcmsign }) => verdict === 'altered' && dcmsign === 'rejects',
};

const SYNTAX = {
  implicit: '1.2.840.10008.1.2',
  deflated: '1.2.840.10008.1.2.1.99',
  bigEndian: '1.2.840.10008.1.2.2',
  rle: '1.2.840.10008.1.2.5',
  jpeg12: '1.2.840.10008.1.2.4.51',
  jpegLossless: '1.2.840.10008.1.2.4.70',
  jpegLS: '1.2.840.10008.1.2.4.80',
  jpegLSLossy: '1.2.840.10008.1.2.4.81',
  jpeg2000: '1.2.840.10008.1.2.4.90',
} as const;

/** Through an Orthanc server. */
export function orthancTreatments(server: Orthanc): Treatment[] {
  const through = (name: string, bar: Bar | undefined, take: () => Promise<Uint8Array[]>): Treatment => ({
    name: `Orthanc: ${name}`,
    bar,
    apply: async (paths, out) => {
      await server.store(paths);
      return written(await take(), out);
    },
  });
  const transcode = (name: string, bar: Bar | undefined, syntax: string) =>
    through(`transcoded to ${name}`, bar, () => server.transcoded(syntax));
  const decodedAfter = (name: string, bar: Bar | undefined, syntax: string, decoder: string): Treatment => {
    const coded = transcode(name, bar, syntax);
    return {
      ...coded,
      name: `${coded.name}, decoded by ${decoder}`,
      apply: async (paths, out) => convert(decoder, [])(await coded.apply(paths, `${out}-coded`), out),
    };
  };
  const identity = { PatientName: 'COERCED^NAME', PatientID: 'COERCED-1' };
  const uids = ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'];
  return [
    through('stored and fetched by REST', VERIFIED, () => server.files()),
    {
      name: 'Orthanc: C-STORE, fetched by REST',
      bar: VERIFIED,
      apply: async (paths, out) => {
        await server.send(paths);
        return written(await server.files(), out);
      },
    },
    {
      name: 'Orthanc: STOW-RS, WADO-RS',
      bar: VERIFIED,
      apply: async (paths, out) => {
        await server.stow(paths);
        return written(await server.retrieve(), out);
      },
    },
    transcode('implicit VR', VERIFIED, SYNTAX.implicit),
    transcode('deflated', VERIFIED, SYNTAX.deflated),
    transcode('big endian', VERIFIED, SYNTAX.bigEndian),
    transcode('RLE', VERIFIED, SYNTAX.rle),
    transcode('JPEG-LS', CLAIMED, SYNTAX.jpegLS),
    decodedAfter('JPEG-LS', VERIFIED, SYNTAX.jpegLS, 'dcmdjpls'),
    through('WADO-RS as JPEG-LS', CLAIMED, () => server.retrieve(SYNTAX.jpegLS)),
    transcode('JPEG lossless', CLAIMED, SYNTAX.jpegLossless),
    decodedAfter('JPEG lossless', REWRITTEN, SYNTAX.jpegLossless, 'dcmdjpeg'),
    transcode('JPEG 2000', CLAIMED, SYNTAX.jpeg2000),
    decodedAfter('JPEG 12 bits, lossy', FOUND, SYNTAX.jpeg12, 'dcmdjpeg'),
    decodedAfter('JPEG-LS, lossy', FOUND, SYNTAX.jpegLSLossy, 'dcmdjpls'),
    through('patient name and ID coerced, UIDs kept', VERIFIED, () =>
      server.modified({ Replace: identity, Keep: uids, Force: true }),
    ),
    through('patient name and ID coerced, new UIDs', FOUND, () =>
      server.modified({ Replace: identity, Force: true }),
    ),
    through('anonymised, as it comes', FOUND, () => server.anonymised({})),
    through('anonymised, private kept', FOUND, () => server.anonymised({ KeepPrivateTags: true })),
  ];
}

/** By DCMTK's programs. */
export function dcmtkTreatments(): Treatment[] {
  const by = (name: string, bar: Bar | undefined, ...steps: [string, string[]][]): Treatment => ({
    name,
    bar,
    apply: (paths, out) =>
      steps.reduce(
        (files, [program, options], i) => convert(program, options)(files, join(out, String(i))),
        [...paths],
      ),
  });
  const coerced = ['-m', '0010,0010=COERCED^NAME', '-m', '0010,0020=COERCED-1', '-i', '0008,0050=ACC-1'];
  return [
    by('dcmconv: implicit VR, undefined lengths', VERIFIED, ['dcmconv', ['+ti', '-e']]),
    by('dcmconv: explicit VR, undefined lengths, group lengths', VERIFIED, ['dcmconv', ['+te', '-e', '+g']]),
    by('dcmconv: big endian', VERIFIED, ['dcmconv', ['+tb']]),
    by('dcmcrle: RLE', VERIFIED, ['dcmcrle', []]),
    {
      name: 'dcmodify: name, ID and accession number coerced',
      bar: VERIFIED,
      apply: (paths, out) => {
        const files = copied(paths, out);
        ran('dcmodify', ['-nb', ...coerced, ...files]);
        return files;
      },
    },
    by('dcmcjpeg, dcmdjpeg: 12 bits, quality 90', FOUND, ['dcmcjpeg', ['+ee', '+q', '90']], ['dcmdjpeg', []]),
    by('dcmcjpeg, dcmdjpeg: 12 bits, quality 50', FOUND, ['dcmcjpeg', ['+ee', '+q', '50']], ['dcmdjpeg', []]),
    by(
      'dcmcjpeg, dcmdjpeg: 8 bits over the whole range, quality 90',
      undefined,
      ['dcmcjpeg', ['+eb', '+q', '90']],
      ['dcmdjpeg', []],
    ),
    by('dcmcjpls, dcmdjpls: off by 3 at most', FOUND, ['dcmcjpls', ['+en', '+md', '3']], ['dcmdjpls', []]),
  ];
}

/** By rules over pydicom, and as bare pictures. */
export function pydicomTreatments(): Treatment[] {
  const rule = (name: string, bar: Bar | undefined, which: string, slices?: number): Treatment => ({
    name,
    bar,
    slices,
    apply: (paths, out) => treated(which, paths, out),
  });
  const changed = (name: string, which: string) => rule(`changed: ${name}`, ALTERED, which, 2);
  return [
    rule('pydicom: read and written', VERIFIED, 'rewrite'),
    rule('PS3.15 Basic Profile', FOUND, 'basic'),
    rule('PS3.15 Basic Profile, safe private blocks kept', FOUND, 'basic, safe private kept'),
    rule('signature taken out: the C2PA claim is left', VERIFIED, 'unsigned'),
    rule('signature and C2PA claim taken out', CLAIMED, 'unproved'),
    rule('every sign but the pixels taken out', FOUND, 'silent'),
    rule('pixels alone, as 8-bit PNG at 40/400', FOUND, 'picture'),
    rule('pixels alone, as 8-bit JPEG of quality 75', FOUND, 'picture75'),
    changed('one pixel', 'pixel'),
    changed('pixels blurred', 'blur'),
    changed('Synthetic Data NO', 'synthetic data NO'),
    changed('Synthetic Data taken out', 'no synthetic data'),
    changed('Image Type ORIGINAL', 'image type'),
    changed('Derivation Description', 'derivation'),
    changed('a model name in Contributing Equipment', 'equipment'),
    changed('Contributing Equipment taken out', 'no equipment'),
    changed('Rescale Intercept', 'intercept'),
    changed('a word in the record', 'record'),
    changed('the pixel hash', 'hash'),
    changed('a bit of the C2PA claim', 'claim'),
    changed('private block taken out', 'no block'),
  ];
}

const SCRIPT = '.config/prove/provenance/survival/treat.py';

/** Files after a rule of `treat.py`. */
export function treated(rule: string, paths: readonly string[], out: string): string[] {
  ran('/usr/bin/python3', [SCRIPT, rule, out, ...paths]);
  const [extension] = rule.startsWith('picture') ? [rule === 'picture' ? '.png' : '.jpg'] : ['.dcm'];
  return filesIn(out, extension);
}

/** A DCMTK converter over files, one by one; codecs that are lossy keep the UID, as archives do. */
function convert(program: string, options: readonly string[]) {
  const keeping = /^dcmc(jpeg|jpls|rle)$/.test(program) ? ['+un'] : [];
  return (paths: readonly string[], out: string): string[] => {
    mkdirSync(out, { recursive: true });
    return paths.map((path) => {
      const target = join(out, basename(path));
      ran(program, [...keeping, ...options, path, target]);
      return target;
    });
  };
}

function copied(paths: readonly string[], out: string): string[] {
  mkdirSync(out, { recursive: true });
  return paths.map((path) => {
    const target = join(out, basename(path));
    copyFileSync(path, target);
    return target;
  });
}

function written(files: readonly Uint8Array[], out: string): string[] {
  mkdirSync(out, { recursive: true });
  return files.map((bytes, i) => {
    const path = join(out, `${String(i + 1).padStart(4, '0')}.dcm`);
    writeFileSync(path, bytes);
    return path;
  });
}

function ran(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return;
  const last = stderr?.trim().split('\n').at(-1);
  throw new Error(`${program}: ${error?.message ?? last}`);
}
