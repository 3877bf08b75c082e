"""Adversarial losses by name: hinge (Lim & Ye 2017, arXiv:1705.02894), bce (non-saturating, Goodfellow et al. 2014,
arXiv:1406.2661), wasserstein (Arjovsky et al. 2017, arXiv:1701.07875; it wants spectral norm or R1 beside it); R1 (Mescheder et al. 2018,
arXiv:1801.04406). Scores are lists of tensors, one a head; every head counts alike."""
import torch
import torch.nn.functional as F

REAL = {"hinge": lambda s: F.relu(1 - s), "bce": lambda s: F.softplus(-s), "wasserstein": lambda s: -s}
FAKE = {"hinge": lambda s: F.relu(1 + s), "bce": F.softplus, "wasserstein": lambda s: s}
GENERATED = {"hinge": lambda s: -s, "bce": lambda s: F.softplus(-s), "wasserstein": lambda s: -s}


def mean(scores, form):
    return sum(form(s).mean() for s in scores) / len(scores)


def discriminator_loss(name, real, fake):
    return mean(real, REAL[name]) + mean(fake, FAKE[name])


def generator_loss(name, fake):
    return mean(fake, GENERATED[name])


def r1(score, images):
    """Squared gradient of the scores of real images, mean over the batch."""
    gradient, = torch.autograd.grad(score.sum(), images, create_graph=True)
    return gradient.square().flatten(1).sum(1).mean()
