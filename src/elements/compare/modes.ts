/** What may be asked of a comparison by name. */

/** Ways to compare. */
export const COMPARISONS = ['curtain', 'side-by-side', 'flicker', 'blend', 'difference'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What may lie over the generated image. */
export const OVERLAYS = ['none', 'guard'] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** What may be measured below the pictures. */
export const MEASURES = ['none', 'regions', 'profile'] as const;
export type Measure = (typeof MEASURES)[number];
