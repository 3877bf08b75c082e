"""Series, subject split and training pairs of the CT denoiser.

A series is a folder of 16-bit PNG slices (HU = value - png_offset) and a meta.json with pixel spacing,
kernel and licence. Only soft- and standard-kernel series of low noise are targets: a network cannot
learn to remove what its target still contains. Subjects are never split between training and test.

    python3 -m ct_denoise.data --data DIR      writes the pairs into .runs/ct_denoise/pairs (minutes)
"""
import argparse
import json
import zlib
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

from .simulate import Scanner, acquired_noise, inserted_noise, project

RUNS = Path(__file__).resolve().parents[1] / ".runs" / "ct_denoise"
DRAWS = 3  # noise realisations per slice, each with its own dose and reconstruction filter

# Series and the stride at which their slices are taken.
TRAINING = {"ct-body-acrinfltbreast001a": 1, "ct-body-acrinfltbreast001b": 3, "ct-chest-lungdxa0002": 1,
            "ct-head-dcmqa-ge": 1, "ct-body-sbua027284": 1, "ct-body-sbua048383": 1, "ct-body-sbua056642": 1,
            "ct-body-sbua058062": 1, "ct-body-sbua062055": 1, "ct-body-sbua072894": 1}
HELD_OUT = {"ct-chest-acrinnsclc042": 13, "ct-body-sbua002304": 1, "ct-body-sbua067967": 1}


@dataclass(frozen=True)
class Series:
    name: str
    meta: dict
    files: list

    def slice(self, index):
        """One slice in HU, float32."""
        return np.asarray(Image.open(self.files[index])).astype(np.float32) - self.meta["png_offset"]

    def pixel_mm(self, index):
        each = self.meta.get("slices")
        return float((each[index] if each else self.meta)["pixel_spacing_mm"][0])


def open_series(folder, name):
    folder = Path(folder) / name
    return Series(name, json.loads((folder / "meta.json").read_text()), sorted(folder.glob("*.png")))


def body_mask(hu):
    """The patient without the table: the largest region above -300 HU, holes (lungs) filled."""
    labels, count = ndimage.label(ndimage.binary_opening(hu > -300, iterations=3))
    if not count:
        return np.zeros(hu.shape, bool)
    largest = np.argmax(np.bincount(labels.ravel())[1:]) + 1
    return ndimage.binary_fill_holes(labels == largest)


def flat_regions(hu, size=24, most=12, spread=8):
    """Corners of flat soft-tissue squares. Chosen on the smoothed slice, so that their noise is not selected for."""
    smooth = ndimage.gaussian_filter(hu, 4)
    found = []
    for y in range(0, hu.shape[0] - size, size // 2):
        for x in range(0, hu.shape[1] - size, size // 2):
            box = smooth[y:y + size, x:x + size]
            if box.min() > -10 and box.max() < 250 and box.std() < spread:
                found.append((box.std(), y, x))
    return [(y, x) for _, y, x in sorted(found)[:most]]


def deviation(region):
    """Standard deviation about the best plane."""
    rows, columns = region.shape
    y, x = np.mgrid[:rows, :columns]
    plane = np.stack([y.ravel(), x.ravel(), np.ones(y.size)], 1)
    residual = region.ravel() - plane @ np.linalg.lstsq(plane, region.ravel(), rcond=None)[0]
    return float(np.sqrt((residual ** 2).sum() / (residual.size - 3)))


def calibrate(series, indices, scanner=Scanner(), size=24):
    """Scanner whose full-dose noise equals the measured noise (medians over flat soft-tissue regions)."""
    rng, measured, simulated = np.random.default_rng(1), [], []
    for index in indices:
        hu = series.slice(index)
        noise = acquired_noise(hu, series.pixel_mm(index), scanner, rng)
        for y, x in flat_regions(hu, size) or flat_regions(hu, size, spread=16):
            measured.append(deviation(hu[y:y + size, x:x + size]))
            simulated.append(deviation(noise[y:y + size, x:x + size]))
    ratio = np.median(simulated) / np.median(measured)
    return replace(scanner, photons=scanner.photons * ratio ** 2)


def scanner_of_each(series, indices):
    """The calibrated scanner of every slice: one for a scan, its own for slices that are of different scans."""
    if series.meta.get("independent_slices"):
        return [calibrate(series, [index]) for index in indices]
    return [calibrate(series, indices[::max(1, len(indices) // 8)])] * len(indices)


def _pairs_of_slice(job):
    series, index, scanner, seed = job
    rng, hu, pixel = np.random.default_rng(seed), series.slice(index), series.pixel_mm(index)
    sinogram, draws = project(hu, pixel, scanner), []
    for _ in range(DRAWS):
        dose = float(np.exp(rng.uniform(np.log(0.05), np.log(0.5))))
        filtered = replace(scanner, hann_per_mm=rng.uniform(0.45, 0.9))
        draws.append(np.clip(inserted_noise(hu, pixel, dose, filtered, rng, sinogram), -2000, 2000))
    return hu.astype(np.int16), body_mask(hu), np.stack(draws).astype(np.float16)


def prepare(folder):
    """Writes .runs/ct_denoise/pairs/<series>.npz with slices, body masks and noise draws."""
    target = RUNS / "pairs"
    target.mkdir(parents=True, exist_ok=True)
    with Pool(2) as pool:
        for name, stride in TRAINING.items():
            if (target / f"{name}.npz").exists():
                continue
            series = open_series(folder, name)
            indices = list(range(0, len(series.files), stride))
            scanners = scanner_of_each(series, indices)
            seed = zlib.crc32(name.encode())
            jobs = [(series, index, scanner, seed + index) for index, scanner in zip(indices, scanners)]
            hu, body, draws = zip(*pool.imap(_pairs_of_slice, jobs))
            np.savez(target / f"{name}.npz", hu=hu, body=body, noise=draws)
            print(f"{name}: {len(hu)} slices, N0 {', '.join(sorted({f'{s.photons:.2g}' for s in scanners}))}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder with one folder per series")
    prepare(parser.parse_args().data)
