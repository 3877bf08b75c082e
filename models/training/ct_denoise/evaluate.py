"""Figures of the exported denoiser on subjects it was never trained on.

    python3 -m ct_denoise.evaluate --data DIR --run v1

Every held-out slice is brought to a quarter and a tenth of its dose (simulate.py, fixed seeds) and denoised;
the acquired slice is the reference. It is noisy itself, so PSNR saturates and a small RMSE does not mean
that nothing but noise went. Prints JSON, writes it into models/ct-denoise/card.json and, as a table, into the
README.md beside it.

  psnr, ssim        window -160..240 HU, inside the body; SSIM after Wang et al. 2004 (Gaussian, sigma 1.5)
  rmseBodyHU        root mean square difference from the acquired slice, inside the body
  noiseSdSoftHU     median standard deviation in flat soft-tissue squares (24 pixels, plane removed)
  shiftHU           mean change (denoised - low dose) per tissue, classes from the smoothed acquired slice; as that
                    is noisy too, classes near a threshold are biased by selection: see the phantom's shiftHU
  nonLocalMeans     the same PSNR and SSIM for a classical filter that is told the true noise level
  phantom           the same comparison on torsos of known truth (phantom.py) at full, quarter and tenth dose
  recoveredContrast of discs drawn into soft tissue, same noise with and without them; 1 is all of it
"""
import argparse
import json
import zlib
from collections import defaultdict

import numpy as np
import torch
from scipy import ndimage

from .data import HELD_OUT, body_mask, deviation, flat_regions, open_series, scanner_of_each
from .export import MODEL, decode, load
from .nonlocal_means import nonlocal_means
from .phantom import PIXEL_MM, torso
from .report import write_figures
from .simulate import Scanner, acquired_noise, inserted_noise, project

DOSES = {"quarter": 0.25, "tenth": 0.1}
WINDOW = (-160, 240)
TISSUES = {"air": (-1100, -950), "lung": (-930, -700), "fat": (-140, -60), "soft": (0, 120), "bone": (250, 3100)}
DISCS = [(contrast, diameter) for contrast in (15, 40) for diameter in (6, 10)]  # HU, mm


def windowed(hu):
    return (np.clip(hu, *WINDOW) - WINDOW[0]) / (WINDOW[1] - WINDOW[0])


def ssim_map(a, b):
    blur = lambda image: ndimage.gaussian_filter(image, 1.5, truncate=3.5)
    ma, mb = blur(a), blur(b)
    va, vb, cov = blur(a * a) - ma ** 2, blur(b * b) - mb ** 2, blur(a * b) - ma * mb
    c1, c2 = 0.01 ** 2, 0.03 ** 2
    return (2 * ma * mb + c1) * (2 * cov + c2) / ((ma ** 2 + mb ** 2 + c1) * (va + vb + c2))


def denoise(network, hu):
    with torch.no_grad():
        return hu - network(torch.from_numpy(np.ascontiguousarray(hu, np.float32))[None, None])[0, 0].numpy()


def tissues(hu):
    """Masks per tissue, cut from the smoothed slice and kept away from edges."""
    smooth = ndimage.gaussian_filter(hu, 1.5)
    return {name: ndimage.binary_erosion((smooth > low) & (smooth < high), iterations=1 if name == "bone" else 2)
            for name, (low, high) in TISSUES.items()}


def compare(image, reference, body):
    a, b = windowed(image.astype(np.float64)), windowed(reference.astype(np.float64))
    return {"psnr": -10 * np.log10(((a - b)[body] ** 2).mean()), "ssim": ssim_map(a, b)[body].mean(),
            "rmseBodyHU": np.sqrt(((image - reference)[body] ** 2).mean())}


def same_as_exported(network):
    """The figures must be those of the file beside the card."""
    answer = json.loads((MODEL / "known-answer.json").read_text())
    hu = decode(answer["input"]).reshape(answer["rows"], answer["columns"])
    return np.allclose(hu - denoise(network, hu), decode(answer["output"]).reshape(hu.shape), atol=1e-3)


def noise_sd(image, regions, size=24):
    return [deviation(image[y:y + size, x:x + size]) for y, x in regions]


def recovered_contrast(network, low, regions, pixel_mm, size=24):
    """Share of a disc's contrast that is left, for each kind of disc at each flat region."""
    shares, y, x = defaultdict(list), *np.mgrid[:low.shape[0], :low.shape[1]]
    plain = denoise(network, low)
    for contrast, diameter in DISCS:
        sheet, cores, radius = np.zeros_like(low), [], diameter / 2 / pixel_mm
        for top, left in regions[:6]:
            distance = np.hypot(y - top - size / 2, x - left - size / 2)
            sheet += contrast * np.clip(radius - distance + 0.5, 0, 1)
            cores.append(distance < radius - 0.5)
        change = denoise(network, low + sheet) - plain
        shares[f"{contrast} HU {diameter} mm"] += [change[core].mean() / contrast for core in cores]
    return shares


