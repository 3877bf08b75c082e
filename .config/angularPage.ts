/**
 * A page out of what `ngc` has compiled, without Angular's own command line: Angular's packages
 * are published half compiled, and its linker ends what `ng build` would end.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';

/** Left to a compiler in the page, they would be compiled by `new Function`, which strict pages forbid. */
const HALF_COMPILED = /ɵɵngDeclare/;

/** Bundles `out/main.js` of a compiled project; the folder of the page. */
export async function buildAngular(home: string): Promise<string> {
  const index = join(home, 'index.html');
  const page = readFileSync(index, 'utf8');
  writeFileSync(
    index,
    page.replace('</head>', '<script type="module" src="/out/main.js"></script>\n</head>'),
  );
  await build({
    root: home,
    configFile: false,
    logLevel: 'error',
    plugins: [linker()],
    define: { ngDevMode: 'false', ngJitMode: 'false', ngI18nClosureMode: 'false' },
    build: { target: 'es2022' },
  });
  return join(home, 'dist');
}

function linker(): Plugin {
  return {
    name: 'angular-linker',
    async transform(code, id) {
      if (!HALF_COMPILED.test(code) || !/@angular[\\/]/.test(id)) return undefined;
      const { default: linkerPlugin } = await import('@angular/compiler-cli/linker/babel');
      // Comes with the compiler, for this.
      const babel = createRequire(import.meta.resolve('@angular/compiler-cli'))('@babel/core');
      const done = await babel.transformAsync(code, {
        filename: id,
        plugins: [linkerPlugin],
        configFile: false,
        babelrc: false,
        compact: false,
      });
      return { code: done.code, map: null };
    },
  };
}
