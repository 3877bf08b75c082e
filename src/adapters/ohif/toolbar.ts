/**
 * Buttons for OHIF's tool bar. They are OHIF's own kind (`ohif.toolButton`); a mode of
 * others adds them by id.
 *
 * @module
 */

import type { Words } from '../../elements/words/words.js';
import { ID } from './commands.js';
import type { ToolbarService } from './host.js';

/** Icon that OHIF ships. */
export const ICON = 'actions-smooth';

/** Definitions for `toolbarService.register`. */
export function toolbarButtons(words: Words) {
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

/** Puts the buttons into the first section of the tool bar. */
export function addButtons(toolbar: ToolbarService | undefined, words: Words): void {
  if (!toolbar) return;
  const buttons = toolbarButtons(words);
  toolbar.register(buttons);
  toolbar.updateSection(
    toolbar.sections?.primary ?? 'primary',
    buttons.map(({ id }) => id),
  );
}

/** As `getToolbarModule` gives it: how the buttons look. */
export function toolbarModule(usable: () => boolean) {
  return [{ name: `${ID}.evaluate`, evaluate: () => ({ disabled: !usable() }) }];
}
