/** Series of subjects that no recipe in `models/training` sees (`heldOut` in their series.json). */
export const COHORTS = {
  CT: ['ct-chest-acrinnsclc042', 'ct-body-sbua002304', 'ct-body-sbua067967'],
  MR: ['mr-head-fsepd-papaya'],
} as const;
