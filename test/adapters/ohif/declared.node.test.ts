import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classOf, labelOfInstance } from '../../../src/adapters/ohif/declared.js';
import { ctSeries, denoisedSeries } from '../../elements/fixtures.js';

const uids = { StudyInstanceUID: '1', SeriesInstanceUID: '2', SOPInstanceUID: '3' };

test('an acquired image has no badge', () => {
  assert.equal(labelOfInstance({ ...uids, ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'] }), undefined);
  assert.equal(labelOfInstance({ ...uids, SyntheticData: 'NO' }), undefined);
});

test('the record of the file gives the words of the badge', () => {
  const [frame] = denoisedSeries(ctSeries(1)).frames;
  const record = JSON.stringify(frame.origin.record);
  for (const value of [record, [record], `${record} `]) {
    const instance = { ...uids, '00990010': 'VERITOME PROVENANCE', '00991001': value };
    assert.equal(labelOfInstance(instance), 'GENERATED · DENOISED · ct-denoise 1.0.0 · strength 1.00');
  }
  const moved = { ...uids, '00990010': 'SOMEBODY', '009900A1': 'VERITOME PROVENANCE', '0099A101': record };
  assert.equal(classOf(moved), 'denoised');
});

test('without private attributes Image Type and the code of the derivation say it', () => {
  const type = (value: string) => ({ ...uids, ImageType: ['DERIVED', 'SECONDARY', 'AXIAL', value] });
  assert.equal(labelOfInstance(type('AI_DENOISED')), 'GENERATED · DENOISED');
  assert.equal(classOf({ ...uids, ImageType: 'DERIVED\\SECONDARY\\AXIAL\\AI_DENOISED' }), 'denoised');
  assert.equal(classOf(type('AI_SYNTHESIZED')), 'synthetic');
  const between = { ...type('AI_SYNTHESIZED'), DerivationCodeSequence: [{ CodeValue: 'AI-INTERPOLATE' }] };
  assert.equal(classOf(between), 'interpolated');
  assert.equal(classOf(type('UNCHANGED')), undefined);
});

test('another maker’s synthetic image is badged too; a phantom is no network’s work', () => {
  for (const name of ['SyntheticData', '0008001C']) {
    assert.equal(labelOfInstance({ ...uids, [name]: 'YES' }), 'SYNTHETIC DATA · DECLARED BY THE FILE');
    assert.equal(labelOfInstance({ ...uids, [name]: 'YES', QualityControlSubject: 'YES' }), undefined);
  }
});
