"""ct-from-labels: tissues and a seed to a slice in HU, and its discriminator.

The generator is a U-Net of residual blocks on the tissue map. Its answer is bounded by the map: every pixel may leave the
usual HU of its tissue only so far (CENTRES, REACHES), so that the labels stay true. Noise enters at every resolution; what a
scan looks like beyond its layout (labels.style) scales and shifts the features (FiLM, Perez et al. 2018, arXiv:1709.07871).
"""
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import spectral_norm

TISSUES, STYLES = 5, 6
#          air    lung  fat   soft  bone
CENTRES = (-1000., -840., -97., 38., 380.)
REACHES = (60., 420., 130., 170., 900.)
# Mean and SD of the style over the training slices, HU; a missing tissue counts as the mean.
STYLE_MEAN = (-810., -95., 40., 330., 11., 19.)
STYLE_SD = (60., 4., 9., 70., 4., 6.)
WIDTHS = (16, 32, 64, 96)
BINOMIAL = torch.tensor([1., 2., 1.])


def blurred(x, channels=1):
    """Binomial filter of 3 x 3 pixels, channel by channel."""
    kernel = (BINOMIAL[:, None] * BINOMIAL / 16).repeat(channels, 1, 1, 1)
    return F.conv2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), kernel, groups=channels)


class Block(nn.Module):
    """Two convolutions with noise, scaled by the style, on a residual path."""

    def __init__(self, width, style):
        super().__init__()
        self.first, self.second = nn.Conv2d(width, width, 3, 1, 1), nn.Conv2d(width, width, 3, 1, 1)
        self.noise = nn.Parameter(torch.zeros(1, width, 1, 1))
        self.film = nn.Linear(style, 2 * width)
        nn.init.zeros_(self.film.weight)
        nn.init.zeros_(self.film.bias)
        self.second.weight.data.mul_(0.3)

    def forward(self, x, style, noise):
        scale, shift = self.film(style)[:, :, None, None].chunk(2, 1)
        h = self.first(F.leaky_relu(x, 0.2)) * (1 + scale) + shift + self.noise * noise
        return x + self.second(F.leaky_relu(h, 0.2))


class Generator(nn.Module):
    """forward(tissues [N, 5, H, W] in 0..1, coarse [N, 1] 0 or 1, style [N, 6] standardised, noise [N, 4, H, W]) -> HU [N, 1, H, W].

    H and W are multiples of 8. `coarse` is 1 for maps made at 64 pixels and enlarged: finer structure is then invented."""

    def __init__(self, widths=WIDTHS):
        super().__init__()
        style = 24
        self.style = nn.Sequential(nn.Linear(STYLES + 1, style), nn.LeakyReLU(0.2), nn.Linear(style, style), nn.LeakyReLU(0.2))
        self.stem = nn.Conv2d(TISSUES + 1, widths[0], 3, 1, 1)
        pairs = list(zip(widths, widths[1:]))
        self.down = nn.ModuleList(nn.Conv2d(a, b, 3, 2, 1) for a, b in pairs)
        self.encode = nn.ModuleList(Block(b, style) for _, b in pairs)
        self.middle = Block(widths[-1], style)
        self.up = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in reversed(pairs))
        self.decode = nn.ModuleList(Block(a, style) for a, _ in reversed(pairs))
        self.fine = Block(widths[0], style)
        self.head = nn.Conv2d(widths[0], 1, 3, 1, 1)
        self.head.weight.data.mul_(0.3)
        self.register_buffer("centres", torch.tensor(CENTRES).view(1, -1, 1, 1))
        self.register_buffer("reaches", torch.tensor(REACHES).view(1, -1, 1, 1))

    def forward(self, tissues, coarse, style, noise):
        s = self.style(torch.cat([style, coarse], 1))
        # One channel of the noise a resolution, taken so that every level gets unit variance without resampling.
        levels = [noise[:, 0:1], noise[:, 1:2, ::2, ::2], noise[:, 2:3, ::4, ::4], noise[:, 3:4, ::8, ::8]]
        x = self.stem(torch.cat([tissues, noise[:, :1]], 1))
        skips = []
        for depth, (down, block) in enumerate(zip(self.down, self.encode), 1):
            skips.append(x)
            x = block(down(F.leaky_relu(x, 0.2)), s, levels[depth])
        x = self.middle(x, s, levels[-1])
        for depth, (up, block) in enumerate(zip(self.up, self.decode)):
            x = F.interpolate(up(x), scale_factor=2, mode="nearest") + skips.pop()
            x = block(x, s, levels[len(self.up) - 1 - depth])
        x = self.fine(x, s, levels[0])
        answer = torch.tanh(self.head(F.leaky_relu(x, 0.2)).float())
        tissues = tissues.float()
        usual = torch.cat([(tissues * self.centres).sum(1, keepdim=True), (tissues * self.reaches).sum(1, keepdim=True)], 1)
        centre, reach = blurred(usual, 2).chunk(2, 1)
        return centre + reach * answer


def windows(hu):
    """A slice as a reader looks at it: lung, soft tissue and bone windows and its fine detail, [N, 4, H, W]."""
    fine = hu - F.avg_pool2d(F.pad(hu, (2, 2, 2, 2), mode="replicate"), 5, 1)
    cut = lambda x, limit: F.hardtanh(x, -limit, limit)
    return torch.cat([cut((hu + 650) / 350, 1.2), cut((hu - 20) / 180, 1.2), cut((hu - 400) / 500, 1.2), cut(fine / 60, 3.0)], 1)


class Discriminator(nn.Module):
    """Realness per region of a slice given its tissues and style, from two depths: texture, then structure.

    forward(hu, tissues, coarse, style) -> (scores, features of every layer)."""

    def __init__(self, width=28):
        super().__init__()
        sn = lambda a, b, kernel, stride: spectral_norm(nn.Conv2d(a, b, kernel, stride, kernel // 2 - (kernel + 1) % 2))
        self.layers = nn.ModuleList([sn(4 + TISSUES, width, 3, 1), sn(width, 2 * width, 4, 2), sn(2 * width, 3 * width, 4, 2),
                                     sn(3 * width, 4 * width, 4, 2)])
        self.given = nn.Linear(STYLES + 1, width)
        self.heads = nn.ModuleList([sn(2 * width, 1, 3, 1), sn(3 * width, 1, 3, 1), sn(4 * width, 1, 3, 1)])

    def forward(self, hu, tissues, coarse, style):
        x = self.layers[0](torch.cat([windows(hu), tissues], 1)) + self.given(torch.cat([style, coarse], 1))[:, :, None, None]
        scores, features = [], []
        for layer, head in zip(self.layers[1:], self.heads):
            x = layer(F.leaky_relu(x, 0.2))
            features.append(x)
            scores.append(head(F.leaky_relu(x, 0.2)))
        return scores, features
