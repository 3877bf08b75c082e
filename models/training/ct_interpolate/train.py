"""Trains the interpolator.

    python3 -m ct_interpolate.train --data DIR --steps 20000 --half

Seeded, checkpointed every minute into .runs/ct_interpolate/network.pt and resumed from there; `--steps` fixes the cosine
schedule. The loss looks at soft tissue (-160 to 240 HU) and, with less weight, at everything up to 400 HU, in units of
100 and 250 HU:  rho(e) = sqrt(e^2 + 1) - 1  is a square for noise and a distance for edges. Differences of neighbouring
pixels are held too, since a mean of two slices is smoother than a slice. The answer by the coarse motion alone counts a
little, so that motion is learnt before residuals.
"""
import argparse
import json
import math
import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from ct_denoise.train import save

from .data import RUNS, load
from .network import build
from .patches import Patches
from .validate import report

RATE, AVERAGE = 1.2e-3, 0.999
COARSE, WIDE, GRADIENT = 0.3, 0.35, 0.4


def rate(step, steps, peak):
    return peak * min(1, (step + 1) / 300) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(step / steps, 1))))


def looks(hu):
    """A slice as the loss sees it: soft tissue, and all but dense bone."""
    return hu.clamp(-160, 240) / 100, hu.clamp(-1024, 400) / 250


def distance(answer, truth):
    soft, wide = ((a - b) for a, b in zip(looks(answer), looks(truth)))
    return rho(soft) + WIDE * rho(wide)


def rho(error):
    return ((error.square() + 1).sqrt() - 1).mean()


def gradient(answer, truth):
    """Mean absolute error of the differences of neighbouring pixels, soft tissue."""
    error = looks(answer)[0] - looks(truth)[0]
    return (error[..., 1:] - error[..., :-1]).abs().mean() + (error[..., 1:, :] - error[..., :-1, :]).abs().mean()


def train(data, steps, minutes, seed, peak, half):
    torch.manual_seed(seed)
    RUNS.mkdir(parents=True, exist_ok=True)
    network, average = (build().to(memory_format=torch.channels_last) for _ in range(2))
    average.load_state_dict(network.state_dict())
    optimiser = torch.optim.Adam(network.parameters(), peak, betas=(0.9, 0.99))
    step, seconds, path = 0, 0.0, RUNS / "network.pt"
    if path.exists():
        state = torch.load(path)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        step, seconds = state["step"], state["seconds"]
    held = load(data, "heldOut")
    batches = iter(DataLoader(Patches(data, seed + step), batch_size=None))
    sums, begun, saved = torch.zeros(5), time.time(), time.time()
    while step < steps and time.time() - begun < minutes * 60:
        planes, truth = next(batches)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            answer, coarse = network.answers(planes.contiguous(memory_format=torch.channels_last))
        parts = distance(answer, truth), distance(coarse, truth), gradient(answer, truth)
        optimiser.param_groups[0]["lr"] = rate(step, steps, peak)
        optimiser.zero_grad(set_to_none=True)
        (parts[0] + COARSE * parts[1] + GRADIENT * 0.5 * parts[2]).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        step += 1
        with torch.no_grad():
            decay = min(AVERAGE, step / (step + 10))
            for mean, value in zip(average.parameters(), network.parameters()):
                mean.lerp_(value, 1 - decay)
            linear = distance(planes[:, :1] + (planes[:, 1:2] - planes[:, :1]) * planes[:, 2:3], truth)
        sums += torch.tensor([*map(float, parts), float(linear), 1])
        if step % 200 == 0:
            names = ("answer", "coarse", "gradient", "linear")
            print(json.dumps({"step": step, "minutes": round((seconds + time.time() - begun) / 60, 1),
                              **{n: round(v, 4) for n, v in zip(names, (sums / sums[-1]).tolist())}}), flush=True)
            sums.zero_()
        if step % 1000 == 0 or step == steps:
            print(report(average.eval(), held, 24), flush=True)
        if time.time() - saved > 60 or step == steps:
            saved = time.time()
            save(path, network, average, optimiser, step, seconds + saved - begun)
    save(path, network, average, optimiser, step, seconds + time.time() - begun)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long; start again to resume")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=RATE, help="highest learning rate")
    parser.add_argument("--half", action="store_true", help="features in bfloat16: faster; finish without")
    given = parser.parse_args()
    train(given.data, given.steps, given.minutes, given.seed, given.rate, given.half)
