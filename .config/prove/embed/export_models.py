"""Exports two small networks of PyTorch as docs/own-models.md shows: a denoiser and a DCGAN.

    /usr/bin/python3 .config/prove/embed/export_models.py FOLDER

Needs torch and numpy (Debian: python3-torch, python3-numpy).
"""
import base64
import hashlib
import json
import sys
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import nn

warnings.filterwarnings("ignore")


class Denoiser(nn.Module):
    """Gives the denoised slice; reads and answers in 0 to 1."""

    def __init__(self, width=8):
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(1, width, 3, padding=1), nn.LeakyReLU(0.2))
        self.down = nn.Sequential(nn.Conv2d(width, 2 * width, 3, stride=2, padding=1), nn.LeakyReLU(0.2))
        self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False)
        self.last = nn.Conv2d(3 * width, 1, 3, padding=1)

    def forward(self, image):
        fine = self.first(image)
        coarse = self.up(self.down(fine))
        return image - self.last(torch.cat([fine, coarse], 1))


class Generator(nn.Module):
    """A DCGAN of 64 x 64 after Radford et al. 2016: 100 numbers in, an image from -1 to 1 out."""

    def __init__(self, latent=100, width=8):
        super().__init__()
        layers = []
        channels = [latent, 8 * width, 4 * width, 2 * width, width]
        for i, (inward, outward) in enumerate(zip(channels, channels[1:])):
            stride, padding = (1, 0) if i == 0 else (2, 1)
            layers += [
                nn.ConvTranspose2d(inward, outward, 4, stride, padding, bias=False),
                nn.BatchNorm2d(outward),
                nn.ReLU(),
            ]
        self.layers = nn.Sequential(*layers, nn.ConvTranspose2d(width, 1, 4, 2, 1), nn.Tanh())

    def forward(self, z):
        return self.layers(z)


def train(model, steps=150):
    """Learns to take white noise off smooth images: enough to be a denoiser, not a good one."""
    optimiser = torch.optim.Adam(model.parameters(), 2e-3)
    for _ in range(steps):
        coarse = torch.rand(8, 1, 8, 8) * 0.3 + 0.2
        clean = nn.functional.interpolate(coarse, scale_factor=8, mode="bilinear", align_corners=False)
        loss = ((model(clean + 0.01 * torch.randn_like(clean)) - clean) ** 2).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


def text(values):
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f4").tobytes()).decode()


def write(folder, card, answer):
    card["execution"]["sha256"] = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card, indent=2))
    (folder / "known-answer.json").write_text(json.dumps(answer))


def export_denoiser(folder):
    folder.mkdir(parents=True, exist_ok=True)
    model = Denoiser()
    train(model)
    # docs: denoiser
    model.eval().float()
    torch.onnx.export(
        model,
        torch.zeros(1, 1, 64, 64),
        str(folder / "model.onnx"),
        opset_version=17,
        input_names=["image"],
        output_names=["denoised"],
        dynamic_axes={"image": {2: "rows", 3: "columns"}, "denoised": {2: "rows", 3: "columns"}},
    )
    # docs: end
    # docs: denoiser answer
    low, high = -1024, 3071
    rng = np.random.default_rng(1)
    hu = rng.normal(40, 30, (64, 64)).astype("float32")
    with torch.no_grad():
        scaled = torch.from_numpy((hu - low) / (high - low))[None, None]
        denoised = model(scaled)[0, 0].numpy() * (high - low) + low
    answer = {"rows": 64, "columns": 64, "input": text(hu), "output": text(denoised)}
    # docs: end
    card = {
        "schema": "veritome-model/1",
        "version": "1.0",
        "task": "denoise",
        "title": "Small denoiser of the example",
        "execution": {
            "sha256": "",
            "input": {
                "name": "image",
                "scaling": {"kind": "window", "low": low, "high": high, "to": [0, 1]},
            },
            "output": {"name": "denoised", "meaning": "image"},
            "multipleOf": 2,
            "receptiveFieldPixels": 13,
            "knownAnswer": {"tolerance": 0.5},
        },
        "selection": {"modality": ["CT"], "unit": "HU"},
        "description": {
            "summary": "Takes white noise off smooth images.",
            "intendedUse": "Shows how a model of PyTorch is brought.",
            "limits": ["Trained for seconds, on images that are no scans."],
            "adversarial": False,
            "license": "Apache-2.0",
        },
    }
    write(folder, card, answer)


def export_generator(folder):
    folder.mkdir(parents=True, exist_ok=True)
    model = Generator()
    # docs: generator
    model.eval().float()
    torch.onnx.export(
        model,
        torch.zeros(1, 100, 1, 1),
        str(folder / "model.onnx"),
        opset_version=17,
        input_names=["z"],
        output_names=["slice"],
    )
    # docs: end
    # docs: generator answer
    z = np.random.default_rng(1).normal(size=(1, 100, 1, 1)).astype("float32")
    with torch.no_grad():
        image = model(torch.from_numpy(z))[0, 0].numpy()
    values = -1000 + (image + 1) / 2 * 2000
    answer = {"latent": text(z), "every": 8, "values": text(values[::8, ::8])}
    # docs: end
    card = {
        "schema": "veritome-model/1",
        "version": "1.0",
        "task": "generate",
        "title": "DCGAN of the example, untrained",
        "execution": {
            "sha256": "",
            "input": {"name": "z", "latent": 100},
            "output": {"name": "slice", "range": [-1, 1], "values": [-1000, 1000]},
            "side": 64,
            "fieldMm": 350,
            "knownAnswer": {"tolerance": 0.5},
        },
        "selection": {"modality": ["CT"], "unit": "HU"},
        "description": {
            "summary": "Draws patterns: it has learnt nothing.",
            "intendedUse": "Shows how a model of PyTorch is brought.",
            "limits": ["Its slices show no anatomy."],
            "adversarial": True,
            "license": "Apache-2.0",
        },
    }
    write(folder, card, answer)


if __name__ == "__main__":
    out = Path(sys.argv[1])
    torch.manual_seed(7)
    torch.set_num_threads(1)
    export_denoiser(out / "denoiser")
    export_generator(out / "dcgan")
