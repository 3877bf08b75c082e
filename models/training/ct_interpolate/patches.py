"""Training patches: two slices, the place between them, and the slice that was acquired there.

Thin series give any fraction i / k and any gap; averaging neighbouring slices of them makes thick slices with less noise,
as scanners do. Series of 4 to 5 mm give the slice half-way, at the gaps that matter most. Patches turn, mirror and swap
their ends; some are shifted and stretched in HU, so that no tissue is known by its number alone.
"""
import numpy as np
import torch

from .data import load

SIZE, BATCH = 96, 12
GAP_MM = (1.9, 10.5)
THICK = ((1, 0.45), (2, 0.2), (3, 0.2), (5, 0.15))  # slices averaged, share


class Patches(torch.utils.data.IterableDataset):
    """Batches without end: planes [BATCH, 4, SIZE, SIZE] as the network takes them, truth [BATCH, 1, SIZE, SIZE] HU."""

    def __init__(self, data, seed):
        self.rng = np.random.default_rng(seed)
        self.series = load(data, "training")
        weights = np.array([s.weight for s in self.series])
        self.weights = weights / weights.sum()

    def __iter__(self):
        while True:
            planes, truth = (np.stack(x) for x in zip(*(self._patch() for _ in range(BATCH))))
            yield torch.from_numpy(planes), torch.from_numpy(truth)

    def _patch(self):
        rng = self.rng
        while True:
            series = self.series[rng.choice(len(self.series), p=self.weights)]
            thick, first, middle, last = self._place(series)
            cut = self._corner(series, first, middle, last)
            before, truth, after = (self._slab(series, k, thick, cut) for k in (first, middle, last))
            if truth.max() > -500 or rng.random() < 0.02:  # air teaches little
                break
        stack = self._values(np.stack([before, truth, after]))
        t, gap = (middle - first) / (last - first), (last - first) * series.step
        if rng.random() < 0.5:
            stack, t = stack[::-1], 1 - t
        turned = np.rot90(stack[:, :, ::-1] if rng.random() < 0.5 else stack, rng.integers(4), (1, 2))
        planes = np.empty((4, SIZE, SIZE), np.float32)
        planes[0], planes[1], planes[2], planes[3] = turned[0], turned[2], t, gap
        return planes, np.ascontiguousarray(turned[1:2], np.float32)

    def _place(self, series):
        """Slices averaged, and the indices of the first, the wanted and the last slice."""
        rng, count = self.rng, len(series.values)
        low, high = (max(2, round(g / series.step)) for g in GAP_MM)
        apart = int(rng.integers(low, high + 1)) if series.step < 3 else 2 + int(series.step < 6 and rng.random() < 0.15)
        thick = 1
        if series.step < 1.1:
            thick = int(rng.choice([n for n, _ in THICK], p=[p for _, p in THICK]))
            thick = min(thick, apart)
        first = int(rng.integers(0, count - apart - thick + 1))
        between = apart // 2 if rng.random() < 0.3 else int(rng.integers(1, apart))
        return thick, first, first + between, first + apart

    def _corner(self, series, first, middle, last):
        """A place where something happens, more often than not: of three, the one that linear interpolation gets worst."""
        rng, (rows, columns) = self.rng, series.values.shape[1:]
        at = lambda: (int(rng.integers(0, max(1, rows - SIZE + 1))), int(rng.integers(0, max(1, columns - SIZE + 1))))
        if rng.random() < 0.4:
            return at()
        t = (middle - first) / (last - first)

        def wrong(cut):
            a, m, b = (self._slab(series, k, 1, cut)[::2, ::2] for k in (first, middle, last))
            shown = lambda x: np.clip(x, -160, 240)
            return np.abs(shown(a + t * (b - a)) - shown(m)).mean()

        return max((at() for _ in range(3)), key=wrong)

    def _slab(self, series, index, thick, cut):
        y, x = cut
        values = series.values[index:index + thick, y:y + SIZE, x:x + SIZE]
        values = values.mean(0, dtype=np.float32) if thick > 1 else values[0].astype(np.float32)
        if values.shape != (SIZE, SIZE):  # a small MR matrix
            values = np.pad(values, ((0, SIZE - values.shape[0]), (0, SIZE - values.shape[1])), mode="reflect")
        return values if not series.white else values * (1150 / series.white) - 1000

    def _values(self, stack):
        rng = self.rng
        if rng.random() < 0.25:  # soft tissue brighter, darker, of more or less contrast; air and bone where they were
            soft = np.clip(stack, -400, 400)
            stack = stack + soft * rng.uniform(-0.3, 0.4) + rng.uniform(-60, 60) * (np.abs(stack) < 400)
        return np.clip(stack, -1024, 3071)
