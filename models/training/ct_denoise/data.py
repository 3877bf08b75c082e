"""The training pairs that `node .config/run.mjs trainingPairs.ts` wrote, opened without reading them.

    .runs/ct_denoise/acquired/<series>.json      slices, draws, photons per slice, doses per slice and draw, independent
                              <series>.hu.i16    [slices, 512, 512] the acquired slices, HU
                              <series>.noise.i16 [slices, draws, 512, 512] noise of a lower dose, 1/16 HU
    .runs/ct_denoise/phantoms/<seed>-<n>.i16     [7, 512, 512] HU: the slice without noise; at 0.3 and 0.12 of the dose;
                                                 the slice before at both, the slice after at both
    .runs/ct_denoise/validation/<series>.i16     [slices, 3, 3, 512, 512] HU: acquired, quarter, tenth of the dose;
                                                 each the slice, the one before, the one after

Which series train and which are held out, by subject, stands in series.json. Only soft- and standard-kernel series feed
the targets: a network cannot learn to remove what its target still contains.
"""
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RUNS = Path(__file__).resolve().parents[1] / ".runs" / "ct_denoise"
SIDE = 512
NOISE_UNITS_PER_HU = 16


@dataclass(frozen=True)
class Series:
    hu: np.ndarray        # [slices, rows, columns] HU
    noise: np.ndarray     # [slices, draws, rows, columns] 1/16 HU
    doses: np.ndarray     # [slices, draws]
    independent: bool     # slices are not neighbours


def acquired():
    """Every training series that is there."""
    found = []
    for about in sorted((RUNS / "acquired").glob("*.json")):
        meta, stem = json.loads(about.read_text()), about.with_suffix("")
        shape = (meta["slices"], meta["draws"], SIDE, SIDE)
        found.append(Series(np.memmap(f"{stem}.hu.i16", "<i2", "r", shape=(shape[0], SIDE, SIDE)),
                            np.memmap(f"{stem}.noise.i16", "<i2", "r", shape=shape),
                            np.array(meta["doses"]), meta["independent"]))
    return found


def phantoms():
    """Phantom scans, [7, rows, columns] each."""
    return [np.memmap(f, "<i2", "r", shape=(7, SIDE, SIDE)) for f in sorted((RUNS / "phantoms").glob("*.i16"))]


def validation():
    """Held-out slices by series: [slices, 3, 3, rows, columns]."""
    return {f.stem: np.memmap(f, "<i2", "r").reshape(-1, 3, 3, SIDE, SIDE)
            for f in sorted((RUNS / "validation").glob("*.i16"))}
