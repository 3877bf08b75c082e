"""What synthetic slices are good for: a segmenter trained on them, on acquired slices or on both, tested on unseen subjects.

    python3 -m usefulness.segmenter --latent DIR [--maps DIR] [--seeds 2] [--steps 300]
    python3 -m usefulness.segmenter --leave-out SERIES --steps 150 300

DIR is what `veritome generate --format npz` wrote: of ct-slices (--latent), of ct-from-labels on bent maps (--maps). Same
network, steps, augmentation and seeds for every training set; the score is the mean Dice of lung, fat, soft tissue and bone,
pooled over a subject's slices, then averaged over the subjects. One line of JSON. The second form scores acquired slices on a
training series left out: that is how the steps were chosen. A training that was done before is not done again
(.runs/usefulness/scores.json).
"""
import argparse
import json

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from ct_slices.labels import labels
from ct_slices.network import TISSUES
from ct_slices.prepare import FIELD_MM, RUNS

from .slices import PAIR, acquired, by_subject, spoilt, synthetic, together, varied

OUT = RUNS.parent / "usefulness"
NAMES = ("lung", "fat", "soft tissue", "bone")
BATCH, RATE, EVERY = 8, 4e-3, 2


def twice(a, b):
    return nn.Sequential(nn.Conv2d(a, b, 3, 1, 1), nn.GroupNorm(4, b), nn.LeakyReLU(0.1, True),
                         nn.Conv2d(b, b, 3, 1, 1), nn.GroupNorm(4, b), nn.LeakyReLU(0.1, True))


class Segmenter(nn.Module):
    """A small U-Net: HU [N, 1, 128, 128] -> logits [N, 5, 128, 128], at most half the resolution within but for the last step."""

    def __init__(self, widths=(12, 24, 32, 48)):
        super().__init__()
        self.stem = nn.Conv2d(1, widths[0], 4, 2, 1)
        self.encode = nn.ModuleList(twice(a, b) for a, b in zip((widths[0], *widths), widths))
        self.decode = nn.ModuleList(twice(a + b, a) for a, b in zip(widths, widths[1:]))
        self.head = nn.Conv2d(widths[0], 4 * TISSUES, 1)
        self.last = nn.Conv2d(TISSUES + 1, TISSUES, 3, 1, 1)

    def forward(self, hu):
        seen = hu.clamp(-1200, 1500) / 500
        x, skips = self.stem(seen), []
        for depth, layer in enumerate(self.encode):
            x = layer(F.max_pool2d(x, 2) if depth else x)
            skips.append(x)
        x = skips.pop()
        for layer in reversed(self.decode):
            x = layer(torch.cat([skips.pop(), F.interpolate(x, scale_factor=2, mode="nearest")], 1))
        coarse = F.pixel_shuffle(self.head(x), 2)
        return coarse + self.last(torch.cat([coarse, seen], 1))


def loss(logits, tissues):
    truth = F.one_hot(tissues, TISSUES).permute(0, 3, 1, 2).float()
    shares = logits.softmax(1)
    overlap, size = (shares * truth).sum((0, 2, 3)), (shares + truth).sum((0, 2, 3))
    return F.cross_entropy(logits, tissues) + 1 - (2 * overlap / (size + 1))[1:].mean()


def trained(pool, steps, seed):
    torch.manual_seed(seed)
    network, rng, generator = Segmenter(), np.random.default_rng(seed), torch.Generator().manual_seed(seed)
    network = network.to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, steps, pct_start=0.15)
    for _ in range(steps):
        chosen = rng.choice(len(pool), BATCH, p=pool.weight)
        hu, tissues = varied(pool.hu[chosen], pool.tissues[chosen], generator)
        hu = spoilt(hu, generator).contiguous(memory_format=torch.channels_last)
        optimiser.zero_grad(set_to_none=True)
        loss(network(hu), tissues).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    return network.eval()


def dice(answers, tissues):
    """Dice of lung, fat, soft tissue and bone, pooled over slices; NaN for a tissue that is not there."""
    found = []
    for code in range(1, TISSUES):
        a, b = answers == code, tissues == code
        found.append(float(2 * (a & b).sum() / (a.sum() + b.sum())) if b.any() else float("nan"))
    return found


def tested(answer, pools):
    """{subject: [Dice of the tissues]} on slices spoilt as they always are."""
    scores = {}
    for name, pool in pools.items():
        generator, answers = torch.Generator().manual_seed(7), []
        with torch.no_grad():
            for hu in pool.hu.split(16):
                answers.append(answer(spoilt(hu, generator)))
        scores[name] = dice(torch.cat(answers), pool.tissues)
    return scores


