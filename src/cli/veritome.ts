#!/usr/bin/env node
/**
 * The `veritome` command: the same pipelines as the page, in Node.
 *
 * @module
 */
import process from 'node:process';
import { isVeritomeError } from '../errors.js';
import { auditCommand } from './audit.js';
import { denoiseCommand } from './denoise.js';
import { embedCommand } from './embed.js';
import { evaluateCommand } from './evaluate.js';
import { isBench, serveTasks } from './evaluateBench.js';
import { EXIT, type Exit } from './exit.js';
import { generateCommand } from './generate.js';
import { inspectCommand } from './inspect.js';
import { interpolateCommand } from './interpolate.js';
import { ledgerCommand } from './ledger.js';
import { useProbe } from './modelOption.js';
import { isProbe, probeModel, serveProbe } from './modelProbe.js';
import { modelsCommand } from './models.js';
import { useLocalAssets } from './nodeAssets.js';
import { simulateCommand } from './simulate.js';
import { verifyCommand } from './verify.js';

const USAGE = `Usage: veritome COMMAND …

  inspect  FILE… [--json]                         what a file is; decoded pixels by hash
  denoise  PATH… --out DIR [--model ID|FILE.zip|FOLDER] [--strength 0..1] [--texture 0..1] [--replay manifest.json] [--force]
  generate --out DIR --count N --seed N [--model ID|FILE.zip|FOLDER] [--labels PATH… [--label-spacing MM]] [--truncation x] [--class NAME]
           [--bend 0..2] [--nodules N] [--walk-to SEED] [--min-realism x] [--format dicom|png|nifti|npz] [--shard i/n] [--job-time ISO] [--force]
  generate --out DIR --replay manifest.json [--only 1,5,7] [--labels PATH…] [--format …]
  generate --out DIR --join                       synthetic slices, or some of them again; shards put together
  interpolate PATH… --out DIR [--factor 2..8 | --spacing MM] [--model ID] [--replay manifest.json] [--force]
                                                  slices between slices
  simulate PATH… --out DIR --dose 0.25 --seed N   noise of a lower dose inserted into acquired CT
  evaluate --model ID [--data DIR] --out DIR [--slices N] [--seed N] [--strength 0..1] [--cache DIR] [--json] [--force]
                                                  the figures of a model on scans (DICOM, PNG) or phantoms
  audit    PATH… [--reference PATH…] [--out DIR] [--json] [--force]
                                                  is a set of slices good and safe to use? figures, flags, a page
  verify   PATH… [--json] [--pool] [--mark auto|still|full|none] [--ledger FILE]
                                                  where a file comes from, and whether it is intact;
                                                  --pool: all files are one series, one verdict
  ledger   FILE [--json]                          is the log of what was generated whole and unchanged?
                                                  written by denoise, generate, interpolate with --ledger FILE
  models   [--json]                               the models of this package
  models check FILE… [--json] [--seconds N]       would a model of yours be run, and if not, why? (zip, folder, .onnx, card)
  models card --from-monai FILE | --from-medigan FILE [--id ID] --out card.json [--force]
                                                  a draft of a card out of the metadata of others
  embed    --out DIR [--force]                    scripts and assets in one folder, for a page without a build

denoise, generate, interpolate sign DICOM with a key of their own; [--sign-key FILE --sign-cert FILE]: with yours (PEM)
PATH is a file, a folder, a zip or a DICOMDIR. Research use; compare with the acquired images.
Exit codes: 0 done, 1 a fault of ours, 2 usage, 3 some input refused, 4 verify found altered files.
`;

const COMMANDS: Record<string, (args: string[]) => Promise<Exit>> = {
  inspect: inspectCommand,
  denoise: denoiseCommand,
  generate: (args) => generateCommand(args),
  interpolate: interpolateCommand,
  simulate: simulateCommand,
  evaluate: evaluateCommand,
  audit: auditCommand,
  verify: verifyCommand,
  ledger: ledgerCommand,
  models: modelsCommand,
  embed: embedCommand,
};

async function main([name, ...args]: string[]): Promise<Exit> {
  useLocalAssets();
  if (isProbe()) {
    await serveProbe();
    return EXIT.done;
  }
  useProbe(probeModel);
  if (isBench()) {
    await serveTasks();
    return EXIT.done;
  }
  if (name === '--help' || name === '-h') {
    process.stdout.write(USAGE);
    return EXIT.done;
  }
  const command = Object.hasOwn(COMMANDS, name ?? '') ? COMMANDS[name] : undefined;
  if (!command) {
    process.stderr.write(USAGE);
    return EXIT.usage;
  }
  try {
    return await command(args);
  } catch (error) {
    if (!isVeritomeError(error)) throw error;
    process.stderr.write(`veritome: ${error.describe()}\n`);
    return error.tag === 'ArgumentError' ? EXIT.usage : EXIT.refused;
  }
}

// Standard output closed early (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(
      `veritome: a fault of ours: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = EXIT.fault;
  },
);
