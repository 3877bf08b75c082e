/** The demo is the workbench and nothing else; the keyboard starts on the stage. */
import '../../src/define.js';

const workbench = document.querySelector('veritome-workbench');

workbench?.addEventListener('veritome-select', async () => {
  await workbench.updateComplete;
  if (document.activeElement === document.body) workbench.focus();
});
