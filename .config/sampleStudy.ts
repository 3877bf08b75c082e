/** What the sample study is made from: one place, so that proofs find the truth again. */
export const SAMPLE = { slices: 20, seed: 7 } as const;
