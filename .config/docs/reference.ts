/**
 * The library's reference, from the declarations of the package's doors: names, signatures and
 * what the sources say of them.
 *
 * @module
 */
import { posix } from 'node:path';
import ts from 'typescript';
import { fenced } from './examples.js';
import type { Page } from './page.js';
import { at, exists, text } from './root.js';

/** A door of the package: `veritome/training` and its declarations. */
interface Door {
  readonly name: string;
  readonly types: string;
}

/** Where links of the site's pages look for it. */
const REFERENCE = 'docs/site/reference';
/** In this order on a page. */
const GROUPS = ['Functions', 'Values', 'Classes', 'Types'] as const;
type Group = (typeof GROUPS)[number];

export function doors(): Door[] {
  const { exports } = JSON.parse(text('package.json')) as {
    exports: Record<string, { types?: string } | string>;
  };
  return Object.entries(exports).flatMap(([path, entry]) => {
    const types = typeof entry === 'string' ? undefined : entry.types;
    if (!types || path.includes('*') || path === './define' || !exists(types)) return [];
    return [{ name: posix.join('veritome', path), types: posix.normalize(types) }];
  });
}

export function referencePages(): Page[] {
  const found = doors();
  if (found.length === 0) return [];
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noLib: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  // What others wrote is not looked at: it would take longer than the rest of the site.
  const { fileExists } = host;
  host.fileExists = (path) => !path.includes('node_modules') && fileExists(path);
  const program = ts.createProgram(
    found.map(({ types }) => at(types)),
    options,
    host,
  );
  const pages = found.map((door) => doorPage(door, program));
  const list = found.map(({ name }, i) => `- [\`${name}\`](reference/${posix.basename(pages[i].source)})`);
  const index: Page = {
    source: REFERENCE,
    out: 'reference/index.html',
    language: 'en',
    short: 'All doors',
    markdown: `# Library

ES modules with types. Importing does nothing by itself: no request, no global, no element; \`veritome/define\` alone registers elements. Every long call takes \`{ signal, onProgress }\` and stops at once. Faults are classes of the package with a remedy, and the attribute where a file is at fault.

${list.join('\n')}
`,
  };
  return [index, ...pages];
}

function doorPage({ name, types }: Door, program: ts.Program): Page {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(at(types));
  const symbol = file && checker.getSymbolAtLocation(file);
  const symbols = symbol ? checker.getExportsOfModule(symbol) : [];
  const groups = new Map<Group, string[]>(GROUPS.map((group) => [group, []]));
  for (const exported of symbols.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const own = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declarations = own.declarations ?? [];
    if (declarations.length === 0) continue;
    const words = ts.displayPartsToString(own.getDocumentationComment(checker));
    const tags = own.getJsDocTags(checker).map(tagLine).filter(Boolean).join('\n');
    const shown = declarations.map(declarationText).join('\n');
    const parts = [`### \`${exported.name}\``, prose(words), tags, fenced(shown, 'ts')];
    groups.get(groupOf(declarations[0]))?.push(parts.filter((part) => part !== '').join('\n\n'));
  }
  const slug = name.replace('/', '-');
  const sections = [...groups].filter(([, entries]) => entries.length > 0);
  return {
    source: `${REFERENCE}/${slug}`,
    out: `reference/${slug}.html`,
    language: 'en',
    short: name,
    markdown: `# \`${name}\`

${opening(file)}

${sections.map(([title, entries]) => `## ${title}\n\n${entries.join('\n\n')}`).join('\n\n')}
`,
  };
}

/** What the door's file says of itself. */
function opening(file: ts.SourceFile | undefined): string {
  const comment = /^\s*\/\*\*([\s\S]*?)\*\//.exec(file?.text ?? '')?.[1] ?? '';
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, ''));
  return prose(
    lines
      .filter((line) => !line.startsWith('@module'))
      .join('\n')
      .trim(),
  );
}

function groupOf(node: ts.Declaration): Group {
  if (ts.isFunctionDeclaration(node)) return 'Functions';
  if (ts.isClassDeclaration(node)) return 'Classes';
  if (ts.isVariableDeclaration(node)) return 'Values';
  return 'Types';
}

/** As it is declared, without what only a compiler wants. */
function declarationText(node: ts.Declaration): string {
  const whole = ts.isVariableDeclaration(node) ? `const ${node.getText()};` : node.getText();
  return whole
    .replace(/^export (declare )?/, '')
    .replace(/\bimport\("[^"]*"\)\./g, '')
    .replace(/^\s*(private|#).*;\n/gm, '')
    .replace(/ {4}/g, '  ');
}

function tagLine({ name, text: parts }: ts.JSDocTagInfo): string {
  const words = prose(ts.displayPartsToString(parts)).replace(/\s*\n\s*/g, ' ');
  if (name === 'param') {
    const [, parameter, rest] = /^(\S+)\s*([\s\S]*)$/.exec(words) ?? [];
    return `- \`${parameter}\`: ${(rest ?? '').replace(/^-\s*/, '')}`;
  }
  if (name === 'returns') return `- returns ${words}`;
  if (name === 'throws') return `- throws ${words}`;
  return '';
}

/** `{@link Name}` as code, `<` outside of code as it is. */
function prose(words: string): string {
  return words
    .replace(/\{@link (\S+?)\}/g, '`$1`')
    .split(/(```[\s\S]*?```|`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('');
}
