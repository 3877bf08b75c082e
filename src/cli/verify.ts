/** `veritome verify`: where files come from, and whether they are intact. */
import { ArgumentError } from '../errors.js';
import { type VerifiedFile, type VerifyOptions, verifyFiles, verifySeries } from '../pipeline/verify.js';
import type { Verdict } from '../provenance/verdict.js';
import { readArguments } from './arguments.js';
import { refuse, say, showProgress } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { listFiles, readInput } from './input.js';

export async function verifyCommand(args: string[]): Promise<Exit> {
  const { values, positionals } = readArguments('verify', args, {
    json: { type: 'boolean' },
    pool: { type: 'boolean' },
    mark: { type: 'string' },
  });
  const show = (file: string, verdict: Verdict) =>
    say(values.json ? asJson(file, verdict) : asText(file, verdict));
  const mark = effortOf(values.mark);
  let [altered, refused] = [false, false];
  const count = ({ verdict, error }: VerifiedFile) => {
    altered ||= verdict?.status === 'altered';
    refused ||= error !== undefined;
    if (error) refuse(error);
  };
  const paths = await listFiles(positionals);
  if (values.pool) {
    let files = 0;
    const onFile = (file: VerifiedFile) => {
      count(file);
      if (file.verdict) files += 1;
    };
    const source = await Promise.all(paths.map(readInput));
    const options = { mark, together: true, onFile, onProgress: showProgress };
    for (const { verdict } of await verifySeries(source, options)) {
      show(`${files} files`, verdict);
      altered ||= verdict.status === 'altered';
    }
  } else {
    for (const path of paths) {
      for await (const verified of verifyFiles(await readInput(path), { mark })) {
        count(verified);
        if (verified.verdict) show(verified.file, verified.verdict);
      }
    }
  }
  if (altered) return EXIT.altered;
  return refused ? EXIT.refused : EXIT.done;
}

const EFFORTS: readonly NonNullable<VerifyOptions['mark']>[] = ['auto', 'quick', 'full', 'none'];

function effortOf(text: string | undefined): VerifyOptions['mark'] {
  const effort = EFFORTS.find((one) => one === text);
  if (effort || text === undefined) return effort;
  throw new ArgumentError(`There is no search "${text}" for the mark.`, {
    attribute: '--mark',
    remedy: `Choose one of: ${EFFORTS.join(', ')}.`,
  });
}

function asJson(file: string, verdict: Verdict): string {
  const { status, class: made, model, headline, signer, tampered, evidence, counts } = verdict;
  const { sentence } = headline;
  return JSON.stringify({ file, status, class: made, model, evidence, sentence, signer, tampered, counts });
}

function asText(file: string, { status, class: made, model, headline, evidence }: Verdict): string {
  const failed = Object.values(evidence).find(({ ok }) => ok === false);
  const what = [made, model].filter((part) => part && part !== 'none').join(', ');
  const why = failed && failed.sentence !== headline.sentence ? ` ${failed.sentence}` : '';
  return `${file}: ${status}${what && ` (${what})`}. ${headline.sentence}${why}`;
}
