"""Sharpens a trained interpolator against a discriminator; the motion it found stays as it is.

    python3 -m ct_interpolate.sharpen --data DIR --steps 450

A mean of two slices is quieter and smoother than a slice. The layers after the motion (join, refine, head: blend and
residual) go on learning: the distance to the truth as in train.py, a patch discriminator's word (../ct_denoise's: spectral
norm, relativistic average hinge, the picture and its high-passed part), and the fine grain, which is to come up to KEPT of
the truth's everywhere: all of it costs fidelity. Grain is compared place by place, in both directions and as a ratio. Its
mean over a patch will not do: where the motion failed the distance hardly grows with the error, so a network adds the
missing grain there, as combs along edges. Checkpoint .runs/ct_interpolate/sharp.pt.
"""
import argparse
import json
import math
import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from ct_denoise.adversarial import Discriminator, relativistic

from .data import RUNS, load
from .network import build
from .patches import Patches
from .train import distance, looks
from .validate import report

ADVERSARIAL, GRAIN, KEPT = 0.002, 0.06, 0.97


def shown(hu):
    """Soft tissue in full and the lung at 0.3, within the +-300 that the discriminator sees."""
    return hu.clamp(-160, 240) + 0.3 * (hu.clamp(-1024, -160) + 160) + 90


def grain(look):
    """Logarithm of the standard deviation of the fine detail, every 6 pixels in squares of 12."""
    fine = look - F.avg_pool2d(look, 5, 1, 2, count_include_pad=False)
    return torch.log(F.avg_pool2d(fine.square(), 12, 6) + 0.03 ** 2) / 2


def coarser(answer, truth):
    """How far the grain is from KEPT of the truth's, soft tissue and the whole range."""
    return sum((grain(a) - grain(b) - math.log(KEPT)).abs().mean() for a, b in zip(looks(answer), looks(truth)))


def train(data, steps, seed, rate, half):
    torch.manual_seed(seed)
    network, discriminator, path = build(), Discriminator(), RUNS / "sharp.pt"
    begin = path if path.exists() else RUNS / "network.pt"  # sharpened weights go on
    network.load_state_dict(torch.load(begin, map_location="cpu")["average"])
    network, discriminator = (n.to(memory_format=torch.channels_last) for n in (network, discriminator))
    network.requires_grad_(False)
    learning = [*network.join.parameters(), *network.refine.parameters(), *network.head.parameters()]
    for parameter in learning:
        parameter.requires_grad_(True)
    average = {k: v.clone() for k, v in network.state_dict().items()}
    g_optimiser = torch.optim.Adam(learning, rate, betas=(0.5, 0.99))
    d_optimiser = torch.optim.Adam(discriminator.parameters(), 4e-4, betas=(0.5, 0.99))
    held = load(data, "heldOut")
    batches = iter(DataLoader(Patches(data, seed), batch_size=None))
    sums, begun = torch.zeros(5), time.time()
    for step in range(1, steps + 1):
        for optimiser, top in ((g_optimiser, rate), (d_optimiser, 4e-4)):
            optimiser.param_groups[0]["lr"] = top * max(0.05, 1 - step / steps)
        planes, truth = next(batches)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            answer = network.answers(planes.contiguous(memory_format=torch.channels_last))[0]
        d_loss = relativistic(discriminator(shown(truth)), discriminator(shown(answer.detach())), 1)
        d_optimiser.zero_grad(set_to_none=True)
        d_loss.backward()
        d_optimiser.step()

        held_to = distance(answer, truth)
        grained = coarser(answer, truth)
        adversarial = relativistic(discriminator(shown(truth)).detach(), discriminator(shown(answer)), -1)
        g_optimiser.zero_grad(set_to_none=True)
        (held_to + ADVERSARIAL * adversarial + GRAIN * grained).backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        g_optimiser.step()
        with torch.no_grad():
            for key, value in network.state_dict().items():
                average[key].lerp_(value, 0.01 if step > 100 else 0.1)
        sums += torch.tensor([d_loss.item(), adversarial.item(), held_to.item(), grained.item(), 1])
        if step % 100 == 0 or step == steps:
            names = ("discriminator", "adversarial", "distance", "grain")
            print(json.dumps({"step": step, "minutes": round((time.time() - begun) / 60, 1),
                              **{n: round(v, 4) for n, v in zip(names, (sums / sums[-1]).tolist())}}), flush=True)
            sums.zero_()
            torch.save({"average": average}, path.with_suffix(".partial"))
            path.with_suffix(".partial").replace(path)
        if step % 150 == 0 or step == steps:
            judged = build().eval()
            judged.load_state_dict(average)
            print(report(judged, held, 24), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--steps", type=int, default=450)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--half", action="store_true", help="features in bfloat16: faster")
    given = parser.parse_args()
    train(given.data, given.steps, given.seed, given.rate, given.half)
