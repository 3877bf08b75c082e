"""Training patches: what the network sees, and the truth it is held to.

Five kinds:
  chest      a scan of an anthropomorphic phantom against the same scan without noise, both from the
             project's own simulator (`node .config/run.mjs trainingPairs.ts`); left out where there are none;
  acquired   a slice, and the same with a simulated lower-dose noise draw on top, rescaled at random;
  averaged   the same after 2 x 2 averaging of the slice, which halves the noise left in the target;
  phantom    piecewise flat tissues with edges: the only target that holds no noise whatever;
  twins      an acquired pair once more with soft low-contrast discs drawn into slice and target. The noise
             is the same, so the estimate must be the same: the loss asks exactly for that (train.py), since
             fidelity alone rewards erasing small faint lesions.

With a teacher (an earlier run), most of the noise that it finds in an acquired slice is taken out of the target:
what a target still contains, a network learns to leave.
"""
import numpy as np
import torch
from scipy import ndimage

from .data import RUNS, TRAINING

SIZE = 64
TEACHER_STRENGTH, EDGE_HU_PER_PIXEL = 0.8, 12.0
CHEST_SHARE = 0.6
PLAIN, TWINS = 12, 4  # the last TWINS patches of a batch repeat the TWINS before them, with discs


class Patches(torch.utils.data.IterableDataset):
    def __init__(self, seed, teacher=None):
        self.rng = np.random.default_rng(seed)
        self.taught = teacher is not None
        self.chest = [np.fromfile(f, "<i2").reshape(-1, 512, 512) for f in sorted((RUNS / "chest").glob("*.i16"))]
        self.series = []
        for name in TRAINING:
            pairs = np.load(RUNS / "pairs" / f"{name}.npz")
            self.series.append({key: pairs[key] for key in ("hu", "body", "noise")})
            if teacher is not None:
                self.series[-1]["hu"] = self._teach(self.series[-1]["hu"], teacher)
        slices = np.array([len(s["hu"]) for s in self.series], float)
        self.weights = np.sqrt(slices) / np.sqrt(slices).sum()  # neither one long series nor two slices dominate

    def __iter__(self):
        while True:
            yield self.batch()

    def batch(self):
        """low, truth [PLAIN + TWINS, 1, SIZE, SIZE] in HU and the disc mask of the twins [TWINS, 1, SIZE, SIZE]."""
        truth, noise = zip(*(self._pair() for _ in range(PLAIN)))
        truth, noise = np.stack(truth), np.stack(noise)
        discs = np.stack([self._discs(t) for t in truth[-TWINS:]])
        truth = np.concatenate([truth, truth[-TWINS:] + discs])
        noise = np.concatenate([noise, noise[-TWINS:]])
        tensor = lambda x: torch.from_numpy(np.ascontiguousarray(x, np.float32))[:, None]
        return tensor(np.clip(truth + noise, -1024, 3071)), tensor(truth), tensor(np.abs(discs) > 1)

    @staticmethod
    def _teach(slices, teacher):
        """Targets without the noise that the teacher finds, except at edges, where it may have found structure."""
        taught = []
        for hu in slices.astype(np.float32):
            with torch.no_grad():
                noise = teacher(torch.from_numpy(hu)[None, None])[0, 0].numpy()
            slope = ndimage.gaussian_gradient_magnitude(np.clip(hu - noise, -1024, 1000), 1)
            taught.append(hu - TEACHER_STRENGTH * noise / (1 + (slope / EDGE_HU_PER_PIXEL) ** 2))
        return np.stack(taught)

    def _pair(self):
        rng = self.rng
        if self.chest and rng.random() < CHEST_SHARE:
            return self._orient(*self._chest_pair())
        series = self.series[rng.choice(len(self.series), p=self.weights)]
        index = rng.integers(len(series["hu"]))
        hu, draw = series["hu"][index], series["noise"][index, rng.integers(series["noise"].shape[1])]
        kind = rng.random()
        if kind < 0.2:
            truth = self._phantom()
            noise = self._crop(draw, *self._corner(series["body"][index], SIZE), SIZE)
        elif kind < 0.5:
            y, x = self._corner(series["body"][index], 2 * SIZE)
            truth = self._crop(hu, y, x, 2 * SIZE).astype(np.float32).reshape(SIZE, 2, SIZE, 2).mean((1, 3))
            noise = self._crop(draw, y + SIZE // 2, x + SIZE // 2, SIZE)
        else:
            y, x = self._corner(series["body"][index], SIZE)
            truth, noise = self._crop(hu, y, x, SIZE).astype(np.float32), self._crop(draw, y, x, SIZE)
        truth = np.clip(truth, -1024, 3071)
        return self._orient(truth, noise.astype(np.float32) * self._factor(kind >= 0.5 and not self.taught))

    def _chest_pair(self):
        rng = self.rng
        clean, *scans = self.chest[rng.integers(len(self.chest))]
        y, x = self._corner(clean > -950, SIZE)
        truth = self._crop(clean, y, x, SIZE).astype(np.float32)
        noise = self._crop(scans[rng.integers(len(scans))], y, x, SIZE) - truth
        return truth, noise * np.exp(rng.uniform(np.log(0.5), np.log(1.5)))

    def _orient(self, *images):
        turn, flip = self.rng.integers(4), self.rng.random() < 0.5
        return [np.rot90(a[:, ::-1] if flip else a, turn) for a in images]

    def _factor(self, acquired):
        """Multiplies the noise draw (5 to 50 % dose). With a noisy target the added noise is never much below the
        target's own, or the network learns to leave noise of that texture alone; cleaner targets see it all,
        down to nothing in one patch of ten."""
        if acquired:
            return np.exp(self.rng.uniform(np.log(0.9), np.log(2.2)))
        if self.rng.random() < 0.1:
            return self.rng.uniform(0, 0.2)
        return np.exp(self.rng.uniform(np.log(0.3), np.log(2.2)))

    def _corner(self, body, size):
        """Upper left corner of a patch: nine of ten centred in the body."""
        rows, columns = body.shape
        y, x = self.rng.integers(rows), self.rng.integers(columns)
        for _ in range(20):
            if body[y, x] or self.rng.random() < 0.02:
                break
            y, x = self.rng.integers(rows), self.rng.integers(columns)
        return int(np.clip(y - size // 2, 0, rows - size)), int(np.clip(x - size // 2, 0, columns - size))

    @staticmethod
    def _crop(image, y, x, size):
        return image[y:y + size, x:x + size]

    def _phantom(self):
        rng = self.rng
        y, x = np.mgrid[:SIZE, :SIZE].astype(np.float32)
        image = np.full((SIZE, SIZE), rng.choice([40.0, 40.0, 60.0, -100.0, -850.0, 0.0]) + rng.normal(0, 15), np.float32)
        for _ in range(rng.integers(0, 9)):
            cy, cx = rng.uniform(0, SIZE, 2)
            ry, rx = np.exp(rng.uniform(np.log(1.5), np.log(30), 2))
            turn = rng.uniform(0, np.pi)
            u = (y - cy) * np.cos(turn) + (x - cx) * np.sin(turn)
            v = (x - cx) * np.cos(turn) - (y - cy) * np.sin(turn)
            r = np.hypot(u / ry, v / rx)
            level = rng.choice([rng.normal(0, 30) + 40, rng.normal(-100, 20), rng.normal(-850, 50), rng.uniform(150, 1500)],
                               p=[0.6, 0.15, 0.1, 0.15])
            image += (level - image) * np.clip((1 - r) * min(ry, rx) + 0.5, 0, 1)
        return ndimage.gaussian_filter(image, rng.uniform(0.4, 1.0))

    def _discs(self, truth):
        """Soft-edged discs of 8 to 80 HU, darker or brighter, on soft tissue or fat where there is any."""
        rng, sheet = self.rng, np.zeros((SIZE, SIZE), np.float32)
        y, x = np.mgrid[:SIZE, :SIZE]
        tissue = np.argwhere((truth > -150) & (truth < 200))
        for _ in range(rng.integers(1, 4)):
            cy, cx = tissue[rng.integers(len(tissue))] if len(tissue) else rng.integers(SIZE, size=2)
            radius, contrast = rng.uniform(1.5, 9), np.exp(rng.uniform(np.log(8), np.log(80)))
            disc = np.clip(radius - np.hypot(y - cy, x - cx) + 0.5, 0, 1)
            sheet += ndimage.gaussian_filter(disc, rng.uniform(0.3, 0.8)) * contrast * rng.choice([-1, 1])
        return sheet
