"""Prepared slices (prepare.py) as tensors, by subject: series.json tells which are held out."""
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from .labels import AIR, style
from .network import STYLE_MEAN, STYLE_SD, TISSUES
from .prepare import FIELD_MM, RUNS, SIDE

LEVELS = json.loads(Path(__file__).with_name("levels.json").read_text())


def series(held_out=False):
    """{name: {hu, codes, style, level}} of the training series, or of the held-out ones; outside the body is air."""
    found = {}
    for name, about in LEVELS.items():
        if about.get("heldOut", False) != held_out:
            continue
        slices = dict(np.load(RUNS / f"{name}.npz"))
        slices["hu"] = np.where(slices["codes"] == AIR, np.minimum(slices["hu"], -900), slices["hu"]).astype(np.int16)
        found[name] = slices
    return found


def standardised(styles):
    """Styles [N, 6] in HU as the networks take them; a tissue that is missing counts as usual."""
    z = (styles - np.array(STYLE_MEAN)) / np.array(STYLE_SD)
    return np.clip(np.nan_to_num(z), -3, 3).astype(np.float32)


def one_hot(codes):
    """Codes [N, H, W] as [N, 5, H, W]."""
    return F.one_hot(torch.as_tensor(codes).long(), TISSUES).permute(0, 3, 1, 2).float()


def coarsened(tissues):
    """What is left of maps [N, 5, H, W] at a quarter of the resolution: fractions, enlarged again."""
    small = F.avg_pool2d(tissues, 4)
    return F.interpolate(small, scale_factor=4, mode="bilinear", align_corners=False)


class Patches(torch.utils.data.IterableDataset):
    """Batches (hu [N, 1, P, P], tissues [N, 5, P, P], coarse [N, 1], style [N, 6]); every series has an equal say, long ones a little more."""

    def __init__(self, batch, size, seed):
        self.batch, self.size, self.seed = batch, size, seed

    def __iter__(self):
        rng, loaded = np.random.default_rng(self.seed), list(series().values())
        weight = np.array([len(s["hu"]) ** 0.5 for s in loaded])
        while True:
            hu, codes, styles = [], [], []
            for chosen in rng.choice(len(loaded), self.batch, p=weight / weight.sum()):
                s = loaded[chosen]
                n = rng.integers(len(s["hu"]))
                for _ in range(20):  # patches of air alone teach nothing
                    r, c = rng.integers(0, (SIDE - self.size) // 8 + 1, 2) * 8
                    window = (n, slice(r, r + self.size), slice(c, c + self.size))
                    if (s["codes"][window] != AIR).mean() > 0.3:
                        break
                hu.append(s["hu"][window])
                codes.append(s["codes"][window])
                styles.append(s["style"][n])
            tissues = one_hot(np.stack(codes))
            coarse = torch.from_numpy((rng.random((self.batch, 1)) < 0.4).astype(np.float32))
            tissues = torch.where(coarse[:, :, None, None] > 0, coarsened(tissues), tissues)
            yield (torch.from_numpy(np.stack(hu).astype(np.float32))[:, None], tissues, coarse,
                   torch.from_numpy(standardised(np.stack(styles))))
