/** An Orthanc server of its own: empty, on free ports, gone when closed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { multipartBody, multipartParts } from './multipart.js';

const PROGRAMS = ['/usr/sbin/Orthanc', '/usr/bin/Orthanc'];
const PLUGINS = '/usr/share/orthanc/plugins';
/** Orthanc says when it listens, but not on an output that can be waited for everywhere. */
const STARTING_MS = 30_000;

/** Who may use the server. */
export interface User {
  readonly name: string;
  readonly password: string;
}

/** Value of an authorization header. */
export function basic({ name, password }: User): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

/** Attributes to replace or to keep, as Orthanc's REST API takes them. */
export type Modification = Readonly<Record<string, unknown>>;

interface Identified {
  readonly ID: string;
}

/** One patient's or study's worth of files goes in, and what the server makes of them comes out. */
export class Orthanc {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #root: string;
  readonly #dicomPort: number;
  readonly #authorization: Readonly<Record<string, string>>;

  private constructor(
    process: ChildProcess,
    folder: string,
    port: number,
    dicomPort: number,
    user: User | undefined,
  ) {
    this.#authorization = user ? { authorization: basic(user) } : {};
    this.#process = process;
    this.#folder = folder;
    this.#root = `http://127.0.0.1:${port}`;
    this.#dicomPort = dicomPort;
  }

  /** A running server; undefined where Orthanc is not installed. With `user`, it asks for a password. */
  static async start(user?: User): Promise<Orthanc | undefined> {
    const program = PROGRAMS.find(existsSync);
    if (!program) return undefined;
    const folder = mkdtempSync(join(tmpdir(), 'veritome-orthanc-'));
    const [port, dicomPort] = [await freePort(), await freePort()];
    const configuration = join(folder, 'orthanc.json');
    mkdirSync(join(folder, 'storage'));
    const settings = {
      StorageDirectory: join(folder, 'storage'),
      IndexDirectory: join(folder, 'storage'),
      ...{ HttpPort: port, DicomPort: dicomPort },
      AuthenticationEnabled: user !== undefined,
      ...(user && { RegisteredUsers: { [user.name]: user.password } }),
      ...{ RemoteAccessAllowed: false, DicomAlwaysAllowStore: true },
      Plugins: existsSync(PLUGINS) ? [PLUGINS] : [],
      DicomWeb: { Enable: true },
    };
    writeFileSync(configuration, JSON.stringify(settings));
    const server = new Orthanc(
      spawn(program, [configuration], { stdio: 'ignore' }),
      folder,
      port,
      dicomPort,
      user,
    );
    await server.#ready();
    return server;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Root of its DICOMweb service. */
  get dicomweb(): string {
    return `${this.#root}/dicom-web`;
  }

  /** `1.10.1` */
  async version(): Promise<string> {
    return (await this.#json<{ Version: string }>('/system')).Version;
  }

  /** Leaves nothing on the server, then stores these files, over REST. */
  async store(paths: readonly string[]): Promise<void> {
    await this.#empty();
    for (const path of paths) await this.#ask('/instances', { body: readFileSync(path) });
  }

  /** The same by C-STORE, in the syntax that the files are in. */
  async send(paths: readonly string[]): Promise<void> {
    await this.#empty();
    const target = ['-xe', '-aec', 'ORTHANC', '127.0.0.1', String(this.#dicomPort)];
    const { status, stderr } = spawnSync('storescu', [...target, ...paths], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`storescu: ${stderr}`);
  }

  /** The same by STOW-RS. */
  async stow(paths: readonly string[]): Promise<void> {
    await this.#empty();
    const { body, type } = multipartBody(paths.map((path) => readFileSync(path)));
    await this.#ask('/dicom-web/studies', { body, headers: { 'Content-Type': type } });
  }

  /** All files as they lie on the server. */
  async files(): Promise<Uint8Array[]> {
    return this.#each('instances', (id) => this.#bytes(`/instances/${id}/file`));
  }

  /** All files by WADO-RS; in another transfer syntax where one is named. */
  async retrieve(syntax = '*'): Promise<Uint8Array[]> {
    const study = await this.#only('studies');
    const { MainDicomTags: tags } = await this.#json<{ MainDicomTags: { StudyInstanceUID: string } }>(
      `/studies/${study}`,
    );
    const headers = { Accept: `multipart/related; type="application/dicom"; transfer-syntax=${syntax}` };
    const answer = await this.#ask(`/dicom-web/studies/${tags.StudyInstanceUID}`, { headers });
    return multipartParts(
      new Uint8Array(await answer.arrayBuffer()),
      answer.headers.get('content-type') ?? '',
    );
  }

  /** Each file in another transfer syntax, its UIDs kept where the standard lets them. */
  async transcoded(syntax: string): Promise<Uint8Array[]> {
    const body = JSON.stringify({ Transcode: syntax, Keep: ['SOPInstanceUID'], Force: true });
    return this.#each('instances', (id) => this.#bytes(`/instances/${id}/modify`, body));
  }

  /** Modifies the patient; the files of the new one. */
  async modified(changes: Modification): Promise<Uint8Array[]> {
    return this.#replaced('patients', 'modify', changes);
  }

  /** Anonymises the study; the files of the new one. */
  async anonymised(options: Modification): Promise<Uint8Array[]> {
    return this.#replaced('studies', 'anonymize', options);
  }

  async #replaced(level: 'patients' | 'studies', action: string, body: Modification): Promise<Uint8Array[]> {
    const before = await this.#only(level);
    const { ID: after } = await this.#json<Identified>(`/${level}/${before}/${action}`, JSON.stringify(body));
    const instances = await this.#json<Identified[]>(`/${level}/${after}/instances`);
    return Promise.all(instances.map(({ ID }) => this.#bytes(`/instances/${ID}/file`)));
  }

  async #each(level: string, make: (id: string) => Promise<Uint8Array>): Promise<Uint8Array[]> {
    const files: Uint8Array[] = [];
    for (const id of await this.#json<string[]>(`/${level}`)) files.push(await make(id));
    return files;
  }

  async #only(level: string): Promise<string> {
    const ids = await this.#json<string[]>(`/${level}`);
    if (ids.length !== 1) throw new Error(`Orthanc holds ${ids.length} ${level}, not one.`);
    return ids[0];
  }

  async #empty(): Promise<void> {
    for (const id of await this.#json<string[]>('/patients')) {
      await this.#ask(`/patients/${id}`, { method: 'DELETE' });
    }
  }

  async #json<T>(path: string, body?: string): Promise<T> {
    return (await this.#ask(path, { body })).json() as Promise<T>;
  }

  async #bytes(path: string, body?: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#ask(path, { body })).arrayBuffer());
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const answer = await fetch(`${this.#root}${path}`, {
      method: init.body ? 'POST' : 'GET',
      ...init,
      headers: { ...this.#authorization, ...init.headers },
    });
    if (answer.ok) return answer;
    const { Details, Message } = await answer.json().catch(() => ({}));
    throw new OrthancError(`Orthanc answers ${answer.status}: ${Details || Message || path}`);
  }

  async #ready(): Promise<void> {
    const end = Date.now() + STARTING_MS;
    for (;;) {
      const answer = await this.version().catch(() => undefined);
      if (answer) return;
      if (Date.now() > end || this.#process.exitCode !== null) throw new Error('Orthanc does not start.');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** What the server refuses, or cannot do. */
export class OrthancError extends Error {}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(address)));
    });
  });
}
