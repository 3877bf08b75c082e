"""Trains the fidelity end of a CT denoiser.

    python3 -m ct_denoise.train --model ct-denoise --steps 60000

Seeded, checkpointed every minute into .runs/ct_denoise/<model>.pt and resumed from there; `--steps` fixes the cosine
schedule, so an interrupted training continues as if it had not been. Per patch, with errors in units u of its mean
noise |n| + 6 HU:

    mean rho(e)  +  2 mean box4(e)^2  +  4 mean box16(e)^2  +  w sum over inserts (lost^2 + 0.5 mean |change| / contrast)

rho(e) = sqrt(e^2 + 1) - 1 is a square that outliers do not rule. The box terms hold the mean HU of tissues. The last
one keeps what was drawn into the twins (patches.py): `lost` is the share of the insert's contrast that the answer took.
"""
import argparse
import json
import math
import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from .data import RUNS
from .network import SIZES, build, flop
from .patches import TWINS, Patches

RATE, AVERAGE = 1e-3, 0.999
LOCAL, REGIONAL, INSERTS = 2.0, 4.0, 0.25
FLOOR_HU = 6.0


def rate(step, steps, peak):
    """Learning rate: a short warm-up, then a cosine to almost nothing."""
    return peak * min(1, (step + 1) / 300) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(step / steps, 1))))


def losses(answer, target, masks, contrasts):
    """Fidelity, local and regional means, and the share of the inserts lost."""
    error = (answer - target) / (target.abs().mean((1, 2, 3), keepdim=True) + FLOOR_HU)
    change = (answer[-TWINS:] - answer[-2 * TWINS:-TWINS]) * masks
    lost = change.sum((2, 3)) / contrasts
    taken = change.abs().sum((2, 3)) / contrasts.abs()
    return (((error.square() + 1).sqrt() - 1).mean(), F.avg_pool2d(error, 4).square().mean(),
            F.avg_pool2d(error, 16).square().mean(), (lost.square() + 0.5 * taken).mean())


def train(model, steps, minutes, seed, peak, weight, half):
    torch.manual_seed(seed)
    network, average = (build(model).to(memory_format=torch.channels_last) for _ in range(2))
    average.load_state_dict(network.state_dict())
    optimiser = torch.optim.Adam(network.parameters(), peak)
    step, seconds, path = 0, 0.0, RUNS / f"{model}.pt"
    if path.exists():
        state = torch.load(path)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        step, seconds = state["step"], state["seconds"]
    print(f"{flop(network) / 1e9:.3f} GFLOP per slice, from step {step} of {steps}", flush=True)
    batches = iter(DataLoader(Patches(seed + step, network.slices), batch_size=None, num_workers=1, prefetch_factor=8))
    sums, begun, saved = torch.zeros(6), time.time(), time.time()
    while step < steps and time.time() - begun < minutes * 60:
        low, target, masks, contrasts = next(batches)
        low = low.contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            features = network.features(low)
        fidelity, local, regional, inserts = losses(network.noise(features.float()), target, masks, contrasts)
        optimiser.param_groups[0]["lr"] = rate(step, steps, peak)
        optimiser.zero_grad(set_to_none=True)
        (fidelity + LOCAL * local + REGIONAL * regional + weight * inserts).backward()
        torch.nn.utils.clip_grad_norm_([p for p in network.parameters() if p.grad is not None], 1.0)
        optimiser.step()
        step += 1
        with torch.no_grad():
            decay = min(AVERAGE, step / (step + 10))
            for mean, value in zip(average.parameters(), network.parameters()):
                mean.lerp_(value, 1 - decay)
        sums += torch.tensor([*map(float, (fidelity, local, regional, inserts, target.abs().mean())), 1])
        if step % 200 == 0:
            names = ("fidelity", "local", "regional", "inserts", "targetHU")
            print(json.dumps({"step": step, "minutes": round((seconds + time.time() - begun) / 60, 1),
                              **{n: round(v, 4) for n, v in zip(names, (sums / sums[-1]).tolist())}}), flush=True)
            sums.zero_()
        if time.time() - saved > 60 or step == steps:
            saved = time.time()
            save(path, network, average, optimiser, step, seconds + saved - begun)
    save(path, network, average, optimiser, step, seconds + time.time() - begun)


def save(path, network, average, optimiser, step, seconds):
    partial = path.with_suffix(".partial")
    torch.save({"network": network.state_dict(), "average": average.state_dict(), "step": step,
                "optimiser": optimiser.state_dict(), "seconds": seconds}, partial)
    partial.replace(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", choices=SIZES, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long; start again to resume")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=RATE, help="highest learning rate")
    parser.add_argument("--inserts", type=float, default=INSERTS, help="weight w of the inserts")
    parser.add_argument("--half", action="store_true", help="features in bfloat16: faster; finish without")
    given = parser.parse_args()
    train(given.model, given.steps, given.minutes, given.seed, given.rate, given.inserts, given.half)
