"""A quick look at a checkpoint on the held-out series: PSNR over linear interpolation and the in-plane gradient.

    python3 -m ct_interpolate.validate --data DIR [--sharp] [--every 3]
"""
import argparse

import numpy as np
import torch

from .data import RUNS, load
from .network import build

WINDOW = (-160, 240)


def gain(network, series, every, apart=2):
    """dB over linear in the soft-tissue window, the worst slice's, and the gradient of answer and linear by the truth's."""
    wins, kept = [], []
    gap = apart * series.step
    for first in range(0, len(series.values) - apart, every):
        before, after = (series.values[k].astype(np.float32) for k in (first, first + apart))
        for k in range(1, apart):
            truth, t = series.values[first + k].astype(np.float32), k / apart
            planes = np.stack([before, after, np.full_like(before, t), np.full_like(before, gap)])
            with torch.no_grad():
                answer = network(torch.from_numpy(planes)[None])[0, 0].numpy()
            linear = before + t * (after - before)
            inside = truth > -900
            wins.append(psnr(answer, truth) - psnr(linear, truth))
            kept.append([steepness(x, inside) / steepness(truth, inside) for x in (answer, linear)])
    return np.mean(wins), np.min(wins), *np.mean(kept, 0)


def shown(hu):
    return np.clip(hu, *WINDOW)


def psnr(image, truth):
    return -10 * np.log10(np.square((shown(image) - shown(truth)) / (WINDOW[1] - WINDOW[0])).mean() + 1e-12)


def steepness(hu, inside):
    y, x = np.gradient(shown(hu))
    return np.hypot(x, y)[inside].mean()


def report(network, held, every):
    """One line for all held-out series."""
    parts = []
    for series in held:
        mean, worst, kept, linear = gain(network, series, every)
        parts.append(f"{series.name} {2 * series.step:.1f} mm {mean:+.2f} dB (worst {worst:+.2f}), "
                     f"gradient {kept:.3f} (linear {linear:.3f})")
    return "; ".join(parts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--every", type=int, default=3)
    parser.add_argument("--sharp", action="store_true", help="the adversarially sharpened weights")
    given = parser.parse_args()
    network = build().eval()
    path = RUNS / ("sharp.pt" if given.sharp else "network.pt")
    network.load_state_dict(torch.load(path, map_location="cpu")["average"])
    print(report(network, load(given.data, "heldOut"), given.every))
