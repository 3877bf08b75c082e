"""The network: a residual U-Net that estimates the noise in a CT slice.

Pixel-unshuffle(2) moves the work to a quarter of the pixels (written as the 6 x 6 convolution of stride 2
that it equals with the first 3 x 3, so the graph holds no reshapes); three levels see some 90 pixels
around; no normalisation layers, so a slice is treated alike whatever surrounds it; upsampling is bilinear
resize after a 1x1 convolution, which leaves no checkerboard. The graph takes and gives HU: it clamps its
input (padding of -2000 or -3024 reads as air) and bounds its answer softly, so that a structure far above
the noise survives whatever the weights do. The caller computes  hu - strength * noise  in float32.
"""
import torch
import torch.nn.functional as F
from torch import nn

WIDTHS = (20, 40, 80)
BOUND_HU = 300.0   # |noise| stays below
UNIT_HU = 30.0     # what one unit inside the network means at its output
INPUT_HU = 250.0   # and at its input


class Block(nn.Module):
    """x + LeakyReLU(conv3x3(x))"""

    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x):
        return x + F.leaky_relu(self.conv(x), 0.1)


class Denoiser(nn.Module):
    def __init__(self, widths=WIDTHS):
        super().__init__()
        a, b, c = widths
        self.stem = nn.Conv2d(1, a, 6, stride=2, padding=2)  # = pixel-unshuffle(2), then 3 x 3
        self.fine_in = Block(a)
        self.down1 = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.middle_in = Block(b)
        self.down2 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.coarse = nn.Sequential(Block(c), Block(c))
        self.up2 = nn.Conv2d(c, b, 1)
        self.middle_out = Block(b)
        self.up1 = nn.Conv2d(b, a, 1)
        self.fine_out = Block(a)
        self.head = nn.Conv2d(a, 4, 3, padding=1)
        with torch.no_grad():  # begin as the identity: no noise found
            self.head.weight.mul_(0.1)
            self.head.bias.zero_()

    def forward(self, hu):
        fine = self.fine_in(F.leaky_relu(self.stem(hu.clamp(-1024, 3071) / INPUT_HU), 0.1))
        middle = self.middle_in(F.leaky_relu(self.down1(fine), 0.1))
        coarse = self.coarse(F.leaky_relu(self.down2(middle), 0.1))
        middle = self.middle_out(middle + self._double(self.up2(coarse)))
        fine = self.fine_out(fine + self._double(self.up1(middle)))
        noise = F.pixel_shuffle(self.head(fine), 2) * (UNIT_HU / BOUND_HU)
        return torch.tanh(noise) * BOUND_HU

    @staticmethod
    def _double(x):
        return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


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
        network(torch.zeros(1, 1, rows, columns))
    for hook in hooks:
        hook.remove()
    return total


def receptive_field(network, size=256):
    """Width in pixels of the input region that one output pixel can depend on (measured by gradient)."""
    field = torch.zeros(1, 1, size, size, requires_grad=True)
    reach = []
    for offset in range(8):  # the position on the 8-pixel grid matters
        gradient, = torch.autograd.grad(network(field)[0, 0, size // 2 + offset, size // 2], field)
        rows = gradient[0, 0].abs().sum(1).nonzero().ravel()
        reach.append(int(rows.max() - rows.min()) + 1)
    return max(reach)


if __name__ == "__main__":
    net = Denoiser()
    print(f"{flop(net) / 1e9:.3f} GFLOP per 512 x 512 slice, {sum(p.numel() for p in net.parameters())} parameters, "
          f"receptive field {receptive_field(net)} pixels")
