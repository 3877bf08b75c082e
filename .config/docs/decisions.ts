/** A page that lists the decision records. */
import type { Page } from './page.js';

export function decisionsPage(written: readonly Page[]): Page {
  const records = written.filter(({ source }) => source.startsWith('docs/decisions/'));
  const rows = records.map(({ source, markdown }) => {
    const title = /^# (.+)$/m.exec(markdown)?.[1] ?? source;
    return `- [${title}](${source.replace('docs/', '')})`;
  });
  return {
    source: 'docs/decisions',
    out: 'decisions.html',
    language: 'en',
    markdown: `# Decisions

One record for each choice that others will question: the question, what was decided, what was tried and left.

${rows.join('\n')}
`,
  };
}
