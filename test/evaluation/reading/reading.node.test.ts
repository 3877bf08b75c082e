/** The list of a reading, the session of one reader, and its CSV as Python's csv module reads it. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { type Reading, readingCsv } from '../../../src/evaluation/reading/csv.js';
import { readingList } from '../../../src/evaluation/reading/plan.js';
import { ReadingSession } from '../../../src/evaluation/reading/session.js';
import { readingSummary } from '../../../src/evaluation/reading/summary.js';

const PLAN = { places: [20, 12], arms: 3, cases: 16, repeats: 4, seed: 7 };

test('the same seed gives the same list, another seed another one', () => {
  assert.deepEqual(readingList(PLAN), readingList(PLAN));
  assert.notDeepEqual(readingList(PLAN), readingList({ ...PLAN, seed: 8 }));
});

test('sides and arms are balanced, slices differ and are spread, whatever the seed', () => {
  for (let seed = 0; seed < 200; seed++) {
    const firsts = readingList({ ...PLAN, seed }).filter(({ repeatOf }) => repeatOf === undefined);
    assert.equal(firsts.length, 16);
    assert.equal(new Set(firsts.map(({ set, slice }) => `${set}/${slice}`)).size, 16);
    assert.equal(firsts.filter(({ set }) => set === 0).length, 10);
    for (const arm of [1, 2]) {
      const read = firsts.filter(({ sides }) => sides.includes(arm));
      assert.equal(read.length, 8);
      assert.equal(read.filter(({ sides }) => sides[0] === 0).length, 4);
    }
  }
});

test('the side of the first arm does not tell itself: it is left first as often as not', () => {
  let left = 0;
  for (let seed = 0; seed < 400; seed++) {
    if (readingList({ places: [9], arms: 2, cases: 5, repeats: 0, seed })[0].sides[0] === 0) left++;
  }
  assert.ok(left > 160 && left < 240, `${left} of 400`);
});

test('repeats show the same slice with sides exchanged, and not at once', () => {
  for (let seed = 0; seed < 100; seed++) {
    const list = readingList({ ...PLAN, seed });
    const repeats = list.filter(({ repeatOf }) => repeatOf !== undefined);
    assert.equal(repeats.length, 4);
    for (const repeat of repeats) {
      const first = list[repeat.repeatOf! - 1];
      assert.deepEqual([repeat.set, repeat.slice], [first.set, first.slice]);
      assert.deepEqual(repeat.sides, [first.sides[1], first.sides[0]]);
      assert.ok(repeat.number - first.number >= 2, `seed ${seed}: ${first.number}, ${repeat.number}`);
    }
    assert.deepEqual(
      list.map(({ number }) => number),
      list.map((_, i) => i + 1),
    );
  }
});

test('a plan that cannot be read is refused, naming what to change', () => {
  for (const [change, attribute] of [
    [{ cases: 33 }, 'cases'],
    [{ cases: 0 }, 'cases'],
    [{ repeats: 17 }, 'repeats'],
    [{ arms: 1 }, 'arms'],
    [{ seed: -1 }, 'seed'],
  ] as const) {
    assert.throws(() => readingList({ ...PLAN, ...change }), { tag: 'ArgumentError', attribute });
  }
});

test('scores are asked criterion by criterion, A then B, and go back one by one into the case before', () => {
  const session = new ReadingSession(readingList({ ...PLAN, arms: 2 }), 'scores', ['noise', 'sharpness'], 0);
  assert.deepEqual(session.cell, { criterion: 0, side: 0 });
  for (const value of [4, 2, 9, 5]) session.score(value);
  assert.deepEqual(session.answer.scores, [
    [4, 2],
    [5, undefined],
  ]);
  assert.equal(session.next(1000), false);
  assert.equal(session.index, 0, 'an open case stays');
  session.score(3);
  assert.ok(session.complete);
  session.back(1500);
  assert.deepEqual(session.answer.scores, [
    [4, 2],
    [5, undefined],
  ]);
  session.score(1);
  session.next(2000);
  assert.equal(session.index, 1);
  session.back(2500);
  assert.equal(session.index, 0);
  assert.deepEqual([session.answer.milliseconds, session.answer.visits], [2000, 2]);
  session.back(2600);
  session.back(2700);
  assert.deepEqual(session.answer.scores, [
    [4, 2],
    [undefined, undefined],
  ]);
});

test('a pause costs no time and takes no answer', () => {
  const session = new ReadingSession(readingList({ ...PLAN, arms: 2 }), 'choice', [], 0);
  session.pause(400);
  session.choose(1);
  assert.equal(session.answer.choice, undefined);
  session.resume(10_000);
  session.choose(1);
  session.next(10_600);
  assert.equal(session.answers[0].milliseconds, 1000);
});

/** A reader that scores arm 1 one point higher in noise than arm 0, and chooses it always. */
function readThrough(task: 'scores' | 'choice', plan = PLAN): Reading {
  const cases = readingList(plan);
  const criteria = ['noise', '=HYPERLINK("x")'];
  const session = new ReadingSession(cases, task, criteria, 0);
  for (let over = false, now = 500; !over; now += 1000) {
    const { sides } = session.case;
    if (task === 'choice') session.choose(sides[0] === 0 ? 1 : 0);
    else
      for (const criterion of [0, 1])
        for (const arm of sides) session.score(criterion === 0 && arm > 0 ? 4 : 3);
    over = session.next(now);
  }
  const arms = ['acquired', 'model "A", 1.0\r\nstrength 1', '@SUM(A1)'];
  return { seed: plan.seed, task, question: 'better', criteria, arms, cases, answers: session.answers };
}

