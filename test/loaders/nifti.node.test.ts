import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'fflate';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { type ErrorTag, isVeritomeError } from '../../src/errors.js';
import { type AcquiredFrame, type Plane, toModality } from '../../src/image/frame.js';
import type { Picture } from '../../src/image/picture.js';
import type { Study } from '../../src/image/series.js';
import { loadStudy } from '../../src/loaders/study.js';
import { denoise } from '../../src/pipeline/denoise.js';
import { exportSeries } from '../../src/pipeline/exportSeries.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { verify } from '../../src/pipeline/verify.js';

const PYTHON = '/usr/bin/python3';
const made = mkdtempSync(join(tmpdir(), 'veritome-nifti-'));
const script = join('test', 'loaders', 'nifti.py');
const outcome = spawnSync(PYTHON, [script, made], { encoding: 'utf8' });
/** Where there is no nibabel; if its script fails for another reason, so do the tests. */
const missing =
  (outcome.error !== undefined || /No module named/.test(outcome.stderr)) && 'nibabel is not installed';

before(() => useLocalAssets());
after(() => rmSync(made, { recursive: true, force: true }));

interface Expected {
  readonly name: string;
  readonly shape: readonly number[];
  readonly affine: readonly (readonly number[])[];
  readonly placed: boolean;
}

const read = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(join(made, name))) });

function expectations(): Expected[] {
  return JSON.parse(readFileSync(join(made, 'index.json'), 'utf8'));
}

function valuesOf(frame: AcquiredFrame | Picture): ArrayLike<number> {
  if (frame.kind === 'acquired') {
    // In double precision: 32-bit integers are not exact in single.
    return Float64Array.from(frame.stored, (v) => v * frame.rescale.slope + frame.rescale.intercept);
  }
  return 'values' in frame.pixels ? frame.pixels.values : [];
}

/** Millimetres, LPS, of a pixel. */
function placeOf(
  { position, orientation: o, pixelSpacing: [dr, dc] }: Plane,
  r: number,
  c: number,
): number[] {
  return [0, 1, 2].map((i) => position[i] + o[i] * dc * c + o[i + 3] * dr * r);
}

function seriesIn(study: Study<AcquiredFrame>) {
  return [...study.series, ...(study.pictures ?? [])];
}

test('values and places are those of nibabel, voxel by voxel', { skip: missing }, async () => {
  let compared = 0;
  for (const { name, shape, affine, placed } of expectations()) {
    const study = await loadStudy([read(name)]);
    assert.deepEqual(study.refused, [], name);
    const [ni, nj, nk, nt = 1] = shape;
    const raw = readFileSync(join(made, `${name}.values`));
    const values = new Float64Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
    const all = seriesIn(study);
    assert.equal(all.length, nt, name);
    for (const [t, series] of all.entries()) {
      assert.equal(series.frames.length, nk, name);
      for (const frame of series.frames) {
        const k = (frame.instanceNumber ?? 0) - 1;
        assert.deepEqual([frame.columns, frame.rows], [ni, nj], name);
        assert.equal(frame.plane !== undefined, placed, name);
        const seen = valuesOf(frame);
        for (let j = 0; j < nj; j++) {
          for (let i = 0; i < ni; i++) {
            const world = affine.slice(0, 3).map(([a, b, c, d]) => a * i + b * j + c * k + d);
            const unit = name === 'micron.nii' ? 1e-3 : 1;
            const lps = [-world[0] * unit, -world[1] * unit, world[2] * unit];
            const { plane } = frame;
            const at = plane ? pixelAt(plane, lps) : [j, i];
            const wanted = values[i + ni * (j + nj * (k + nk * t))];
            const found = seen[at[0] * ni + at[1]];
            if (frame.kind === 'acquired') assert.equal(found, wanted, `${name} ${i} ${j} ${k}`);
            else assert.equal(found, Math.fround(wanted), `${name} ${i} ${j} ${k}`);
            if (plane) {
              placeOf(plane, at[0], at[1]).forEach((mm, axis) => {
                assert.ok(Math.abs(mm - lps[axis]) < 1e-4, `${name}: ${mm} against ${lps[axis]}`);
              });
            }
            compared += 1;
          }
        }
      }
    }
  }
  assert.ok(compared > 2000, String(compared));
});

/** Row and column of a place. */
function pixelAt(
  { position, orientation: o, pixelSpacing: [dr, dc] }: Plane,
  place: readonly number[],
): [number, number] {
  const from = place.map((mm, i) => mm - position[i]);
  const along = (start: number) => from.reduce((sum, mm, i) => sum + mm * o[start + i], 0);
  return [Math.round(along(3) / dr), Math.round(along(0) / dc)];
}

