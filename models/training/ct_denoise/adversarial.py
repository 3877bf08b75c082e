"""Trains the texture end of a CT denoiser against a discriminator; the fidelity end and all it rests on stay as they are.

    python3 -m ct_denoise.adversarial --model ct-denoise --steps 1200

The generator is the small network `texture` on frozen features (network.py), so a step costs little more than looking.
A patch discriminator (spectral norm, Miyato et al. 2018, arXiv:1802.05957) sees acquired full-dose patches and denoised
ones in +-300 HU, relativistic average hinge loss (Jolicoeur-Martineau 2018, arXiv:1807.00734); it also gets the high-passed
patch, where texture lives. How much noise of each frequency is left is held to the acquired patch's by the distance of
their radial spectra; what neither can ask for by the distance to the acquired patch, by local means and by the inserts of
train.py. Patches are brought to about a quarter of the dose: there the texture of a full-dose scan means half the noise.
Checkpoint .runs/ct_denoise/<model>-texture.pt: the whole network, averaged; one that is there is begun with.
"""
import argparse
import json
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import spectral_norm
from torch.utils.data import DataLoader

from .data import RUNS
from .network import SIZES, build
from .patches import TWINS, Patches

ADVERSARIAL, SPECTRAL, LOCAL, REGIONAL, INSERTS = 0.1, 0.5, 1.0, 4.0, 0.4
FLOOR_HU = 6.0
# Radial bins of the spectra in cycles per pixel; anatomy rules below them. The power asked for is a little below that of
# full dose: noise costs fidelity.
BINS, POWER = np.linspace(0.04, 0.36, 13), 0.93


class Discriminator(nn.Module):
    """Realness per region of a patch in HU."""

    def __init__(self, width=24):
        super().__init__()
        layer = lambda a, b, stride: (spectral_norm(nn.Conv2d(a, b, 3, stride, 1)), nn.LeakyReLU(0.2))
        self.body = nn.Sequential(*layer(2, width, 1), *layer(width, width, 2), *layer(width, 2 * width, 1),
                                  *layer(2 * width, 2 * width, 2), spectral_norm(nn.Conv2d(2 * width, 1, 3, 1, 1)))

    def forward(self, hu):
        x = hu.clamp(-300, 300)
        return self.body(torch.cat([x / 150, (x - F.avg_pool2d(x, 5, 1, 2)) / 30], 1))


def relativistic(real, fake, sign):
    """Relativistic average hinge: real above the mean fake and fake below the mean real (sign 1), or the reverse."""
    return (F.relu(1 - sign * (real - fake.mean())) + F.relu(1 + sign * (fake - real.mean()))).mean()


def spectrum(hu):
    """Logarithm (base 10) of the mean power of patches [N, 1, SIZE, SIZE] in every radial bin, [N, bins]."""
    size = hu.shape[-1]
    window = torch.hann_window(size, periodic=False)
    low = F.avg_pool2d(F.pad(hu, (8, 8, 8, 8), mode="reflect"), 17, 1)
    power = torch.fft.fft2((hu - low).squeeze(1).clamp(-300, 300) * window[:, None] * window).abs().square().flatten(1)
    radius = torch.fft.fftfreq(size).square()
    members = torch.bucketize((radius[:, None] + radius).sqrt().flatten(), torch.from_numpy(BINS).float())
    rings = [power[:, members == k].mean(1) for k in range(1, len(BINS))]
    return torch.stack(rings, 1).add(1).log10()


class FullDose(Patches):
    """As Patches, and acquired patches alone with what they look like at full dose."""

    def batch(self):
        """low, reference [N, 1, SIZE, SIZE], masks, contrasts as Patches.batch."""
        pairs = []
        while len(pairs) < 12:
            truth, noise, share = self._acquired(factors=(0.8, 1.3), doses=(0.12, 0.4))
            truth, noise = self._kernel(truth, noise)
            order = [1, 0, 2] if self.slices > 1 else [0]
            pairs.append(((truth + noise)[order], truth[:1]))
        low, reference = (torch.from_numpy(x) for x in map(self._stacked, zip(*pairs)))
        inserted, masks, contrasts = zip(*(self._inserts(x) for x in low[-TWINS:].numpy()))
        tensor = lambda x: torch.from_numpy(self._stacked(x))
        low = torch.cat([low, low[-TWINS:] + tensor(inserted)])
        return low.clamp(-1024, 3071), reference, tensor(masks), tensor(contrasts)

    @staticmethod
    def _stacked(arrays):
        return np.stack([np.ascontiguousarray(a, np.float32) for a in arrays])


