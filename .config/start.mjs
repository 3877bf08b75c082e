/** `npm start`: installs, builds and serves the workbench with the sample study open. */
import process from 'node:process';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { serve } from './serve.mjs';

install();
process.stdout.write('Building …\n');
build();

const wanted = process.env.PORT;
const { url } = await serve(Number(wanted ?? 4173)).catch((error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  if (wanted !== undefined) {
    process.stderr.write(`Port ${wanted} is taken: choose another with PORT.\n`);
    process.exit(1);
  }
  return serve(0);
});
process.stdout.write(`Veritome workbench: ${url}\nStop with Ctrl+C.\n`);
