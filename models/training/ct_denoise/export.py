"""Writes the trained denoiser for the browser: ONNX, a known answer, and the card.

    python3 -m ct_denoise.export --run v1

The file holds the averaged weights in float32, with rows and columns dynamic (multiples of 8). The known
answer is a small made-up slice with the output that PyTorch gave: any engine must give the same within
0.05 HU. Figures already in the card are kept only while the weights stay the same; evaluate.py renews them.
"""
import argparse
import base64
import hashlib
import json
import warnings
from pathlib import Path

import numpy as np
import torch

from .data import RUNS
from .network import Denoiser, flop, receptive_field

MODEL = Path(__file__).resolve().parents[2] / "ct-denoise"
CARD = Path(__file__).with_name("card.json")  # what is written by hand
OPSET, VERSION, TOLERANCE_HU = 17, "1.0.0", 0.05


def load(run):
    network = Denoiser()
    network.load_state_dict(torch.load(RUNS / f"{run}.pt", map_location="cpu")["average"])
    return network.eval()


def known_slice(size=48):
    """Air, fat, soft tissue, lung and bone with edges, correlated noise and padding: deterministic."""
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    hu = np.full((size, size), -1000.0)
    hu[np.hypot(y / 20, x / 22) < 1] = -100
    hu[np.hypot(y / 17, x / 19) < 1] = 45
    hu[np.hypot((y + 3) / 8, (x + 8) / 7) < 1] = -850
    hu[np.hypot(y - 4, x - 9) < 4] = 700
    hu[np.hypot(y - 9, x + 2) < 3] = 85
    noise = np.random.default_rng(20).standard_normal((size, size))
    noise = noise + np.roll(noise, 1, 0) - 0.4 * np.roll(noise, 2, 1)
    hu = np.rint(hu + 22 * noise)
    hu[:3, :3] = -2000  # padding outside the field of view
    return hu.astype(np.float32)


def encode(array):
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()


def decode(text):
    return np.frombuffer(base64.b64decode(text), "<f4").copy()


def export(run):
    network = load(run)
    MODEL.mkdir(exist_ok=True)
    file = MODEL / "model.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(network, torch.zeros(1, 1, 64, 64), str(file), opset_version=OPSET,
                          input_names=["hu"], output_names=["noise"],
                          dynamic_axes={n: {2: "rows", 3: "columns"} for n in ("hu", "noise")})
    data = file.read_bytes()
    slice_ = known_slice()
    with torch.no_grad():
        answer = network(torch.from_numpy(slice_)[None, None])[0, 0].numpy()
    (MODEL / "known-answer.json").write_text(json.dumps({
        "rows": slice_.shape[0], "columns": slice_.shape[1], "input": encode(slice_), "output": encode(answer),
        "toleranceHU": TOLERANCE_HU}) + "\n")
    card = write_card(network, data)
    print(json.dumps({key: card["execution"][key] for key in ("bytes", "sha256", "gflopPer512", "parameters")}))


def write_card(network, data):
    image = {"shape": [1, 1, "rows", "columns"], "type": "float32", "unit": "HU"}
    by_hand, file = json.loads(CARD.read_text()), MODEL / "card.json"
    sha256 = hashlib.sha256(data).hexdigest()
    before = json.loads(file.read_text()) if file.exists() else None
    card = {
        "id": "ct-denoise", "version": VERSION, "task": "denoise", "title": by_hand["title"],
        "execution": {
            "file": "model.onnx", "bytes": len(data), "sha256": sha256, "opset": OPSET,
            "input": {"name": "hu", **image},
            "output": {"name": "noise", **image, "meaning": "denoised = hu - strength * noise"},
            "multipleOf": 8, "receptiveFieldPixels": receptive_field(network),
            "gflopPer512": round(flop(network) / 1e9, 3), "parameters": sum(p.numel() for p in network.parameters()),
            "knownAnswer": {"file": "known-answer.json", "toleranceHU": TOLERANCE_HU}},
        "selection": {"modality": ["CT"], "unit": "HU", "rangeHU": [-1024, 3071]},
        "description": by_hand["description"]}
    if before and before["execution"]["sha256"] == sha256:
        card["description"].update({key: before["description"][key] for key in ("limits", "figures")
                                    if key in before["description"]})
    file.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n")
    return card


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", default="run")
    export(parser.parse_args().run)
