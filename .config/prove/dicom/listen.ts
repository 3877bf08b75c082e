/** Everything that a page says to anyone but its reader, while a proof walks through it. */
import type { Workbench } from '../../browserSession.js';

/** What was heard and found, one text each. */
export interface Heard {
  readonly requests: string[];
  readonly console: string[];
  readonly errors: string[];
  readonly workers: string[];
  readonly addresses: string[];
  readonly storage: string[];
  readonly files: string[];
}

/** Listens from now on; the page is loaded anew, so that its scripts are heard from their first line. */
export async function listen({ page, url, server }: Workbench): Promise<Heard> {
  const heard: Heard = {
    requests: [],
    console: [],
    errors: [],
    workers: [],
    addresses: [],
    storage: [],
    files: [],
  };
  // Workers' requests are seen by the server alone; those that the policy stops, by the page alone.
  server.on('request', (request) => {
    heard.requests.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
  });
  page.on('request', (request) => {
    const { postData } = { postData: request.postData() ?? '' };
    heard.requests.push(`${request.url()} ${JSON.stringify(request.headers())} ${postData}`);
  });
  page.on('console', (message) => heard.console.push(message.text()));
  page.on('pageerror', (error) => heard.errors.push(describe(error)));
  page.on('framenavigated', (frame) => heard.addresses.push(frame.url()));
  await page.exposeFunction('hearVeritome', (place: keyof Heard, text: string) => heard[place].push(text));
  await page.evaluateOnNewDocument(hearInside);
  await page.goto(url, { waitUntil: 'load' });
  return heard;
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.message} ${error.stack}` : String(error);
}

/** Runs in the page before its scripts. */
function hearInside(): void {
  const tell = (place: string, text: string) => {
    const { hearVeritome } = globalThis as unknown as { hearVeritome: (a: string, b: string) => void };
    hearVeritome(place, text);
  };
  const Plain = globalThis.Worker;
  globalThis.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      tell('workers', `${url} ${options?.name ?? ''}`);
      super(url, options);
    }
  };
  for (const method of ['pushState', 'replaceState'] as const) {
    const plain = history[method].bind(history);
    history[method] = (state: unknown, unused: string, to?: string | URL | null) => {
      tell('addresses', `${JSON.stringify(state)} ${unused} ${to}`);
      plain(state, unused, to);
    };
  }
  new MutationObserver(() => tell('addresses', document.title)).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
  });
  document.addEventListener('veritome-error', (event) => {
    const { error } = (event as CustomEvent<{ error: unknown }>).detail;
    tell('errors', error instanceof Error ? `${error.message} ${error.stack}` : String(error));
  });
  // What a host would log of the files that were refused: the message, not the file's name.
  document.addEventListener('veritome-study', (event) => {
    const { refused } = (event as CustomEvent<{ refused: readonly Error[] }>).detail;
    for (const error of refused) {
      tell(
        'errors',
        `${error.message} ${String((error as { attribute?: string }).attribute)} ${error.cause}`,
      );
    }
  });
  document.addEventListener('click', (event) => {
    const link = event.composedPath()[0];
    if (link instanceof HTMLAnchorElement && link.download) tell('files', link.download);
  });
}
