/** Runs in the page: reads a file of the corpus with the assets that the page is served with. */
import { configureAssets } from '../../../src/registry/assets.js';
import { type GoodFile, type Reading, read } from '../../../test/dicom/read/corpus.js';

declare global {
  var readCorpusFile: (entry: GoodFile, bytes: string, reference?: string) => Promise<Reading>;
}

configureAssets({ base: '/assets/' });

const decoded = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

globalThis.readCorpusFile = (entry, bytes, reference) =>
  read(entry, decoded(bytes), reference === undefined ? undefined : decoded(reference));
