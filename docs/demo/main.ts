/** The demo is the workbench and nothing else; the keyboard starts on the stage. */
import '../../src/define.js';

const workbench = document.querySelector('veritome-workbench');

workbench?.addEventListener('veritome-select', () => {
  if (document.activeElement === document.body) workbench.focus({ preventScroll: true });
});
