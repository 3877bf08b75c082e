/** The code blocks of the documents, run as printed with the installed package. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { ElementHandle } from 'puppeteer-core';
import { build } from 'vite';
import { framed, IN_NODE, IN_PAGE } from '../../snippetFrame.js';
import type { Snippet } from '../../snippets.js';
import { installedManifest, type Packed, runIn } from './packed.js';
import { inspectRecord } from './recordSchema.js';
import { BESIDE, openFolder } from './servedPage.js';

/** A block and what came of it; empty when it ran as it should. */
export interface Ran {
  readonly snippet: Snippet;
  readonly fault: string;
}

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' blob: data:; style-src 'self'";

/** Type-checks every block of TypeScript at once, in its frame. */
export async function checkTypes(packed: Packed, snippets: readonly Snippet[]): Promise<Ran[]> {
  const typed = snippets.filter(({ language, kind }) => language === 'ts' && kind !== 'no-run');
  writeFramed(packed, typed);
  writeFileSync(
    join(packed.project, 'tsconfig.snippets.json'),
    JSON.stringify({
      compilerOptions: {
        ...{ noEmit: true, strict: true, skipLibCheck: true, target: 'es2022', module: 'esnext' },
        ...{ moduleResolution: 'bundler', types: ['node'] },
        lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
      },
      include: ['snippets/*.ts'],
    }),
  );
  const { said } = await runIn(packed, ['tsc', '-p', 'tsconfig.snippets.json', '--pretty', 'false']);
  return typed.map((snippet) => ({
    snippet,
    fault: said
      .split('\n')
      .filter((line) => line.startsWith(`snippets/${nameOf(snippet)}.ts`))
      .join('; '),
  }));
}

/** Bundles the blocks for pages and runs each in Chromium, with three slices chosen. */
export async function runInPages(packed: Packed, snippets: readonly Snippet[]): Promise<Ran[]> {
  const chosen = snippets.filter(({ kind, language }) => kind === 'browser' && language !== 'html');
  const pages = snippets.filter(({ kind, language }) => kind === 'browser' && language === 'html');
  writeFramed(packed, chosen);
  const folder = join(packed.project, 'pages');
  if (chosen.length > 0) {
    await build({
      root: packed.project,
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      build: {
        outDir: 'pages',
        target: 'es2022',
        minify: false,
        modulePreload: { polyfill: false },
        rollupOptions: {
          input: Object.fromEntries(chosen.map((one) => [nameOf(one), sourceOf(packed, one)])),
          output: { entryFileNames: '[name].js' },
          preserveEntrySignatures: 'strict',
        },
      },
    });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'frame.html'),
    `<!doctype html><html lang="en"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>Frame</title><link rel="icon" href="data:,"><input type="file" multiple></html>`,
  );
  for (const one of pages) writeFileSync(join(folder, `${nameOf(one)}.html`), one.code);
  const ran: Ran[] = [];
  for (const snippet of [...chosen, ...pages]) {
    ran.push({ snippet, fault: await runInPage(folder, snippet) });
  }
  return ran;
}

async function runInPage(folder: string, snippet: Snippet): Promise<string> {
  const html = snippet.language === 'html';
  const path = html ? `${nameOf(snippet)}.html` : 'frame.html';
  const { page, strays, close } = await openFolder([...BESIDE, ['/', folder]], { path });
  try {
    if (!html) {
      const input = (await page.$('input')) as ElementHandle<HTMLInputElement>;
      const slices = [1, 2, 3].map((i) => `sample-dicom/quarter-dose/000${i}.dcm`);
      await input.uploadFile(...slices.map((slice) => join(process.cwd(), slice)));
      await page.evaluate(`import('/${nameOf(snippet)}.js').then(() => undefined)`);
    }
    // What it has set going shows itself, or fails, by then.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return strays.join('; ');
  } catch (error) {
    return String(error);
  } finally {
    await close();
  }
}

/** Runs the blocks for Node beside the package. */
export async function runInNode(packed: Packed, snippets: readonly Snippet[]): Promise<Ran[]> {
  const chosen = snippets.filter(({ kind }) => kind === 'node');
  writeFramed(packed, chosen);
  const ran: Ran[] = [];
  for (const snippet of chosen) {
    const out = `snippets/${nameOf(snippet)}.mjs`;
    const bundled = await runIn(packed, [
      ...(['esbuild', `snippets/${nameOf(snippet)}.ts`, '--bundle', '--packages=external'] as const),
      ...['--format=esm', '--platform=node', '--log-level=error', `--outfile=${out}`],
    ]);
    const { ok, said } = bundled.ok ? await runIn(packed, [process.execPath, out]) : bundled;
    ran.push({ snippet, fault: ok ? '' : said });
  }
  return ran;
}

/** Holds blocks of JSON against their schema. */
export function holdAgainstSchemas(snippets: readonly Snippet[]): Ran[] {
  return snippets
    .filter(({ kind }) => kind === 'schema')
    .map((snippet) => {
      const schema = JSON.parse(readFileSync(snippet.reason, 'utf8'));
      return { snippet, fault: inspectRecord(JSON.parse(snippet.code), schema).join('; ') };
    });
}

function writeFramed(packed: Packed, snippets: readonly Snippet[]): void {
  const folder = join(packed.project, 'snippets');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const exported = publicNames(packed);
  for (const snippet of snippets) {
    const inPage = snippet.kind !== 'node';
    const { frame, code } = framed(
      snippet.code,
      inPage ? IN_PAGE : IN_NODE,
      exported,
      `./${nameOf(snippet)}-frame.js`,
      inPage ? "import 'veritome/define';\nconfigureAssets({ base: '/veritome/assets/' });" : '',
    );
    writeFileSync(join(folder, `${nameOf(snippet)}-frame.ts`), frame);
    writeFileSync(sourceOf(packed, snippet), code);
  }
}

/** Values that the package's main door gives. */
function publicNames(packed: Packed): ReadonlySet<string> {
  const door = installedManifest(packed).exports['.'] as { default: string };
  const text = readFileSync(join(packed.project, 'node_modules/veritome', door.default), 'utf8');
  const lists = [...text.matchAll(/export \{([^}]*)\}/g)].flatMap(([, list]) => list.split(','));
  return new Set(lists.map((one) => one.trim().split(' ').at(-1) ?? '').filter(Boolean));
}

function sourceOf({ project }: Packed, snippet: Snippet): string {
  return join(project, 'snippets', `${nameOf(snippet)}.ts`);
}

/** `docs/a.md:12` as the name of a file. */
function nameOf({ place }: Snippet): string {
  return place.replace(/[^\w]+/g, '-');
}
