/** Registers the panel and the elements that stand in it. */
import '../../define/compare.js';
import '../../define/denoiser.js';
import '../../define/inspector.js';
import '../../define/interpolator.js';
import { register } from '../../define/register.js';
import { OhifComparison } from './comparison.js';
import { OhifPanel } from './panel.js';

register('veritome-ohif', OhifPanel);
register('veritome-ohif-comparison', OhifComparison);
