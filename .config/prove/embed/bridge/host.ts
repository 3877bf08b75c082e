/** Script of a host's page: what the proof drives it by. */

import { requestOf } from '../../../../src/adapters/bridge/messages.js';
import { type Hello, PROTOCOL, VERSION } from '../../../../src/adapters/bridge/protocol.js';
import { connectFrame, type FrameClient } from '../../../../src/adapters/bridge.js';
import { isVeritomeError } from '../../../../src/errors.js';
import { malformed } from '../../../../test/adapters/bridge/asks.js';

const iframe = document.querySelector('iframe') as HTMLIFrameElement;
const { origin } = new URL(iframe.src);
/** Whatever comes to this window. */
const heard: string[] = [];
addEventListener('message', ({ origin: from }) => heard.push(from));
let frame: FrameClient | undefined;

const hello = (session: string): Hello => ({ protocol: PROTOCOL, version: VERSION, kind: 'hello', session });

function tell(text: string): void {
  const item = document.createElement('li');
  item.textContent = text;
  document.querySelector('#told')?.append(item);
}

async function sample(names: readonly string[]) {
  return Promise.all(
    names.map(async (name) => ({ name, bytes: await (await fetch(`./sample/${name}`)).arrayBuffer() })),
  );
}

/** Everything that a host does, and what came of it. */
async function job(names: readonly string[]) {
  frame = await connectFrame(iframe, { origin });
  const events: string[] = [];
  for (const name of ['study', 'result', 'progress', 'verdict', 'error'] as const) {
    frame.addEventListener(name, () => events.push(name));
  }
  await frame.appearance({ lang: 'en', theme: 'dark' });
  const study = await frame.open(await sample(names), { transfer: true });
  tell(`${study.series[0].slices} slices opened`);
  const quiet = await frame.denoise({ strength: 0.8, provider: 'wasm' });
  tell(`denoised by ${quiet.model}`);
  const zip = await frame.export(quiet, 'dicom');
  tell('saved as a zip of DICOM files');
  const held = [...new Uint8Array(await zip.arrayBuffer())];
  return { study, quiet, events: [...new Set(events)].sort(), zip: held };
}

async function verdictsOf(files: readonly { name: string; bytes: number[] }[]) {
  const given = files.map(({ name, bytes }) => ({ name, bytes: new Uint8Array(bytes) }));
  const verdicts = await frame!.verify(given);
  tell(`verified: ${verdicts.map(({ status }) => status).join(', ')}`);
  return verdicts.map(({ status, class: kind }) => `${status} ${kind}`);
}

/** Tag of the refusal, or what should not have come. */
async function refusal(patience: number): Promise<string> {
  try {
    await connectFrame(iframe, { origin, patience });
    return 'connected';
  } catch (error) {
    return isVeritomeError(error) ? error.tag : String(error);
  }
}

/** A port as the protocol gives it to anyone who is served, without the client's care. */
function rawPort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    addEventListener('message', ({ ports: [port] }) => port && resolve(port), { once: true });
    iframe.contentWindow?.postMessage(hello('raw-session-0123456789'), origin);
  });
}

/** Malformed messages through the port and to the window; how many, and what came back. */
async function fuzz(seed: number, count: number) {
  const port = await rawPort();
  const replies: string[] = [];
  port.onmessage = ({ data }) => replies.push(JSON.stringify(data));
  let sent = 0;
  for (const message of malformed(seed, count)) {
    if (isInOrder(message)) continue;
    port.postMessage(message);
    iframe.contentWindow?.postMessage(message, origin);
    sent += 1;
  }
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return { sent, replies };
}

function isInOrder(message: unknown): boolean {
  try {
    requestOf(message);
    return true;
  } catch {
    return false;
  }
}

/** What another page may try at a window that is not its frame. */
function forge(target: Window, count: number): void {
  target.postMessage(hello('forged-session-0123456789'), '*');
  target.postMessage({ kind: 'call', id: 1, method: 'export', ask: { series: 's1', format: 'dicom' } }, '*');
  for (const message of malformed(3, count)) target.postMessage(message, '*');
}

const driven = { job, verdictsOf, refusal, fuzz, forge, heard };
export type Driven = typeof driven;
Object.assign(globalThis, { driven });