def by_thresholds(hu):
    """What the thresholds that made the labels say of a spoilt slice."""
    return torch.stack([torch.from_numpy(labels(h[0].numpy(), 2 * FIELD_MM / 256).astype(np.int64)) for h in hu])


def mean(scores):
    return float(np.mean([np.nanmean(s) for s in scores.values()]))


def scored(pool, steps, seed, tests):
    """Scores of a training, from the record if it was done before: {test: {subject: [Dice]}}."""
    record = OUT / "scores.json"
    known = json.loads(record.read_text()) if record.exists() else {}
    key = "-".join([pool.digest(), *(p.digest() for pools in tests.values() for p in pools.values()), str(steps), str(seed)])
    if key not in known:
        network = trained(pool, steps, seed)
        found = {test: tested(lambda hu: network(hu).argmax(1), pools) for test, pools in tests.items()}
        known = json.loads(record.read_text()) if record.exists() else {}
        known[key] = found
        OUT.mkdir(parents=True, exist_ok=True)
        record.write_text(json.dumps(known))
    return known[key]


def summary(runs):
    """Mean and SD over the seeds, and the tissues one by one; `table`: the test slices with the table left in."""
    means = [mean(r["held out"]) for r in runs]
    spread = lambda v: round(float(np.std(v, ddof=1)), 4) if len(v) > 1 else None
    tissues = np.mean([np.nanmean(list(r["held out"].values()), 0) for r in runs], 0)
    return {"dice": round(float(np.mean(means)), 4), "sd": spread(means),
            "tissues": dict(zip(NAMES, (round(float(t), 4) for t in tissues))),
            "subjects": {n: round(float(np.mean([np.nanmean(r["held out"][n]) for r in runs])), 4) for n in runs[0]["held out"]},
            "table": round(float(np.mean([mean(r["table"]) for r in runs])), 4)}


def ratio(runs, to, test="held out"):
    each = [mean(a[test]) / mean(b[test]) for a, b in zip(runs, to)]
    return {"ratio": round(float(np.mean(each)), 4), "sd": round(float(np.std(each, ddof=1)), 4) if len(each) > 1 else None}


def report(latent, bent, seeds, steps):
    tests = {"held out": acquired(held_out=True, every=EVERY), "table": acquired(held_out=True, table=True, every=EVERY)}
    everyone = acquired()
    sets = {"real": by_subject(everyone), "few real": by_subject({n: everyone[n] for n in PAIR})}
    sources = {"latent": latent} if bent is None else {"latent": latent, "maps": bent, "synthetic": together(latent, bent)}
    sets |= sources
    every = sources.get("synthetic", latent)
    sets |= {"real + synthetic": together(sets["real"], every), "few real + synthetic": together(sets["few real"], every)}
    runs = {name: [] for name in sets}
    for seed in range(1, seeds + 1):
        for name, pool in sets.items():
            runs[name].append(scored(pool, steps, seed, tests))
    pairs = [(name, "real") for name in (*sources, "real + synthetic")] + [("few real + synthetic", "few real")]
    return {"steps": steps, "seeds": seeds, "slices": {name: len(pool) for name, pool in sets.items()},
            "thresholds": round(mean(tested(by_thresholds, tests["held out"])), 4),
            "scores": {name: summary(r) for name, r in runs.items()},
            "ratios": {f"{a} / {b}": {**ratio(runs[a], runs[b]), "table": ratio(runs[a], runs[b], "table")["ratio"]} for a, b in pairs}}


def chosen(name, steps):
    """Scores by steps of acquired slices on a training series left out."""
    pools = acquired()
    tests = {"held out": {name: pools.pop(name)}}
    runs = {n: scored(by_subject(pools), n, 1, tests)["held out"] for n in steps}
    return {"left out": name, "dice": {n: round(mean(r), 4) for n, r in runs.items()}}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--latent")
    parser.add_argument("--maps")
    parser.add_argument("--leave-out")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--steps", type=int, nargs="+", default=[300])
    given = parser.parse_args()
    if given.leave_out:
        print(json.dumps(chosen(given.leave_out, given.steps)))
    elif given.latent:
        bent = synthetic(given.maps) if given.maps else None
        print(json.dumps(report(synthetic(given.latent), bent, given.seeds, given.steps[0])))
    else:
        parser.error("--latent or --leave-out wanted")
