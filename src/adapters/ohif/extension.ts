/**
 * The extension object that OHIF registers.
 *
 * @module
 */
import { configureAssets } from '../../registry/assets.js';
import { type Host3d, registerVeritome } from '../cornerstone/cornerstone3d.js';
import { Commands, commandsModule } from './commands.js';
import { beginSession, chooseTab, currentSession } from './current.js';
import {
  configurationOf,
  type DisplaySet,
  type ExtensionParams,
  librariesOf,
  type Subscription,
} from './host.js';
import { ID, PANEL } from './names.js';
import { reactElement } from './reactElement.js';
import { Session } from './session.js';
import { BADGE_MARGIN, badgeThumbnail, watchViewports } from './stage.js';
import { BUTTONS, ICON, toolbarButtons, toolbarModule } from './toolbar.js';

/** Above the provider of our image loader, which knows nothing of OHIF's own questions. */
const PRIORITY = 100_001;

let stop: (() => void)[] = [];

export const extension = {
  /** The name of the npm package, as OHIF asks. */
  id: ID,

  async preRegistration(params: ExtensionParams): Promise<void> {
    const { assets } = configurationOf(params);
    if (assets) configureAssets({ base: assets });
    const session = new Session(params);
    beginSession(session);
    // Elements are registered when the app asks for them: importing us does nothing to a page.
    await import('./define.js');
  },

  getCommandsModule: () => commandsModule(new Commands(currentSession(), chooseTab)),

  getToolbarModule: () => toolbarModule(() => currentSession().subject?.supported ?? false),

  getPanelModule: () => [
    {
      name: ID,
      iconName: ICON,
      iconLabel: 'Veritome',
      label: 'Veritome',
      component: () => reactElement('veritome-ohif'),
    },
  ],

  /** For app configurations and modes of others: `{ $reference: 'veritome.toolbarButtons' }`. */
  getCustomizationModule: () => [
    {
      name: 'default',
      value: {
        [BUTTONS]: toolbarButtons(currentSession().words),
        [`${ID}.panel`]: PANEL,
      },
    },
  ],

  onModeEnter(): void {
    const session = currentSession();
    const { viewportGridService: grid, displaySetService: displaySets } = session.services;
    const changed = () => session.changed();
    const subscriptions: Subscription[] = [
      watchList(session),
      grid.subscribe(grid.EVENTS.ACTIVE_VIEWPORT_ID_CHANGED, changed),
      grid.subscribe(grid.EVENTS.GRID_STATE_CHANGED, changed),
      displaySets.subscribe(displaySets.EVENTS.DISPLAY_SETS_ADDED, changed),
    ];
    stop = subscriptions.map((one) => () => one.unsubscribe());
    stop.push(showImages(session));
  },

  onModeExit(): void {
    for (const end of stop) end();
    stop = [];
    currentSession().readings.clear();
  },
};

/** Display sets that say a network made them carry the word in the list; ours come back with their study. */
function watchList(session: Session): Subscription {
  const { displaySetService: displaySets } = session.services;
  return displaySets.subscribe(
    displaySets.EVENTS.DISPLAY_SETS_ADDED,
    (added: { displaySetsAdded: readonly DisplaySet[] }) => {
      for (const displaySet of added.displaySetsAdded) {
        badgeThumbnail(displaySet);
        session.results.relist(displaySet.StudyInstanceUID);
      }
    },
  );
}

/** Gives the app's viewports our images, and their canvases our badge. */
function showImages(session: Session): () => void {
  const libraries = librariesOf(session.params.extensionManager);
  if (!libraries) return () => undefined;
  const { cornerstone } = libraries;
  session.results.shelf = registerVeritome(cornerstone as unknown as Host3d, {
    badgeMargin: BADGE_MARGIN,
  });
  cornerstone.metaData.addProvider(session.results.metadata, PRIORITY);
  return watchViewports({ cornerstone, onShown: session.onShown });
}
