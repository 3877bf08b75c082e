"""Trains ct-from-labels against its discriminator.

    OMP_NUM_THREADS=1 python3 -m ct_slices.train_images --minutes 60

First by distance alone, then hinge loss (or --loss bce, wasserstein) with spectral norm (Miyato et al. 2018), feature
matching (Wang et al. 2018, arXiv:1711.11585), distance of local means, and distance of radial spectra, which says directly
how much texture there is. A last term asks that the smoothed slice stay within the limits of its tissue (labels.py).
Checkpoint .runs/ct_slices/images.pt: both networks, their optimisers and the averaged generator; resumes by itself.
"""
import argparse
import json
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader

from .data import Patches
from .losses import discriminator_loss, generator_loss
from .network import Discriminator, Generator, blurred, windows
from .prepare import RUNS

ALONE, SIZE, BATCH = 500, 128, 8
MATCHING, LOCAL, SPECTRAL, LABELS, DISTANCE = 6.0, 2.0, 0.5, 1.0, 0.4
BINS = np.linspace(0.03, 0.5, 13)
# Limits of the smoothed value, HU, of air, lung, fat, soft tissue and bone: labels.py, with a margin.
LOW = torch.tensor([-2000., -940., -380., -22., 160.]).view(1, -1, 1, 1)
HIGH = torch.tensor([-430., -430., -38., 142., 5000.]).view(1, -1, 1, 1)


def spectrum(hu):
    """Logarithm (base 10) of the power of patches in every radial bin, soft tissue contrast, [N, bins]."""
    size = hu.shape[-1]
    window = torch.hann_window(size, periodic=False)
    detail = windows(hu)[:, 1:2] * 180 + windows(hu)[:, :1] * 90
    power = torch.fft.fft2(detail.squeeze(1) * window[:, None] * window).abs().square().flatten(1)
    radius = torch.fft.fftfreq(size).square()
    members = torch.bucketize((radius[:, None] + radius).sqrt().flatten(), torch.from_numpy(BINS).float())
    return torch.stack([power[:, members == k].mean(1) for k in range(1, len(BINS))], 1).add(1).log10()


def broken_labels(hu, tissues):
    """How far smoothed values lie outside the limits of their tissue, in units of 50 HU, where the map is sure."""
    smooth = blurred(hu)
    beyond = F.relu(LOW - smooth) + F.relu(smooth - HIGH)
    return ((tissues > 0.99) * beyond).sum(1).mean() / 50


def train(minutes, loss, seed):
    torch.manual_seed(seed)
    path, last = RUNS / "images.pt", torch.channels_last
    generator, discriminator = Generator().to(memory_format=last), Discriminator().to(memory_format=last)
    g_optimiser = torch.optim.Adam(generator.parameters(), 1e-3, betas=(0.5, 0.99))
    d_optimiser = torch.optim.Adam(discriminator.parameters(), 3e-4, betas=(0.5, 0.99))
    average, step = {k: v.clone() for k, v in generator.state_dict().items()}, 0
    if path.exists():
        kept = torch.load(path, map_location="cpu")
        generator.load_state_dict(kept["generator"])
        discriminator.load_state_dict(kept["discriminator"])
        g_optimiser.load_state_dict(kept["g_optimiser"])
        d_optimiser.load_state_dict(kept["d_optimiser"])
        average, step = kept["average"], kept["step"]
    batches = iter(DataLoader(Patches(BATCH, SIZE, seed + step), batch_size=None, num_workers=1, prefetch_factor=4))
    sums, begun = torch.zeros(8), time.time()
    while True:
        spent = (time.time() - begun) / 60
        ends = spent >= minutes
        if ends or (step % 250 == 0 and sums[-1] > 0):
            names = ("discriminator", "adversarial", "matching", "local", "spectral", "labels", "real score")
            print(json.dumps({"step": step, "minutes": round(spent, 1),
                              **{n: round(v, 4) for n, v in zip(names, (sums / sums[-1]).tolist())}}), flush=True)
            sums.zero_()
            torch.save({"generator": generator.state_dict(), "discriminator": discriminator.state_dict(), "average": average,
                        "g_optimiser": g_optimiser.state_dict(), "d_optimiser": d_optimiser.state_dict(), "step": step},
                       path.with_suffix(".partial"))
            path.with_suffix(".partial").replace(path)
            if ends:
                return
        rate = max(0.1, min(1.0, 2 * (1 - spent / minutes)))
        alone = step < ALONE
        g_optimiser.param_groups[0]["lr"] = 1e-3 if alone else 2.5e-4 * rate
        d_optimiser.param_groups[0]["lr"] = 4e-4 * rate
        hu, tissues, coarse, style = next(batches)
        hu, tissues = hu.contiguous(memory_format=last), tissues.contiguous(memory_format=last)
        with torch.autocast("cpu", torch.bfloat16):
            fake = generator(tissues, coarse, style, torch.randn(len(hu), 4, SIZE, SIZE))
        fake = fake.float()
        look, sight = windows(hu), windows(fake)
        local = (F.avg_pool2d(sight[:, :3], 8) - F.avg_pool2d(look[:, :3], 8)).abs().mean()
        spectral = (spectrum(fake) - spectrum(hu)).abs().mean()
        labels = broken_labels(fake, tissues)
        d_loss = adversarial = matching = real_score = torch.zeros(())
        if alone:
            held = (sight[:, :3] - look[:, :3]).abs().mean() * 2 + LOCAL * local + 0.1 * SPECTRAL * spectral
        else:
            with torch.autocast("cpu", torch.bfloat16):
                real_scores, real_features = discriminator(hu, tissues, coarse, style)
                fake_scores, _ = discriminator(fake.detach(), tissues, coarse, style)
            d_loss = discriminator_loss(loss, [s.float() for s in real_scores], [s.float() for s in fake_scores])
            d_optimiser.zero_grad(set_to_none=True)
            d_loss.backward()
            d_optimiser.step()
            real_score = real_scores[0].float().mean()
            for parameter in discriminator.parameters():
                parameter.requires_grad_(False)
            with torch.autocast("cpu", torch.bfloat16):
                fake_scores, fake_features = discriminator(fake, tissues, coarse, style)
            for parameter in discriminator.parameters():
                parameter.requires_grad_(True)
            adversarial = generator_loss(loss, [s.float() for s in fake_scores])
            matching = sum((a.float() - b.detach().float()).abs().mean() for a, b in zip(fake_features, real_features)) / 3
            pull = (F.avg_pool2d(sight[:, :3], 2) - F.avg_pool2d(look[:, :3], 2)).abs().mean()
            held = adversarial + MATCHING * matching + LOCAL * local + SPECTRAL * spectral + DISTANCE * pull
        g_optimiser.zero_grad(set_to_none=True)
        (held + LABELS * labels).backward()
        nn.utils.clip_grad_norm_(generator.parameters(), 1.0)
        g_optimiser.step()
        step += 1
        with torch.no_grad():
            for key, value in generator.state_dict().items():
                average[key].lerp_(value, max(0.002, 1 / (1 + step)))
        sums += torch.tensor([*(float(v) for v in (d_loss, adversarial, matching, local, spectral, labels, real_score)), 1])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--loss", choices=("hinge", "bce", "wasserstein"), default="hinge")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    train(given.minutes, given.loss, given.seed)
