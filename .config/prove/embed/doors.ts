/** The doors of the installed package: they resolve in Node, their types hold, and bundlers take no more than is asked for. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Table } from '../table.js';
import { installedManifest, type Packed, runIn } from './packed.js';

/** Weight that a page which only opens studies must not have. */
const HEAVY = /node_modules\/(?:onnxruntime-web|@tensorflow)\//;

export async function proveDoors(table: Table, packed: Packed): Promise<void> {
  const doors = Object.keys(installedManifest(packed).exports)
    .filter((door) => !door.endsWith('.json') && !door.includes('*'))
    .map((door) => `veritome${door.slice(1)}`);
  await proveImports(table, packed, doors);
  await proveTypes(table, packed, doors);
  await proveLightness(table, packed);
}

/** Each in a process of its own: what one loads is not there for the next. */
async function proveImports(table: Table, packed: Packed, doors: readonly string[]): Promise<void> {
  const failed: string[] = [];
  for (const door of doors) {
    const { ok, said } = await runIn(packed, [
      process.execPath,
      '--input-type=module',
      '-e',
      `await import('${door}')`,
    ]);
    if (!ok) failed.push(`${door}: ${said.split('\n').find((line) => /Error/.test(line))}`);
  }
  const files = ['veritome/custom-elements.json', 'veritome/assets/inference-worker.js'];
  for (const file of files) {
    const { ok } = await runIn(packed, [
      process.execPath,
      '--input-type=module',
      '-e',
      `import { statSync } from 'node:fs'; statSync(new URL(import.meta.resolve('${file}')))`,
    ]);
    if (!ok) failed.push(file);
  }
  table.add(
    'package: doors and files that Node resolves, without a window',
    failed.length === 0 ? `${doors.length + files.length}` : failed.join('; '),
    'all',
    failed.length === 0,
  );
}

/** With the declarations of the package itself checked; those of others are theirs. */
async function proveTypes(table: Table, packed: Packed, doors: readonly string[]): Promise<void> {
  const lines = doors.map((door, i) => `import * as door${i} from '${door}';`);
  const names = doors.map((_, i) => `door${i}`).join(', ');
  writeFileSync(join(packed.project, 'doors.ts'), `${lines.join('\n')}\nexport { ${names} };\n`);
  for (const [resolution, module] of [
    ['bundler', 'esnext'],
    ['nodenext', 'nodenext'],
  ]) {
    writeFileSync(
      join(packed.project, 'tsconfig.doors.json'),
      JSON.stringify({
        compilerOptions: {
          ...{ noEmit: true, strict: true, skipLibCheck: false, target: 'es2022', types: ['node'] },
          ...{ module, moduleResolution: resolution, lib: ['es2023', 'dom', 'dom.iterable'] },
        },
        files: ['doors.ts'],
      }),
    );
    const { said } = await runIn(packed, ['tsc', '-p', 'tsconfig.doors.json', '--pretty', 'false']);
    const errors = said.split('\n').filter((line) => /error TS/.test(line));
    const ours = errors.filter((line) => /node_modules\/veritome\/|^doors/.test(line));
    const others = errors.length - ours.length;
    table.add(
      `package: types of ${doors.length} doors, skipLibCheck off, ${resolution}`,
      ours.length === 0 ? `no error${others > 0 ? `, ${others} in types of others` : ''}` : ours.join('; '),
      'no error of ours',
      ours.length === 0,
    );
  }
}

/** A page that opens studies, as two bundlers make it. */
async function proveLightness(table: Table, packed: Packed): Promise<void> {
  writeFileSync(
    join(packed.project, 'light.js'),
    "import { openStudy } from 'veritome';\nglobalThis.opening = openStudy;\n",
  );
  const { metafile } = await build({
    absWorkingDir: packed.project,
    entryPoints: ['light.js'],
    ...{ bundle: true, splitting: true, format: 'esm', minify: true, write: false, metafile: true },
    ...{ outdir: 'light', logLevel: 'error' },
  });
  const bundles = {
    esbuild: Object.values(metafile.outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    ),
    vite: await modulesOfVite(packed),
  };
  for (const [bundler, modules] of Object.entries(bundles)) {
    const heavy = [
      ...new Set(modules.filter((path) => HEAVY.test(path)).map((path) => HEAVY.exec(path)?.[0])),
    ];
    table.add(
      `package: modules of a page that imports openStudy alone, lazy ones included, ${bundler}`,
      `${modules.length}${heavy.length > 0 ? `, with ${heavy.join(', ')}` : ', no ONNX Runtime, no TensorFlow.js'}`,
      'no runtime of a network',
      heavy.length === 0,
    );
  }
}

async function modulesOfVite({ project }: Packed): Promise<string[]> {
  const { build: bundle } = await import('vite');
  const modules: string[] = [];
  await bundle({
    root: project,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [
      {
        name: 'modules',
        generateBundle(_, files) {
          for (const file of Object.values(files)) {
            if (file.type !== 'chunk') continue;
            for (const [id, { renderedLength }] of Object.entries(file.modules)) {
              if (renderedLength > 0) modules.push(id);
            }
          }
        },
      },
    ],
    build: { write: false, rollupOptions: { input: join(project, 'light.js') } },
  });
  return modules;
}
