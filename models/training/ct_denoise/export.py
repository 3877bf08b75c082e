"""Writes a trained denoiser for the browser: ONNX, a known answer, and the card.

    python3 -m ct_denoise.export --model ct-denoise

The file holds the averaged weights as float16, cast to float32 where they are used: half the bytes, the same arithmetic.
Rows and columns are dynamic (multiples of 8). The known answer is a small made-up slice with the output that PyTorch
gave with the same rounded weights: any engine must give the same. What is written by hand of a card is in
cards/<model>.json; the figures come from `npx veritome evaluate` (see ../README.md) and are kept while the weights stay the same.
"""
import argparse
import base64
import hashlib
import json
import warnings
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .data import RUNS
from .network import SIZES, build, flop, receptive_field

MODELS = Path(__file__).resolve().parents[2]
CARDS = Path(__file__).with_name("cards")
OPSET = 17


def load(model):
    """The averaged weights: with their texture end once that is trained."""
    network, texture = build(model), RUNS / f"{model}-texture.pt"
    path = texture if texture.exists() else RUNS / f"{model}.pt"
    network.load_state_dict(torch.load(path, map_location="cpu")["average"])
    return network.eval()


class HalfConv(nn.Module):
    """A convolution whose weights are stored as float16 and used as float32."""

    def __init__(self, conv):
        super().__init__()
        self.register_buffer("weight", conv.weight.detach().half())
        self.register_buffer("bias", conv.bias.detach())
        self.stride, self.padding = conv.stride, conv.padding

    def forward(self, x):
        return F.conv2d(x, self.weight.float(), self.bias, self.stride, self.padding)


def halved(module):
    """The same network with HalfConv for every convolution."""
    for name, child in module.named_children():
        if isinstance(child, nn.Conv2d):
            setattr(module, name, HalfConv(child))
        else:
            halved(child)
    return module


def known_slice(slices, unit, size=48):
    """Air, fat, soft tissue, lung and bone with edges, correlated noise and padding: deterministic, [slices, size, size]."""
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    hu = np.full((size, size), -1000.0)
    hu[np.hypot(y / 20, x / 22) < 1] = -100
    hu[np.hypot(y / 17, x / 19) < 1] = 45
    hu[np.hypot((y + 3) / 8, (x + 8) / 7) < 1] = -850
    hu[np.hypot(y - 4, x - 9) < 4] = 700
    hu[np.hypot(y - 9, x + 2) < 3] = 85
    rng = np.random.default_rng(20)
    stack = []
    for _ in range(slices):
        noise = rng.standard_normal((size, size))
        noise = noise + np.roll(noise, 1, 0) - 0.4 * np.roll(noise, 2, 1)
        each = np.rint(hu + 22 * noise)
        each[:3, :3] = -2000  # padding outside the field of view
        stack.append(each if unit == "HU" else np.abs(each + 1000) / 1500)
    return np.stack(stack).astype(np.float32)


def encode(array):
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()


def export(model):
    network = load(model)
    gflop, parameters, field = flop(network), sum(p.numel() for p in network.parameters()), receptive_field(network)
    network, folder = halved(network), MODELS / model
    by_hand = json.loads((CARDS / f"{model}.json").read_text())
    unit = by_hand["selection"]["unit"]
    tolerance = 0.05 if unit == "HU" else 0.0002
    folder.mkdir(exist_ok=True)
    file = folder / "model.onnx"
    names = {n: {2: "rows", 3: "columns"} for n in ("hu", "noise")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(network, torch.zeros(1, network.slices, 64, 64), str(file), opset_version=OPSET,
                          do_constant_folding=False, input_names=["hu"], output_names=["noise"], dynamic_axes=names)
    data, known = file.read_bytes(), known_slice(network.slices, unit)
    with torch.no_grad():
        answer = network(torch.from_numpy(known)[None])[0].numpy()
    (folder / "known-answer.json").write_text(json.dumps({
        "rows": known.shape[1], "columns": known.shape[2], "input": encode(known), "output": encode(answer),
        "toleranceHU": tolerance}) + "\n")
    ends = ["fidelity", "texture"][:len(answer)]
    image = lambda channels: {"shape": [1, channels, "rows", "columns"], "type": "float32", "unit": unit}
    scale = {"scale": by_hand.pop("scale")} if "scale" in by_hand else {}
    sha256 = hashlib.sha256(data).hexdigest()
    card = {
        "id": model, "version": by_hand["version"], "task": "denoise", "title": by_hand["title"],
        "execution": {
            "file": "model.onnx", "bytes": len(data), "sha256": sha256, "opset": OPSET,
            "input": {"name": "hu", **image(network.slices), "slices": network.slices, **scale},
            "output": {"name": "noise", **image(len(ends)), "ends": ends,
                       "meaning": "denoised = value - strength * ((1 - texture) * fidelity + texture * texture end)"},
            "multipleOf": 8, "receptiveFieldPixels": field, "gflopPer512": round(gflop / 1e9, 3), "parameters": parameters,
            "knownAnswer": {"file": "known-answer.json", "toleranceHU": tolerance}},
        "selection": by_hand["selection"], "description": by_hand["description"]}
    path = folder / "card.json"
    before = json.loads(path.read_text()) if path.exists() else None
    if before and before["execution"]["sha256"] == sha256 and "figures" in before["description"]:
        card["description"]["figures"] = before["description"]["figures"]
    path.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps({key: card["execution"][key] for key in ("bytes", "sha256", "gflopPer512", "parameters")}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", choices=SIZES, required=True)
    export(parser.parse_args().model)
