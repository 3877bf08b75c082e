/**
 * What the extension can be told to do, by tool bar, hotkeys and modes of others:
 * `commandsManager.runCommand('veritome.denoise', { strength: 0.8 })`.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { DenoiseOptions } from '../../pipeline/denoise.js';
import type { InterpolateOptions } from '../../pipeline/interpolate.js';
import { ID, PANEL } from './names.js';
import type { Result } from './results.js';
import type { Session } from './session.js';

/** Tabs of the panel. */
export type Tab = 'denoise' | 'between' | 'compare' | 'origin';

/** Opens the panel, at a tab. */
export interface OpenOptions {
  readonly tab?: Tab;
}

type Options<T> = Partial<Pick<T, Exclude<keyof T, 'onFrame' | 'onExecution'>>>;

export class Commands {
  readonly #session: Session;
  /** The tab that the panel opens with next. */
  readonly #choose: (tab: Tab) => void;

  constructor(session: Session, choose: (tab: Tab) => void) {
    this.#session = session;
    this.#choose = choose;
  }

  open({ tab }: OpenOptions = {}): void {
    if (tab) this.#choose(tab);
    this.#session.services.panelService?.activatePanel(PANEL, true);
  }

  /** Denoises the series of the active viewport; the result stands in the study list. */
  async denoise({ model, strength, texture, provider, signal, onProgress }: Options<DenoiseOptions> = {}) {
    return this.#make(async (source) => {
      const options = { model, strength, texture, provider, signal, onProgress };
      return this.#session.jobs.denoise(source, given(options));
    });
  }

  /** Puts synthesised slices between those of the active viewport's series. */
  async interpolate({ model, factor, provider, signal, onProgress }: Options<InterpolateOptions> = {}) {
    return this.#make(async (source) =>
      this.#session.jobs.interpolate(source, given({ model, factor, provider, signal, onProgress })),
    );
  }

  compare(): void {
    this.open({ tab: 'compare' });
  }

  inspect(): void {
    this.open({ tab: 'origin' });
  }

  /** Stores the result on show, or the latest one of the study on show. */
  async store(): Promise<void> {
    const { subject, result, results } = this.#session;
    const [latest] = subject ? results.listOf(subject.displaySet.StudyInstanceUID) : [];
    await storeResult(this.#session, result ?? latest);
  }

  async #make(job: (source: Awaited<ReturnType<Session['read']>>) => Promise<Result['series']>) {
    const session = this.#session;
    try {
      session.tell(session.words.ohifRunning, 'info');
      const source = await session.read();
      const result = session.results.publish({ series: await job(source), source });
      session.tell(session.words.ohifListed(result.series.description));
      return result.series;
    } catch (error) {
      session.fail(error);
      throw error;
    }
  }
}

/** Stores a result and tells how that went. */
export async function storeResult(session: Session, result: Result | undefined): Promise<void> {
  try {
    if (!result) {
      throw new ArgumentError('There is no result to store.', {
        attribute: 'result',
        remedy: 'Denoise the series, or put slices between its slices, first.',
      });
    }
    const { stored } = await session.results.store(result);
    session.tell(session.words.pacsSent(stored.length));
  } catch (error) {
    session.fail(error);
  }
}

/** Without what was not given, so that defaults hold. */
function given<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

/** As `getCommandsModule` gives them. */
export function commandsModule(commands: Commands) {
  const act = <T>(commandFn: (options?: T) => unknown) => ({ commandFn });
  return {
    definitions: {
      [`${ID}.open`]: act((options?: OpenOptions) => commands.open(options)),
      [`${ID}.denoise`]: act((options?: Options<DenoiseOptions>) => commands.denoise(options)),
      [`${ID}.interpolate`]: act((options?: Options<InterpolateOptions>) => commands.interpolate(options)),
      [`${ID}.compare`]: act(() => commands.compare()),
      [`${ID}.inspect`]: act(() => commands.inspect()),
      [`${ID}.store`]: act(() => commands.store()),
    },
    defaultContext: 'VIEWER',
  };
}
