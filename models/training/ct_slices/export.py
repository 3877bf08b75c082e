"""Writes the trained generators for the browser: ONNX, discriminators, known answers, cards.

    python3 -m ct_slices.export --model ct-from-labels
    python3 -m ct_slices.export --model ct-slices

Needs python3-onnx beside torch: weights are stored as float16 and cast to float32 where they are used. What the graphs take:

    latent [1, 48], level [1, 1], style [1, 6]   standard normal values (level: levels.json); the style's mean and covariance
                                                 over the training slices are within
    scale [1, 2]                                 width and depth of the body against the layout's own
    tissues [1, 5, R, C], coarse [1, 1]          shares of the tissues; 1 for maps made at 64 pixels
    noise [1, 4, R, C]                           standard normal values

ct-from-labels/model.onnx: tissues, coarse, style, noise -> hu [1, 1, R, C]; R and C multiples of 8.
ct-slices/model.onnx: latent, level, scale, style, noise -> hu [1, 1, 256, 256], tissues [1, 5, 256, 256], layout_score [1, 1].
discriminator.onnx of both: hu, tissues, coarse, style -> score [1, 1].
Realism is told against slices that are acquired: the card holds the quantiles of their scores.
"""
import argparse
import base64
import hashlib
import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import nn

from .data import coarsened, one_hot, series, standardised
from .layout_network import LATENT, LayoutDiscriminator, LayoutGenerator
from .layouts import CLASSES, DOMAIN, Layouts
from .network import Discriminator, Generator
from .prepare import FIELD_MM, RUNS, SIDE

MODELS = Path(__file__).resolve().parents[2]
CARDS = Path(__file__).with_name("cards")
# Logarithm of the scale of width and depth that generated bodies are drawn with: so that their area is on average that of the
# training subjects, every series counting alike; layouts come out smaller.
SCALE = {"mean": 0.14, "sd": 0.06}
OPSET, QUANTILES = 17, np.linspace(0, 1, 21)


class Styled(nn.Module):
    """From standard normal values to styles as the training slices had them."""

    def __init__(self):
        super().__init__()
        values, weights = [], []
        for s in series().values():
            values.append(standardised(s["style"]))
            weights.append(np.full(len(s["style"]), len(s["style"]) ** -0.5))
        values, weights = np.concatenate(values), np.concatenate(weights)
        covariance = np.cov(values.T, aweights=weights) + 0.01 * np.eye(values.shape[1])
        self.register_buffer("mean", torch.tensor(np.average(values, 0, weights), dtype=torch.float32))
        self.register_buffer("root", torch.tensor(np.linalg.cholesky(covariance).T, dtype=torch.float32))

    def forward(self, style):
        return F.hardtanh(style @ self.root + self.mean, -3, 3)


class FromLabels(nn.Module):
    def __init__(self, generator):
        super().__init__()
        self.generator, self.styled = generator, Styled()

    def forward(self, tissues, coarse, style, noise):
        return self.generator(tissues, coarse, self.styled(style), noise)


class Slices(nn.Module):
    def __init__(self, layout, critic, generator):
        super().__init__()
        self.layout, self.critic, self.generator, self.styled = layout, critic, generator, Styled()

        line = (torch.arange(SIDE) + 0.5) / (SIDE / 2) - 1
        self.register_buffer("grid", torch.stack(torch.meshgrid(line, line, indexing="xy"), -1)[None])

    def forward(self, latent, level, scale, style, noise):
        shares = self.layout(latent, level).softmax(1)
        # Enlarged to the slice's pixels, and the body to its width and depth, at once.
        tissues = F.grid_sample(shares, self.grid / scale[:, None, None], mode="bilinear", padding_mode="border", align_corners=False)
        hu = self.generator(tissues, torch.ones_like(level), self.styled(style), noise)
        return hu, tissues, self.critic(shares, level)


class Critic(nn.Module):
    """Mean score over a slice's regions, texture and structure alike."""

    def __init__(self, discriminator):
        super().__init__()
        self.discriminator, self.styled = discriminator, Styled()

    def forward(self, hu, tissues, coarse, style):
        scores, _ = self.discriminator(hu, tissues, coarse, self.styled(style))
        return sum(s.mean((2, 3)) for s in scores) / len(scores)


