/** The page of the command line, from what `veritome --help` prints. */
import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { fenced } from './examples.js';
import type { Page } from './page.js';
import { at, exists } from './root.js';

const PROGRAM = 'dist/cli/veritome.js';

export function commandsPage(): Page[] {
  if (!exists(PROGRAM)) return [];
  const help = execFileSync(process.execPath, [at(PROGRAM), '--help'], { encoding: 'utf8' });
  return [
    {
      source: 'docs/site/commands',
      out: 'commands.html',
      language: 'en',
      short: 'Command line',
      markdown: `# Command line

Node 20.19 and newer. In an installed package \`npx veritome\`; in the repository the same, after a build. This is what \`npx veritome --help\` prints:

${fenced(help, 'text')}

Progress goes to standard error, and only on a terminal. Nothing is overwritten without \`--force\`; a file appears under its name when it is whole. \`--json\` prints an object a line. What the commands write beside the images: [the manifest](../manifest.md).

## Denoise, and check what came out

\`\`\`sh
npx veritome denoise sample-dicom/quarter-dose --out quiet
npx veritome verify quiet --pool
\`\`\`

## Make a data set

\`\`\`sh
npx veritome generate --out set --count 8 --seed 7 --format dicom
npx veritome audit set --out report
\`\`\`

More: [data sets](../datasets.md), [audit](../audit.md), [verdicts](../verify.md), [figures of a model](../evaluation.md).
`,
    },
  ];
}
