/**
 * Courses of the great vessels, pulmonary hila, airways and oesophagus.
 *
 * Positions follow the usual arrangement in axial atlases, brought closer together
 * along z so that carina and liver dome fit into one short study.
 *
 * @module
 */
import type { Node } from './tube.js';
import { smoothPath } from './tube.js';

export const AORTA_ASCENDING = smoothPath([
  [3, -33, -4, 12],
  [-4, -36, 12, 15],
  [-11, -37, 30, 15.5],
  [-12, -33, 52, 15.5],
  [-8, -26, 75, 15],
]);
export const AORTA_DESCENDING = smoothPath([
  [23, 28, 75, 12.5],
  [25, 31, 40, 12.5],
  [24, 33, 10, 12],
  [20, 34, -20, 11.6],
  [15, 33, -50, 11.2],
  [10, 33, -75, 11],
]);
export const VENA_CAVA_SUPERIOR = smoothPath([
  [-30, -22, 75, 8.5],
  [-31, -22, 40, 9],
  [-32, -20, 18, 9.5],
  [-33, -20, 2, 12],
]);
export const VENA_CAVA_INFERIOR = smoothPath([
  [-24, 8, -75, 13],
  [-26, 2, -45, 12.5],
  [-30, -8, -24, 13],
]);
export const PULMONARY_TRUNK = smoothPath([
  [12, -58, -6, 14],
  [17, -53, 8, 14.5],
  [21, -43, 20, 14],
  [18, -28, 28, 13],
]);
export const AZYGOS = smoothPath([
  [-5, 33, 75, 3.8],
  [-7, 34, 20, 3.6],
  [-5, 35, -70, 3.2],
]);
export const OESOPHAGUS = smoothPath([
  [3, 24, 75, 6.4],
  [4, 26, 30, 6.6],
  [6, 27, 0, 6.4],
  [10, 23, -30, 7],
  [14, 17, -60, 8],
]);

/** Right and left pulmonary artery, down to the lower lobes. */
export const PULMONARY_ARTERIES = {
  right: smoothPath([
    [17, -28, 27, 11],
    [2, -14, 24, 10],
    [-14, -6, 22, 10],
    [-32, 1, 19, 9.5],
    [-48, 4, 12, 8],
    [-56, 9, 2, 6.8],
    [-58, 16, -10, 5.6],
  ]),
  left: smoothPath([
    [19, -30, 28, 12],
    [30, -12, 32, 11],
    [43, 4, 33, 10],
    [55, 20, 23, 8],
    [59, 27, 9, 6.8],
    [60, 31, -8, 5.6],
  ]),
};

/** Upper and lower pulmonary veins of each side, from the left atrium outwards. */
export const PULMONARY_VEINS = {
  right: [
    smoothPath([
      [-18, -2, 0, 8],
      [-38, -12, 8, 6.2],
      [-54, -22, 14, 4.6],
    ]),
    smoothPath([
      [-18, 8, -8, 8],
      [-34, 19, -14, 6.2],
      [-42, 34, -20, 4.6],
    ]),
  ],
  left: [
    smoothPath([
      [22, -4, 2, 7.5],
      [40, -12, 10, 5.8],
      [55, -24, 16, 4.4],
    ]),
    smoothPath([
      [22, 10, -8, 7.5],
      [39, 16, -13, 5.8],
      [50, 21, -20, 4.4],
    ]),
  ],
};

/** Trachea with the right, then the left bronchial tree; radii are those of the lumen. */
export const AIRWAYS: readonly (readonly Node[])[] = [
  smoothPath([
    [0, 7, 80, 8.5],
    [0, 9, 60, 8.5],
    [0, 11, 44, 8.2],
    [-14, 14, 33, 6.8],
    [-30, 15, 24, 6.2],
    [-39, 15, 17, 5.6],
    [-44, 17, 6, 5.2],
    [-47, 21, -6, 4.4],
    [-51, 27, -20, 3.2],
  ]),
  smoothPath([
    [0, 11, 44, 8],
    [16, 15, 34, 6.4],
    [32, 18, 26, 5.8],
    [42, 19, 17, 5.2],
    [47, 23, 6, 4.6],
    [50, 29, -10, 3.4],
    [53, 35, -24, 2.6],
  ]),
  smoothPath([
    [-27, 14, 26, 4.8],
    [-42, 10, 29, 4],
    [-55, 4, 33, 2.9],
  ]),
  smoothPath([
    [39, 16, 21, 4.4],
    [51, 3, 20, 3.4],
    [61, -9, 22, 2.6],
  ]),
  smoothPath([
    [-46, 20, -3, 3.4],
    [-58, 6, -10, 2.6],
    [-66, -8, -18, 2],
  ]),
];

/** Coronary arteries in the grooves of the heart. */
export const CORONARIES: readonly (readonly Node[])[] = [
  smoothPath([
    [14, -42, 8, 1.7],
    [30, -66, 2, 1.6],
    [41, -73, -6, 1.5],
    [54, -76, -20, 1.3],
    [62, -72, -32, 1.1],
  ]),
  smoothPath([
    [-4, -46, 4, 1.7],
    [-24, -53, 1, 1.6],
    [-34, -48, -5, 1.6],
    [-31, -48, -20, 1.5],
    [-26, -42, -36, 1.3],
  ]),
  smoothPath([
    [14, -42, 8, 1.6],
    [31, -26, 5, 1.5],
    [37, -7, -4, 1.4],
    [41, -1, -16, 1.2],
  ]),
];

/** Vein in the groove behind the heart, into the right atrium. */
export const CORONARY_SINUS = smoothPath([
  [40, -2, -12, 2.6],
  [22, 0, -19, 3.6],
  [2, -4, -21, 4.4],
  [-22, -12, -23, 5.5],
]);

/** Internal mammary vessels and branches under the skin and in the axillae: fat without vessels looks dead. */
export const WALL_VESSELS: readonly (readonly Node[])[] = [
  [
    [-27, -92, 80, 1.4],
    [-26, -93, -80, 1.3],
  ],
  [
    [-23, -91.5, 80, 1.1],
    [-23, -92.5, -80, 1],
  ],
  [
    [26, -91, 80, 1.4],
    [26, -92, -80, 1.3],
  ],
  smoothPath([
    [150, -26, 70, 1.7],
    [150, -18, 20, 1.4],
    [147, -8, -30, 1],
    [146, 0, -70, 0.8],
  ]),
  smoothPath([
    [-151, -24, 70, 1.7],
    [-153, -16, 20, 1.4],
    [-149, -5, -30, 1],
    [-148, 4, -70, 0.8],
  ]),
  smoothPath([
    [-92, -96, 60, 0.7],
    [-104, -90, 10, 0.9],
    [-118, -78, -40, 0.8],
  ]),
  smoothPath([
    [88, -98, 60, 0.8],
    [108, -89, 0, 0.9],
    [114, -80, -50, 0.7],
  ]),
];
