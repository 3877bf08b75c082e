/** `veritome verify`: where files come from, and whether they are intact. */
import { verify } from '../pipeline/verify.js';
import { pool } from '../provenance/pool.js';
import type { Verdict } from '../provenance/verdict.js';
import { readArguments } from './arguments.js';
import { refusal, refuse, say } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { listFiles, readInput } from './input.js';

export async function verifyCommand(args: string[]): Promise<Exit> {
  const { values, positionals } = readArguments('verify', args, {
    json: { type: 'boolean' },
    pool: { type: 'boolean' },
  });
  const show = (file: string, verdict: Verdict) =>
    say(values.json ? asJson(file, verdict) : asText(file, verdict));
  const verdicts: Verdict[] = [];
  let refused = false;
  for (const path of await listFiles(positionals)) {
    try {
      const { name, bytes } = await readInput(path);
      const verdict = await verify(bytes, name);
      verdicts.push(verdict);
      if (!values.pool) show(name, verdict);
    } catch (error) {
      refuse(refusal(error));
      refused = true;
    }
  }
  if (values.pool && verdicts.length > 0) show(`${verdicts.length} files`, pool(verdicts));
  if (verdicts.some(({ status }) => status === 'altered')) return EXIT.altered;
  return refused ? EXIT.refused : EXIT.done;
}

function asJson(file: string, { status, class: made, model, evidence }: Verdict): string {
  return JSON.stringify({ file, status, class: made, model, evidence });
}

function asText(file: string, { status, class: made, model, evidence }: Verdict): string {
  const failed = Object.values(evidence).find(({ ok }) => ok === false);
  const sentence = (failed ?? evidence.attributes).sentence;
  return `${file}: ${status} (${[made, model].filter(Boolean).join(', ')}). ${sentence}`;
}
