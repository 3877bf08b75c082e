"""Trains the CT denoiser: L1 on the noise, on its local mean, and on what faint discs change.

    python3 -m ct_denoise.train --minutes 45 --steps 40000

Seeded, checkpointed every minute into .runs/ct_denoise/<run>.pt and resumed from there; `--steps` fixes the
cosine schedule, so an interrupted training continues as if it had not been. Loss, per patch in units
of its mean |n| + 10 HU:

    mean |n^ - n|  +  2 mean box4(n^ - n)^2  +  w mean over discs |n^(x + disc) - n^(x)|

The second term keeps the mean HU of tissues (a square, since L1 aims at medians and those of bone edges are
skewed); the third keeps small low-contrast lesions (patches.py).
Fidelity only: no adversarial step (WGAN-VGG and its heirs trade 1 to 3 dB for texture; see the card).
"""
import argparse
import json
import math
import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from .data import RUNS
from .export import load
from .network import Denoiser, flop
from .patches import TWINS, Patches

RATE, AVERAGE = 1e-3, 0.999
LOCAL_MEAN = 2.0
FLOOR_HU = 10.0


def rate(step, steps, peak):
    """Learning rate: a short warm-up, then a cosine to almost nothing."""
    return peak * min(1, (step + 1) / 300) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / steps)))


def loss_terms(estimate, noise, discs, squares=False):
    """Each patch in units of its own noise, with a floor, so that quiet patches count as much as loud ones."""
    unit = noise.abs().mean((1, 2, 3), keepdim=True) + FLOOR_HU
    error = (estimate - noise) / unit
    change = (estimate[-TWINS:] - estimate[-2 * TWINS:-TWINS]) / unit[-TWINS:]
    fidelity = error.square() if squares else error.abs()
    return (fidelity.mean(), F.avg_pool2d(error, 4).square().mean(),
            (change.abs() * discs).sum() / discs.sum().clamp(min=1))


def train(run, steps, minutes, seed, discs_weight, start=None, teacher=None, peak=RATE, squares=False):
    torch.manual_seed(seed)
    network, average = Denoiser(), Denoiser()
    network, average = (n.to(memory_format=torch.channels_last) for n in (network, average))
    average.load_state_dict(network.state_dict())
    optimiser = torch.optim.Adam(network.parameters(), RATE)
    step, seconds, path = 0, 0.0, RUNS / f"{run}.pt"
    if start and not path.exists():
        weights = torch.load(RUNS / f"{start}.pt")["average"]
        network.load_state_dict(weights)
        average.load_state_dict(weights)
    if path.exists():
        state = torch.load(path)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        step, seconds = state["step"], state["seconds"]
    print(f"{flop(network) / 1e9:.3f} GFLOP per slice, from step {step} of {steps}", flush=True)
    batches = iter(DataLoader(Patches(seed + step, teacher and load(teacher)), batch_size=None, num_workers=1, prefetch_factor=8))
    sums, begun, saved = torch.zeros(5), time.time(), time.time()
    while step < steps and time.time() - begun < minutes * 60:
        low, truth, discs = next(batches)
        low = low.contiguous(memory_format=torch.channels_last)
        noise = low - truth
        fidelity, local, faint = loss_terms(network(low), noise, discs, squares)
        optimiser.param_groups[0]["lr"] = rate(step, steps, peak)
        optimiser.zero_grad(set_to_none=True)
        (fidelity + LOCAL_MEAN * local + discs_weight * faint).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        step += 1
        with torch.no_grad():
            decay = min(AVERAGE, step / (step + 10))
            for mean, value in zip(average.parameters(), network.parameters()):
                mean.lerp_(value, 1 - decay)
        sums += torch.tensor([fidelity.item(), local.item(), faint.item(), noise.abs().mean().item(), 1])
        if step % 200 == 0:
            names = ("fidelity", "local", "discs", "inputHU")
            print(json.dumps({"step": step, "minutes": round((seconds + time.time() - begun) / 60, 1),
                              **{n: round(v, 4) for n, v in zip(names, (sums / sums[-1]).tolist())}}), flush=True)
            sums.zero_()
        if time.time() - saved > 60 or step == steps:
            saved = time.time()
            _save(path, network, average, optimiser, step, seconds + saved - begun)
    _save(path, network, average, optimiser, step, seconds + time.time() - begun)


def _save(path, network, average, optimiser, step, seconds):
    partial = path.with_suffix(".partial")
    torch.save({"network": network.state_dict(), "average": average.state_dict(), "step": step,
                "optimiser": optimiser.state_dict(), "seconds": seconds}, partial)
    partial.replace(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", default="run", help="name of the checkpoint")
    parser.add_argument("--steps", type=int, default=40000)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long; start again to resume")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--discs", type=float, default=1.0, help="weight w of the faint discs")
    parser.add_argument("--start", help="begin with the weights of this run")
    parser.add_argument("--teacher", help="run whose estimate is taken out of the acquired targets")
    parser.add_argument("--rate", type=float, default=RATE, help="highest learning rate")
    parser.add_argument("--squares", action="store_true", help="squared errors: means, also at borders, instead of medians")
    given = parser.parse_args()
    train(given.run, given.steps, given.minutes, given.seed, given.discs, given.start, given.teacher, given.rate,
          given.squares)
