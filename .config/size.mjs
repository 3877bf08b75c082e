/** `npm run size`: gzipped size of what a page downloads at first, and of what comes later on demand. */
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import { build as bundle } from 'esbuild';

/** npm runs every command in the package's own folder. */
const root = `${process.cwd()}/`;

/** Gzipped bytes of an entry's static imports (dependencies included), and of its dynamic ones. */
export async function sizeOf(entry) {
  const { outputFiles, metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
    outdir: 'dist/.size',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const bytes = new Map(
    outputFiles.map(({ path, contents }) => [
      path.slice(root.length),
      gzipSync(contents, { level: 9 }).length,
    ]),
  );
  const first = new Set();
  const follow = (path) => {
    if (first.has(path)) return;
    first.add(path);
    for (const { path: next, kind, external } of metafile.outputs[path].imports) {
      if (kind === 'import-statement' && !external) follow(next);
    }
  };
  follow(Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint === entry));
  const sum = (paths) => paths.reduce((total, path) => total + bytes.get(path), 0);
  const all = [...bytes.keys()];
  return { entry: sum([...first]), onDemand: sum(all.filter((path) => !first.has(path))) };
}

// By name: bundled into a proof, this file has the proof's URL.
if (process.argv[1]?.endsWith('size.mjs')) {
  const kB = (n) => `${(n / 1000).toFixed(1)} kB`;
  for (const [name, path] of [
    ['veritome', 'src/index.ts'],
    ['veritome/define', 'src/define.ts'],
  ]) {
    const { entry, onDemand } = await sizeOf(path);
    process.stdout.write(`${name}: entry ${kB(entry)} gzipped, ${kB(onDemand)} more on demand\n`);
  }
}
