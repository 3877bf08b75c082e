/** A data set saved from a page: into the file while it is made, or as a download. */
import { expect } from '@open-wc/testing';
import { unzipSync } from 'fflate';
import { saveDataset } from '../../src/elements/generator/saving.js';
import type { ExportedFile } from '../../src/pipeline/exportSeries.js';

async function* files(fault?: Error): AsyncGenerator<ExportedFile> {
  for (const name of ['0001.npz', 'manifest.json']) yield { name, bytes: new TextEncoder().encode(name) };
  if (fault) throw fault;
}

/** The page's own private file system stands for the disk; its files are written as picked ones are. */
async function file(): Promise<FileSystemFileHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getFileHandle(`${Math.random()}.zip`, { create: true });
}

function pick(picker: (() => Promise<FileSystemFileHandle>) | undefined): void {
  Object.defineProperty(window, 'showSaveFilePicker', { value: picker, configurable: true });
  if (!picker) delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker;
}

async function thrown(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error) => error,
  );
}

describe('saveDataset', () => {
  const before = Object.getOwnPropertyDescriptor(window, 'showSaveFilePicker');
  after(() => {
    if (before) Object.defineProperty(window, 'showSaveFilePicker', before);
  });

  it('streams a zip into the chosen file', async () => {
    const handle = await file();
    pick(async () => handle);
    expect(await saveDataset(files(), 'synthetic.zip')).to.equal('streamed');
    const found = unzipSync(new Uint8Array(await (await handle.getFile()).arrayBuffer()));
    expect(Object.keys(found)).to.deep.equal(['0001.npz', 'manifest.json']);
  });

  it('leaves nothing behind when the source fails or the reader stops it', async () => {
    const handle = await file();
    pick(async () => handle);
    const fault = new Error('no more');
    expect(await thrown(saveDataset(files(fault), 'synthetic.zip'))).to.equal(fault);
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    const error = await thrown(saveDataset(files(), 'synthetic.zip', { signal: stop.signal }));
    expect((error as Error).message).to.equal('stopped');
    expect((await handle.getFile()).size).to.equal(0);
  });

  it('makes nothing when the reader chooses no file', async () => {
    pick(async () => {
      throw new DOMException('', 'AbortError');
    });
    let made = 0;
    async function* counted() {
      made++;
      yield* files();
    }
    expect(await saveDataset(counted(), 'synthetic.zip')).to.equal('cancelled');
    expect(made).to.equal(0);
  });

  it('downloads where the browser writes no files', async () => {
    pick(undefined);
    // Chromium's own stands on the prototype: hidden for this test.
    const own = Object.getOwnPropertyDescriptor(Window.prototype, 'showSaveFilePicker');
    if (own) delete (Window.prototype as { showSaveFilePicker?: unknown }).showSaveFilePicker;
    const clicked: string[] = [];
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      clicked.push(this.download);
    };
    try {
      expect(await saveDataset(files(), 'synthetic.zip')).to.equal('downloaded');
      expect(clicked).to.deep.equal(['synthetic.zip']);
    } finally {
      HTMLAnchorElement.prototype.click = click;
      if (own) Object.defineProperty(Window.prototype, 'showSaveFilePicker', own);
    }
  });
});
