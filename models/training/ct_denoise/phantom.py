"""A torso made of ellipses: the one test image whose truth holds no noise at all.

Body with a layer of fat, lungs with vessels, heart, liver with faint lesions, spine, ribs. Edges are
blurred as a soft kernel blurs them. Not anatomy, but flat regions, edges and small details of known HU.
"""
import numpy as np
from scipy import ndimage

PIXEL_MM = 0.8


def torso(seed, size=512):
    """A slice in HU, without noise; every seed varies positions, sizes and HU a little."""
    rng = np.random.default_rng(seed)
    y, x = (np.mgrid[:size, :size] - (size - 1) / 2) * PIXEL_MM
    hu = np.full((size, size), -1000.0)

    def ellipse(cy, cx, ry, rx, level, jitter=4.0):
        cy, cx = cy + rng.normal(0, jitter), cx + rng.normal(0, jitter)
        ry, rx = ry * rng.uniform(0.93, 1.07), rx * rng.uniform(0.93, 1.07)
        hu[np.hypot((y - cy) / ry, (x - cx) / rx) < 1] = level

    ellipse(0, 0, 125, 178, -105, 1)
    ellipse(0, 0, 105, 158, 50, 1)
    for side in (-1, 1):
        ellipse(-5, side * 80, 82, 58, -850)
        for _ in range(40):  # vessels
            ellipse(rng.uniform(-60, 50), side * 80 + rng.uniform(-40, 40), *np.exp(rng.uniform(0, 1.6, 2)), rng.uniform(-50, 50), 0)
        for angle in np.linspace(-1.2, 1.2, 6):  # ribs
            ellipse(95 * np.sin(angle), side * 148 * np.cos(angle), 5, 7, rng.uniform(300, 900), 1)
    ellipse(-25, 22, 48, 52, 45 + rng.normal(0, 10))
    ellipse(50, -75, 45, 55, 60 + rng.normal(0, 10))
    for contrast in (-40, -20, -10, 15, 25, 60):
        ellipse(50 + rng.uniform(-28, 28), -75 + rng.uniform(-35, 35), *[rng.uniform(2, 6)] * 2, 60 + contrast, 0)
    ellipse(75, 0, 20, 22, rng.uniform(180, 260))
    ellipse(75, 0, 15, 17, rng.uniform(130, 200), 0)
    ellipse(98, 0, 8, 5, 500, 1)
    return ndimage.gaussian_filter(hu, 0.7).astype(np.float32)
