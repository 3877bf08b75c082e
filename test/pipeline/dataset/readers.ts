/** Other people's readers of what we write: NumPy, nibabel, and PNG by its definition. */
import { execFileSync, spawnSync } from 'node:child_process';

/** Debian's own Python: a virtual environment may shadow it and lack the packages. */
const PYTHON = '/usr/bin/python3';

/** True when Python has these modules. */
export function hasPython(...modules: string[]): boolean {
  return spawnSync(PYTHON, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' }).status === 0;
}

/** What a script prints as JSON. */
export function python(script: string, ...args: string[]) {
  return JSON.parse(execFileSync(PYTHON, ['-c', script, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 }));
}

/** NumPy: HU and labels as hex, and what else the file says. */
export const NPZ = `
import json, sys, numpy
out = []
for path in sys.argv[1:]:
    d = numpy.load(path)
    out.append({'hu': d['hu'].tobytes().hex(), 'dtype': str(d['hu'].dtype), 'shape': d['hu'].shape, 'labels': d['labels'].tobytes().hex(),
      'seed': int(d['seed']), 'index': int(d['index']), 'class': str(d['class']), 'realism': float(d['realism']),
      'spacing': d['pixel_spacing'].tolist(), 'record': json.loads(d['provenance.json'])})
print(json.dumps(out))
`;

/** nibabel: voxels [column, row, 0], affine, description, extension. */
export const NIFTI = `
import json, sys, numpy, nibabel
out = []
for path in sys.argv[1:]:
    n = nibabel.load(path)
    a = numpy.asanyarray(n.dataobj)
    out.append({'voxels': numpy.ascontiguousarray(a[:, :, 0].T).tobytes().hex(), 'dtype': str(a.dtype), 'shape': a.shape, 'affine': n.affine.tolist(),
      'zooms': [float(z) for z in n.header.get_zooms()], 'units': n.header.get_xyzt_units()[0], 'description': n.header['descrip'].tobytes().rstrip(b'\\0').decode(),
      'codes': [e.get_code() for e in n.header.extensions],
      'record': json.loads(bytes(n.header.extensions[0].get_content()).rstrip(b'\\0').decode())})
print(json.dumps(out))
`;

/** A PNG by its own definition: chunks, one filter byte a row; grey only. */
export const PNG = `
import json, sys, struct, zlib, numpy
out = []
for path in sys.argv[1:]:
    b = open(path, 'rb').read(); p = 8; data = b''; text = {}
    while p < len(b):
        n, kind = struct.unpack('>I4s', b[p:p+8]); body = b[p+8:p+8+n]
        assert zlib.crc32(kind + body) == struct.unpack('>I', b[p+8+n:p+12+n])[0]
        if kind == b'IHDR': w, h, depth, colour = struct.unpack('>IIBB', body[:10])
        if kind == b'IDAT': data += body
        if kind == b'tEXt': k, v = body.split(b'\\0', 1); text[k.decode('latin1')] = v.decode('latin1')
        p += 12 + n
    assert colour == 0
    step = depth // 8; raw = zlib.decompress(data); stride = w * step + 1; prior = [0] * (w * step); rows = []
    for y in range(h):
        f, line = raw[y*stride], list(raw[y*stride+1:(y+1)*stride])
        for i in range(len(line)):
            a = line[i-step] if i >= step else 0; u = prior[i]; c = prior[i-step] if i >= step else 0
            q = a + u - c; pa, pu, pc = abs(q-a), abs(q-u), abs(q-c)
            paeth = a if pa <= pu and pa <= pc else u if pu <= pc else c
            line[i] = (line[i] + [0, a, u, (a+u)//2, paeth][f]) & 255
        rows += line; prior = line
    values = numpy.frombuffer(bytes(rows), '>u2' if depth == 16 else 'u1')
    out.append({'depth': depth, 'width': w, 'height': h, 'text': text, 'values': (values.astype('int32') - 1024).astype('<i2').tobytes().hex() if depth == 16 else values.tobytes().hex()})
print(json.dumps(out))
`;
