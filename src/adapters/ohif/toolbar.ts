/**
 * Buttons for OHIF's tool bar. They are OHIF's own kind (`ohif.toolButton`); a mode of
 * others adds them by id.
 *
 * @module
 */

import type { Words } from '../../elements/words/words.js';
import type { Services } from './host.js';
import { ID } from './names.js';

/** Icon that OHIF ships. */
export const ICON = 'actions-smooth';

/** Under which the buttons are for modes of others, and for ours. */
export const BUTTONS = `${ID}.toolbarButtons`;

type Buttons = ReturnType<typeof toolbarButtons>;

/** Definitions for `toolbarService.register`. */
export function toolbarButtons(words: Pick<Words, 'ohifPanel'>) {
  return [
    {
      id: 'VeritomePanel',
      uiType: 'ohif.toolButton',
      props: {
        icon: ICON,
        label: words.ohifPanel,
        tooltip: words.ohifPanel,
        commands: `${ID}.open`,
        evaluate: `${ID}.evaluate`,
      },
    },
  ];
}

/** Puts the buttons into the first section of the tool bar, as the extension registered them. */
export function addButtons({ toolbarService, customizationService }: Services): void {
  const buttons = customizationService?.getCustomization(BUTTONS) as Buttons | undefined;
  if (!toolbarService || !buttons) return;
  toolbarService.register(buttons);
  toolbarService.updateSection(
    toolbarService.sections?.primary ?? 'primary',
    buttons.map(({ id }) => id),
  );
}

/** As `getToolbarModule` gives it: how the buttons look. */
export function toolbarModule(usable: () => boolean) {
  return [{ name: `${ID}.evaluate`, evaluate: () => ({ disabled: !usable() }) }];
}
