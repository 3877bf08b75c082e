/**
 * A figure over slices and series.
 *
 * @module
 */

/** Mean over slices, and the mean of each series: a model may fail on one of them alone. */
export interface Spread {
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
  readonly series: Readonly<Record<string, number>>;
}

/** Values of slices, null where a slice does not have the figure; null where none has. */
export function spreadOf(
  values: readonly { readonly series: string; readonly value: number | null | undefined }[],
): Spread | null {
  const bySeries = new Map<string, number[]>();
  for (const { series, value } of values) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    bySeries.set(series, [...(bySeries.get(series) ?? []), value]);
  }
  if (bySeries.size === 0) return null;
  const series = Object.fromEntries([...bySeries].map(([name, list]) => [name, mean(list)]));
  return {
    mean: mean([...bySeries.values()].flat()),
    lowest: Math.min(...Object.values(series)),
    highest: Math.max(...Object.values(series)),
    series,
  };
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
