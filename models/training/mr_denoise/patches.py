"""Training patches of the MR denoiser: magnitude images under Rician noise.

Magnitude of a complex signal with Gaussian noise of SD sigma in both channels (Gudbjartsson & Patz 1995, MRM 34:910):
m = |A + sigma (n1 + i n2)|. In air its mean is 1.25 sigma, so that the answer m - A holds a bias as well as noise, and
the network learns to take both. Sigma is drawn per patch, varies over it (parallel imaging), and is now and then
correlated (zero-filled k-space). Values are parts of the series' 99.5th percentile, that itself off by a random factor.

Few MR series are free, so contrasts are invented: the intensities of MR series are sent through random curves that
keep zero at zero, and CT soft tissue through more of them stands in for further anatomy.
"""
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from scipy import ndimage

SIZE, BATCH, TWINS, INSERTS = 80, 12, 4, 2
PERCENTILE = 99.5
SERIES = json.loads(Path(__file__).with_name("series.json").read_text())
CT_WINDOW = (-160.0, 240.0)


def read(folder, name, every=1):
    """Slices of a series, float32."""
    folder = Path(folder) / name
    offset = json.loads((folder / "meta.json").read_text())["png_offset"]
    return [np.asarray(Image.open(f)).astype(np.float32) - offset for f in sorted(folder.glob("*.png"))[::every]]


def scaled(slices):
    """In parts of the percentile of all pixels of the series."""
    return [s / np.percentile(np.stack(slices), PERCENTILE) for s in slices]


def rician(truth, sigma, rng, correlated=False):
    """Magnitude of `truth` under complex noise of SD sigma (a number or a map)."""
    noise = rng.standard_normal((2, *truth.shape)).astype(np.float32)
    if correlated:
        width = rng.uniform(0.4, 0.9)
        noise = ndimage.gaussian_filter(noise, (0, width, width))
        noise /= noise.std()
    return np.hypot(truth + sigma * noise[0], sigma * noise[1])


class Patches(torch.utils.data.IterableDataset):
    """Batches without end: noisy [N, 1, SIZE, SIZE], target to take off, masks and contrasts of the twins' inserts."""

    def __init__(self, data, seed):
        self.rng = np.random.default_rng(seed)
        self.mr = [scaled(read(data, name, every)) for name, every in SERIES["training"].items()]
        self.ct = [[(np.clip(s, *CT_WINDOW) - CT_WINDOW[0]) / (CT_WINDOW[1] - CT_WINDOW[0]) for s in read(data, name, every)]
                   for name, every in SERIES["ct"].items()]

    def __iter__(self):
        while True:
            yield self.batch()

    def batch(self):
        rng = self.rng
        truth = np.stack([self._truth() for _ in range(BATCH)])
        inserted, masks, contrasts = zip(*(self._inserts(t) for t in truth[-TWINS:]))
        twins = np.maximum(truth[-TWINS:] + np.stack(inserted), 0)
        noisy, noisy_twins = [], []
        for i, t in enumerate(truth):
            state = rng.integers(1 << 31)
            sigma = 0.0 if rng.random() < 0.07 else np.exp(rng.uniform(np.log(0.015), np.log(0.2)))
            if rng.random() < 0.4:
                field = ndimage.zoom(rng.uniform(0.6, 1.6, (3, 3)), SIZE / 3, order=1)
                sigma = sigma * field
            correlated = rng.random() < 0.35
            noisy.append(rician(t, sigma, np.random.default_rng(state), correlated))
            if i >= BATCH - TWINS:  # the same noise once more
                noisy_twins.append(rician(twins[i - BATCH + TWINS], sigma, np.random.default_rng(state), correlated))
        noisy, clean = np.stack(noisy + noisy_twins), np.concatenate([truth, twins])
        tensor = lambda x: torch.from_numpy(np.ascontiguousarray(x, np.float32))
        return tensor(noisy)[:, None], tensor(noisy - clean)[:, None], tensor(np.stack(masks)), tensor(np.stack(contrasts))

    def _truth(self):
        rng, kind = self.rng, self.rng.random()
        series = self.mr[rng.integers(len(self.mr))] if kind < 0.7 else self.ct[rng.integers(len(self.ct))]
        image = series[rng.integers(len(series))]
        size = 2 * SIZE if min(image.shape) >= 2 * SIZE and rng.random() < 0.4 else SIZE
        for _ in range(20):
            y, x = rng.integers(0, image.shape[0] - size + 1), rng.integers(0, image.shape[1] - size + 1)
            patch = image[y:y + size, x:x + size]
            if patch.mean() > 0.12 or rng.random() < 0.08:
                break
        if size > SIZE:
            patch = patch.reshape(SIZE, 2, SIZE, 2).mean((1, 3))
        if kind >= 0.7 or rng.random() < 0.5:
            patch = self._curve(patch)
        if rng.random() < 0.15:  # air without any signal
            patch = np.where(ndimage.gaussian_filter(patch, 2) < 0.05, 0, patch)
        patch = np.rot90(patch[:, ::-1] if rng.random() < 0.5 else patch, rng.integers(4))
        return np.maximum(patch, 0) * np.exp(rng.uniform(np.log(0.5), np.log(1.4)))

    def _curve(self, patch):
        """Another contrast: a random piecewise-linear curve, zero at zero."""
        rng = self.rng
        knots = np.array([0, 0.06, 0.2, 0.4, 0.6, 0.8, 1.0, 2.0])
        values = np.concatenate([[0], rng.uniform(0, 1, 6), [rng.uniform(0.5, 1.5)]])
        values[1] *= 0.5
        return np.interp(patch, knots, values)

    def _inserts(self, truth):
        """Discs of 5 to 40 % to add, their masks of sum 1, their contrasts."""
        rng = self.rng
        y, x = np.mgrid[:SIZE, :SIZE]
        tissue = np.argwhere(ndimage.uniform_filter(truth, 7) > 0.15)
        sheet, masks, contrasts = np.zeros((SIZE, SIZE)), [], []
        for _ in range(INSERTS):
            cy, cx = tissue[rng.integers(len(tissue))] if len(tissue) else rng.integers(8, SIZE - 8, 2)
            contrast = np.exp(rng.uniform(np.log(0.05), np.log(0.4))) * (1 if truth[cy, cx] < 0.5 else rng.choice([-1, 1]))
            contrast = max(contrast, -0.8 * truth[cy, cx])
            disc = ndimage.gaussian_filter(np.clip(np.exp(rng.uniform(np.log(1.5), np.log(8))) - np.hypot(y - cy, x - cx) + 0.5, 0, 1), 0.5)
            sheet += disc * contrast
            masks.append(disc / disc.sum())
            contrasts.append(contrast if abs(contrast) > 0.02 else 0.02)
        return sheet, np.stack(masks), np.array(contrasts)
