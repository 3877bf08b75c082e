"""Label maps of the training subjects, each bent, widened and turned anew: what `ct-from-labels` draws from.

    python3 -m usefulness.maps --count 300 --seed 1

Writes .runs/usefulness/maps/0001.png ...: 8-bit codes, 256 x 256 pixels over 400 mm.
"""
import argparse

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from ct_slices.data import series
from ct_slices.layouts import DOMAIN, bent
from ct_slices.prepare import SIDE

from .segmenter import OUT


def maps(count, seed):
    """Codes uint8 [count, 256, 256]."""
    rng, found = np.random.default_rng(seed), []
    for s in series().values():
        inside = (s["level"] >= DOMAIN[0]) & (s["level"] <= DOMAIN[1])
        if inside.any():
            found.append(s["codes"][inside])
    weight = np.array([len(codes) ** 0.5 for codes in found])
    line = (torch.arange(128) + 0.5) / 64 - 1
    grid = torch.stack(torch.meshgrid(line, line, indexing="xy"))[None]
    for k in rng.choice(len(found), count, p=weight / weight.sum()):
        codes = torch.from_numpy(found[k][rng.integers(len(found[k]))])[None, None].float()
        # The coordinates themselves, bent: where every pixel comes from.
        where = F.interpolate(bent(grid, rng), size=(SIDE, SIDE), mode="bilinear", align_corners=False)
        yield F.grid_sample(codes, where.permute(0, 2, 3, 1), mode="nearest", align_corners=False)[0, 0].byte().numpy()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    folder = OUT / "maps"
    folder.mkdir(parents=True, exist_ok=True)
    for number, codes in enumerate(maps(given.count, given.seed), 1):
        Image.fromarray(codes).save(folder / f"{number:04d}.png")