def train(model, steps, seed, weight):
    torch.manual_seed(seed)
    network, discriminator, path = build(model), Discriminator(), RUNS / f"{model}-texture.pt"
    network.load_state_dict(torch.load(RUNS / f"{model}.pt", map_location="cpu")["average"])
    if path.exists():  # a texture end of an earlier fidelity end is a good beginning
        earlier = torch.load(path, map_location="cpu")["average"]
        network.texture.load_state_dict({k[8:]: v for k, v in earlier.items() if k.startswith("texture.")})
    network, discriminator = (n.to(memory_format=torch.channels_last) for n in (network, discriminator))
    average = {k: v.clone() for k, v in network.texture.state_dict().items()}
    g_optimiser = torch.optim.Adam(network.texture.parameters(), 1e-3, betas=(0.5, 0.99))
    d_optimiser = torch.optim.Adam(discriminator.parameters(), 4e-4, betas=(0.5, 0.99))
    batches = iter(DataLoader(FullDose(seed, network.slices), batch_size=None, num_workers=1, prefetch_factor=8))
    sums, begun = torch.zeros(7), time.time()
    for step in range(1, steps + 1):
        for optimiser, top in ((g_optimiser, 1e-3), (d_optimiser, 4e-4)):
            optimiser.param_groups[0]["lr"] = top * max(0.05, 1 - step / steps)
        low, reference, masks, contrasts = next(batches)
        low = low.contiguous(memory_format=torch.channels_last)
        with torch.no_grad():
            features = network.features(low)
            base = network.fidelity(features)
        centre = low[:, network.slices // 2:network.slices // 2 + 1]
        answer = network.bounded(base + network.texture(features))
        fake = centre - answer
        plain = len(reference)
        real_score, fake_score = discriminator(reference), discriminator(fake[:plain].detach())
        d_loss = relativistic(real_score, fake_score, 1)
        d_optimiser.zero_grad(set_to_none=True)
        d_loss.backward()
        d_optimiser.step()

        unit = (centre[:plain] - reference).abs().mean((1, 2, 3), keepdim=True) + FLOOR_HU
        error = (fake[:plain] - reference) / unit
        change = (answer[-TWINS:] - answer[-2 * TWINS:-TWINS]) * masks
        lost = change.sum((2, 3)) / contrasts
        held = (error.square().mean() + LOCAL * F.avg_pool2d(error, 4).square().mean()
                + REGIONAL * F.avg_pool2d(error, 16).square().mean() + INSERTS * lost.square().mean())
        spectral = (spectrum(fake[:plain]) - spectrum(reference) - np.log10(POWER)).abs().mean()
        adversarial = relativistic(discriminator(reference).detach(), discriminator(fake[:plain]), -1)
        g_optimiser.zero_grad(set_to_none=True)
        (held + weight * adversarial + SPECTRAL * spectral).backward()
        nn.utils.clip_grad_norm_(network.texture.parameters(), 1.0)
        g_optimiser.step()
        with torch.no_grad():
            for key, value in network.texture.state_dict().items():
                average[key].lerp_(value, 0.005 if step > 200 else 0.1)
        sums += torch.tensor([d_loss.item(), adversarial.item(), held.item(), spectral.item(), lost.abs().mean().item(),
                              (answer[:plain].std() / (centre[:plain] - reference).std()).item(), 1])
        if step % 200 == 0 or step == steps:
            names = ("discriminator", "adversarial", "held", "spectral", "lost", "taken/added")
            print(json.dumps({"step": step, "minutes": round((time.time() - begun) / 60, 1),
                              **{n: round(v, 4) for n, v in zip(names, (sums / sums[-1]).tolist())}}), flush=True)
            sums.zero_()
            whole = {**network.state_dict(), **{f"texture.{k}": v for k, v in average.items()}}
            torch.save({"average": whole}, path.with_suffix(".partial"))
            path.with_suffix(".partial").replace(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", choices=SIZES, required=True)
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--adversarial", type=float, default=ADVERSARIAL, help="weight of the discriminator's word")
    given = parser.parse_args()
    train(given.model, given.steps, given.seed, given.adversarial)
