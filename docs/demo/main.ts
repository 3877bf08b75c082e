/** The demo is the workbench and nothing else; the keyboard starts on the stage, in the reader's language. */
import '../../src/define.js';
import type { LanguageDetail } from '../../src/elements/workbench/workbenchProperties.js';

const workbench = document.querySelector('veritome-workbench');

/** What the page itself says, beside the elements. */
const PAGE = {
  en: {
    title: 'Veritome',
    about: 'Denoise medical images inside the browser, and mark every generated pixel.',
  },
  'pt-BR': {
    title: 'Veritome',
    about: 'Reduza o ruído de imagens médicas no navegador, com cada pixel gerado marcado.',
  },
} as const;
const KEPT = 'veritome-language';

/** The language that was chosen before, or the first of the browser's that is there. */
function preferred(): keyof typeof PAGE {
  const wishes = [remembered(), ...navigator.languages];
  for (const wish of wishes) {
    if (/^pt\b/i.test(wish)) return 'pt-BR';
    if (/^en\b/i.test(wish)) return 'en';
  }
  return 'en';
}

function speak(language: keyof typeof PAGE): void {
  const { title, about } = PAGE[language];
  document.documentElement.lang = language;
  document.title = title;
  document.querySelector('meta[name="description"]')?.setAttribute('content', about);
}

/** A browser may keep nothing for the page. */
function remembered(): string {
  try {
    return localStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}

speak(preferred());
workbench?.addEventListener('veritome-language', (event) => {
  const { language } = (event as CustomEvent<LanguageDetail>).detail;
  if (!(language in PAGE)) return;
  speak(language as keyof typeof PAGE);
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // Then it holds for this visit.
  }
});

/** The first focus is ours, not the reader's: no ring until a key is pressed. */
const QUIETLY: FocusOptions & { focusVisible: boolean } = { preventScroll: true, focusVisible: false };

workbench?.addEventListener('veritome-select', () => {
  if (document.activeElement === document.body) workbench.focus(QUIETLY);
});
