/** `veritome verify`: where files come from, and whether they are intact. */
import { ArgumentError } from '../errors.js';
import { madeHere } from '../pipeline/ledger.js';
import { type VerifiedFile, type VerifyOptions, verifyFiles, verifySeries } from '../pipeline/verify.js';
import type { Verdict } from '../provenance/verdict.js';
import { readArguments } from './arguments.js';
import { refuse, say, showProgress } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { listFiles, readInput } from './input.js';
import { ledgerOption } from './ledgerFile.js';

export async function verifyCommand(args: string[]): Promise<Exit> {
  const { values, positionals } = readArguments('verify', args, {
    json: { type: 'boolean' },
    pool: { type: 'boolean' },
    mark: { type: 'string' },
    ledger: { type: 'string' },
  });
  const ledger = await ledgerOption(values.ledger);
  const show = async (file: string, verdict: Verdict, bytes?: Uint8Array) => {
    const here = ledger && (await madeHere(ledger, verdict, bytes));
    say(values.json ? asJson(file, verdict, here) : asText(file, verdict, here));
  };
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
      await show(`${files} files`, verdict);
      altered ||= verdict.status === 'altered';
    }
  } else {
    for (const path of paths) {
      const input = await readInput(path);
      for await (const verified of verifyFiles(input, { mark })) {
        count(verified);
        if (verified.verdict) await show(verified.file, verified.verdict, input.bytes);
      }
    }
  }
  if (altered) return EXIT.altered;
  return refused ? EXIT.refused : EXIT.done;
}

const EFFORTS: readonly NonNullable<VerifyOptions['mark']>[] = ['auto', 'still', 'full', 'none'];

function effortOf(text: string | undefined): VerifyOptions['mark'] {
  const effort = EFFORTS.find((one) => one === text);
  if (effort || text === undefined) return effort;
  throw new ArgumentError(`There is no search "${text}" for the mark.`, {
    attribute: '--mark',
    remedy: `Choose one of: ${EFFORTS.join(', ')}.`,
  });
}

function asJson(file: string, verdict: Verdict, madeHere: boolean | undefined): string {
  const { status, class: made, model, headline, signer, tampered, evidence, counts } = verdict;
  const { sentence } = headline;
  return JSON.stringify({
    file,
    status,
    class: made,
    model,
    evidence,
    sentence,
    signer,
    tampered,
    counts,
    madeHere,
  });
}

function asText(
  file: string,
  { status, class: made, model, headline, evidence }: Verdict,
  here: boolean | undefined,
): string {
  const failed = Object.values(evidence).find(({ ok }) => ok === false);
  const what = [made, model].filter((part) => part && part !== 'none').join(', ');
  const why = failed && failed.sentence !== headline.sentence ? ` ${failed.sentence}` : '';
  const log =
    here === undefined
      ? ''
      : here
        ? ' The ledger knows it: it was made here.'
        : ' The ledger does not know it.';
  return `${file}: ${status}${what && ` (${what})`}. ${headline.sentence}${why}${log}`;
}
