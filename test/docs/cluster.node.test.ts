/** The examples for clusters, tried as far as that goes without one: their own commands, share by share. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fakeCommand, runWith } from '../cli/fakeCommand.js';
import { hasPython } from '../pipeline/dataset/readers.js';

const work = mkdtempSync(join(tmpdir(), 'veritome-cluster-'));
after(() => rmSync(work, { recursive: true }));
const bin = await fakeCommand(work);
const JOB = { COUNT: '5', SEED: '11', FORMAT: 'npz' };
const whole = join(work, 'whole');
const args = ['veritome', 'generate', '--out', whole, '--count', '5', '--seed', '11', '--format', 'npz'];
assert.equal(runWith(bin, args).code, 0);

/** Slices and manifest are those of a run on one machine. */
function isWhole(folder: string): void {
  const slices = (path: string) =>
    readdirSync(path)
      .filter((name) => name.endsWith('.npz'))
      .sort();
  const manifest = (path: string) => JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'));
  assert.deepEqual(slices(folder), slices(whole));
  assert.deepEqual(manifest(folder), manifest(whole));
}

test('Slurm: the tasks of the array make the job of one machine', () => {
  const OUT = join(work, 'slurm');
  for (const SLURM_ARRAY_TASK_ID of ['2', '1', '3']) {
    const env = { ...JOB, OUT, SLURM_ARRAY_TASK_ID, SLURM_ARRAY_TASK_COUNT: '3' };
    const { code, err } = runWith(bin, ['sh', 'docs/cluster/slurm-array.sh'], env);
    assert.equal(code, 0, err);
  }
  assert.equal(runWith(bin, ['veritome', 'generate', '--out', OUT, '--join']).code, 0);
  isWhole(OUT);
});

test('Kubernetes: the pods of the Indexed Job make the job of one machine', (t) => {
  if (!hasPython('yaml')) return t.skip('PyYAML is not installed');
  const script = 'import sys, json, yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1])))))';
  const file = 'docs/cluster/kubernetes-indexed-job.yaml';
  const [generate, joining] = JSON.parse(
    execFileSync('/usr/bin/python3', ['-c', script, file], { encoding: 'utf8' }),
  );
  assert.deepEqual(
    [generate.apiVersion, generate.kind, generate.spec.completionMode],
    ['batch/v1', 'Job', 'Indexed'],
  );
  const [pod] = generate.spec.template.spec.containers;
  const declared = Object.fromEntries(
    pod.env.map(({ name, value }: { name: string; value: string }) => [name, value]),
  );
  assert.equal(declared.SHARDS, String(generate.spec.completions), 'a share for every pod');
  const OUT = join(work, 'kubernetes');
  const env = { ...declared, ...JOB, OUT, SHARDS: '2' };
  for (const JOB_COMPLETION_INDEX of ['0', '1']) {
    const { code, err } = runWith(bin, pod.command, { ...env, JOB_COMPLETION_INDEX });
    assert.equal(code, 0, err);
  }
  const [joiner] = joining.spec.template.spec.containers;
  assert.equal(runWith(bin, joiner.command, { OUT }).code, 0);
  isWhole(OUT);
});
