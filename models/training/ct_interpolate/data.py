"""Series as stacks of slices: which train and which are held out, by subject, stands in series.json.

DIR holds one folder per series: 16-bit grey PNG slices (HU = value - png_offset) and a meta.json. `step` in series.json
is the distance of the slices that are there, in mm. MR volumes lend their anatomy: thin slices are rare. Their values are
mapped to the HU of a head, differently in every patch.
"""
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

RUNS = Path(__file__).resolve().parents[1] / ".runs" / "ct_interpolate"
SERIES = json.loads(Path(__file__).with_name("series.json").read_text())


@dataclass(frozen=True)
class Series:
    name: str
    values: np.ndarray    # [slices, rows, columns] int16, HU or raw MR
    step: float           # mm
    weight: float
    white: float          # MR: the 99.5th percentile; CT: 0


def load(data, part):
    """The series of a part, "training" or "heldOut", that are there."""
    found = []
    for name, about in SERIES[part].items():
        folder = Path(data) / name
        if not (folder / "meta.json").exists():
            continue
        meta = json.loads((folder / "meta.json").read_text())
        stack = np.stack([np.asarray(Image.open(f)).astype(np.int32) - meta["png_offset"]
                          for f in sorted(folder.glob("*.png"))]).astype(np.int16)
        white = float(np.percentile(stack[::8], 99.5)) if meta["modality"] == "MR" else 0.0
        found.append(Series(name, stack, about["step"], about.get("weight", 1), white))
    return found
