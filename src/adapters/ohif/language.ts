/** The language in which OHIF speaks to its reader. */

/** Where OHIF's translator (i18next) keeps the reader's choice; its default, which OHIF uses. */
const CHOICE = 'i18nextLng';

/** BCP 47; what the page or the browser says where the reader chose nothing. */
export function languageOf(): string {
  let chosen: string | null = null;
  try {
    chosen = globalThis.localStorage?.getItem(CHOICE) ?? null;
  } catch {
    // A browser that keeps nothing has no choice on record.
  }
  return chosen || globalThis.document?.documentElement.lang || globalThis.navigator?.language || 'en';
}
