"""Training patches: what the network sees, and what it is to take off.

Kinds of patch:
  acquired   a slice with a lower-dose noise draw on top, rescaled at random;
  averaged   the same after 2 x 2 averaging of the slice, which leaves little noise in it;
  phantom    a scan of the anthropomorphic phantom against the same scan without noise;
  flat       piecewise flat tissues with edges, under the noise of an acquired slice's draw;
  clean      phantom or flat without any noise: nothing is to be taken off.
The last TWINS patches of a batch repeat the TWINS before them with faint discs, vessels and edges drawn in. The noise
is the same, so the answer must be the same: fidelity alone rewards erasing small faint lesions.

How much is to be taken off. An acquired slice holds noise of its own, so it is no truth: low = truth + own + added.
With variances v_own and v_added of noises alike in texture, the best estimate of `added` given their sum is the share
v_added / (v_own + v_added) of that sum; asking for  added * (1 + v_own / v_added)  therefore asks, on average, for all
of the noise, whatever the slice's own (Moran et al. 2020, Noisier2Noise, arXiv:1910.11908). From doses: noise of dose d
inserted into full dose has v_own / v_added = d / (1 - d). Of acquired slices a little noise is left (`kept`), since an
image without any looks and measures unlike CT, and faint lesions go with it; of phantoms less, whose truth is known.
"""
import numpy as np
import torch
from scipy import ndimage

from .data import NOISE_UNITS_PER_HU, acquired, phantoms

SIZE = 80
PLAIN, TWINS, INSERTS = 12, 4, 2
KEPT = (0.1, 0.22)
KINDS = {"acquired": 0.46, "averaged": 0.14, "phantom": 0.24, "flat": 0.08, "clean": 0.08}
PHANTOM_DOSES = (0.3, 0.12)


