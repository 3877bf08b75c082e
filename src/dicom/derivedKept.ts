/** Sequences that grow: the source's items stay, ours come behind them. */
import type { DataSet, Value } from './dcmjs.js';
import { textOf } from './derivedInstance.js';
import { isItem } from './derivedText.js';

const REFERENCED_SERIES = '00081115';
const REFERENCED_INSTANCES = '0008114A';
const CODING_SCHEMES = '00080110';
const CONTRIBUTING_EQUIPMENT = '0018A001';

/** Puts the items of `source` before those of `dataSet`, in the sequences that keep them. */
export function keepItems(dataSet: DataSet, source: DataSet): void {
  // Who worked on it is a fact of its own each time; a scheme and a series are named once.
  join(dataSet, source, CONTRIBUTING_EQUIPMENT, (before, ours) => [...before, ...ours]);
  join(dataSet, source, CODING_SCHEMES, (before, ours) => distinct('00080102', [...before, ...ours]));
  join(dataSet, source, REFERENCED_SERIES, mergedSeries);
}

function join(
  dataSet: DataSet,
  source: DataSet,
  sequence: string,
  together: (before: DataSet[], ours: DataSet[]) => DataSet[],
): void {
  if (!dataSet[sequence] || !source[sequence]) return;
  const Value = together(source[sequence].Value.filter(isItem), dataSet[sequence].Value.filter(isItem));
  dataSet[sequence] = { vr: 'SQ', Value };
}

function distinct(key: string, items: readonly DataSet[]): DataSet[] {
  return [...new Map(items.map((item) => [textOf(item, key), item])).values()];
}

/** A series that both list gets the instances of both. */
function mergedSeries(before: DataSet[], ours: DataSet[]): DataSet[] {
  const uid = (item: DataSet) => textOf(item, '0020000E');
  const merged = before.map((item) => {
    const same = ours.find((one) => uid(one) === uid(item));
    const instances: Value[] = [...instancesOf(item), ...(same ? instancesOf(same) : [])];
    const Value = distinct('00081155', instances.filter(isItem));
    return { ...item, [REFERENCED_INSTANCES]: { vr: 'SQ', Value } };
  });
  return [...merged, ...ours.filter((one) => !before.some((item) => uid(item) === uid(one)))];
}

function instancesOf(item: DataSet): readonly Value[] {
  return item[REFERENCED_INSTANCES]?.Value ?? [];
}
