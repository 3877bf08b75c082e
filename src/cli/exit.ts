/**
 * Exit codes of the command line (design §3).
 *
 * @module
 */
export const EXIT = { done: 0, fault: 1, usage: 2, refused: 3, altered: 4 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];