test('the summary finds what the reader did, and repeats do not count twice', () => {
  const scores = readingSummary(readThrough('scores'));
  assert.deepEqual([scores.cases, scores.repeats], [16, 4]);
  assert.equal(scores.scores.length, 4);
  for (const { criterion, means, difference } of scores.scores) {
    assert.equal(difference.n, 8);
    assert.equal(difference.mean, criterion === 'noise' ? 1 : 0);
    assert.deepEqual(means, criterion === 'noise' ? [3, 4] : [3, 3]);
  }
  assert.equal(scores.agreement[0].kappa.kappa, 1);
  const choices = readingSummary(readThrough('choice'));
  assert.deepEqual(
    choices.choices.map(({ chosen }) => [chosen.successes, chosen.n]),
    [
      [8, 8],
      [8, 8],
    ],
  );
  assert.equal(choices.agreement[0].kappa.alike, 1);
  assert.equal(choices.medianSeconds, 1);
});

const READ = `
import csv, io, json, sys
text = sys.stdin.buffer.read().decode('utf-8')
rows = list(csv.DictReader(io.StringIO(text, newline=''), strict=True))
print(json.dumps({'rows': rows, 'bare': text.replace('\\r\\n', '').count('\\n')}))
`;
const python = spawnSync('python3', ['--version'], { stdio: 'ignore' }).status === 0;

test('Python reads the CSV back, and no cell is a formula', { skip: python ? false : 'no Python' }, () => {
  for (const task of ['scores', 'choice'] as const) {
    const reading = readThrough(task);
    const { rows, bare } = JSON.parse(
      execFileSync('python3', ['-c', READ], { input: readingCsv(reading), encoding: 'utf8' }),
    );
    assert.equal(rows.length, 20);
    assert.equal(bare, 0, 'lines end in CR LF alone');
    rows.forEach((row: Record<string, string>, i: number) => {
      const one = reading.cases[i];
      assert.equal(row.case, String(i + 1));
      assert.equal(row.slice, String(one.slice + 1));
      assert.equal(row.repeat_of, one.repeatOf === undefined ? '' : String(one.repeatOf));
      const named = (arm: number) => (arm === 2 ? `'${reading.arms[arm]}` : reading.arms[arm]);
      assert.equal(row.arm_a, named(one.sides[0]));
      assert.equal(row.arm_b, named(one.sides[1]));
      assert.equal(row.time_ms, i === 0 ? '500' : '1000');
      if (task === 'scores') assert.equal(row['a: noise'], one.sides[0] === 0 ? '3' : '4');
      else assert.equal(row.chosen_arm, one.sides[0] === 0 ? row.arm_b : row.arm_a);
      for (const [name, value] of Object.entries(row)) {
        assert.doesNotMatch(String(value), /^[=+\-@\t\r]/, name);
        assert.doesNotMatch(name, /^[=+\-@\t\r]/);
      }
    });
  }
});

test('a case without a full answer is not in the CSV', () => {
  const cases = readingList({ ...PLAN, arms: 2 });
  const session = new ReadingSession(cases, 'choice', [], 0);
  session.choose(0);
  session.next(10);
  const reading = {
    seed: 7,
    task: 'choice',
    question: 'better',
    criteria: [],
    arms: ['a', 'b'],
    cases,
  } as const;
  assert.equal(readingCsv({ ...reading, answers: session.answers }).split('\r\n').length, 3);
});