def trained():
    """The networks as training left them: averaged generators, discriminators without their spectral norm's bookkeeping."""
    images, layouts = (torch.load(RUNS / f"{name}.pt", map_location="cpu") for name in ("images", "layouts"))
    generator, discriminator = Generator(), Discriminator()
    generator.load_state_dict(images["average"])
    discriminator.load_state_dict(images["discriminator"])
    discriminator.eval()
    for module in discriminator.modules():
        if isinstance(module, nn.Conv2d):
            torch.nn.utils.remove_spectral_norm(module)
    layout, critic = LayoutGenerator(), LayoutDiscriminator()
    layout.load_state_dict(layouts["average"])
    critic.load_state_dict(layouts["discriminator"])
    critic.eval()
    critic.spread = usual_spread(critic)
    return generator.eval(), discriminator, layout.eval(), critic


def usual_spread(critic):
    """Spread that batches of acquired layouts have where the discriminator measures it."""
    found = []
    hook = critic.last.register_forward_pre_hook(lambda _, inputs: found.append(float(inputs[0][:, -1].mean())))
    with torch.no_grad():
        for _, (shares, level) in zip(range(4), iter(Layouts(16, 5))):
            critic(shares, level)
    hook.remove()
    # The activation before it leaves positive values as they are.
    return float(np.mean(found))