def on_phantoms(network, seeds=range(4)):
    """PSNR and RMSE before and after, against a truth without noise."""
    results = {}
    for dose, fraction in {"full": 1.0, **DOSES}.items():
        rows, shift = [], defaultdict(list)
        for seed in seeds:
            truth = torso(seed)
            scanner = Scanner(photons=8e5 * fraction)
            low = np.clip(truth + acquired_noise(truth, PIXEL_MM, scanner, np.random.default_rng(seed)), -1024, 3071)
            clean = denoise(network, low)
            rows.append([compare(image, truth, truth > -990) for image in (low, clean)])
            for tissue, mask in tissues(truth).items():
                shift[tissue].append((clean - low)[mask].mean())
        results[dose] = {key: {side: np.mean([row[i][key] for row in rows]) for i, side in enumerate(("input", "output"))}
                         for key in rows[0][0]}
        results[dose]["shiftHU"] = {tissue: np.mean(values) for tissue, values in shift.items()}
    return results


def evaluate(folder, run):
    network = load(run)
    rows, shift, discs = defaultdict(list), defaultdict(list), defaultdict(list)
    sd, acquired, untouched = defaultdict(list), [], []
    per_series = defaultdict(list)
    for name, stride in HELD_OUT.items():
        series = open_series(folder, name)
        indices = range(stride // 2, len(series.files), stride)
        for index, scanner in zip(indices, scanner_of_each(series, indices)):
            hu, pixel = series.slice(index), series.pixel_mm(index)
            body, regions, classes = body_mask(hu), flat_regions(hu), tissues(hu)
            sinogram = project(hu, pixel, scanner)
            acquired += noise_sd(hu, regions)
            untouched.append(np.sqrt(((denoise(network, hu) - hu)[body] ** 2).mean()))
            for dose, fraction in DOSES.items():
                rng = np.random.default_rng(zlib.crc32(f"{name}/{index}/{dose}".encode()))
                low = np.clip(hu + inserted_noise(hu, pixel, fraction, scanner, rng, sinogram), -1024, 3071)
                clean = denoise(network, low)
                before, after = compare(low, hu, body), compare(clean, hu, body)
                plain = nonlocal_means(low, (low - hu)[body].std())
                rows[dose].append((before, after, compare(plain, hu, body)))
                per_series[dose, name].append(after["psnr"] - before["psnr"])
                sd[dose, 0] += noise_sd(low, regions)
                sd[dose, 1] += noise_sd(clean, regions)
                for tissue, mask in classes.items():
                    if mask.sum() > 200:
                        shift[dose, tissue].append(((clean - low)[mask].sum(), mask.sum()))
                for key, values in recovered_contrast(network, low, regions, pixel).items():
                    discs[dose, key] += values
    figures = {"command": "python3 -m ct_denoise.evaluate --data DIR --run NAME", "slices": len(untouched),
               "acquired": {"noiseSdSoftHU": np.median(acquired), "changeRmsBodyHU": np.mean(untouched)},
               "phantom": on_phantoms(network)}
    for dose in DOSES:
        mean = lambda side, key: np.mean([row[side][key] for row in rows[dose]])
        figures[dose] = {key: {"input": mean(0, key), "output": mean(1, key)} for key in ("psnr", "ssim", "rmseBodyHU")}
        figures[dose]["nonLocalMeans"] = {key: mean(2, key) for key in ("psnr", "ssim")}
        figures[dose]["noiseSdSoftHU"] = {"input": np.median(sd[dose, 0]), "output": np.median(sd[dose, 1])}
        figures[dose]["shiftHU"] = {t: np.divide(*np.sum(shift[dose, t], axis=0)) for t in TISSUES}
        figures[dose]["recoveredContrast"] = {k: np.mean(v) for (d, k), v in discs.items() if d == dose}
        figures[dose]["psnrGainBySeries"] = {n: np.mean(v) for (d, n), v in per_series.items() if d == dose}
    return rounded(figures)


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return value if isinstance(value, (str, int)) else round(float(value), 3)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--run", default="run")
    given = parser.parse_args()
    figures = evaluate(given.data, given.run)
    print(json.dumps(figures, indent=1))
    if same_as_exported(load(given.run)):
        write_figures(MODEL, figures)
    else:
        raise SystemExit("not written: models/ct-denoise holds other weights; run ct_denoise.export first")
