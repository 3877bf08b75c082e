/** `veritome generate` with the fake generator: a program of its own, for tests and scripts that run the command. */
import process from 'node:process';
import { generateCommand } from '../../src/cli/generate.js';
import { isVeritomeError } from '../../src/errors.js';
import { fakeSlices } from '../pipeline/dataset/fakeSlices.js';

try {
  process.exitCode = await generateCommand(process.argv.slice(3), fakeSlices);
} catch (error) {
  if (!isVeritomeError(error)) throw error;
  process.stderr.write(`veritome: ${error.describe()}\n`);
  process.exitCode = error.tag === 'ArgumentError' ? 2 : 3;
}
