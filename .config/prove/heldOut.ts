/** Series of subjects that no recipe in `models/training` sees (HELD_OUT in their data.py). */
export const COHORTS = {
  CT: ['ct-chest-acrinnsclc042', 'ct-body-sbua002304', 'ct-body-sbua067967'],
  MR: ['mr-head-fsepd-papaya', 'mr-abdomen-hastecor-tcgabc4073'],
} as const;
