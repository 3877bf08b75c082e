/**
 * Reads the card of a model that somebody brought: what does not fit is named by its field,
 * with what is wanted there.
 *
 * @module
 */
import { refusal, shown } from '../../onnx/refusal.js';
import { MODEL_CARD_SCHEMA } from '../../registry/cardSchema.js';
import { faultOf, type Schema } from '../../registry/jsonSchema.js';
import { CARD_SCHEMA, type SuppliedCard } from '../../registry/suppliedCard.js';

/** True for the JSON of such a card, right or wrong; a card of a model that was trained here is none. */
export function isSuppliedCard(json: string): boolean {
  try {
    const card = JSON.parse(json);
    return card?.schema === CARD_SCHEMA || card?.execution?.knownAnswer?.file === undefined;
  } catch {
    return true;
  }
}

/**
 * The card.
 *
 * @throws ModelError with the reason `card` and the field as its attribute.
 */
export function readSuppliedCard(json: string): SuppliedCard {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw refusal('card', 'its card is no JSON', { attribute: 'card.json', cause });
  }
  const fault = faultOf(MODEL_CARD_SCHEMA as Schema, value);
  if (fault) throw cardFault(fault.field, fault.wanted);
  const card = value as SuppliedCard;
  if (card.task === 'denoise') checkDenoiser(card);
  else checkGenerator(card);
  return card;
}

/** The error that names a field of the card. */
export function cardFault(field: string, wanted: string) {
  const name = shown(field) || 'card.json';
  return refusal('card', `on its card ${name} ${wanted}`, { attribute: name });
}

/** What no schema says: numbers that must not be equal, sizes that depend on each other. */
function checkDenoiser({ execution, selection }: SuppliedCard & { task: 'denoise' }): void {
  const { input, tile, multipleOf = 1 } = execution;
  const { scaling } = input;
  if (scaling.kind === 'window' && !(scaling.low < scaling.high)) {
    throw cardFault('execution.input.scaling.low', 'must be less than high');
  }
  if (scaling.kind !== 'identity' && scaling.to[0] === scaling.to[1]) {
    throw cardFault('execution.input.scaling.to', 'must be two different numbers');
  }
  if (scaling.kind === 'identity' && selection.unit !== 'HU') {
    throw cardFault(
      'execution.input.scaling.kind',
      'must be "window" or "percentile" where selection.unit is not "HU"',
    );
  }
  if (!tile) return;
  if (2 * tile.overlap >= Math.min(tile.rows, tile.columns)) {
    throw cardFault('execution.tile.overlap', 'must be less than half of the tile');
  }
  if (tile.rows % multipleOf !== 0 || tile.columns % multipleOf !== 0) {
    throw cardFault('execution.tile', `must have sides that are multiples of ${multipleOf}`);
  }
}

function checkGenerator({ execution, selection }: SuppliedCard & { task: 'generate' }): void {
  const { output, label } = execution;
  const [modality] = selection.modality;
  if (selection.modality.length !== 1 || (modality !== 'CT' && modality !== 'MR')) {
    throw cardFault('selection.modality', 'must be ["CT"] or ["MR"]: slices are written as one of them');
  }
  if ((modality === 'CT') !== (selection.unit === 'HU')) {
    throw cardFault('selection.unit', 'must be "HU" of CT and "arbitrary" of MR');
  }
  if (output.range[0] === output.range[1]) {
    throw cardFault('execution.output.range', 'must be two different numbers');
  }
  const [low, high] = output.values;
  const [least, most] = modality === 'CT' ? [-1024, 3071] : [0, 65535];
  if (!(low < high && low >= least && high <= most)) {
    throw cardFault('execution.output.values', `must be a range from ${least} to ${most}`);
  }
  if (label && new Set(label.classes).size !== label.classes.length) {
    throw cardFault('execution.label.classes', 'must be different names');
  }
}
