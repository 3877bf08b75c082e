"""The networks: residual U-Nets that estimate the noise of a CT slice, twice.

Pixel-unshuffle(2) moves the work to a quarter of the pixels (written as the 6 x 6 convolution of stride 2 that it equals
with the first 3 x 3, so the graph holds no reshapes); three levels see some 100 pixels around; no normalisation layers,
so a slice is treated alike whatever surrounds it; upsampling is bilinear resize after a 1 x 1 convolution, which leaves
no checkerboard. The heads write the four pixels of a cell at once (pixel-shuffle): edges keep full resolution.

The graph takes and gives HU (MR: parts of the series' 99.5th percentile). It clamps its input (padding of -2000 or
-3024 reads as air) and bounds its answer softly, so that a structure far above the noise survives whatever the weights
do. It answers with up to two channels:

  0  fidelity  the noise by the loss of train.py;
  1  texture   what to take off so that the rest looks like a scan at full dose: a small adversarially trained network
               on the same features (adversarial.py), added to the first answer.

The caller computes  value - strength * ((1 - texture) * fidelity + texture * texture end)  in float32.
"""
import torch
import torch.nn.functional as F
from torch import nn

# Input is clamped to `clamp`; one unit inside the network is `input` at its input and `unit` at its output; |noise| stays
# below `bound`.
HU = dict(clamp=(-1024.0, 3071.0), input=250.0, unit=30.0, bound=900.0)
SCALED = dict(clamp=(0.0, 8.0), input=0.25, unit=0.05, bound=1.0)
# Widths of the three levels, blocks at each on the way in and out, hidden channels of the texture end, slices in.
SIZES = {"ct-denoise": dict(widths=(24, 40, 56), fine=1, coarse=2, texture=12, slices=1, scale=HU),
         "ct-denoise-quality": dict(widths=(40, 64, 96), fine=2, coarse=3, texture=20, slices=3, scale=HU),
         "mr-denoise": dict(widths=(28, 40, 64), fine=1, coarse=2, texture=0, slices=1, scale=SCALED)}


class Block(nn.Module):
    """x + LeakyReLU(conv3x3(x))"""

    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x):
        return x + F.leaky_relu(self.conv(x), 0.1)


def blocks(width, count):
    return nn.Sequential(*(Block(width) for _ in range(count)))


class Denoiser(nn.Module):
    def __init__(self, widths, fine, coarse, texture, slices, scale):
        super().__init__()
        a, b, c = widths
        self.slices, self.scale = slices, scale
        self.stem = nn.Conv2d(slices, a, 6, stride=2, padding=2)  # = pixel-unshuffle(2), then 3 x 3
        self.fine_in = blocks(a, fine)
        self.down1 = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.middle_in = Block(b)
        self.down2 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.coarse = blocks(c, coarse)
        self.up2 = nn.Conv2d(c, b, 1)
        self.middle_out = Block(b)
        self.up1 = nn.Conv2d(b, a, 1)
        self.fine_out = blocks(a, fine)
        self.fidelity = nn.Conv2d(a, 4, 3, padding=1)
        self.texture = texture and nn.Sequential(nn.Conv2d(a, texture, 3, padding=1), nn.LeakyReLU(0.1),
                                                 nn.Conv2d(texture, 4, 3, padding=1))
        with torch.no_grad():  # begin as the identity: no noise found, and one end like the other
            self.fidelity.weight.mul_(0.1)
            self.fidelity.bias.zero_()
            if texture:
                self.texture[2].weight.zero_()
                self.texture[2].bias.zero_()

    def features(self, values):
        """[N, a, rows / 2, columns / 2] from slices [N, slices, rows, columns]."""
        with torch.autocast("cpu", enabled=False):  # where training is in bfloat16, HU would lose their last digits
            # hardtanh, not clamp: its limits are exported as float32, clamp's as float64
            fine = self.stem(F.hardtanh(values, *self.scale["clamp"]) / self.scale["input"])
        fine = self.fine_in(F.leaky_relu(fine, 0.1))
        middle = self.middle_in(F.leaky_relu(self.down1(fine), 0.1))
        coarse = self.coarse(F.leaky_relu(self.down2(middle), 0.1))
        middle = self.middle_out(middle + double(self.up2(coarse)))
        return self.fine_out(fine + double(self.up1(middle)))

    def noise(self, features):
        """The fidelity end alone, [N, 1, rows, columns]."""
        return self.bounded(self.fidelity(features))

    def bounded(self, answer):
        """Noise from what a head answers: four pixels per cell, softly bounded."""
        unit, bound = self.scale["unit"], self.scale["bound"]
        return torch.tanh(F.pixel_shuffle(answer, 2) * (unit / bound)) * bound

    def forward(self, values):
        """All ends, [N, 1 or 2, rows, columns]."""
        features = self.features(values)
        fidelity = self.fidelity(features)
        if not self.texture:
            return self.bounded(fidelity)
        return torch.cat([self.bounded(fidelity), self.bounded(fidelity + self.texture(features))], 1)


def double(x):
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


def build(model):
    """The untrained network of a model id."""
    return Denoiser(**SIZES[model])


def flop(network, rows=512, columns=512):
    """Floating-point operations of all convolutions for one slice, two per multiply-add."""
    total, hooks = 0, []

    def count(conv, _, output):
        nonlocal total
        total += 2 * output.numel() * conv.in_channels * conv.kernel_size[0] * conv.kernel_size[1]

    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            hooks.append(module.register_forward_hook(count))
    with torch.no_grad():
        network(torch.zeros(1, network.slices, rows, columns))
    for hook in hooks:
        hook.remove()
    return total


def receptive_field(network, size=256):
    """Width in pixels of the input region that one output pixel can depend on (measured by gradient)."""
    field = torch.ones(1, network.slices, size, size, requires_grad=True)  # within the clamp of every scale
    reach = []
    for offset in range(8):  # the position on the 8-pixel grid matters
        gradient, = torch.autograd.grad(network(field)[0, :, size // 2 + offset, size // 2].sum(), field)
        rows = gradient[0].abs().sum((0, 2)).nonzero().ravel()
        reach.append(int(rows.max() - rows.min()) + 1)
    return max(reach)


if __name__ == "__main__":
    for model in SIZES:
        net = build(model)
        print(f"{model}: {flop(net) / 1e9:.3f} GFLOP per 512 x 512 slice, {sum(p.numel() for p in net.parameters())} "
              f"parameters, receptive field {receptive_field(net)} pixels")
