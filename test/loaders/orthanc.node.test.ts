import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { flakyProxy, type Mishap } from '../../.config/prove/dicom/flakyProxy.js';
import { basic, Orthanc } from '../../.config/prove/provenance/survival/orthanc.js';
import { dicomwebProxy } from '../../src/adapters/dicomwebProxy.js';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { type ErrorTag, isVeritomeError, type ServiceError } from '../../src/errors.js';
import { type AcquiredFrame, toModality } from '../../src/image/frame.js';
import type { Series } from '../../src/image/series.js';
import { searchSeries, searchStudies, storeSeries } from '../../src/index.js';
import { retrieveBulkData, retrieveFrames, retrieveMetadata } from '../../src/loaders/dicomweb/pieces.js';
import { searchInstances } from '../../src/loaders/dicomweb/search.js';
import type { DicomwebService } from '../../src/loaders/dicomweb/service.js';
import { storeFiles } from '../../src/loaders/dicomweb/store.js';
import { denoise } from '../../src/pipeline/denoise.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { verifySeries } from '../../src/pipeline/verify.js';
import type { MarkedFrame } from '../../src/provenance/markedFrame.js';
import { sampleFiles } from '../sample.js';

const USER = { name: 'reader', password: 'p:ä ss' };
const SLICES = 3;

const orthanc = await Orthanc.start(USER);
const skip = orthanc ? false : 'Orthanc is not installed';
const signed = { authorization: basic(USER) };
const service = (more: Partial<DicomwebService> = {}): DicomwebService => ({
  root: orthanc?.dicomweb,
  headers: signed,
  ...more,
});

let study = '';
let quiet: Series<MarkedFrame>;

before(async () => {
  if (!orthanc) return;
  useLocalAssets();
  const files = sampleFiles('quarter-dose', SLICES);
  const opened = await openStudy(files);
  study = opened.studyInstanceUID;
  quiet = await denoise(opened.series[0], { provider: 'wasm' });
  const series = opened.series[0].seriesInstanceUID;
  const said = await storeFiles(service(), each(files), { study, series });
  assert.deepEqual([said.stored.length, said.refused.length], [SLICES, 0]);
});
after(() => orthanc?.close());

async function* each<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}

async function faultOf(promise: Promise<unknown>, tag: ErrorTag): Promise<ServiceError> {
  let found: unknown;
  await promise.catch((error) => {
    found = error;
  });
  assert.ok(isVeritomeError(found, tag), String(found));
  return found as ServiceError;
}

test('searched, opened, denoised, stored, found in the same study, loaded and verified', {
  skip,
}, async () => {
  const [found, ...others] = await searchStudies(service(), { modality: 'CT', patientName: '*' });
  assert.deepEqual([found.studyInstanceUID, others.length], [study, 0]);
  assert.deepEqual([found.instanceCount, found.seriesCount], [SLICES, 1]);
  assert.ok(found.patientID && found.patientName && found.modalities.includes('CT'));
  assert.equal((await searchStudies(service(), { patientID: `${found.patientID}x` })).length, 0);
  const date = found.studyDate;
  assert.equal((await searchStudies(service(), { studyDate: `${date}-${date}` })).length, 1);
  assert.equal((await searchStudies(service(), { studyDate: '19000101-19000102' })).length, 0);

  const loaded = await openStudy({ dicomweb: { ...service(), study } });
  assert.deepEqual([loaded.series.length, loaded.refused.length], [1, 0]);
  const stored: number[] = [];
  const said = await storeSeries(quiet, service(), { onProgress: ({ done }) => stored.push(done) });
  assert.deepEqual([said.stored.length, said.refused.length, stored.at(-1)], [SLICES, 0, SLICES]);

  const series = await searchSeries(service(), { study });
  assert.equal(series.length, 2);
  const ours = series.find(({ seriesInstanceUID }) => seriesInstanceUID === quiet.seriesInstanceUID);
  assert.match(ours?.description ?? '', /^AI DENOISED/);
  const query = { ...service(), study, series: quiet.seriesInstanceUID };
  const again = (await openStudy({ dicomweb: query })).series[0];
  assert.deepEqual(
    again.frames.map(({ kind }) => kind),
    ['marked', 'marked', 'marked'],
  );
  const [{ verdict }] = await verifySeries({ dicomweb: query }, { mark: 'none' });
  assert.deepEqual([verdict.status, verdict.class], ['verified', 'denoised']);
});

test('a wrong password is an error with a remedy, and so is none', { skip }, async () => {
  const nobody: Record<string, string> = {};
  for (const headers of [nobody, { authorization: basic({ ...USER, password: 'secret word' }) }]) {
    const wrong = service({ headers });
    for (const ask of [
      () => searchStudies(wrong),
      () => storeSeries(quiet, wrong),
      async () => {
        const { refused } = await openStudy({ dicomweb: { ...wrong, study } });
        throw refused[0];
      },
    ]) {
      const error = await faultOf(ask(), 'ServiceError');
      assert.equal(error.status, 401);
      assert.match(error.describe(), /sign-in/);
      assert.doesNotMatch(error.describe() + String(error.cause), /secret|c2VjcmV0|reader/);
    }
  }
});