class Patches(torch.utils.data.IterableDataset):
    """Batches without end: see `batch`."""

    def __init__(self, seed, slices):
        self.rng, self.slices = np.random.default_rng(seed), slices
        self.series, self.phantoms = acquired(), phantoms()
        counts = np.array([len(s.hu) for s in self.series], float)
        self.weights = np.sqrt(counts) / np.sqrt(counts).sum()  # neither one long series nor two slices dominate
        self.names, self.shares = list(KINDS), np.array(list(KINDS.values()))
        if not self.phantoms:  # until they are scanned
            self.shares[self.names.index("phantom")] = 0
        self.shares /= self.shares.sum()

    def __iter__(self):
        while True:
            yield self.batch()

    def batch(self):
        """low [N, slices, SIZE, SIZE] in HU; target [N, 1, SIZE, SIZE], the noise to take off, in HU; and of the twins
        the inserts' masks [TWINS, INSERTS, SIZE, SIZE], each of sum 1, and contrasts [TWINS, INSERTS] in HU."""
        pairs = [self._pair() for _ in range(PLAIN)]
        low, target = (np.stack(x) for x in zip(*pairs))
        inserted, masks, contrasts = zip(*(self._inserts(x) for x in low[-TWINS:]))
        low = np.concatenate([low, low[-TWINS:] + np.stack(inserted)])
        target = np.concatenate([target, target[-TWINS:]])
        tensor = lambda x: torch.from_numpy(np.ascontiguousarray(x, np.float32))
        return tensor(np.clip(low, -1024, 3071)), tensor(target), tensor(np.stack(masks)), tensor(np.stack(contrasts))

    def _pair(self):
        """One patch [slices, SIZE, SIZE] and what to take off its centre slice [1, SIZE, SIZE]."""
        kind = self.names[self.rng.choice(len(self.names), p=self.shares)]
        truth, noise, share = getattr(self, f"_{kind}")()
        truth, noise = self._kernel(truth, noise)
        if self.slices > 1 and self.rng.random() < 0.2:  # a neighbour is missing: the centre stands for it
            for side in self.rng.permutation([1, 2])[:self.rng.integers(1, 3)]:
                truth[side], noise[side] = truth[0], noise[0]
        low, target = truth + noise, noise[:1] * share
        turn, flip = self.rng.integers(4), self.rng.random() < 0.5
        order = [1, 0, 2] if self.slices > 1 else [0]
        if self.slices > 1 and self.rng.random() < 0.5:
            order = [2, 0, 1]
        orient = lambda a: np.rot90(a[:, :, ::-1] if flip else a, turn, (1, 2))
        return orient(low[order]), orient(target)

    def _kernel(self, truth, noise):
        """Now and then as a sharper or softer kernel would have reconstructed both."""
        kind = self.rng.random()
        if kind > 0.35:
            return truth, noise
        sigma = self.rng.uniform(0.6, 1.2)
        amount = self.rng.uniform(0.2, 1.5) if kind < 0.2 else -self.rng.uniform(0.2, 0.8)
        change = lambda x: x + amount * (x - ndimage.gaussian_filter(x, (0, sigma, sigma)))
        return change(truth), change(noise)

    def _acquired(self, averaged=False, doses=(0, 1), factors=(0.6, 3.2)):
        rng = self.rng
        while True:
            series = self.series[rng.choice(len(self.series), p=self.weights)]
            index, draw = rng.integers(len(series.hu)), rng.integers(series.noise.shape[1])
            if doses[0] <= series.doses[index, draw] <= doses[1]:
                break
        size = 2 * SIZE if averaged else SIZE
        y, x = self._corner(series.hu[index], size)
        truth, noise = [], []
        dose = series.doses[index, draw]
        offset = (size - SIZE) // 2
        for step in (0, -1, 1)[:self.slices]:
            near = index + step
            if series.independent or not 0 <= near < len(series.hu):
                near = index
            hu = np.clip(crop(series.hu[near], y, x, size).astype(np.float32), -1024, 3071)
            if averaged:
                hu = hu.reshape(SIZE, 2, SIZE, 2).mean((1, 3))
            scale = np.sqrt((1 / dose - 1) / (1 / series.doses[near, draw] - 1)) / NOISE_UNITS_PER_HU
            truth.append(hu)
            noise.append(crop(series.noise[near, draw], y + offset, x + offset, SIZE).astype(np.float32) * scale)
        own = dose / (1 - dose) / (3 if averaged else 1)  # v_own / v_added; averaging leaves about a third of v_own
        least = np.sqrt(own / 0.8)  # less added than own: too much of the answer would be guessed
        factor = np.exp(rng.uniform(np.log(max(0.25 if averaged else factors[0], least)), np.log(factors[1])))
        own /= factor ** 2
        return np.stack(truth), np.stack(noise) * factor, (1 - kept(own)) * (1 + own)

    def _averaged(self):
        return self._acquired(averaged=True)

    def _phantom(self):
        rng = self.rng
        scans = self.phantoms[rng.integers(len(self.phantoms))]
        dose = rng.integers(len(PHANTOM_DOSES))
        y, x = self._corner(scans[0], SIZE)
        truth = crop(scans[0], y, x, SIZE).astype(np.float32)
        seen = [crop(scans[1 + dose + 2 * i], y, x, SIZE).astype(np.float32) for i in range(self.slices)]
        noise = seen[0] - truth
        factor = np.exp(rng.uniform(np.log(0.3), np.log(1.5))) if self.slices == 1 else 1.0
        return (np.stack([truth, *seen[1:]]), np.stack([noise * factor] + [np.zeros_like(noise)] * (self.slices - 1)),
                1 - KEPT[0])

    def _flat(self):
        truth = flat(self.rng)
        _, noise, _ = self._acquired()
        return np.stack([truth] * self.slices), noise * self.rng.uniform(0.1, 1), 1 - KEPT[0]

    def _clean(self):
        if self.phantoms and self.rng.random() < 0.5:
            scans = self.phantoms[self.rng.integers(len(self.phantoms))]
            y, x = self._corner(scans[0], SIZE)
            truth = crop(scans[0], y, x, SIZE).astype(np.float32)
        else:
            truth = flat(self.rng)
        truth = np.stack([truth] * self.slices)
        return truth, np.zeros_like(truth), 1.0

    def _corner(self, hu, size):
        """Upper left corner of a patch, mostly centred on soft tissue, then on anything of the patient."""
        rows, columns = hu.shape
        low, high = [(-200, 300), (-200, 300), (-950, 3071)][self.rng.integers(3)]
        for _ in range(30):
            y, x = self.rng.integers(rows), self.rng.integers(columns)
            if low < hu[y, x] < high or self.rng.random() < 0.01:
                break
        return int(np.clip(y - size // 2, 0, rows - size)), int(np.clip(x - size // 2, 0, columns - size))

    def _inserts(self, low):
        """Faint discs, vessels and edges to add to all slices or the centre one [slices, SIZE, SIZE], the core of each
        as a mask of sum 1, and its contrast."""
        rng = self.rng
        y, x = np.mgrid[:SIZE, :SIZE].astype(np.float32)
        tissue = np.argwhere(np.abs(ndimage.uniform_filter(low[len(low) // 2], 7) - 20) < 150)
        sheet, masks, contrasts = np.zeros((SIZE, SIZE), np.float32), [], []
        for _ in range(INSERTS):
            cy, cx = tissue[rng.integers(len(tissue))] if len(tissue) else rng.integers(8, SIZE - 8, 2)
            contrast = np.exp(rng.uniform(np.log(10), np.log(80))) * rng.choice([-1, 1])
            turn, kind = rng.uniform(0, np.pi), rng.random()
            along, across = (y - cy) * np.cos(turn) + (x - cx) * np.sin(turn), (x - cx) * np.cos(turn) - (y - cy) * np.sin(turn)
            if kind < 0.7:
                radius = np.exp(rng.uniform(np.log(1.8), np.log(9)))
                shape = np.clip(radius - np.hypot(along, across) + 0.5, 0, 1)
                core = shape
            elif kind < 0.85:
                width, length = rng.uniform(0.8, 2.5), rng.uniform(6, 30)
                shape = np.clip(width - np.abs(across) + 0.5, 0, 1) * np.clip(length - np.abs(along) + 0.5, 0, 1)
                core = shape
            else:
                shape = np.clip(across + 0.5, 0, 1)
                core = (np.hypot(along, across) < 12) * np.clip(4 - np.abs(across), 0, 1)
            shape = ndimage.gaussian_filter(shape, rng.uniform(0.3, 0.9))
            sheet += shape * contrast
            masks.append(core / max(core.sum(), 1e-6))
            contrasts.append(contrast)
        added = np.stack([sheet * (i == len(low) // 2 or rng.random() < 0.7) for i in range(len(low))])
        if len(low) > 1:  # where the centre stands for a neighbour it does so with what was drawn in
            for i in (0, 2):
                if np.array_equal(low[i], low[1]):
                    added[i] = added[1]
        return added, np.stack(masks), np.array(contrasts)


def kept(own):
    """Share of the noise to leave, given v_own / v_added: what is best against a reference that holds v_own, within KEPT."""
    return np.clip(own / (1 + own), *KEPT)


def crop(image, y, x, size):
    return image[y:y + size, x:x + size]


def flat(rng):
    """Piecewise flat tissues with edges, [SIZE, SIZE] HU."""
    y, x = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    image = np.full((SIZE, SIZE), rng.choice([40.0, 40.0, 60.0, -100.0, -850.0, 0.0]) + rng.normal(0, 15), np.float32)
    for _ in range(rng.integers(0, 12)):
        cy, cx = rng.uniform(0, SIZE, 2)
        ry, rx = np.exp(rng.uniform(np.log(1.5), np.log(35), 2))
        turn = rng.uniform(0, np.pi)
        u = (y - cy) * np.cos(turn) + (x - cx) * np.sin(turn)
        v = (x - cx) * np.cos(turn) - (y - cy) * np.sin(turn)
        level = rng.choice([rng.normal(0, 30) + 40, rng.normal(-100, 20), rng.normal(-850, 50), rng.uniform(150, 1500)],
                           p=[0.6, 0.15, 0.1, 0.15])
        image += (level - image) * np.clip((1 - np.hypot(u / ry, v / rx)) * min(ry, rx) + 0.5, 0, 1)
    return ndimage.gaussian_filter(image, rng.uniform(0.4, 1.0))