def halve(path):
    """Stores every large weight as float16, cast where it is used."""
    model = onnx.load(str(path))
    casts = []
    for tensor in model.graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.dtype != np.float32 or array.size < 256:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(array.astype(np.float16), f"{name}.half"))
        casts.append(onnx.helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT))
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(casts + nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def rounded(module):
    """The module with the weights that the file holds."""
    for tensor in module.state_dict().values():
        if tensor.dtype == torch.float32 and tensor.numel() >= 256:
            tensor.copy_(tensor.half().float())
    return module


def write(module, inputs, outputs, path, axes=None):
    names, values = zip(*inputs.items())
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, values, str(path), opset_version=OPSET, do_constant_folding=True, input_names=list(names),
                          output_names=outputs, dynamic_axes=axes)
    halve(path)
    data = path.read_bytes()
    return {"file": path.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def encode(array):
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()


def quantiles(scores):
    return [round(float(q), 5) for q in np.quantile(scores, QUANTILES)]


def scores(critic, generator, coarse, module=None, count=64):
    """Quantiles of what the discriminator says of acquired training slices and of what the generator makes of the same maps
    (or of latent vectors, where `module` is the cascade); with the cascade also of layouts."""
    acquired, generated, layouts = [], [], []
    with torch.no_grad():
        for s in series().values():
            for n in np.linspace(0, len(s["hu"]) - 1, min(len(s["hu"]), 6)).astype(int):
                hu, tissues = torch.from_numpy(s["hu"][n:n + 1].astype(np.float32))[:, None], one_hot(s["codes"][n:n + 1])
                style, flag = torch.from_numpy(standardised(s["style"][n:n + 1])), torch.full((1, 1), float(coarse))
                maps = coarsened(tissues) if coarse else tissues
                say = lambda image: float(sum(f.mean() for f in critic.discriminator(image, maps, flag, style)[0]) / 3)
                acquired.append(say(hu))
                if module is None:
                    generated.append(say(generator(maps, flag, style, torch.randn(1, 4, SIDE, SIDE))))
        for _ in range(count if module else 0):
            style, (low, high) = torch.randn(1, 6), list(CLASSES.values())[np.random.randint(len(CLASSES))]
            level = torch.full((1, 1), np.random.uniform(low, high))
            scale = (torch.tensor([[SCALE["mean"]] * 2]) + SCALE["sd"] * torch.randn(1, 2)).exp()
            hu, tissues, layout = module(torch.randn(1, LATENT), level, scale, style, torch.randn(1, 4, SIDE, SIDE))
            generated.append(float(critic(hu, tissues, torch.ones(1, 1), style)))
            layouts.append(float(layout))
    return {"acquired": quantiles(acquired), "generated": quantiles(generated)}, layouts


def export(model):
    generator, discriminator, layout, layout_critic = trained()
    critic = rounded(Critic(discriminator))
    folder = MODELS / model
    folder.mkdir(exist_ok=True)
    side = torch.linspace(-1, 1, SIDE)
    body = ((side[:, None] / 0.55) ** 2 + (side / 0.75) ** 2 < 1).long()
    lung = ((side[:, None] / 0.3) ** 2 + ((side.abs() - 0.3) / 0.2) ** 2 < 1).long()
    # Every 8th pixel, enlarged: the known answer holds no more of the map.
    codes = (2 * body + body * (1 - lung) - body * lung)[::8, ::8].repeat_interleave(8, 0).repeat_interleave(8, 1)
    tissues = one_hot(codes[None].numpy())
    half = torch.full((1, 4, SIDE, SIDE), 0.5)
    wave = lambda n: torch.sin(torch.arange(n, dtype=torch.float32) * 1.7)[None]
    axes = {name: {2: "rows", 3: "columns"} for name in ("tissues", "noise", "hu")}
    if model == "ct-from-labels":
        module, outputs = rounded(FromLabels(generator)), ["hu"]
        inputs = {"tissues": tissues, "coarse": torch.zeros(1, 1), "style": wave(6), "noise": half}
        entry = write(module, inputs, outputs, folder / "model.onnx", axes)
        with torch.no_grad():
            hu = module(*inputs.values())
        known = {"style": encode(inputs["style"]), "noise": 0.5, "every": 8, "hu": encode(hu[0, 0, ::8, ::8]), "toleranceHU": 1.0,
                 "codes": base64.b64encode(tissues[0, :, ::8, ::8].argmax(0).byte().numpy().tobytes()).decode()}
    else:
        module, outputs = rounded(Slices(layout, layout_critic, generator)), ["hu", "tissues", "layout_score"]
        inputs = {"latent": wave(LATENT), "level": torch.full((1, 1), 0.5), "scale": torch.tensor([[1.1, 1.05]]),
                  "style": wave(6), "noise": half}
        entry = write(module, inputs, outputs, folder / "model.onnx")
        with torch.no_grad():
            hu, shares, _ = module(*inputs.values())
        known = {"latent": encode(inputs["latent"]), "level": 0.5, "scale": [1.1, 1.05], "style": encode(inputs["style"]), "noise": 0.5,
                 "every": 8, "hu": encode(hu[0, 0, ::8, ::8]), "toleranceHU": 1.0}
    judge = write(critic, {"hu": hu, "tissues": tissues, "coarse": torch.zeros(1, 1), "style": wave(6)}, ["score"],
                  folder / "discriminator.onnx", axes)
    (folder / "known-answer.json").write_text(json.dumps(known) + "\n")
    torch.manual_seed(7)
    np.random.seed(7)
    image, layouts = scores(critic, generator, model == "ct-slices", module if model == "ct-slices" else None)
    by_hand = json.loads((CARDS / f"{model}.json").read_text())
    realism = {"image": image}
    latent = {}
    if model == "ct-slices":
        with torch.no_grad():
            acquired = torch.cat([layout_critic(*batch) for _, batch in zip(range(12), iter(Layouts(16, 6)))]).numpy()
        realism["layout"] = {"acquired": quantiles(acquired), "generated": quantiles(layouts)}
        latent = {"latent": LATENT, "scale": SCALE, "levels": {"domain": DOMAIN, "classes": CLASSES}}
    count = lambda m: sum(p.numel() for p in m.parameters())
    card = {
        "id": model, "version": by_hand["version"], "task": "generate", "title": by_hand["title"],
        "execution": {
            **entry, "opset": OPSET, "kind": "latent" if latent else "labels", "side": SIDE, "fieldMm": FIELD_MM, "style": 6, "noise": 4,
            **latent, "multipleOf": 8, "parameters": count(module), "discriminator": {**judge, "parameters": count(critic)},
            "realism": realism, "knownAnswer": {"file": "known-answer.json", "toleranceHU": 1.0}},
        "selection": {"modality": ["CT"], "unit": "HU"}, "description": by_hand["description"]}
    path = folder / "card.json"
    before = json.loads(path.read_text()) if path.exists() else None
    if before and before["execution"]["sha256"] == entry["sha256"] and "figures" in before["description"]:
        card["description"]["figures"] = before["description"]["figures"]
    path.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps({"model": model, "bytes": entry["bytes"], "discriminator": judge["bytes"], "parameters": count(module)}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", choices=("ct-slices", "ct-from-labels"), required=True)
    export(parser.parse_args().model)