test('a token is asked for again once, and goes nowhere else', { skip }, async () => {
  const authorizations: (string | undefined)[] = [];
  const usual = globalThis.fetch;
  globalThis.fetch = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const authorization = new Headers(init?.headers).get('authorization') ?? undefined;
    authorizations.push(authorization);
    if (authorization !== 'Bearer second') return new Response(null, { status: 401 });
    return usual(input, {
      ...init,
      headers: { ...Object.fromEntries(new Headers(init?.headers)), ...signed },
    });
  }) as typeof fetch;
  try {
    const tokens = ['first', 'second'];
    const asked: string[] = [];
    const token = () => {
      asked.push(tokens[0]);
      return tokens.shift() ?? 'third';
    };
    assert.equal((await searchStudies({ root: orthanc?.dicomweb, token })).length, 1);
    assert.deepEqual(authorizations, ['Bearer first', 'Bearer second']);
    assert.deepEqual(asked, ['first', 'second']);
    const refused = await faultOf(
      searchStudies({ root: orthanc?.dicomweb, token: () => 'never' }),
      'ServiceError',
    );
    assert.equal(refused.status, 401);
    assert.equal(authorizations.length, 4, 'asked once more, and then told');
  } finally {
    globalThis.fetch = usual;
  }
  await faultOf(
    searchStudies({ root: orthanc?.dicomweb, origins: ['https://pacs.example.org'] }),
    'ArgumentError',
  );
  await faultOf(
    searchStudies({
      root: orthanc?.dicomweb,
      token: () => {
        throw new Error('token 1234');
      },
    }),
    'ServiceError',
  );
});

/** Loads the source series past mishaps. */
async function loadedPast(fate: (n: number, path: string) => Mishap, retries = 3) {
  const proxy = await flakyProxy(orthanc?.dicomweb ?? '', fate);
  try {
    const [{ seriesInstanceUID }] = (await searchSeries(service(), { study })).filter(
      (one) => one.seriesInstanceUID !== quiet.seriesInstanceUID,
    );
    const dicomweb = { ...service({ root: proxy.root, retries }), study, series: seriesInstanceUID };
    const opened = await openStudy({ dicomweb });
    return { opened, slices: opened.series[0]?.frames.length ?? 0, seen: proxy.seen };
  } finally {
    proxy.close();
  }
}

test('drops, 500s, 429s and answers cut off: asked again, and nothing is lost', { skip }, async () => {
  for (const mishap of ['drop', '500', '429', 'cut'] as const) {
    // The stream itself, and the first instance that is asked for by itself.
    let whole = 0;
    const { slices, opened, seen } = await loadedPast((_, path) =>
      /\/series\/[\d.]+$/.test(path) && whole++ === 0 ? mishap : 'none',
    );
    assert.deepEqual([slices, opened.refused.length], [SLICES, 0], mishap);
    const single = seen.filter(({ path }) => /\/instances\/[\d.]+$/.test(path)).length;
    if (mishap === 'cut') assert.ok(single > 0 && single < SLICES, `${single} of ${SLICES} were missing`);
  }
});

test('what cannot be had is refused with the reason, one for each slice; the others come', {
  skip,
}, async () => {
  const instances = await searchInstances(service(), { study });
  const dead = instances.at(-1)?.sopInstanceUID ?? '';
  const { slices, opened } = await loadedPast((_, path) => {
    if (/\/series\/[\d.]+$/.test(path)) return 'cut';
    return path.endsWith(dead) ? '500' : 'none';
  }, 1);
  assert.equal(slices + opened.refused.length, SLICES);
  for (const error of opened.refused) {
    assert.equal(error.tag, 'ServiceError');
    assert.doesNotMatch(error.describe(), /2\.25|studies/);
  }
  const nothing = await loadedPast(() => 'drop', 1);
  assert.deepEqual([nothing.slices, nothing.opened.refused.length], [0, 1]);
  assert.match(nothing.opened.refused[0].describe(), /did not answer/);
});

