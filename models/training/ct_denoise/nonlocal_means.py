"""Non-local means (Buades et al. 2005, CVPR), the classical method to beat; it is told the true noise level.

5 x 5 patches, 17 x 17 search, weights exp(-max(d^2 - 2 sd^2, 0) / h^2) with h = 0.9 sd.
"""
import numpy as np
from numba import njit

PATCH, SEARCH = 2, 8  # radii


@njit(fastmath=True, cache=True)
def _average(image, padded, variance, strength):
    rows, columns = image.shape
    total, weights = np.zeros((rows, columns), np.float32), np.zeros((rows, columns), np.float32)
    margin, side = PATCH + SEARCH, 2 * PATCH + 1
    squares = np.zeros((rows + 2 * PATCH + 1, columns + 2 * PATCH + 1), np.float64)
    for dy in range(-SEARCH, SEARCH + 1):
        for dx in range(-SEARCH, SEARCH + 1):
            for y in range(rows + 2 * PATCH):  # integral image of the squared differences
                line = 0.0
                for x in range(columns + 2 * PATCH):
                    d = padded[y + SEARCH, x + SEARCH] - padded[y + SEARCH + dy, x + SEARCH + dx]
                    line += d * d
                    squares[y + 1, x + 1] = squares[y, x + 1] + line
            for y in range(rows):
                for x in range(columns):
                    d = (squares[y + side, x + side] - squares[y, x + side] - squares[y + side, x] + squares[y, x]) / side ** 2
                    w = np.exp(-max(d - 2 * variance, 0.0) / strength)
                    total[y, x] += w * padded[y + margin + dy, x + margin + dx]
                    weights[y, x] += w
    return total / weights


def nonlocal_means(hu, sd):
    padded = np.pad(hu.astype(np.float32), PATCH + SEARCH, mode="reflect")
    return _average(hu, padded, sd ** 2, (0.9 * sd) ** 2)
