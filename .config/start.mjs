/**
 * `npm start`: installs, builds and serves the workbench with the sample study open.
 * `npm start -- --dicomweb http://127.0.0.1:8042/dicom-web` puts an archive behind it.
 */
import process from 'node:process';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { serve } from './serve.mjs';

install();
process.stdout.write('Building …\n');
build();

const wanted = process.env.PORT;
const named = process.argv.indexOf('--dicomweb');
const dicomweb = named > 0 ? process.argv[named + 1] : process.env.VERITOME_DICOMWEB;
if (named > 0 && !/^https?:\/\//.test(dicomweb ?? '')) {
  process.stderr.write('Usage: npm start -- --dicomweb http://host:port/dicom-web\n');
  process.exit(2);
}
const { url } = await serve(Number(wanted ?? 4173), { dicomweb }).catch((error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  if (wanted !== undefined) {
    process.stderr.write(`Port ${wanted} is taken: choose another with PORT.\n`);
    process.exit(1);
  }
  return serve(0, { dicomweb });
});
if (dicomweb) process.stdout.write('The archive lies behind /dicom-web of this page.\n');
process.stdout.write(`Veritome workbench: ${url}\nStop with Ctrl+C.\n`);
