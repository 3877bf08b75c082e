/**
 * The order of the site. A page of `docs/` that nobody has put anywhere comes under the last
 * heading but one, so that it is found all the same.
 *
 * @module
 */
import type { Language } from './page.js';

export interface Section {
  readonly title: Readonly<Record<Language, string>>;
  /** Sources, or for generated pages their `out`; a `*` at the end takes all that begin so. */
  readonly pages: readonly string[];
}

export const SECTIONS: readonly Section[] = [
  {
    title: { en: 'Start', 'pt-BR': 'Comece' },
    pages: [
      'docs/site/en/index.md',
      'docs/site/en/embed.md',
      'docs/site/en/dataset.md',
      'docs/site/en/compare-scan.md',
      'docs/site/en/guide.md',
      'docs/site/en/glossary.md',
    ],
  },
  {
    title: { en: 'Embed', 'pt-BR': 'Incorporar' },
    pages: [
      'docs/frameworks.md',
      'docs/cornerstone.md',
      'docs/ohif.md',
      'docs/bridge.md',
      'docs/deploying.md',
      'docs/languages.md',
      'docs/examples/*',
    ],
  },
  { title: { en: 'Elements', 'pt-BR': 'Elementos' }, pages: ['elements/index.html', 'elements/*'] },
  {
    title: { en: 'Library and command line', 'pt-BR': 'Biblioteca e linha de comando' },
    pages: ['reference/index.html', 'reference/*', 'commands.html', 'docs/manifest.md'],
  },
  {
    title: { en: 'Images in and out', 'pt-BR': 'Imagens' },
    pages: [
      'docs/sources.md',
      'docs/transfer-syntaxes.md',
      'docs/compare.md',
      'docs/reader-study.md',
      'docs/evaluation.md',
    ],
  },
  {
    title: { en: 'Generate and train', 'pt-BR': 'Gerar e treinar' },
    pages: [
      'docs/synthesis.md',
      'docs/datasets.md',
      'docs/audit.md',
      'docs/training.md',
      'docs/own-models.md',
    ],
  },
  {
    title: { en: 'Provenance', 'pt-BR': 'Procedência' },
    pages: [
      'docs/verify.md',
      'docs/provenance-specification.md',
      'docs/mark.md',
      'docs/dicom-attributes.md',
      'docs/signatures.md',
      'docs/c2pa.md',
      'docs/survival.md',
    ],
  },
  { title: { en: 'Model cards', 'pt-BR': 'Modelos' }, pages: ['models/*'] },
  {
    title: { en: 'Responsibility', 'pt-BR': 'Responsabilidade' },
    pages: [
      'docs/site/en/intended-use.md',
      'docs/site/en/ethics.md',
      'docs/threat-model.md',
      'SECURITY.md',
      'docs/licences.md',
    ],
  },
  {
    title: { en: 'The project', 'pt-BR': 'O projeto' },
    pages: ['docs/architecture.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'decisions.html'],
  },
];

const REST = SECTIONS.length - 2;

/** One heading of the navigation with its pages, by `out`. */
export interface Listed {
  readonly title: Readonly<Record<Language, string>>;
  readonly pages: readonly string[];
}

/** Places every page; decisions are listed on a page of their own. */
export function placed(pages: readonly { readonly source: string; readonly out: string }[]): Listed[] {
  const left = new Map(pages.map((page) => [page.out, page]));
  const take = (wanted: string): string[] => {
    const found = [...left.values()].filter(({ source, out }) =>
      wanted.endsWith('*')
        ? source.startsWith(wanted.slice(0, -1)) || out.startsWith(wanted.slice(0, -1))
        : source === wanted || out === wanted,
    );
    for (const { out } of found) left.delete(out);
    return found.map(({ out }) => out);
  };
  const sections = SECTIONS.map(({ title, pages: wanted }) => ({ title, pages: wanted.flatMap(take) }));
  const rest = [...left.values()].filter(({ source }) => !source.startsWith('docs/decisions/'));
  sections[REST].pages.push(...rest.map(({ out }) => out));
  return sections.filter(({ pages: listed }) => listed.length > 0);
}
