/** Words of the frame around the pages. */
import type { Language } from './page.js';

export interface FrameWords {
  readonly skip: string;
  readonly contents: string;
  readonly close: string;
  readonly onThisPage: string;
  readonly other: string;
  readonly otherLanguage: Language;
  readonly inEnglish: string;
  readonly footer: string;
  readonly search: string;
  readonly found: string;
  readonly site: string;
  readonly place: string;
}

export const WORDS: Readonly<Record<Language, FrameWords>> = {
  en: {
    skip: 'To the text',
    contents: 'Contents',
    close: 'Close',
    onThisPage: 'On this page',
    other: 'Português',
    otherLanguage: 'pt-BR',
    inEnglish: '',
    footer: 'Research use. Not a medical device. Apache-2.0.',
    search: 'Find a page or a heading',
    found: 'Found',
    site: 'Veritome documentation',
    place: 'index.html',
  },
  'pt-BR': {
    skip: 'Ir ao texto',
    contents: 'Conteúdo',
    close: 'Fechar',
    onThisPage: 'Nesta página',
    other: 'English',
    otherLanguage: 'en',
    inEnglish: 'em inglês',
    footer: 'Uso em pesquisa. Não é um dispositivo médico. Apache-2.0.',
    search: 'Buscar página ou título',
    found: 'Encontrado',
    site: 'Documentação do Veritome',
    place: 'pt-BR/index.html',
  },
};
