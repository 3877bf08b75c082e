/** Where a key takes a slider from 0 to 1; undefined for keys that are not its own. Shift takes five steps. */
export function slid(event: KeyboardEvent, value: number, step = 0.02): number | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  const by = event.shiftKey ? 5 * step : step;
  const moves: Record<string, number> = {
    ArrowLeft: value - by,
    ArrowDown: value - by,
    ArrowRight: value + by,
    ArrowUp: value + by,
    PageDown: value - 5 * step,
    PageUp: value + 5 * step,
    Home: 0,
    End: 1,
  };
  const to = moves[event.key];
  return to === undefined ? undefined : share(to);
}

/** Between 0 and 1, to the thousandth. */
export function share(value: number): number {
  return Math.min(1, Math.max(0, Math.round(value * 1000) / 1000));
}
