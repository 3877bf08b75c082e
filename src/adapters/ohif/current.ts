/**
 * The session of the app on this page. OHIF makes panels without telling them of which
 * extension they are: the panel finds its session here.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { Tab } from './commands.js';
import type { Session } from './session.js';

let session: Session | undefined;
let tab: Tab = 'denoise';

export function beginSession(begun: Session): void {
  session = begun;
}

/** @throws ArgumentError before OHIF has registered the extension. */
export function currentSession(): Session {
  if (session) return session;
  throw new ArgumentError('The extension is not registered with OHIF yet.', {
    attribute: 'extensions',
    remedy: 'Name it in window.config.extensions, before the mode that uses it.',
  });
}

/** The tab that was asked for, by a command or by the reader. */
export function chosenTab(): Tab {
  return tab;
}

export function chooseTab(asked: Tab): void {
  tab = asked;
  session?.changed();
}
