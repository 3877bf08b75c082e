/** Readers and validators that share no code with the writer; each is used where it is installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The one complaint that the Debian build has of an attribute younger than itself (PS3.6 2024b). */
const UNKNOWN_TO_OLD_TOOLS = /\(0x0008,0x001c\)/i;

/** True when a program can be started. */
export function installed(program: string): boolean {
  return spawnSync('which', [program], { stdio: 'ignore' }).status === 0;
}

/** Errors of `dciodvfy`, which exits 0 whatever it finds; Synthetic Data's own line excepted. */
export function iodErrors(path: string): string[] {
  return errorsOf(spawnSync('dciodvfy', [path], { encoding: 'utf8' }));
}

/** Errors of `dcentvfy`: attributes of one patient, study or series that differ between files. */
export function entityErrors(paths: string[]): string[] {
  return errorsOf(spawnSync('dcentvfy', paths, { encoding: 'utf8' }));
}

function errorsOf({ stdout, stderr }: { stdout: string; stderr: string }): string[] {
  const lines = `${stdout}\n${stderr}`.split('\n');
  return lines.filter((line) => /Error\b/.test(line) && !UNKNOWN_TO_OLD_TOOLS.test(line));
}

/** Errors of the second list that the first has not. */
export function added(before: string[], after: string[]): string[] {
  const known = new Set(before.map(kind));
  return after.filter((line) => !known.has(kind(line)));
}

/** An error without the value it quotes and without its place in a value list. */
function kind(line: string): string {
  return line
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Debian's own Python: a virtual environment may shadow it and lack pydicom. */
const PYTHON = '/usr/bin/python3';

/** True when pydicom with numpy is there. */
export function hasPydicom(): boolean {
  return (
    existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import pydicom, numpy'], { stdio: 'ignore' }).status === 0
  );
}

/** What pydicom makes of a file. */
export interface PydicomView {
  readonly path: string;
  readonly error?: string;
  readonly pixelSha256?: string;
  readonly attributes: Record<string, string>;
}

const SCRIPT = `
import hashlib, json, sys, warnings, numpy, pydicom
warnings.simplefilter('ignore')
pydicom.config.settings.reading_validation_mode = 0
KEYS = ['PatientName','PatientID','StudyInstanceUID','FrameOfReferenceUID','PixelSpacing','ImagePositionPatient',
 'ImageOrientationPatient','SliceThickness','WindowCenter','WindowWidth','RescaleSlope','RescaleIntercept','KVP',
 'Manufacturer','InstitutionName','ImageType','SpecificCharacterSet','StudyDescription','Rows','Columns','BitsAllocated',
 'BitsStored','PixelRepresentation','PhotometricInterpretation','ModalityLUTSequence','SeriesDescription','SOPClassUID','SOPInstanceUID',
 'PixelPaddingValue','ReferringPhysicianName','NumberOfFrames','SmallestImagePixelValue','LargestImagePixelValue']
out = []
for path in json.load(sys.stdin):
  row = {'path': path, 'attributes': {}}
  try:
    d = pydicom.dcmread(path, force=True)
    for key in KEYS:
      if key in d:
        v = d[key].value
        many = isinstance(v, (list, pydicom.multival.MultiValue))
        text = lambda x: (isinstance(x, (int, float)) and getattr(x, 'original_string', None)) or str(x)
        row['attributes'][key] = '\\\\'.join(text(x) for x in v) if many else text(v)
    row['attributes']['private'] = ' '.join(str(e.tag) for e in d.iterall() if e.tag.is_private)
    if '--pixels' in sys.argv:
      a = numpy.ascontiguousarray(d.pixel_array)
      row['pixelSha256'] = hashlib.sha256(a.tobytes()).hexdigest()
  except Exception as e:
    row['error'] = repr(e)[:200]
  out.append(row)
json.dump(out, sys.stdout)
`;

/** Reads files with pydicom; with `pixels`, hashes what it decodes (C order, little endian). */
export function pydicom(paths: string[], { pixels = false } = {}): PydicomView[] {
  const input = JSON.stringify(paths);
  const output = execFileSync(PYTHON, ['-c', SCRIPT, ...(pixels ? ['--pixels'] : [])], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(output);
}
