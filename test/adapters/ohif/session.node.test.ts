import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Commands } from '../../../src/adapters/ohif/commands.js';
import type { NaturalInstance } from '../../../src/adapters/ohif/host.js';
import { Session } from '../../../src/adapters/ohif/session.js';
import type { Jobs } from '../../../src/elements/jobs.js';
import { isVeritomeError, ServiceError } from '../../../src/errors.js';
import { ctSeries, denoisedSeries, studyOf } from '../../elements/fixtures.js';
import { acquiredSet, fakeHost, fakeShelf, type HostOptions } from './fakeHost.js';

const acquired = ctSeries(3);
const quiet = denoisedSeries(acquired);

/** A session on the acquired series; `asked` gets what the jobs were given. */
function begun(options: HostOptions = {}) {
  const host = fakeHost(options);
  const asked: { name: string; given: unknown[] }[] = [];
  const job =
    (name: string, answer: unknown) =>
    async (...given: unknown[]) => {
      asked.push({ name, given });
      return answer;
    };
  const jobs = {
    openStudy: job('openStudy', studyOf(acquired)),
    denoise: job('denoise', quiet),
    storeSeries: job('storeSeries', { stored: ['1', '2', '3'], refused: [] }),
  } as unknown as Jobs;
  const session = new Session(host.params, jobs);
  const shelf = fakeShelf();
  session.results.shelf = shelf;
  host.activate('one', acquiredSet(acquired));
  return { host, session, asked, shelf };
}

test('the subject is what the active viewport shows', () => {
  const { session, host } = begun();
  assert.equal(session.subject?.displaySet.SeriesInstanceUID, acquired.seriesInstanceUID);
  assert.deepEqual(
    [session.subject?.slices, session.subject?.supported, session.subject?.generated],
    [3, true, false],
  );
  host.activate('two', {
    ...acquiredSet(acquired),
    displaySetInstanceUID: 'no image',
    instances: [],
    images: [],
  });
  assert.equal(session.subject?.supported, false);
});

test('a series is read once, from the configured archive, with the reader’s sign-in', async () => {
  const { session, asked } = begun({ authorization: { Authorization: 'Bearer 1' } });
  const [one, two] = await Promise.all([session.read(), session.read()]);
  assert.equal(one, two);
  assert.equal(asked.length, 1);
  const [source] = asked[0].given as [{ dicomweb: Record<string, unknown> }];
  assert.deepEqual(source.dicomweb, {
    root: 'https://viewer.example/dicom-web',
    qido: 'https://viewer.example/dicom-web',
    wado: 'https://viewer.example/dicom-web',
    stow: 'https://viewer.example/dicom-web',
    origins: ['https://viewer.example'],
    headers: { Authorization: 'Bearer 1' },
    study: acquired.studyInstanceUID,
    series: acquired.seriesInstanceUID,
  });
  assert.equal(session.series, one);
});

test('a data source that came with the page’s address gets no request and no sign-in', async () => {
  const proxied = begun({ namespace: '@ohif/extension-default.dataSourcesModule.dicomwebproxy' });
  await assert.rejects(proxied.session.read(), (error) => isVeritomeError(error, 'ServiceError'));
  assert.equal(proxied.asked.length, 0);
  // A root that was changed after the app started is still held against the configured origins.
  const moved = begun({
    root: 'https://elsewhere.example/x',
    configured: 'https://viewer.example/dicom-web',
  });
  await moved.session.read();
  const [source] = moved.asked[0].given as [{ dicomweb: { origins: string[] } }];
  assert.deepEqual(source.dicomweb.origins, ['https://viewer.example']);
});

test('a result is a series of the same study in the list, marked, and on show', async () => {
  const { session, host } = begun();
  const source = await session.read();
  const result = session.results.publish({ series: quiet, source });
  assert.equal(host.displaySets.length, 2);
  const instances = result.displaySet.instances as readonly NaturalInstance[];
  assert.deepEqual(
    instances.map(({ SOPInstanceUID }) => SOPInstanceUID),
    quiet.frames.map(({ instance }) => instance.sopInstanceUID),
  );
  for (const instance of instances) {
    assert.equal(instance.StudyInstanceUID, acquired.studyInstanceUID);
    assert.equal(instance.SeriesInstanceUID, quiet.seriesInstanceUID);
    assert.equal(instance.SyntheticData, 'YES');
    assert.deepEqual(instance.ImageType, ['DERIVED', 'SECONDARY', 'AXIAL', 'AI_DENOISED']);
    assert.equal(instance.PatientID, 'P1');
    assert.match(String(instance.imageId), /^veritome:/);
    assert.equal(instance.wadoRoot, undefined);
    assert.equal(session.results.metadata('instance', String(instance.imageId)), instance);
  }
  assert.deepEqual(host.shown, [{ viewportId: 'one', uid: result.displaySet.displaySetInstanceUID }]);
  assert.equal(session.result, result);
  assert.equal(session.series, source, 'the panel goes on with what the result was made from');
  assert.deepEqual(session.pair, { before: source, after: quiet });
});

