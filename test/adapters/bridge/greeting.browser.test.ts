/** Who is answered, between real windows. */
import { expect, fixtureCleanup, waitUntil } from '@open-wc/testing';
import { connectFrame } from '../../../src/adapters/bridge.js';
import { isVeritomeError } from '../../../src/errors.js';

const { origin } = location;
const WRONG = 'https://elsewhere.example';
const heard: MessageEvent[] = [];
const hear = (event: MessageEvent) => heard.push(event);

const SERVES_NONE = `?serves=${encodeURIComponent('https://ris.example')}`;

async function framed(query = '', html = ''): Promise<HTMLIFrameElement> {
  const iframe = document.createElement('iframe');
  if (html) iframe.srcdoc = html;
  else iframe.src = new URL(`./framed.html${query}`, import.meta.url).href;
  const loaded = new Promise((resolve) => iframe.addEventListener('load', resolve, { once: true }));
  document.body.append(iframe);
  await loaded;
  return iframe;
}

async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return isVeritomeError(error) ? error.tag : String(error);
}

describe('who is answered', () => {
  beforeEach(() => {
    heard.length = 0;
    addEventListener('message', hear);
  });
  afterEach(() => {
    removeEventListener('message', hear);
    for (const iframe of document.querySelectorAll('iframe')) iframe.remove();
    fixtureCleanup();
  });

  it('the page around the frame, of an origin that is served: also when the frame is slow', async () => {
    const iframe = document.createElement('iframe');
    document.body.append(iframe);
    const connecting = connectFrame(iframe, { origin });
    await new Promise((resolve) => setTimeout(resolve, 300));
    iframe.src = new URL('./framed.html', import.meta.url).href;
    const frame = await connecting;
    await frame.appearance({ lang: 'pt-BR' });
    expect(iframe.contentDocument?.documentElement.lang).to.equal('pt-BR');
    frame.close();
  });

  it('nobody of an origin that is not served, and not with a refusal either', async () => {
    const iframe = await framed(SERVES_NONE);
    expect(await refusal(connectFrame(iframe, { origin, patience: 800 }))).to.equal('ServiceError');
    expect(heard).to.deep.equal([]);
  });

  it('a host that names another origin for the frame says nothing to it', async () => {
    const iframe = await framed();
    const said: unknown[] = [];
    iframe.contentWindow?.addEventListener('message', ({ data }) => said.push(data));
    expect(await refusal(connectFrame(iframe, { origin: WRONG, patience: 800 }))).to.equal('ServiceError');
    expect(said).to.deep.equal([]);
    expect(await refusal(connectFrame(iframe, { origin: '*' }))).to.equal('ArgumentError');
  });

  it('no other frame of the page, though of the same origin', async () => {
    const iframe = await framed();
    const other = await framed('', '<p>Another frame</p>');
    const hello = { protocol: 'veritome-bridge', version: 1, kind: 'hello', session: '0123456789abcdef' };
    const script = other.contentDocument!.createElement('script');
    script.textContent = `parent.frames[0].postMessage(${JSON.stringify(hello)}, '*'); document.body.dataset.said = '';`;
    const answers: unknown[] = [];
    other.contentWindow?.addEventListener('message', ({ data }) => answers.push(data));
    other.contentDocument!.body.append(script);
    await waitUntil(() => other.contentDocument?.body.dataset.said === '');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([heard.length, answers.length]).to.deep.equal([0, 0]);
    (await connectFrame(iframe, { origin })).close();
  });

  it('no welcome but the frame’s own', async () => {
    const iframe = await framed(SERVES_NONE);
    let session = '';
    iframe.contentWindow?.addEventListener('message', ({ data }) => {
      session = data.session;
    });
    const connecting = refusal(connectFrame(iframe, { origin, patience: 1500 }));
    await waitUntil(() => session !== '');
    const welcome = { protocol: 'veritome-bridge', version: 1, kind: 'welcome', session, allow: ['open'] };
    window.postMessage(welcome, origin, [new MessageChannel().port1]);
    const wrongSession = { ...welcome, session: 'fedcba9876543210' };
    const script = iframe.contentDocument!.createElement('script');
    script.textContent = `parent.postMessage(${JSON.stringify(wrongSession)}, '*', [new MessageChannel().port1])`;
    iframe.contentDocument!.body.append(script);
    expect(await connecting).to.equal('ServiceError');
  });

  it('a host stops waiting when its signal says so', async () => {
    const iframe = await framed(SERVES_NONE);
    const controller = new AbortController();
    const connecting = connectFrame(iframe, { origin, signal: controller.signal });
    controller.abort(new Error('enough'));
    const error = await connecting.catch((thrown: Error) => thrown.message);
    expect(error).to.equal('enough');
  });
});
