/**
 * The two colours of the badge, apart from the style sheets: whoever paints a badge on a
 * canvas of another viewer downloads no Lit.
 *
 * @module
 */

/** The one accent. It says "a network wrote this" and is used for nothing else. */
export const GENERATED = '#ffb020';
/** Plate under amber text: dark in every theme, so that the badge reads the same everywhere. */
export const PLATE = '#17130a';
