/** Reads `c2pa.actions` of any version (C2PA 2 §18.15). */
import type { CborValue } from './cbor.js';

/** One action as a claim lists it. */
export interface ActionRead {
  readonly action: string;
  readonly digitalSourceType: string | undefined;
}

/** The actions in the content of the assertion; what is malformed is left out. */
export function readActions(content: CborValue): ActionRead[] {
  const list = content instanceof Map ? content.get('actions') : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: CborValue) => {
    const action = entry instanceof Map ? entry.get('action') : undefined;
    if (!(entry instanceof Map) || typeof action !== 'string') return [];
    const type = entry.get('digitalSourceType');
    return [{ action, digitalSourceType: typeof type === 'string' ? type : undefined }];
  });
}
