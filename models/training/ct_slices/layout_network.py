"""The latent stage of ct-slices: a style-based generator of layouts and its discriminator.

Modulated convolutions as in StyleGAN2 (Karras et al. 2020, arXiv:1912.04958), written as scaling before and after a plain
convolution, which is the same arithmetic and what the browser's runtime has a kernel for. No noise enters: the latent alone
decides the layout.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

from .network import TISSUES

LATENT, STYLE = 48, 96
CHANNELS = {4: 128, 8: 112, 16: 96, 32: 56, 64: 28}


def level_features(level):
    """A level [N, 1] as the networks take it, [N, 9]."""
    angle = level * torch.tensor([[1., 2., 3., 4.]]) * (2 * math.pi / 1.4)
    return torch.cat([level * 2 - 1, angle.sin(), angle.cos()], 1)


class Modulated(nn.Module):
    def __init__(self, a, b, kernel, demodulate=True):
        super().__init__()
        self.conv = nn.Conv2d(a, b, kernel, 1, kernel // 2)
        nn.init.normal_(self.conv.weight, 0, 1 / math.sqrt(a * kernel ** 2))
        nn.init.zeros_(self.conv.bias)
        self.style = nn.Linear(STYLE, a)
        nn.init.normal_(self.style.weight, 0, 0.5 / math.sqrt(STYLE))
        nn.init.ones_(self.style.bias)
        self.demodulate = demodulate

    def forward(self, x, w):
        s = self.style(w)
        y = F.conv2d(x * s[:, :, None, None], self.conv.weight, None, 1, self.conv.padding)
        if self.demodulate:
            y = y * torch.rsqrt(s.square() @ self.conv.weight.square().sum((2, 3)).T + 1e-6)[:, :, None, None]
        return y + self.conv.bias[:, None, None]


class LayoutGenerator(nn.Module):
    """forward(latent [N, 48], level [N, 1]) -> logits of the tissues' shares [N, 5, 64, 64]; softmax makes the layout of them."""

    def __init__(self):
        super().__init__()
        self.mapping = nn.Sequential(nn.Linear(LATENT + 9, STYLE), nn.LeakyReLU(0.2), nn.Linear(STYLE, STYLE), nn.LeakyReLU(0.2),
                                     nn.Linear(STYLE, STYLE), nn.LeakyReLU(0.2))
        self.start = nn.Linear(STYLE, CHANNELS[4] * 16)
        sides = list(CHANNELS)
        self.first = nn.ModuleList(Modulated(CHANNELS[max(4, s // 2)], CHANNELS[s], 3) for s in sides)
        self.second = nn.ModuleList(Modulated(CHANNELS[s], CHANNELS[s], 3) for s in sides)
        self.logits = nn.ModuleList(Modulated(CHANNELS[s], TISSUES, 1, demodulate=False) for s in sides)
        for layer in self.logits:
            layer.conv.weight.data.mul_(0.2)

    def forward(self, latent, level):
        w = self.mapping(torch.cat([latent, level_features(level)], 1))
        x, out = self.start(w).view(-1, CHANNELS[4], 4, 4), None
        for k, side in enumerate(CHANNELS):
            x = F.leaky_relu(self.first[k](x, w), 0.2) * math.sqrt(2)
            if side > 4:  # after the convolution: a quarter of its cost
                x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
                out = F.interpolate(out, scale_factor=2, mode="bilinear", align_corners=False)
            x = F.leaky_relu(self.second[k](x, w), 0.2) * math.sqrt(2)
            logits = self.logits[k](x, w)
            out = logits if out is None else out + logits
        return out


class LayoutDiscriminator(nn.Module):
    """forward(shares [N, 5, 64, 64], level [N, 1]) -> score [N, 1]; projection on the level (Miyato & Koyama 2018, arXiv:1802.05637)."""

    spread = None

    def __init__(self):
        super().__init__()
        sides = list(reversed(CHANNELS))
        conv = lambda a, b, k, s=1: nn.Conv2d(a, b, k, s, k // 2)
        self.stem = conv(TISSUES, CHANNELS[64], 3)
        self.first = nn.ModuleList(conv(CHANNELS[s], CHANNELS[s], 3) for s in sides[:-1])
        self.second = nn.ModuleList(conv(CHANNELS[s], CHANNELS[s // 2], 3) for s in sides[:-1])
        self.skip = nn.ModuleList(conv(CHANNELS[s], CHANNELS[s // 2], 1) for s in sides[:-1])
        self.last = conv(CHANNELS[4] + 1, CHANNELS[4], 3)
        self.dense = nn.Linear(CHANNELS[4] * 16, 96)
        self.score, self.level = nn.Linear(96, 1), nn.Sequential(nn.Linear(9, 64), nn.LeakyReLU(0.2), nn.Linear(64, 96))
        for layer in self.modules():  # torch's own start lets a signal die on its way through twelve layers
            if isinstance(layer, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(layer.weight, 0.2)
                nn.init.zeros_(layer.bias)

    def forward(self, shares, level):
        x = self.stem(shares)
        for first, second, skip in zip(self.first, self.second, self.skip):
            h = second(F.leaky_relu(first(F.leaky_relu(x, 0.2)), 0.2))
            x = (F.avg_pool2d(h, 2) + F.avg_pool2d(skip(x), 2)) / math.sqrt(2)
        # Spread within the batch, by groups of four: a generator of few kinds gives itself away.
        # A slice alone is taken to be of a batch as varied as acquired ones (`spread`, set on export).
        if self.spread is None:
            groups = x.float().reshape(len(x) // 4, 4, -1)
            spread = (groups.var(1, unbiased=False) + 1e-6).sqrt().mean(1).repeat_interleave(4)
        else:
            spread = torch.full((1,), self.spread)
        x = torch.cat([x, spread[:, None, None, None].expand(len(x), 1, 4, 4).to(x.dtype)], 1)
        h = F.leaky_relu(self.dense(F.leaky_relu(self.last(F.leaky_relu(x, 0.2)), 0.2).flatten(1)), 0.2)
        return self.score(h) + (h * self.level(level_features(level))).sum(1, keepdim=True) / math.sqrt(96)