test('storing past mishaps: each file is there or refused by name', { skip }, async () => {
  const again = await denoise((await openStudy(sampleFiles('quarter-dose', SLICES))).series[0], {
    provider: 'wasm',
    strength: 0.5,
  });
  for (const mishap of ['drop', '500', '429', 'cut'] as const) {
    let posts = 0;
    const proxy = await flakyProxy(orthanc?.dicomweb ?? '', (_, __, method) =>
      method === 'POST' && posts++ === 0 ? mishap : 'none',
    );
    try {
      const said = await storeSeries(again, service({ root: proxy.root }));
      assert.deepEqual([said.stored.length, said.refused.length], [SLICES, 0], mishap);
    } finally {
      proxy.close();
    }
  }
  const broken = await flakyProxy(orthanc?.dicomweb ?? '', (_, __, method) =>
    method === 'POST' ? '500' : 'none',
  );
  try {
    const said = await storeSeries(again, service({ root: broken.root, retries: 0 }));
    assert.deepEqual(
      [said.stored.length, said.refused.map(({ file }) => file)],
      [0, ['0001.dcm', '0002.dcm', '0003.dcm']],
    );
  } finally {
    broken.close();
  }
  // One that is no image does not take the others with it.
  const files = [...sampleFiles('full-dose', 2), { name: 'no.dcm', bytes: new Uint8Array(200) }];
  const series = (await openStudy(files.slice(0, 2))).series[0].seriesInstanceUID;
  const mixed = await storeFiles(service(), each(files), { study, series });
  assert.deepEqual([mixed.stored.length, mixed.refused.map(({ file }) => file)], [2, ['no.dcm']]);
});

test('metadata, frames and bulk data are those of the file', { skip }, async () => {
  const { frames } = (await openStudy(sampleFiles('quarter-dose', 1))).series[0];
  const { seriesInstanceUID: series, sopInstanceUID: instance } = frames[0].instance;
  const [metadata] = await retrieveMetadata(service(), { study, series, instance });
  assert.deepEqual((metadata['00280010'] as { Value: number[] }).Value, [frames[0].rows]);
  const [pixels] = await retrieveFrames(service(), { study, series, instance }, [1]);
  assert.ok(pixels.length > 1000);
  const uri = `http://elsewhere.example/dicom-web/studies/${study}/series/${series}/instances/${instance}/bulk/0010/0010`;
  // Asked below our own root, whatever host the URI names; Orthanc may have nothing there.
  const asked: string[] = [];
  const plain = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    asked.push(new URL(input instanceof Request ? input.url : input).host);
    return plain(input, init);
  };
  try {
    await retrieveBulkData(service({ retries: 0 }), uri).catch((error) =>
      assert.ok(isVeritomeError(error, 'ServiceError'), String(error)),
    );
  } finally {
    globalThis.fetch = plain;
  }
  assert.deepEqual([...new Set(asked)], [new URL(orthanc?.dicomweb ?? '').host]);
  await faultOf(retrieveBulkData(service(), 'http://elsewhere.example/secret'), 'ArgumentError');
  await faultOf(retrieveFrames(service(), { study, series, instance }, [0]), 'ArgumentError');
});

test('the proxy passes DICOMweb and nothing else, without cookies, and knows the sign-in itself', {
  skip,
}, async () => {
  const proxy = dicomwebProxy({ target: orthanc?.dicomweb ?? '', prefix: '/dicom-web/', headers: signed });
  const ask = (path: string, init: RequestInit = {}) => proxy(new Request(`http://page.test${path}`, init));
  const answer = await ask('/dicom-web/studies?limit=5', {
    headers: { accept: 'application/dicom+json', cookie: 'session=1' },
  });
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).length, 1);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  for (const [path, init, status] of [
    ['/dicom-web/studies', { method: 'DELETE' }, 405],
    ['/dicom-web/../system', {}, 404],
    ['/dicom-web/servers', {}, 404],
    ['/dicom-web/studies/..%2f..%2fsystem', {}, 404],
    ['/dicom-web/studies/1/series', { method: 'POST', body: 'x' }, 404],
    ['/elsewhere', {}, 404],
    ['/dicom-web/studies', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
  ] as const) {
    assert.equal((await ask(path, init)).status, status, path);
  }
  const gone = dicomwebProxy({ target: 'http://127.0.0.1:9/x', prefix: '/dicom-web' });
  assert.equal((await gone(new Request('http://page.test/dicom-web/studies'))).status, 502);
  for (const options of [
    { target: 'nowhere', prefix: '/a' },
    { target: 'http://u:p@host/', prefix: '/a' },
    { target: 'http://host/', prefix: '' },
  ]) {
    assert.throws(
      () => dicomwebProxy(options),
      (error) => isVeritomeError(error, 'ArgumentError'),
    );
  }
});

test('a cancelled search, retrieval and sending end with the reason of their signal', { skip }, async () => {
  const reason = new Error('enough');
  const signal = AbortSignal.abort(reason);
  await assert.rejects(searchStudies(service(), {}, { signal }), reason);
  await assert.rejects(storeSeries(quiet, service(), { signal }), reason);
  await assert.rejects(openStudy({ dicomweb: { ...service(), study } }, { signal }), reason);
});

test('what is loaded is the file to the bit', { skip }, async () => {
  const [mine] = (await openStudy(sampleFiles('quarter-dose', SLICES))).series;
  const query = { ...service(), study, series: mine.seriesInstanceUID };
  const [theirs] = (await openStudy({ dicomweb: query })).series;
  for (const [i, frame] of theirs.frames.entries()) {
    const [a, b] = [frame, mine.frames[i]].map((one) => one as AcquiredFrame);
    assert.deepEqual(toModality(a.stored, a.rescale), toModality(b.stored, b.rescale));
  }
});