test('other settings take the place of a result that is not stored', async () => {
  const { session, host, shelf } = begun();
  const source = await session.read();
  session.results.publish({ series: quiet, source });
  const weaker = { ...denoisedSeries(acquired, 4), seriesInstanceUID: '2.25.10' };
  session.results.publish({ series: weaker, source, replaces: quiet });
  assert.deepEqual(
    session.results.listOf(acquired.studyInstanceUID).map(({ series }) => series),
    [weaker],
  );
  assert.equal(host.displaySets.length, 2);
  assert.deepEqual(shelf.released, [quiet]);
  await session.results.store(session.results.latestOf(source)!);
  session.results.publish({ series: quiet, source, replaces: weaker });
  assert.equal(host.displaySets.length, 3, 'what the archive has stays in the list');
});

test('a result goes to the archive of the app, and the app asks for the study again', async () => {
  const { session, host, asked } = begun();
  const source = await session.read();
  const result = session.results.publish({ series: quiet, source });
  await session.results.store(result);
  const store = asked.find(({ name }) => name === 'storeSeries')!;
  assert.equal(store.given[0], quiet);
  assert.equal((store.given[1] as { stow: string }).stow, 'https://viewer.example/dicom-web');
  assert.equal(session.result?.state, 'stored');
  assert.deepEqual(host.forgotten, [acquired.studyInstanceUID]);
});

test('an archive that takes nothing in says so before anything is sent', async () => {
  const { session, asked } = begun({ supportsStow: false });
  const result = session.results.publish({ series: quiet, source: await session.read() });
  await assert.rejects(session.results.store(result), ServiceError);
  assert.equal(asked.filter(({ name }) => name === 'storeSeries').length, 0);
  assert.equal(session.result?.state, 'new');
});

test('local files that the viewer does not give out are refused with a reason', async () => {
  const { session } = begun({ namespace: '@ohif/extension-default.dataSourcesModule.dicomlocal' });
  await assert.rejects(session.read(), (error) => isVeritomeError(error, 'ArgumentError'));
  assert.ok(session.sources.storeObstacle instanceof ServiceError);
});

test('commands act as the panel does: marked series only, a fault is told as the app tells it', async () => {
  const { session, host, asked } = begun();
  const commands = new Commands(session, () => undefined);
  const made = await commands.denoise({ strength: 0.5 });
  assert.ok(made.frames.every(({ kind }) => kind === 'marked'));
  assert.deepEqual(asked.at(-1)?.given[1], { strength: 0.5 });
  assert.equal(host.told.at(-1)?.type, 'success');
  commands.compare();
  assert.deepEqual(host.panels, ['veritome.panelModule.veritome']);
  const other = begun({ namespace: 'somebody’s' });
  await assert.rejects(new Commands(other.session, () => undefined).denoise());
  assert.equal(other.host.told.at(-1)?.type, 'error');
});

test('a generated series that was opened finds the series that it was made from, and is compared with it', async () => {
  const { session, host } = begun();
  const source = await session.read();
  const generated = acquiredSet(denoisedSeries(acquired));
  const opened = {
    ...generated,
    images: generated.images?.map((image, i) => ({
      ...image,
      SOPInstanceUID: `9.${i}`,
      SourceImageSequence: [{ ReferencedSOPInstanceUID: acquired.frames[i].instance.sopInstanceUID }],
    })),
  };
  host.activate('one', opened);
  assert.equal(session.sourceSet?.SeriesInstanceUID, acquired.seriesInstanceUID);
  await session.read();
  assert.equal(session.pair?.before, source);
});

test('settings come from the app’s configuration, and from beside the extension', () => {
  const { params } = fakeHost();
  const appConfig = { ...params.appConfig, veritome: { autoRead: false } };
  assert.deepEqual(new Session({ ...params, appConfig }).configuration, { autoRead: false });
  const both = new Session({ ...params, appConfig, configuration: { autoRead: true } });
  assert.deepEqual(both.configuration, { autoRead: true });
});

test('a job that the reader cancelled is no fault', () => {
  const { session, host } = begun();
  session.fail(new DOMException('stopped', 'AbortError'));
  assert.equal(host.told.length, 0);
});

test('the slice on show is found in the series that is worked on', async () => {
  const { session } = begun();
  const source = await session.read();
  assert.equal(session.indexIn(source), 0);
  session.results.publish({ series: quiet, source });
  assert.equal(session.indexIn(source), 0);
});
