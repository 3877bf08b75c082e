/** What a page of the documentation site is made of. */

export type Language = 'en' | 'pt-BR';

/** A page before it is rendered. */
export interface Page {
  /** Where its text lies, relative to the repository; for generated pages what it is generated from. */
  readonly source: string;
  /** Where it goes, relative to the site: `elements/veritome-compare.html`. */
  readonly out: string;
  readonly language: Language;
  /** A name for the navigation; the first heading when absent. */
  readonly short?: string;
  readonly markdown: string;
  /** The same page in the other language, by its `out`. */
  readonly twin?: string;
  readonly layout?: 'home' | 'page';
  /** Wants the elements: their script is loaded. */
  readonly live?: boolean;
}

export interface Heading {
  readonly level: number;
  readonly id: string;
  readonly text: string;
}

/** A link that leads to another file of the site. */
export interface InnerLink {
  readonly to: string;
  readonly anchor: string;
  readonly written: string;
}

/** A file that the site copies: `from` relative to the repository. */
export interface Copy {
  readonly from: string;
  readonly to: string;
}

/** A page as it is written. */
export interface Rendered {
  readonly page: Page;
  readonly title: string;
  readonly body: string;
  readonly headings: readonly Heading[];
  readonly ids: ReadonlySet<string>;
  readonly links: readonly InnerLink[];
  readonly copies: readonly Copy[];
  readonly problems: readonly string[];
}
