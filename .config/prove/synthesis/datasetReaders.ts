/** Stored values as pydicom, NumPy and nibabel read them, by hash. */
import { spawnSync } from 'node:child_process';
// @ts-expect-error plain script without types
import { installDebianPackages } from '../../browser.mjs';

/** Debian's Python, because that is the one its packages belong to. */
const PYTHON = '/usr/bin/python3';

/** The record says how HU were stored: both ways round give the hash that was sealed. */
const STORED = `
import hashlib, json, sys, numpy
def stored(hu, record):
    p = record['pixels']; r = p['rescale']; f = p['format']
    kind = ('<i' if f['signed'] else '<u') + str(f['bitsAllocated'] // 8)
    return ((hu.astype('float64') - r['intercept']) / r['slope']).round().astype(kind)
def show(values): print(hashlib.sha256(numpy.ascontiguousarray(values).tobytes()).hexdigest())
`;

const READERS = {
  dicom: {
    module: 'pydicom',
    script: `${STORED}
import pydicom
for path in sys.argv[1:]: show(pydicom.dcmread(path).pixel_array)
`,
  },
  npz: {
    module: 'numpy',
    script: `${STORED}
for path in sys.argv[1:]:
    d = numpy.load(path)
    show(stored(d['hu'], json.loads(d['provenance.json'])))
`,
  },
  nifti: {
    module: 'nibabel',
    script: `${STORED}
import nibabel
for path in sys.argv[1:]:
    n = nibabel.load(path)
    record = json.loads(bytes(n.header.extensions[0].get_content()).rstrip(b'\\0').decode())
    show(stored(numpy.asanyarray(n.dataobj)[:, :, 0].T, record))
`,
  },
} as const;

/** SHA-256 of every file's stored values; undefined where the reader is not there. */
export function hashesRead(format: keyof typeof READERS, files: readonly string[]): string[] | undefined {
  const { module, script } = READERS[format];
  const there = () => spawnSync(PYTHON, ['-c', `import ${module}, numpy`]).status === 0;
  if (!there() && !(installDebianPackages(`python3-${module}`, 'python3-numpy') && there())) return undefined;
  const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', script, ...files], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${module} could not read the files: ${stderr}`);
  return stdout.trim().split('\n');
}
