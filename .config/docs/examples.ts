/** A page for each example project: its files, as they are. */
import { readdirSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import type { Page } from './page.js';
import { at, exists, text } from './root.js';

const EXAMPLES = 'docs/examples';
const TEXT = /\.(html|css|js|mjs|cjs|jsx|ts|tsx|vue|json|md)$/;

export function examplePages(): Page[] {
  if (!exists(EXAMPLES)) return [];
  return readdirSync(at(EXAMPLES))
    .filter((name) => statSync(at(EXAMPLES, name)).isDirectory())
    .sort()
    .map(examplePage);
}

function examplePage(name: string): Page {
  const folder = `${EXAMPLES}/${name}`;
  const files = readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => TEXT.test(file) && !/node_modules|(^|\/)dist\/|package-lock/.test(file))
    .sort();
  const readme = files.includes('README.md') ? text(`${folder}/README.md`) : `# Example: ${name}\n`;
  const shown = files
    .filter((file) => file !== 'README.md')
    .map((file) => `### ${file}\n\n${fenced(text(`${folder}/${file}`), extname(file).slice(1))}`);
  return {
    source: `${folder}/README.md`,
    out: `examples/${name}.html`,
    language: 'en',
    short: `Example: ${name}`,
    markdown: `${readme}\n\n## Files\n\nThey lie in \`${folder}/\`.\n\n${shown.join('\n\n')}\n`,
  };
}

export function fenced(content: string, language: string): string {
  const fence = content.includes('```') ? '~~~~' : '```';
  return `${fence}${language}\n${content.trimEnd()}\n${fence}`;
}
