/** A page in a frame with a workbench that is made up; whom it serves, its test says. */
import { serveFrame } from '../../../src/adapters/frame.js';
import type { VeritomeWorkbench } from '../../../src/elements/workbench/workbench.js';

const served = new URLSearchParams(location.search).getAll('serves');
const workbench = Object.assign(document.createElement('div'), { updateComplete: Promise.resolve(true) });

serveFrame(workbench as unknown as VeritomeWorkbench, served.length > 0 ? { origins: served } : {});
document.documentElement.dataset.ready = '';
