/** The demo is the workbench and nothing else; the keyboard starts on the stage. */
import '../../src/define.js';

const workbench = document.querySelector('veritome-workbench');

/** The first focus is ours, not the reader's: no ring until a key is pressed. */
const QUIETLY: FocusOptions & { focusVisible: boolean } = { preventScroll: true, focusVisible: false };

workbench?.addEventListener('veritome-select', () => {
  if (document.activeElement === document.body) workbench.focus(QUIETLY);
});
