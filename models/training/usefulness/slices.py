"""Slices and their tissues at 128 px, and what makes the segmenter's task harder than a threshold.

Labels come from thresholds on clean slices (ct_slices/labels.py), so the segmenter sees every slice, acquired or synthetic, as
another scanner would show it at a fraction of the dose: blurred, with correlated noise, HU scaled by 0.8..1.2 and shifted by up
to 60. A slice under test is always spoilt in the same way.
"""
import hashlib
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from ct_slices.data import one_hot, series
from ct_slices.layouts import DOMAIN
from ct_slices.prepare import RUNS, SIDE

GAIN, SHIFT, NOISE, BLUR = (0.8, 1.2), 60.0, (40.0, 120.0), 3
PAIR = ("ct-chest-lungdxa0002", "ct-lungbases-c3l00189")  # few acquired slices: two subjects that span the domain


class Pool:
    """Slices hu [N, 1, 128, 128] with tissues [N, 128, 128] and how often each is drawn."""

    def __init__(self, parts):
        """`parts` are (hu [n, 256, 256], codes, say); a part's slices share its say."""
        self.hu = torch.cat([F.avg_pool2d(torch.from_numpy(hu.astype(np.float32))[:, None], 2) for hu, *_ in parts])
        self.tissues = torch.cat([torch.stack([F.avg_pool2d(one_hot(c[None]), 2)[0].argmax(0) for c in codes]) for _, codes, _ in parts])
        self.weight = np.concatenate([np.full(len(hu), say / len(hu)) for hu, _, say in parts])
        self.weight /= self.weight.sum()

    def __len__(self):
        return len(self.hu)

    def digest(self):
        return hashlib.sha256(self.hu.numpy().tobytes() + self.tissues.numpy().tobytes() + self.weight.tobytes()).hexdigest()[:16]


def together(*pools):
    """Pools that have an equal say."""
    joined = Pool.__new__(Pool)
    joined.hu, joined.tissues = torch.cat([p.hu for p in pools]), torch.cat([p.tissues for p in pools])
    joined.weight = np.concatenate([p.weight / len(pools) for p in pools])
    return joined


def acquired(held_out=False, table=False, every=1):
    """{name: Pool} of acquired slices within the generators' domain; `table` leaves what lies outside the body as it was."""
    pools = {}
    for name, s in series(held_out).items():
        inside = (s["level"] >= DOMAIN[0]) & (s["level"] <= DOMAIN[1])
        if inside.any():
            hu, step = np.load(RUNS / f"{name}.npz")["hu"] if table else s["hu"], every if inside.sum() > 20 else 1
            pools[name] = Pool([(hu[inside][::step], s["codes"][inside][::step], 1)])
    return pools


def by_subject(pools):
    """One pool of acquired series: every series has an equal say, long ones a little more."""
    joined = together(*pools.values())
    joined.weight = np.concatenate([np.full(len(p), len(p) ** -0.5) for p in pools.values()])
    joined.weight /= joined.weight.sum()
    return joined


def synthetic(folder):
    """Pool of a folder that `veritome generate --format npz` wrote."""
    files = [np.load(path) for path in sorted(Path(folder).glob("*.npz"))]
    hu = np.stack([f["hu"] for f in files])
    if hu.shape[1:] != (SIDE, SIDE):
        raise SystemExit(f"{folder}: slices of {hu.shape[1:]} pixels, {SIDE} x {SIDE} wanted")
    return Pool([(hu, np.stack([f["labels"] for f in files]), 1)])


def blurred(x):
    """Binomial filter of 3 x 3 pixels, edges repeated."""
    x = F.pad(x, (1, 1, 1, 1), mode="replicate")
    x = x[..., :-2] + 2 * x[..., 1:-1] + x[..., 2:]
    return (x[..., :-2, :] + 2 * x[..., 1:-1, :] + x[..., 2:, :]) / 16


def spoilt(hu, generator):
    """Slices [N, 1, 128, 128] as the segmenter sees them, HU."""
    draw = lambda: torch.rand(len(hu), 1, 1, 1, generator=generator)
    for _ in range(BLUR):
        hu = hu + draw() * (blurred(hu) - hu)
    noise = torch.randn(hu.shape, generator=generator)
    noise = noise + draw() * (1.5 * blurred(noise) - noise)
    loudness = NOISE[0] * (NOISE[1] / NOISE[0]) ** draw()
    gain = GAIN[0] + (GAIN[1] - GAIN[0]) * draw()
    # Attenuation scales, so that air stays air; then the shift.
    return (hu + 1000) * gain - 1000 + loudness * noise + SHIFT * (2 * draw() - 1)


def varied(hu, tissues, generator):
    """Turned, zoomed, shifted, mirrored: what every training gets alike."""
    n = len(hu)
    draw = lambda: 2 * torch.rand(n, generator=generator) - 1
    angle, zoom, mirror = 0.1 * draw(), 1 + 0.12 * draw(), torch.sign(draw())
    matrix = torch.stack([torch.stack([zoom * mirror, -angle, 0.08 * draw()], 1), torch.stack([angle, zoom, 0.08 * draw()], 1)], 1)
    where = F.affine_grid(matrix, hu.shape, align_corners=False)
    hu = F.grid_sample(hu + 1000, where, align_corners=False) - 1000
    return hu, F.grid_sample(tissues[:, None].float(), where, mode="nearest", align_corners=False)[:, 0].long()
