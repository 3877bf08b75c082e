/** A figure as Portuguese writes it: decimal comma, true minus. */
export function decimal(figure: number, digits = 1): string {
  return figure.toFixed(digits).replace('.', ',').replace('-', '−');
}

/** The same, with the digits that it has. */
export function plain(figure: number): string {
  return String(figure).replace('.', ',').replace('-', '−');
}
