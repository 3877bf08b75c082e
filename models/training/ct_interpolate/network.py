"""The network: a slice between two slices, as a blend of both warped by predicted motion, plus a bounded residual.

Takes planes [N, 4, rows, columns]: the slice before and the slice after in HU, the fraction t of the way between them,
and the gap in mm (the last two constant over the slice). Gives HU [N, 1, rows, columns].

A U-Net on half-size cells finds a coarse motion field to each neighbour, at a quarter of the size; the neighbours warped
by it are looked at again beside the features, which gives a finer motion, the blend and the residual. The motion to the
slice before is proportional to t and the one to the slice after to 1 - t, the blend begins at (1 - t, t) and the residual
carries 4 t (1 - t): at t = 0 and t = 1 the answer is the neighbour itself, and a network that has learnt nothing is
linear interpolation. No normalisation layers, bilinear upsampling, pixel-shuffle at the end: as in ../ct_denoise.

Three bounds hold whatever the weights do. Motion is at most REACH pixels each way at t = 1/2; the residual at most
RESIDUAL HU; and the answer stays within what either neighbour shows in the RANGE pixels around, give or take SLACK HU:
where motion fails, nothing appears that neither neighbour has nearby, and the residual is smooth.
"""
import torch
import torch.nn.functional as F
from torch import nn

from ct_denoise.network import Block, blocks, double

CLAMP = (-1024.0, 3071.0)
WIDTHS, REFINE = (24, 40, 64), 32
REACH, RESIDUAL, SLACK, RANGE = 16.0, 120.0, 20.0, 17
APART = 80.0  # HU between the moved neighbours: beyond it the residual is smooth


class Interpolator(nn.Module):
    def __init__(self):
        super().__init__()
        a, b, c = WIDTHS
        self.stem = nn.Conv2d(6, a, 6, stride=2, padding=2)
        self.fine_in = Block(a)
        self.down1 = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.middle_in = Block(b)
        self.down2 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.coarse = blocks(c, 4)
        self.up2 = nn.Conv2d(c, b, 1)
        self.middle_out = blocks(b, 2)
        self.motion = nn.Conv2d(b, 5, 3, padding=1)  # two vectors and the blend
        self.up1 = nn.Conv2d(b, a, 1)
        self.again = nn.Conv2d(5, a, 6, stride=2, padding=2)
        self.join = nn.Conv2d(3 * a, REFINE, 3, padding=1)
        self.refine = blocks(REFINE, 3)
        self.finer = nn.Conv2d(REFINE, 4, 3, padding=1)
        self.head = nn.Conv2d(REFINE, 8, 3, padding=1)  # blend and residual of the four pixels of a cell
        with torch.no_grad():  # begin as linear interpolation
            for conv in (self.motion, self.finer, self.head):
                conv.weight.mul_(0.05)
                conv.bias.zero_()

    def answers(self, planes):
        """The answer, and the one by the coarse motion alone, which training also looks at."""
        before, after = (F.hardtanh(planes[:, k:k + 1], *CLAMP) for k in (0, 1))
        t, gap = planes[:, 2:3], planes[:, 3:4]
        fine = self.fine_in(leaky(self.stem(torch.cat([*seen(before), *seen(after), 2 * t - 1, gap / 10], 1))))
        middle = self.middle_in(leaky(self.down1(fine)))
        coarse = self.coarse(leaky(self.down2(middle)))
        middle = self.middle_out(middle + double(self.up2(coarse)))
        found = double(exact(self.motion, middle))
        wide = double(found)
        first, moved = warped(before, after, t, wide[:, :4], wide[:, 4:])
        again = self.again(torch.cat([*seen(moved[0]), *seen(moved[1]), (moved[0] - moved[1]).abs() / 200], 1))
        joined = torch.cat([fine, double(self.up1(middle)), again], 1)
        features = self.refine(leaky(self.join(leaky(joined))))
        head = F.pixel_shuffle(exact(self.head, features), 2)
        motion = double(found[:, :4] + exact(self.finer, features))
        blend, moved = warped(before, after, t, motion, wide[:, 4:] + smooth(smooth(head[:, :1])))
        residual = torch.tanh(head[:, 1:] * (50 / RESIDUAL)) * (RESIDUAL * 4) * t * (1 - t)
        # Where the moved neighbours disagree the motion failed: no fine grain is made up there.
        apart = smooth(smooth((moved[0] - moved[1]).abs())) / APART
        residual = smooth(residual) + (residual - smooth(residual)) / (1 + apart * apart)
        return within(blend + residual, before, after), first

    def forward(self, planes):
        # What lies outside the clamp (metal, padding) is blended as it is: the neighbours' own values come out again.
        before, after, t = planes[:, :1], planes[:, 1:2], planes[:, 2:3]
        first, last = (x - F.hardtanh(x, *CLAMP) for x in (before, after))
        return self.answers(planes)[0] + first * (1 - t) + last * t


def smooth(x):
    """Means of 3 x 3 pixels. A blend that changes from pixel to pixel draws combs along edges that do not meet."""
    return F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)


def exact(conv, features):
    """Heads stay in float32 where training is in bfloat16: motion counts in hundredths of a pixel."""
    with torch.autocast("cpu", enabled=False):
        return conv(features.float())


def leaky(x):
    return F.leaky_relu(x, 0.1)


def seen(hu):
    """How a slice looks to the network: its whole range, and soft tissue spread out."""
    return hu / 400, F.hardtanh(hu, -200.0, 300.0) / 100


def warped(before, after, t, motion, blend):
    """Both neighbours moved to the place between them, blended; and the two alone."""
    motion = torch.tanh(motion * (4 / REACH)) * (2 * REACH)
    moved = sample(before, motion[:, :2] * t), sample(after, motion[:, 2:] * (1 - t))
    # sigmoid(log(t / (1 - t)) + blend), written so that t = 0 and t = 1 are exact
    far = t * torch.exp(F.hardtanh(blend, -6.0, 6.0))
    return moved[0] + (moved[1] - moved[0]) * (far / (far + (1 - t))), moved


def sample(image, motion):
    """image at every pixel plus motion (x, y) in pixels, bilinear; beyond the border the border."""
    rows, columns = image.shape[2], image.shape[3]
    x = torch.arange(columns, dtype=torch.float32).view(1, 1, columns) + motion[:, 0]
    y = torch.arange(rows, dtype=torch.float32).view(1, rows, 1) + motion[:, 1]
    grid = torch.stack([x * (2 / (columns - 1)) - 1, y * (2 / (rows - 1)) - 1], 3)
    return F.grid_sample(image, grid, mode="bilinear", padding_mode="border", align_corners=True)


def within(answer, before, after):
    """The answer held to what the neighbours show around each pixel, and SLACK beyond."""
    high = spread(torch.maximum(before, after)) + SLACK
    low = -spread(-torch.minimum(before, after)) - SLACK
    return torch.minimum(torch.maximum(answer, low), high)


def spread(x):
    """The highest value in the square of RANGE pixels around."""
    half = RANGE // 2
    x = F.max_pool2d(x, (RANGE, 1), 1, (half, 0))
    return F.max_pool2d(x, (1, RANGE), 1, (0, half))


def build():
    return Interpolator()
