/** How many viewports the stage has, and how they stand. */

/** Rows x columns. */
export const LAYOUTS = ['1x1', '1x2', '2x1', '2x2'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Most viewports of any layout. */
export const MOST_CELLS = 4;

export function countOf(layout: Layout): number {
  const [rows, columns] = layout.split('x').map(Number);
  return rows * columns;
}
