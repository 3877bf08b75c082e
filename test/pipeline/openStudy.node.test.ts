import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportSeries } from '../../src/pipeline/exportSeries.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import { filesOf, sealedSeries } from './sealed.js';

test('what a file declares generated is marked in the growing study, from its first sight', async () => {
  const left = await filesOf(exportSeries(await sealedSeries(2), { format: 'dicom' }));
  const files = Object.entries(left)
    .filter(([name]) => name.endsWith('.dcm'))
    .map(([name, bytes]) => ({ name, bytes }));
  const seen: Frame[] = [];
  const study = await openStudy(files, {
    onStudy: ({ series }) => seen.push(...series.flatMap(({ frames }) => frames)),
  });
  assert.ok(seen.length >= 2);
  for (const frame of seen) {
    assert.ok(frame.kind === 'marked' && frame.origin.class === 'denoised' && frame.origin.record);
  }
  // The same frames all along: a mark that was made once is not made again.
  assert.ok(study.series[0].frames.includes(seen[0]));
});

test('a frame whose declaration is not known yet is not shown', async () => {
  const { Gate } = await import('../../src/pipeline/gate.js');
  const gate = new Gate();
  const frame = (n: number) => ({ kind: 'acquired', instance: { sopInstanceUID: `1.${n}` } }) as never;
  const frames = [frame(1), frame(2)];
  gate.declare(frames[0], { class: 'unknown', record: undefined });
  const study = { series: [{ frames }], refused: [] } as never;
  const shown = gate.growing(study).series[0].frames;
  assert.deepEqual(
    shown.map(({ kind, instance }) => [kind, instance.sopInstanceUID]),
    [['marked', '1.1']],
  );
});

test('a picture whose file declares a network is marked, another is not', async () => {
  const { Gate } = await import('../../src/pipeline/gate.js');
  const { isMarked } = await import('../../src/provenance/shown.js');
  const gate = new Gate();
  const pictures = [{ kind: 'picture' }, { kind: 'picture' }] as never[];
  gate.declare(pictures[0], { class: 'unknown', record: undefined });
  gate.declare(pictures[1], undefined);
  const study = { series: [], pictures: [{ frames: pictures }], refused: [] } as never;
  for (const { pictures: shown = [] } of [gate.growing(study), await gate.whole(study)]) {
    assert.deepEqual(
      shown[0].frames.map((one) => isMarked(one)),
      [true, false],
    );
  }
});
