"""Layouts for the latent generator: what share of every 64 x 64 pixel each tissue has, bent and scaled anew at every look.

Twelve people are few: every layout is shown through a smooth random deformation with other widths and depths of the body, and
the codes of the latent space are those of such variations.
"""
import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage

from .data import LEVELS, one_hot, series
from .labels import BONE, SOFT
from .prepare import SIDE

LAYOUT = 64
# Levels that the generator knows: levels.json; classes of the card by their limits.
DOMAIN = (0.03, 1.15)
CLASSES = {"upper chest": (0.05, 0.28), "chest": (0.32, 0.66), "upper abdomen": (0.74, 0.95), "kidneys": (0.99, 1.12)}


def disk(radius):
    return np.hypot(*np.mgrid[-radius:radius + 1, -radius:radius + 1]) <= radius + 0.3


def without_contrast(hu, codes):
    """Codes with enhanced vessels, heart and kidneys as soft tissue: calm bright pieces that are no vertebra."""
    hu = hu.astype(np.float32)
    mean = ndimage.uniform_filter(hu, 5)
    spread = np.sqrt(np.maximum(ndimage.uniform_filter(hu ** 2, 5) - mean ** 2, 0))
    calm = ndimage.binary_opening((mean > 140) & (mean < 500) & (spread < 45) & (codes == BONE), disk(2))
    pieces, count = ndimage.label(codes == BONE)
    sizes = np.bincount(pieces.ravel(), minlength=count + 1)
    share = np.bincount(pieces.ravel(), ndimage.binary_dilation(calm, disk(2)).ravel(), count + 1) / np.maximum(sizes, 1)
    rows, columns = np.where(codes > 0)
    result = codes.copy()
    for piece in np.where((share > 0.35) & (sizes > 25))[0]:
        if piece == 0:
            continue
        r, c = ndimage.center_of_mass(pieces == piece)
        depth = (r - rows.min()) / max(1, np.ptp(rows))
        if depth > 0.56 and abs(c - (columns.min() + columns.max()) / 2) < 12:
            continue
        result[pieces == piece] = SOFT
    return result


def acquired(held_out=False):
    """[(shares uint8 [n, 5, 128, 128] of 255, levels [n], weight)] of the training series within the domain."""
    found = []
    for name, s in series(held_out).items():
        inside = (s["level"] >= DOMAIN[0]) & (s["level"] <= DOMAIN[1])
        if not inside.any():
            continue
        hu, codes = s["hu"][inside], s["codes"][inside]
        if LEVELS[name].get("contrast"):
            codes = np.stack([without_contrast(h, c) for h, c in zip(hu, codes)])
        shares = np.concatenate([F.avg_pool2d(one_hot(c[None]), 2).mul(255).byte().numpy() for c in codes])
        found.append((shares, s["level"][inside], len(codes) ** 0.5))
    return found


def bent(shares, rng, strength=1.0):
    """Shares [N, 5, 128, 128] through one deformation each, [N, 5, 64, 64]."""
    n = len(shares)
    line = (torch.arange(128) + 0.5) / 64 - 1
    grid = torch.stack(torch.meshgrid(line, line, indexing="xy"), -1)
    draw = lambda *shape: torch.from_numpy(rng.standard_normal(shape).astype(np.float32))
    zoom = 1 + strength * (0.05 * draw(n, 1, 1, 1) + 0.045 * draw(n, 1, 1, 2)).clamp(-0.16, 0.16)
    angle = strength * 0.035 * draw(n, 1, 1, 1)
    turned = torch.cat([grid[..., :1] - angle * grid[..., 1:], grid[..., 1:] + angle * grid[..., :1]], -1)
    waves = F.interpolate(draw(n, 2, 7, 7) * 0.022 * strength, size=(32, 32), mode="bicubic", align_corners=True)
    waves = F.interpolate(waves, size=(128, 128), mode="bilinear", align_corners=True).permute(0, 2, 3, 1)
    where = turned * zoom + waves + strength * 0.015 * draw(n, 1, 1, 2)
    moved = F.grid_sample(shares, where, mode="bilinear", padding_mode="border", align_corners=False)
    return F.avg_pool2d(moved, 2)


class Layouts(torch.utils.data.IterableDataset):
    """Batches (shares [N, 5, 64, 64], level [N, 1])."""

    def __init__(self, batch, seed, held_out=False):
        self.batch, self.seed, self.held_out = batch, seed, held_out

    def __iter__(self):
        rng, found = np.random.default_rng(self.seed), acquired(self.held_out)
        weight = np.array([w for *_, w in found])
        while True:
            shares, levels = [], []
            for k in rng.choice(len(found), self.batch, p=weight / weight.sum()):
                n = rng.integers(len(found[k][0]))
                shares.append(found[k][0][n])
                levels.append(found[k][1][n])
            jitter = 0.01 * rng.standard_normal(self.batch)
            yield (bent(torch.from_numpy(np.stack(shares)).float() / 255, rng),
                   torch.tensor(np.array(levels) + jitter, dtype=torch.float32)[:, None])


def usual(level, basis):
    """Mean layout at a level, at half the resolution, [N, 5 x 32 x 32]."""
    near = torch.exp(-0.5 * ((level - basis["levels"]) / basis["width"]) ** 2)
    return near / near.sum(1, keepdim=True) @ basis["means"]


def codes_of(shares, level, basis):
    """Whitened latent codes [N, latent] of layouts: what the linear basis (fit_basis) sees beyond the usual at that level."""
    return (F.avg_pool2d(shares, 2).flatten(1) - usual(level, basis)) @ basis["axes"] / basis["sd"]


def fit_basis(latent, seed=0, count=2400):
    """Mean layout by level and the main axes of what differs from it, over bent layouts."""
    batches, shares, levels = iter(Layouts(100, seed)), [], []
    for _ in range(count // 100):
        s, l = next(batches)
        shares.append(F.avg_pool2d(s, 2).flatten(1))
        levels.append(l)
    shares, levels = torch.cat(shares), torch.cat(levels)
    centres, width = torch.linspace(DOMAIN[0], DOMAIN[1], 24), 0.05
    near = torch.exp(-0.5 * ((centres[:, None] - levels.T) / width) ** 2)
    basis = {"levels": centres, "width": width, "means": near / near.sum(1, keepdim=True) @ shares}
    rest = shares - usual(levels, basis)
    values, vectors = torch.linalg.eigh(rest @ rest.T)
    values, vectors = values.flip(0)[:latent], vectors.flip(1)[:, :latent]
    return {**basis, "axes": rest.T @ (vectors / values.sqrt()), "sd": (values / len(rest)).sqrt(),
            "explained": float(values.sum() / rest.square().sum())}
