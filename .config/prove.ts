/** `npm run prove -- NAME`: shows what must hold, as a table of figure, bar and verdict; exit 1 if any falls short. */
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { proveDenoise } from './prove/denoise.js';
import { proveDicom } from './prove/dicom.js';
import { proveEmbed } from './prove/embed.js';
import { proveMain } from './prove/main.js';
import { proveProvenance } from './prove/provenance.js';
import { proveSynthesis } from './prove/synthesis.js';
import { Table } from './prove/table.js';
import { proveTrain } from './prove/train.js';

const PROOFS: Record<string, (table: Table, args: string[]) => Promise<void>> = {
  main: proveMain,
  denoise: proveDenoise,
  synthesis: proveSynthesis,
  provenance: proveProvenance,
  dicom: proveDicom,
  train: proveTrain,
  embed: proveEmbed,
};

async function main(): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  const proof = PROOFS[name ?? ''];
  if (!proof) {
    process.stderr.write(
      `Usage: npm run prove -- ${Object.keys(PROOFS).join('|')} [--data DIR] [--corpus DIR] [--corpus-bad DIR] [--model ID] [--out DIR] [--cache DIR]\n`,
    );
    process.exit(2);
  }
  const table = new Table();
  await proof(table, args);
  process.exitCode = table.print() ? 0 : 1;
}

// Proofs run parts of themselves in threads, which load this bundle too.
if (isMainThread) await main();
