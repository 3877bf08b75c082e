/** Runs in a page without any element: how long the workers alone take. */
import type { FromReader, ToReader } from '../../../src/pipeline/reading/protocol.js';

declare global {
  var decodeAll: (count: number, assets: string) => Promise<number>;
}

/** Milliseconds from the first worker's start to the last answer; files of the page's input. */
globalThis.decodeAll = async (count, assets) => {
  const script = trusted(`${assets}reading-worker.js`);
  const files = [...document.querySelector('input')!.files!];
  const kept: FromReader[] = [];
  const start = performance.now();
  let next = 0;
  const work = () =>
    new Promise<void>((resolve) => {
      const worker = new Worker(script, { type: 'module' });
      const give = () => {
        const id = next++;
        const file = files[id];
        if (file) worker.postMessage({ id, file: { name: file.name, bytes: file } } satisfies ToReader);
        else {
          worker.terminate();
          resolve();
        }
      };
      worker.addEventListener('message', ({ data }: MessageEvent<FromReader>) => {
        if ('bytes' in data) return;
        if (!('ready' in data)) kept.push(data);
        give();
      });
      worker.postMessage({ setUp: { codecs: `${assets}codecs/` } } satisfies ToReader);
    });
  await Promise.all(Array.from({ length: count }, work));
  return performance.now() - start;
};

/** The page's policy wants it, and no element has taken the name here. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as unknown as {
    trustedTypes: {
      createPolicy(name: string, rules: object): { createScriptURL(script: string): string };
    };
  };
  return trustedTypes
    .createPolicy('veritome', { createScriptURL: (script: string) => script })
    .createScriptURL(url);
}
