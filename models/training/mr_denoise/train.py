"""Trains the MR denoiser; losses, schedule and checkpoints as ct_denoise.train.

    python3 -m mr_denoise.train --data DIR --steps 30000
"""
import argparse
import json
import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from ct_denoise.network import build, flop
from ct_denoise.train import rate, save

from .patches import TWINS, Patches

MODEL, RATE, AVERAGE = "mr-denoise", 1e-3, 0.999
LOCAL, REGIONAL, INSERTS, FLOOR = 1.0, 1.0, 0.05, 0.04


def losses(answer, target, masks, contrasts):
    """As ct_denoise.train, in squares; the twins' targets differ a little, since Rician noise depends on the signal. The
    floor is high: the acquired slices hold noise of their own, and counted in units of very little added noise they would
    teach the network to leave everything alone."""
    error = (answer - target) / (target.abs().mean((1, 2, 3), keepdim=True) + FLOOR)
    wanted = target[-TWINS:] - target[-2 * TWINS:-TWINS]
    change = (answer[-TWINS:] - answer[-2 * TWINS:-TWINS] - wanted) * masks
    return (error.square().mean(), F.avg_pool2d(error, 4).square().mean(),
            F.avg_pool2d(error, 16).square().mean(), (change.sum((2, 3)) / contrasts).square().mean())


def train(data, steps, minutes, seed, half):
    from ct_denoise.data import RUNS
    torch.manual_seed(seed)
    network, average = (build(MODEL).to(memory_format=torch.channels_last) for _ in range(2))
    average.load_state_dict(network.state_dict())
    optimiser = torch.optim.Adam(network.parameters(), RATE)
    step, seconds, path = 0, 0.0, RUNS / f"{MODEL}.pt"
    RUNS.mkdir(parents=True, exist_ok=True)
    if path.exists():
        state = torch.load(path)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        step, seconds = state["step"], state["seconds"]
    print(f"{flop(network) / 1e9:.3f} GFLOP per slice, from step {step} of {steps}", flush=True)
    batches = iter(DataLoader(Patches(data, seed + step), batch_size=None, num_workers=1, prefetch_factor=8))
    sums, begun, saved = torch.zeros(5), time.time(), time.time()
    while step < steps and time.time() - begun < minutes * 60:
        noisy, target, masks, contrasts = next(batches)
        noisy = noisy.contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            features = network.features(noisy)
        fidelity, local, regional, inserts = losses(network.noise(features.float()), target, masks, contrasts)
        optimiser.param_groups[0]["lr"] = rate(step, steps, RATE)
        optimiser.zero_grad(set_to_none=True)
        (fidelity + LOCAL * local + REGIONAL * regional + INSERTS * inserts).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        step += 1
        with torch.no_grad():
            decay = min(AVERAGE, step / (step + 10))
            for mean, value in zip(average.parameters(), network.parameters()):
                mean.lerp_(value, 1 - decay)
        sums += torch.tensor([*map(float, (fidelity, local, regional, inserts)), 1])
        if step % 200 == 0:
            names = ("fidelity", "local", "regional", "inserts")
            print(json.dumps({"step": step, "minutes": round((seconds + time.time() - begun) / 60, 1),
                              **{n: round(v, 4) for n, v in zip(names, (sums / sums[-1]).tolist())}}), flush=True)
            sums.zero_()
        if time.time() - saved > 60 or step == steps:
            saved = time.time()
            save(path, network, average, optimiser, step, seconds + saved - begun)
    save(path, network, average, optimiser, step, seconds + time.time() - begun)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder with one folder per series")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long; start again to resume")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", action="store_true", help="features in bfloat16: faster; finish without")
    given = parser.parse_args()
    train(given.data, given.steps, given.minutes, given.seed, given.half)
