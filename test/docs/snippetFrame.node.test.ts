import assert from 'node:assert/strict';
import { test } from 'node:test';
import { framed, openNames } from '../../.config/snippetFrame.js';

const PUBLIC = new Set(['openStudy', 'denoise', 'verify']);
const FRAME = {
  input: 'document.body',
  study: 'await openStudy(input)',
  series: 'study.list',
  save: '() => {}',
};

test('names that a block leaves open are those it reads and does not declare', () => {
  const names = (code: string) => [...openNames(code)].sort();
  assert.deepEqual(names('const a = b.c; d({ e: f, g });'), ['b', 'd', 'f', 'g']);
  assert.deepEqual(names('for await (const { name, bytes: b } of list) save(name, b);'), ['list', 'save']);
  assert.deepEqual(names("import { x } from 'y'; x.on('z', ({ detail }) => note(detail));"), ['note']);
});

test('a block is given what it leaves open, and what that needs, and no more', () => {
  const { frame, code } = framed('await verify(series);\n', FRAME, PUBLIC, './frame.js', 'begin();');
  assert.equal(
    frame,
    "import { openStudy } from 'veritome';\nbegin();\nexport const input = document.body;\n" +
      'export const study = await openStudy(input);\nexport const series = study.list;\nexport {};\n',
  );
  assert.equal(
    code,
    "import './frame.js';\nimport { series } from './frame.js';\nimport { verify } from 'veritome';\nawait verify(series);\n\nexport {};\n",
  );
});

test('what a block declares or imports itself stays its own', () => {
  const { frame, code } = framed(
    "import { openStudy } from 'veritome';\nconst study = await openStudy(input);\nsave(study);\n",
    FRAME,
    PUBLIC,
    './frame.js',
  );
  assert.doesNotMatch(frame, /study/);
  assert.match(
    code,
    /^import '\.\/frame\.js';\nimport \{ input, save \} from '\.\/frame\.js';\nimport \{ openStudy \}/,
  );
});
