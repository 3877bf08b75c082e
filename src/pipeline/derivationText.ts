/**
 * A record in a sentence, for Derivation Description (0008,2111) and Contribution
 * Description (0018,A003): what matters most first, because the text is cut at 1024 characters.
 *
 * @module
 */
import { dot, normalOf } from '../dicom/spacing.js';
import type { FrameInfo } from '../image/frame.js';
import { wordsOf } from '../provenance/earlierMark.js';
import type { ProvenanceRecord } from '../provenance/record.js';

/** Of a slice that stands unchanged in a series of ours. */
export const UNCHANGED =
  'Pixels unchanged: an acquired slice, repeated in a series that has synthesised slices between its acquired ones.';

/** The record in a sentence; `more` stands behind the settings. */
export function describe(record: ProvenanceRecord, more: readonly string[] = []): string {
  const { class: made, model, options, execution, tool, guard, history = [] } = record;
  const settings = Object.entries(options).map(([name, value]) => `${name} ${value}`);
  return [
    `${made[0].toUpperCase()}${made.slice(1)} by neural network ${model.id} ${model.version}`,
    `weights SHA-256 ${model.weightsSha256}`,
    ...(model.origin
      ? [`${model.origin} model "${model.title ?? ''}", not checked by the makers of ${tool.name}`]
      : []),
    ...settings,
    ...more,
    // First of what a reader must know: the text is cut at its end.
    ...(guard?.flagged
      ? [
          `STRUCTURE GUARD FLAG: more was taken away than noise explains (score ${guard.score.toFixed(1)}, threshold ${guard.threshold})`,
        ]
      : []),
    ...wordsOf(history),
    ...markWords(record),
    `computed on ${execution.provider} (${execution.device}), ${execution.runtime}`,
    `${tool.name} ${tool.version}`,
    made === 'synthetic'
      ? 'Research use. No patient stands behind it.'
      : 'Research use. Compare with the acquired image.',
  ].join('; ');
}

/** Which imperceptible mark the pixels carry, so that a detector's answer can be held against it. */
function markWords({ mark }: ProvenanceRecord): string[] {
  return mark && mark.rms > 0
    ? [`pixel mark ${mark.payload}, RMS ${mark.rms.toFixed(2)}`]
    : ['no pixel mark'];
}

/** Between which positions a synthesised slice lies, in mm along the normal of the stack; nothing for others. */
export function betweenWords({ plane }: FrameInfo, { options }: ProvenanceRecord): string[] {
  const { fraction, gapMm } = options;
  if (!plane || typeof fraction !== 'number' || typeof gapMm !== 'number') return [];
  const at = dot(plane.position, normalOf(plane.orientation));
  const before = at - fraction * gapMm;
  return [`between slices at ${before.toFixed(2)} and ${(before + gapMm).toFixed(2)} mm along the normal`];
}
