/** `veritome simulate`: inserts the noise of a lower dose into acquired CT. */
import { openStudy } from '../pipeline/openStudy.js';
import { simulateDose } from '../pipeline/simulate.js';
import { numberOption, readArguments, required } from './arguments.js';
import { refusal, refuse, say, showProgress } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { listFiles, readInput } from './input.js';
import { openOutput } from './output.js';

export async function simulateCommand(args: string[]): Promise<Exit> {
  const { values, positionals } = readArguments('simulate', args, {
    out: { type: 'string' },
    dose: { type: 'string' },
    seed: { type: 'string' },
    force: { type: 'boolean' },
  });
  const folder = required('out', values.out);
  const dose = numberOption('dose', required('dose', values.dose))!;
  const seed = numberOption('seed', required('seed', values.seed))!;

  const study = await openStudy(await Promise.all((await listFiles(positionals)).map(readInput)));
  for (const error of study.refused) refuse(error);
  let refused = study.refused.length > 0;
  const output = await openOutput(folder, values.force === true);
  let written = 0;
  for (const series of study.series) {
    try {
      const files = simulateDose(series, { dose, seed, first: written + 1, onProgress: showProgress });
      for await (const { name, bytes } of files) {
        await output.write(name, bytes);
        written += 1;
      }
    } catch (error) {
      const known = refusal(error);
      if (known.tag === 'ArgumentError' || known.tag === 'OutputError') throw known;
      refuse(known);
      refused = true;
    }
  }
  if (written > 0) say(`${written} slices at ${dose} of the dose written into ${folder}.`);
  return refused || written === 0 ? EXIT.refused : EXIT.done;
}
