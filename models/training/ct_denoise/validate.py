"""A quick look at a checkpoint on the held-out slices: minutes of CPU, for choosing; figures for the cards come from
`npx veritome evaluate`.

    python3 -m ct_denoise.validate --model ct-denoise [--texture]
"""
import argparse
from collections import defaultdict

import numpy as np
import torch
from scipy import ndimage

from .data import RUNS, validation
from .network import SIZES, build

WINDOW = (-160, 240)
TISSUES = {"lung": (-930, -700), "fat": (-140, -60), "soft": (0, 120), "bone": (250, 3100)}
DISCS = [(15, 6), (15, 10), (40, 6), (40, 10)]  # HU, mm
PIXEL_MM = 0.9


def body_mask(hu):
    """The patient without the table: the largest region above -300 HU, holes (lungs) filled."""
    labels, count = ndimage.label(ndimage.binary_opening(hu > -300, iterations=3))
    if not count:
        return np.zeros(hu.shape, bool)
    return ndimage.binary_fill_holes(labels == np.argmax(np.bincount(labels.ravel())[1:]) + 1)


def flat_regions(hu, size=24, most=6, spread=8):
    """Corners of flat soft-tissue squares, chosen on the smoothed slice so that their noise is not selected for."""
    smooth = ndimage.gaussian_filter(hu, 4)
    boxes = [(smooth[y:y + size, x:x + size], y, x) for y in range(0, hu.shape[0] - size, size)
             for x in range(0, hu.shape[1] - size, size)]
    found = sorted((b.std(), y, x) for b, y, x in boxes if b.min() > -10 and b.max() < 250 and b.std() < spread)
    return [(y, x) for _, y, x in found[:most]]


def windowed(hu):
    return (np.clip(hu, *WINDOW) - WINDOW[0]) / (WINDOW[1] - WINDOW[0])


def psnr(image, reference, body):
    return -10 * np.log10(((windowed(image) - windowed(reference))[body] ** 2).mean())


def ssim(image, reference, body):
    a, b = windowed(image), windowed(reference)
    blur = lambda x: ndimage.gaussian_filter(x, 1.5, truncate=3.5)
    ma, mb = blur(a), blur(b)
    va, vb, cov = blur(a * a) - ma ** 2, blur(b * b) - mb ** 2, blur(a * b) - ma * mb
    c1, c2 = 0.01 ** 2, 0.03 ** 2
    return ((2 * ma * mb + c1) * (2 * cov + c2) / ((ma ** 2 + mb ** 2 + c1) * (va + vb + c2)))[body].mean()


def gradient_kept(image, reference, body):
    """Share of the reference's gradient left at strong and weak edges, along its own direction."""
    smooth = ndimage.gaussian_filter(reference, 1)
    gy, gx = np.gradient(smooth)
    hy, hx = np.gradient(ndimage.gaussian_filter(image, 1))
    size = np.hypot(gy, gx)
    kept = []
    for low, high in ((40, 250), (12, 40)):
        m = body & (size > low) & (size < high)
        kept.append((gy * hy + gx * hx)[m].sum() / (size[m] ** 2).sum())
    return kept


def power(image, regions, size=24):
    """Radial noise power of flat squares, 8 bins to 0.35 cycles per pixel."""
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    basis = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], -1).reshape(-1, 6)
    f = np.hypot(*np.meshgrid(np.fft.fftfreq(size), np.fft.fftfreq(size)))
    total = np.zeros((size, size))
    for top, left in regions:
        box = image[top:top + size, left:left + size].ravel()
        total += np.abs(np.fft.fft2((box - basis @ np.linalg.lstsq(basis, box, rcond=None)[0]).reshape(size, size))) ** 2
    edges = np.linspace(0.03, 0.35, 9)
    return np.array([total[(f >= a) & (f < b)].mean() for a, b in zip(edges, edges[1:])]) / max(len(regions), 1) / size ** 2


def validate(model, texture):
    network = build(model)
    network.load_state_dict(torch.load(RUNS / f"{model}.pt", map_location="cpu")["average"])
    network.eval()

    def noise(stack):
        x = torch.from_numpy(np.ascontiguousarray(stack, np.float32))[None]
        with torch.no_grad():
            return network(x)[0, int(texture)].numpy()

    print(f"{'series':26} dose  PSNR in   out   SSIM in  out   SD in/out/ref    edges     NPS  "
          + " ".join(f"{c}/{d}" for c, d in DISCS) + "  bias " + " ".join(TISSUES))
    for name, slices in validation().items():
        rows = defaultdict(list)
        for stack in slices:
            order = [1, 0, 2] if network.slices == 3 else [0]
            reference = stack[0, 0].astype(np.float32)
            body, regions = body_mask(reference), flat_regions(reference)
            smooth = ndimage.gaussian_filter(reference, 1.5)
            masks = [ndimage.binary_erosion((smooth > a) & (smooth < b), iterations=1 if a > 200 else 2)
                     for a, b in TISSUES.values()]
            for dose in (1, 2):
                low = np.clip(stack[dose, order].astype(np.float32), -1024, 3071)
                centre = low[len(order) // 2]
                removed = noise(low)
                out = centre - removed
                discs = []
                y, x = np.mgrid[:512, :512]
                for contrast, mm in DISCS:
                    sheet, cores = np.zeros_like(out), []
                    for top, left in regions:
                        distance = np.hypot(y - top - 12, x - left - 12)
                        sheet += contrast * np.clip(mm / 2 / PIXEL_MM - distance + 0.5, 0, 1)
                        cores.append(distance < mm / 2 / PIXEL_MM - 0.5)
                    change = noise(low + sheet) - removed
                    discs.append(1 - np.mean([change[c].mean() / contrast for c in cores]) if cores else np.nan)
                p = [power(i, regions) for i in (centre, out, reference)] if regions else np.full((3, 8), np.nan)
                rows[dose].append([psnr(centre, reference, body), psnr(out, reference, body),
                                   ssim(centre, reference, body), ssim(out, reference, body),
                                   *(np.sqrt([q.mean() for q in p])), *gradient_kept(out, reference, body),
                                   np.abs(np.log10(p[1] / p[2])).mean(), *discs,
                                   *[(out - reference)[m].mean() if m.sum() > 200 else np.nan for m in masks]])
        for dose, values in rows.items():
            v = np.nanmean(values, 0)
            print(f"{name:26} {('', '1/4 ', '1/10')[dose]} {v[0]:6.2f} {v[1]:6.2f}  {v[2]:.3f} {v[3]:.3f}  "
                  f"{v[4]:5.1f} {v[5]:5.1f} {v[6]:5.1f}  {v[7]:.3f} {v[8]:.3f}  {v[9]:.2f}  "
                  + " ".join(f"{x:5.2f}" for x in v[10:14]) + "   " + " ".join(f"{x:5.2f}" for x in v[14:]), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", choices=SIZES, required=True)
    parser.add_argument("--texture", action="store_true", help="the texture end instead of the fidelity end")
    given = parser.parse_args()
    validate(given.model, given.texture)
