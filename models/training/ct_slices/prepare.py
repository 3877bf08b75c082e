"""Acquired CT slices on the generators' grid: 256 x 256 pixels over 400 mm, body in the middle, HU.

    python3 -m ct_slices.prepare --data ../../../shared/data/train

Writes .runs/ct_slices/<series>.npz: hu int16 [slices, 256, 256], codes uint8 [slices, 256, 256] (labels.py), style float32
[slices, 6] (labels.py), level float32 [slices] (levels.json: 0 lung apex, 0.35 carina, 0.75 dome of the diaphragm, 1 middle
of the kidneys; NaN outside the domain of the latent generator). Slices are averaged over the area of the new pixel, so that noise falls as it would in a
scan reconstructed so coarsely.
"""
import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

from .labels import labels, style

RUNS = Path(__file__).resolve().parents[1] / ".runs" / "ct_slices"
SIDE, FIELD_MM = 256, 400.0
AIR_HU = -1000.0


def body(hu, spacing):
    """Mask of the patient without table: the largest piece of tissue, openings closed by filling."""
    tissue = ndimage.binary_opening(hu > -300, iterations=max(1, round(3 / spacing)))
    pieces, count = ndimage.label(tissue)
    if count == 0:
        return np.zeros(hu.shape, bool)
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    return ndimage.binary_fill_holes(pieces == sizes.argmax())


def on_grid(hu, spacing):
    """One slice [rows, columns] resampled to the grid; None where there is no body."""
    mask = body(hu, spacing)
    if mask.sum() * spacing ** 2 < 8000:
        return None
    rows, columns = np.where(mask)
    centre = np.array([(rows.min() + rows.max()) / 2, (columns.min() + columns.max()) / 2])
    pixel = FIELD_MM / SIDE
    # Area average as a box prefilter of one new pixel, then linear interpolation at its centre.
    smooth = ndimage.gaussian_filter(hu, 0.42 * pixel / spacing)
    offset = (np.arange(SIDE) - (SIDE - 1) / 2) * pixel / spacing
    grid = np.meshgrid(centre[0] + offset, centre[1] + offset, indexing="ij")
    return ndimage.map_coordinates(smooth, grid, order=1, mode="constant", cval=AIR_HU)


def prepare(data):
    RUNS.mkdir(parents=True, exist_ok=True)
    levels = json.loads(Path(__file__).with_name("levels.json").read_text())
    for folder in sorted(data.glob("ct-*")):
        about = levels.get(folder.name)
        if about is None:
            continue
        meta = json.loads((folder / "meta.json").read_text())
        spacing = meta["pixel_spacing_mm"][0]
        hu, level = [], []
        for index, file in enumerate(sorted(folder.glob("*.png"))):
            image = np.asarray(Image.open(file)).astype(np.float32) - meta.get("png_offset", 1024)
            slice_ = on_grid(np.clip(image, -1024, 3071), spacing)
            if slice_ is None:
                continue
            hu.append(np.rint(slice_).astype(np.int16))
            marks = about.get("landmarks")
            level.append(np.interp(index, [m[0] for m in marks], [m[1] for m in marks], np.nan, np.nan) if marks else np.nan)
        codes = [labels(h, FIELD_MM / SIDE) for h in hu]
        np.savez(RUNS / f"{folder.name}.npz", hu=np.stack(hu), codes=np.stack(codes),
                 style=np.array([style(h, c) for h, c in zip(hu, codes)], np.float32), level=np.array(level, np.float32))
        print(folder.name, len(hu), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    prepare(parser.parse_args().data)
