"""Writes the trained interpolator for the browser: ONNX, a known answer, and the card.

    python3 -m ct_interpolate.export

As ../ct_denoise/export.py: averaged weights stored as float16 and used as float32, rows and columns dynamic (multiples of
8). GridSample and MaxPool need opset 16; ct-denoise's 17 is taken. What is written by hand of the card is in
cards/ct-interpolate.json; figures stay as long as the weights stay the same.
"""
import hashlib
import json
import warnings

import numpy as np
import torch

from ct_denoise.export import MODELS, OPSET, encode, halved

from .data import RUNS
from .network import RANGE, REACH, build
from pathlib import Path

MODEL = "ct-interpolate"
PLANES = ("before", "after", "fraction", "gapMm")
TOLERANCE_HU = 0.5


def load():
    """The averaged weights: the sharpened ones once they are trained."""
    network, sharp = build(), RUNS / "sharp.pt"
    path = sharp if sharp.exists() else RUNS / "network.pt"
    network.load_state_dict(torch.load(path, map_location="cpu")["average"])
    return network.eval()


def known_planes(size=48):
    """Two made-up slices with tissue that moves between them, padding outside the field of view and metal; a third of 5 mm."""
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    rng, slices = np.random.default_rng(20), []
    for shift in (-2, 2):
        hu = np.full((size, size), -1000.0)
        hu[np.hypot(y / 20, x / 22) < 1] = -100
        hu[np.hypot(y / 17, (x + shift) / 19) < 1] = 45
        hu[np.hypot((y + 3 + shift) / 8, (x + 8) / 7) < 1] = -850
        hu[np.hypot(y - 4, x - 9 - shift) < 4] = 700
        hu[np.hypot(y - 9 + shift, x + 2) < 3] = 85
        hu[20:22, 40:42] = 3500
        hu = np.rint(hu + 10 * rng.standard_normal((size, size)))
        hu[:3, :3] = -2000
        slices.append(hu)
    return np.stack([*slices, np.full((size, size), 1 / 3), np.full((size, size), 5)]).astype(np.float32)


def convolutions(network, planes):
    """Floating-point operations of all convolutions, two per multiply-add."""
    total, hooks = 0, []

    def count(conv, _, output):
        nonlocal total
        total += 2 * output.numel() * conv.in_channels * conv.kernel_size[0] * conv.kernel_size[1]

    for module in network.modules():
        if isinstance(module, torch.nn.Conv2d):
            hooks.append(module.register_forward_hook(count))
    with torch.no_grad():
        network(planes)
    for hook in hooks:
        hook.remove()
    return total


def receptive_field(network, size=320):
    """Width in pixels of the input that one output pixel can depend on: of the convolutions by gradient, and beyond them
    as far as motion (twice, each at most 2 REACH) and range can reach."""
    planes = torch.zeros(1, 4, size, size)
    planes[:, :2] = torch.rand(1, 2, size, size) * 400 - 200
    planes[:, 2], planes[:, 3] = 0.5, 5.0
    planes.requires_grad_(True)
    reach = []
    for offset in range(8):
        gradient, = torch.autograd.grad(network(planes)[0, 0, size // 2 + offset, size // 2], planes)
        rows = gradient[0, :2].abs().sum((0, 2)).nonzero().ravel()
        reach.append(int(rows.max() - rows.min()) + 1)
    return max(reach) + int(2 * REACH) + RANGE


def export():
    network = load()
    parameters, field = sum(p.numel() for p in network.parameters()), receptive_field(network)
    gflop = convolutions(network, torch.zeros(1, 4, 512, 512))
    network, folder = halved(network), MODELS / MODEL
    by_hand = json.loads((Path(__file__).with_name("cards") / f"{MODEL}.json").read_text())
    folder.mkdir(exist_ok=True)
    file, known = folder / "model.onnx", known_planes()
    names = {n: {2: "rows", 3: "columns"} for n in ("planes", "hu")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(network, torch.from_numpy(known)[None], str(file), opset_version=OPSET, do_constant_folding=False,
                          input_names=["planes"], output_names=["hu"], dynamic_axes=names)
    data = file.read_bytes()
    with torch.no_grad():
        answer = network(torch.from_numpy(known)[None])[0].numpy()
    (folder / "known-answer.json").write_text(json.dumps({
        "rows": known.shape[1], "columns": known.shape[2], "input": encode(known), "output": encode(answer),
        "toleranceHU": TOLERANCE_HU}) + "\n")
    sha256 = hashlib.sha256(data).hexdigest()
    card = {
        "id": MODEL, "version": by_hand["version"], "task": "interpolate", "title": by_hand["title"],
        "execution": {
            "file": "model.onnx", "bytes": len(data), "sha256": sha256, "opset": OPSET,
            "input": {"name": "planes", "shape": [1, len(PLANES), "rows", "columns"], "type": "float32",
                      "planes": list(PLANES), "meaning": "HU of the two slices; fraction and gap constant over the plane"},
            "output": {"name": "hu", "shape": [1, 1, "rows", "columns"], "type": "float32", "unit": "HU",
                       "meaning": "the slice at that fraction of the way from before to after"},
            "multipleOf": 8, "receptiveFieldPixels": field, "gflopPer512": round(gflop / 1e9, 3), "parameters": parameters,
            "knownAnswer": {"file": "known-answer.json", "toleranceHU": TOLERANCE_HU}},
        "selection": by_hand["selection"], "description": by_hand["description"]}
    path = folder / "card.json"
    before = json.loads(path.read_text()) if path.exists() else None
    if before and before["execution"]["sha256"] == sha256 and "figures" in before["description"]:
        card["description"]["figures"] = before["description"]["figures"]
    path.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps({key: card["execution"][key]
                      for key in ("bytes", "sha256", "gflopPer512", "parameters", "receptiveFieldPixels")}))


if __name__ == "__main__":
    export()
