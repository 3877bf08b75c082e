"""Trains the latent stage of ct-slices: first to rebuild layouts from their codes, then against a discriminator.

    OMP_NUM_THREADS=1 python3 -m ct_slices.train_layouts --warm 12 --minutes 85

The warm start (codes of layouts.fit_basis, cross entropy and local means) keeps the generator from collapsing and spares it the
first hundred thousand images; rebuilding goes on with a quarter of every batch. Then --loss bce (non-saturating; or hinge,
wasserstein) with lazy R1. Logged: scores of real, generated and unseen subjects' layouts, and the share of real ones called real
(Karras et al. 2020, arXiv:2006.06676: overfitting shows in both).
Checkpoint .runs/ct_slices/layouts.pt; resumes by itself.
"""
import argparse
import json
import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from .layout_network import LATENT, LayoutDiscriminator, LayoutGenerator
from .layouts import Layouts, codes_of, fit_basis
from .losses import discriminator_loss, generator_loss, r1
from .prepare import RUNS

BATCH, R1, LAZY, REBUILD = 16, 0.03, 16, 1.0


def rebuilding(logits, shares):
    """Cross entropy of the shares, and distance of their local means at three scales."""
    entropy, made = -(shares * logits.log_softmax(1)).sum(1).mean(), logits.softmax(1)
    means = sum((F.avg_pool2d(made, k) - F.avg_pool2d(shares, k)).abs().mean() for k in (2, 4, 8))
    return entropy + 4 * means


def train(warm, minutes, loss, seed):
    torch.manual_seed(seed)
    path, last = RUNS / "layouts.pt", torch.channels_last
    generator, discriminator = (n.to(memory_format=last) for n in (LayoutGenerator(), LayoutDiscriminator()))
    g_optimiser = torch.optim.Adam(generator.parameters(), 1e-3, betas=(0.3, 0.99))
    d_optimiser = torch.optim.Adam(discriminator.parameters(), 5e-4, betas=(0.5, 0.99))
    average, step, before = {k: v.clone() for k, v in generator.state_dict().items()}, 0, 0.0
    if path.exists():
        kept = torch.load(path, map_location="cpu")
        for name, part in (("generator", generator), ("discriminator", discriminator), ("g_optimiser", g_optimiser), ("d_optimiser", d_optimiser)):
            part.load_state_dict(kept[name])
        average, step, before, basis = kept["average"], kept["step"], kept["minutes"], kept["basis"]
    else:
        basis = fit_basis(LATENT)
    batches = iter(DataLoader(Layouts(BATCH, seed + step), batch_size=None, num_workers=1, prefetch_factor=4))
    unseen = next(iter(Layouts(32, seed, held_out=True)))
    sums, begun, saved = torch.zeros(7), time.time(), time.time()
    while True:
        spent = before + (time.time() - begun) / 60
        ends = spent >= minutes
        if sums[-1] > 0 and (ends or time.time() - saved > 120):
            with torch.no_grad():
                foreign = float(discriminator(*unseen).mean())
            names = ("rebuilding", "discriminator", "real", "generated", "called real", "r1")
            print(json.dumps({"step": step, "minutes": round(spent, 1), "unseen": round(foreign, 3),
                              **{n: round(v, 4) for n, v in zip(names, (sums / sums[-1]).tolist())}}), flush=True)
            sums.zero_()
            saved = time.time()
            torch.save({"generator": generator.state_dict(), "discriminator": discriminator.state_dict(), "average": average,
                        "g_optimiser": g_optimiser.state_dict(), "d_optimiser": d_optimiser.state_dict(), "step": step,
                        "minutes": spent, "basis": basis}, path.with_suffix(".partial"))
            path.with_suffix(".partial").replace(path)
        if ends:
            return
        shares, level = next(batches)
        shares = shares.contiguous(memory_format=last)
        codes = codes_of(shares, level, basis)
        adversarial = spent >= warm
        rate = min(1.0, 2 * (1 - spent / minutes) + 0.05)
        g_optimiser.param_groups[0]["lr"] = (4e-4 if adversarial else 1.5e-3) * rate
        d_optimiser.param_groups[0]["lr"] = 6e-4 * rate
        rebuilt = BATCH // 4 if adversarial else BATCH
        latent = torch.cat([codes[:rebuilt] + 0.25 * torch.randn(rebuilt, LATENT), torch.randn(BATCH - rebuilt, LATENT)])
        with torch.autocast("cpu", torch.bfloat16):
            logits = generator(latent, level)
        logits = logits.float()
        made, held = logits.softmax(1), rebuilding(logits[:rebuilt], shares[:rebuilt])
        d_loss = real = fake = penalty = torch.zeros(())
        if adversarial:
            with torch.autocast("cpu", torch.bfloat16):
                real, fake = discriminator(shares, level), discriminator(made.detach(), level)
            real, fake = real.float(), fake.float()
            d_loss = discriminator_loss(loss, [real], [fake])
            if step % LAZY == 0:
                look = shares[:8].clone().requires_grad_(True)
                penalty = r1(discriminator(look, level[:8]), look)
                d_loss = d_loss + 0.5 * R1 * LAZY * penalty
            d_optimiser.zero_grad(set_to_none=True)
            d_loss.backward()
            d_optimiser.step()
            for parameter in discriminator.parameters():
                parameter.requires_grad_(False)
            with torch.autocast("cpu", torch.bfloat16):
                score = discriminator(made, level)
            for parameter in discriminator.parameters():
                parameter.requires_grad_(True)
            g_loss = generator_loss(loss, [score.float()]) + REBUILD * rate * held
        else:
            g_loss = held
        g_optimiser.zero_grad(set_to_none=True)
        g_loss.backward()
        torch.nn.utils.clip_grad_norm_(generator.parameters(), 5.0)
        g_optimiser.step()
        step += 1
        with torch.no_grad():
            for key, value in generator.state_dict().items():
                average[key].lerp_(value, max(0.003, 1 / (1 + step)))
        called = (real > 0).float().mean() if adversarial else real
        sums += torch.tensor([*(float(v.mean()) for v in (held, d_loss, real, fake, called, penalty)), 1])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--warm", type=float, default=12, help="minutes of rebuilding before the discriminator")
    parser.add_argument("--minutes", type=float, default=85)
    parser.add_argument("--loss", choices=("hinge", "bce", "wasserstein"), default="bce")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    train(given.warm, given.minutes, given.loss, given.seed)
