/**
 * What may be asked of a comparison by name; anything else is refused and told.
 *
 * @module
 */
import type { PropertyValues } from 'lit';
import { ArgumentError } from '../../errors.js';
import { saidInWords } from '../fault.js';
import type { Words } from '../words/words.js';
import type { VeritomeCompare } from './compare.js';
import { COMPARISONS, MEASURES, OVERLAYS } from './modes.js';
import { MOST } from './stacks.js';

/** Puts an unknown choice back to the usual one, and refuses it. */
export function checkChoices(
  compare: VeritomeCompare,
  changed: PropertyValues<VeritomeCompare>,
  words: Words,
  refuse: (error: ArgumentError) => void,
): void {
  const { mode, overlay, measure } = compare;
  const say = (attribute: string, what: string, remedy: string) =>
    refuse(saidInWords(new ArgumentError(what, { attribute, remedy })));
  if (changed.has('mode') && !COMPARISONS.includes(mode)) {
    compare.mode = 'curtain';
    say('mode', words.unknownMode(mode), words.unknownModeRemedy);
  }
  if (changed.has('overlay') && !OVERLAYS.includes(overlay)) {
    compare.overlay = 'none';
    say('overlay', words.unknownOverlay(overlay), words.unknownOverlayRemedy);
  }
  if (changed.has('measure') && !MEASURES.includes(measure)) {
    compare.measure = 'none';
    say('measure', words.unknownMeasure(measure), words.unknownMeasureRemedy);
  }
  if (!changed.has('results')) return;
  const pair = [compare.acquired, compare.generated].filter(Boolean).length;
  if (pair + compare.results.length > MOST) {
    say('results', words.tooManyResults(MOST), words.tooManyResultsRemedy);
  }
}