test('integers stay integers, fractions become pictures, whole floats integers', {
  skip: missing,
}, async () => {
  const kinds: Record<string, string> = {};
  for (const { name } of expectations()) {
    const [series] = seriesIn(await loadStudy([read(name)]));
    const [frame] = series.frames;
    kinds[name] = frame.kind === 'acquired' ? frame.stored.constructor.name : frame.kind;
    assert.equal(frame.modality, 'OT', name);
    assert.equal(frame.part10, undefined);
  }
  assert.equal(kinds['uint8.nii'], 'Uint8Array');
  assert.equal(kinds['int8.nii'], 'Int8Array');
  assert.equal(kinds['int16.nii.gz'], 'Int16Array');
  assert.equal(kinds['uint16.nii.gz'], 'Uint16Array');
  assert.equal(kinds['int32.nii'], 'Int32Array');
  assert.equal(kinds['uint32.nii'], 'Uint32Array');
  assert.equal(kinds['whole-float32.nii'], 'Int16Array');
  assert.equal(kinds['float32.nii.gz'], 'picture');
  assert.equal(kinds['float64.nii'], 'picture');
  assert.equal(kinds['int64.nii'], 'picture');
});

test('rows and columns run as a reader expects', { skip: missing }, async () => {
  for (const { name, placed } of expectations()) {
    if (!placed) continue;
    const [{ frames }] = seriesIn(await loadStudy([read(name)]));
    const o = frames[0].plane?.orientation ?? [];
    for (const direction of [o.slice(0, 3), o.slice(3)]) {
      const most = direction.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
      const toTheFeet = direction.indexOf(most) === 2;
      assert.ok(toTheFeet ? most < 0 : most > 0, `${name} ${o}`);
    }
  }
});

test('a file has the same UIDs each time, and is used once', { skip: missing }, async () => {
  const file = read('int16.nii.gz');
  const again = { name: 'copy.nii', bytes: gunzipSync(file.bytes) };
  const study = await loadStudy([file, again]);
  assert.equal(study.series.length, 1);
  const other = await loadStudy([again]);
  assert.equal(study.series[0].seriesInstanceUID, other.series[0].seriesInstanceUID);
  assert.match(study.studyInstanceUID, /^2\.25\.\d{20,39}$/);
  assert.notEqual(
    study.series[0].frames[0].instance.sopInstanceUID,
    study.series[0].frames[1].instance.sopInstanceUID,
  );
});

test('a CT is known by its values and denoised; as DICOM it is refused, as PNG it leaves marked', {
  skip: missing,
}, async () => {
  const [series] = (await openStudy([read('ct.nii.gz')])).series;
  assert.deepEqual([series.modality, series.description], ['CT', 'NIfTI volume, CT by its values']);
  const { stored, rescale } = series.frames[0] as AcquiredFrame;
  assert.equal(Math.min(...toModality(stored, rescale)), -1000);
  const quiet = await denoise(series, { provider: 'wasm' });
  assert.equal(quiet.frames.length, 3);
  for (const format of ['dicom', 'secondary-capture'] as const) {
    for (const one of [quiet, series]) {
      await assert.rejects(exportSeries(one, { format }).next(), (error) => {
        assert.ok(isVeritomeError(error, 'ArgumentError'), String(error));
        assert.match(error.message, /did not come from a DICOM file/);
        return true;
      });
    }
  }
  for await (const { name, bytes } of exportSeries(quiet, { format: 'png' })) {
    if (name.endsWith('.json')) continue;
    const { status, class: made } = await verify(bytes, name, { mark: 'none' });
    assert.deepEqual([status, made], ['verified', 'denoised']);
  }
});

test('what is damaged, cut, endless or of another kind is refused by name', { skip: missing }, async () => {
  const whole = gunzipSync(read('int16.nii.gz').bytes);
  const changed = (at: number, ...bytes: number[]) => {
    const copy = whole.slice();
    copy.set(bytes, at);
    return copy;
  };
  const cases: [string, Uint8Array, ErrorTag][] = [
    ['complex.nii', read('complex.nii').bytes, 'AttributeError'],
    ['pair.hdr', read('pair.hdr').bytes, 'AttributeError'],
    ['cut.nii', whole.subarray(0, whole.length - 1), 'TruncatedError'],
    ['head.nii', whole.subarray(0, 350), 'TruncatedError'],
    ['huge.nii', changed(42, 0xff, 0x7f, 0xff, 0x7f, 0xff, 0x7f), 'TruncatedError'],
    ['empty.nii', changed(42, 0, 0), 'AttributeError'],
    ['negative.nii', changed(42, 0xff, 0xff), 'AttributeError'],
    ['rank.nii', changed(40, 0x63, 0), 'AttributeError'],
    ['offset.nii', changed(108, 0, 0, 0x80, 0x7f), 'AttributeError'],
    ['type.nii', changed(70, 0x99, 0x09), 'AttributeError'],
    ['cut.nii.gz', gzipSync(whole).subarray(0, 200), 'DecodeError'],
    ['no.nii', new Uint8Array(400), 'NotDicomError'],
  ];
  for (const [name, bytes, tag] of cases) {
    const study = await loadStudy([{ name, bytes }]);
    assert.deepEqual(
      study.refused.map((error) => [error.file, error.tag]),
      [[name, tag]],
      name,
    );
    assert.equal(study.series.length, 0, name);
  }
  // Extensions that lead in circles are left alone.
  const looping = changed(348, 1, 0, 0, 0);
  assert.equal((await loadStudy([{ name: 'loop.nii', bytes: looping }])).refused.length, 0);
});
