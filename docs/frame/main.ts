/** The page for frames: a workbench that serves the origins of `frame.json`, which lies beside it. */
import '../../src/define.js';
import { readFrameSettings } from '../../src/adapters/bridge/served/settings.js';
import { serveFrame } from '../../src/adapters/frame.js';
import { isVeritomeError } from '../../src/errors.js';

const workbench = document.querySelector('veritome-workbench');

async function serve(bench: NonNullable<typeof workbench>): Promise<void> {
  const { lang, theme, ...rules } = await readFrameSettings(new URL('./frame.json', document.baseURI));
  if (theme) bench.theme = theme === 'dark' ? undefined : theme;
  if (lang) document.documentElement.lang = lang;
  if (rules.dicomweb) bench.dicomweb = rules.dicomweb;
  serveFrame(bench, rules);
}

if (workbench) {
  serve(workbench).catch((error: unknown) => {
    // The workbench works; nobody is served. Whoever deploys the page must learn why.
    const place = document.querySelector<HTMLElement>('.refused');
    if (!place) return;
    place.textContent = isVeritomeError(error) ? error.describe() : 'The page could not be set up.';
    place.hidden = false;
  });
}
