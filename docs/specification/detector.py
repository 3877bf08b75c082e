#!/usr/bin/env python3
"""A second implementation of the provenance specification, written from its text alone.

    python3 detector.py FILE.dcm …        one JSON object a file, and one for all files of a series together
    python3 detector.py --vectors         the test vectors of the specification

Needs numpy and pydicom. Reads DICOM that pydicom can decode; looks for marks in pictures that were not
scaled or turned. It shows that the format can be implemented by others; it is not fast. Digital signatures it leaves to
dcmsign, manifests to c2patool.
"""
import base64
import hashlib
import json
import math
import sys

import numpy as np

TILE, LOWEST, HIGHEST = 128, 16, 38
CLASSES = ["denoised", "interpolated", "synthetic", "unknown"]
FIELDS = [("version", 4), ("class", 2), ("issuer", 14), ("model", 12), ("tag", 32)]
M32 = 0xFFFFFFFF


# 2.1 Random numbers


def mix(value):
    h = (value + 0x9E3779B9) & M32
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & M32
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & M32
    return h ^ (h >> 16)


class Random:
    def __init__(self, key):
        self.key = key
        self.state = [mix((key + i * 0x9E3779B9) & M32) for i in (1, 2, 3, 4)]

    def uint32(self):
        a, b, c, d = self.state
        product = (b * 5) & M32
        result = ((((product << 7) | (product >> 25)) & M32) * 9) & M32
        t = (b << 9) & M32
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= t
        d = ((d << 11) | (d >> 21)) & M32
        self.state = [a, b, c, d]
        return result

    def uniform(self):
        high = self.uint32() >> 5
        return (high * 0x4000000 + (self.uint32() >> 6)) / 0x20000000000000

    def fork(self, label):
        h = 0x811C9DC5
        for character in label:
            h = ((h ^ ord(character)) * 0x01000193) & M32
        return Random(mix(self.key ^ h))


# 2.2 The waves


def key(seed=0x56544D31):
    random = Random(mix(seed))
    flag, payload = [], []
    for v in range(HIGHEST + 1):
        for u in range(-HIGHEST, HIGHEST + 1):
            radius = math.hypot(u, v)
            if radius < LOWEST or radius > HIGHEST or (v == 0 and u < 0):
                continue
            chosen = flag if random.uniform() < 0.42 else payload
            chosen.append((u, v, random.uniform() * 2 * math.pi))
    order = random.fork("payload")
    for i in range(len(payload) - 1, 0, -1):
        j = math.floor(order.uniform() * (i + 1))
        payload[i], payload[j] = payload[j], payload[i]
    as_arrays = lambda waves: tuple(np.array(x) for x in zip(*waves))
    return as_arrays(flag), as_arrays(payload)


FLAG, PAYLOAD = key()


# 2.3 Payload: fields, check sum, code


def bits_of(fields):
    values = {**fields, "class": CLASSES.index(fields["class"])}
    return [(values[name] >> i) & 1 for name, width in FIELDS for i in range(width - 1, -1, -1)]


def crc16(bits):
    crc = 0xFFFF
    for bit in bits:
        carry = ((crc >> 15) ^ bit) & 1
        crc = (crc << 1) & 0xFFFF
        if carry:
            crc ^= 0x1021
    return crc


GENERATORS = [0o557, 0o663, 0o711]
parity = lambda value: bin(value).count("1") & 1


def encode(bits):
    register, symbols = 0, []
    for bit in bits + [0] * 8:
        register = ((register << 1) | bit) & 511
        symbols += [-1 if parity(register & g) else 1 for g in GENERATORS]
    return symbols


def symbols_of(fields):
    bits = bits_of(fields)
    check = crc16(bits)
    return encode(bits + [(check >> (15 - i)) & 1 for i in range(16)])


def viterbi(soft, count):
    signs = np.array([[[-1 if parity(((s << 1) | b) & g) else 1 for g in GENERATORS] for b in (0, 1)] for s in range(256)])
    metric = np.full(256, -np.inf)
    metric[0] = 0
    steps, came = count + 8, []
    for step in range(steps):
        best, origin = np.full(256, -np.inf), np.zeros(256, int)
        for bit in (0, 1) if step < count else (0,):
            gain = metric + signs[:, bit] @ soft[3 * step : 3 * step + 3]
            for state in range(256):
                reached = ((state << 1) | bit) & 255
                if gain[state] > best[reached]:
                    best[reached], origin[reached] = gain[state], state
        metric = best
        came.append(origin)
    bits, state = [], 0
    for step in range(steps - 1, -1, -1):
        if step < count:
            bits.append(state & 1)
        state = came[step][state]
    return bits[::-1]


def fields_of(soft):
    bits = viterbi(soft, 80)
    if crc16(bits[:64]) != int("".join(map(str, bits[64:])), 2):
        return None
    values, at = {}, 0
    for name, width in FIELDS:
        values[name] = int("".join(map(str, bits[at : at + width])), 2)
        at += width
    return {**values, "class": CLASSES[values["class"]]}


def payload_text(fields):
    return f"{int(''.join(map(str, bits_of(fields))), 2):016x}"


# 2.4 The tile


def tile_of(symbols, gain):
    spectrum = np.zeros((TILE, TILE), complex)

    def put(waves, amplitude):
        u, v, phase = waves
        wave = amplitude * np.exp(1j * phase)
        np.add.at(spectrum, (v % TILE, u % TILE), wave)
        np.add.at(spectrum, (-v % TILE, -u % TILE), np.conj(wave))

    put(FLAG, gain)
    k = np.arange(len(PAYLOAD[0]))
    s = np.array(symbols)
    put(PAYLOAD, (s[2 * k % len(s)] + 1j * s[(2 * k + 1) % len(s)]) * math.sqrt(0.5))
    tile = np.fft.ifft2(spectrum).real
    frequency = np.fft.fftfreq(TILE, 1 / TILE)
    slow = frequency[:, None] ** 2 + frequency[None, :] ** 2 < LOWEST**2
    for _ in range(4):
        cut = 1.2 * np.sqrt(np.mean(tile**2))
        spectrum = np.fft.fft2(np.clip(tile, -cut, cut))
        spectrum[slow] = 0
        tile = np.fft.ifft2(spectrum).real
        tile /= np.sqrt(np.mean(tile**2))
    return (np.floor(tile * 2**14 + 0.5) / 2**14).astype("<f4")


# 3 Detection


def box_mean(values, radius):
    def sums(x, axis):
        total = np.insert(np.cumsum(x, axis), 0, 0, axis)
        n = x.shape[axis]
        high = np.minimum(np.arange(n) + radius, n - 1) + 1
        low = np.maximum(np.arange(n) - radius, 0)
        return np.take(total, high, axis) - np.take(total, low, axis), high - low

    across, wide = sums(values.astype(np.float64), 1)
    down, tall = sums(across, 0)
    return down / np.outer(tall, wide)


def sample(values, about):
    return values.ravel()[:: max(1, values.size // about) | 1]


def residuals(values):
    band = values - box_mean(values, 2)
    around = box_mean(band**2, 2)
    heard = np.sort(sample(around, 16384))
    heard = heard[heard > 1e-9]
    usual = heard[len(heard) // 2] if len(heard) else 1.0
    low, high = (usual * part * part for part in (0.12, 0.3))
    loud = around > 0.01 * low
    loudness, floored = np.sqrt(around + low), np.sqrt(around + high)
    clip = lambda x: np.clip(x, -2.5, 2.5)
    stored = clip(band / loudness) * math.sqrt(usual) / loudness
    even = clip(band / floored)
    return [np.where(loud, view, 0) for view in (stored, even * math.sqrt(usual) / floored, even)]


def tissue(values):
    few = np.sort(sample(values, 20000))
    at = lambda part: few[math.floor(part * (len(few) - 1))]
    low, high = at(0.001), at(0.999)
    if not high > low:
        return values
    scale = 256 / (high - low)
    bins = np.floor((values - low) * scale)
    histogram = np.bincount(bins[(bins >= 0) & (bins < 256)].astype(int), minlength=256).astype(float)
    total, whole = histogram.sum(), (np.arange(256) * histogram).sum()
    dark = dark_sum = best = 0.0
    threshold = 0
    for i in range(255):
        dark += histogram[i]
        dark_sum += i * histogram[i]
        if dark == 0 or dark == total:
            continue
        between = dark * (total - dark) * (dark_sum / dark - (whole - dark_sum) / (total - dark)) ** 2
        if between > best:
            best, threshold = between, i
    peak, most = threshold, -1.0
    for i in range(threshold + 3, 253):
        near = histogram[i - 2 : i + 3].sum()
        if near > most:
            most, peak = near, i
    reach = (peak - threshold) / 2
    if reach < 2:
        return values
    return np.clip(values, low + (peak - reach) / scale, low + (peak + reach) / scale)


def folded(view):
    rows, columns = view.shape
    padded = np.zeros((-(-rows // TILE) * TILE, -(-columns // TILE) * TILE))
    padded[:rows, :columns] = view
    tile = padded.reshape(padded.shape[0] // TILE, TILE, -1, TILE).sum(axis=(0, 2))
    return np.fft.fft2(tile)


def levelled(spectrum, waves):
    u, v, _ = waves
    heard = spectrum[v % TILE, u % TILE]
    ring = (np.hypot(u, v) / 2).astype(int)
    mean = (np.bincount(ring, np.abs(heard) ** 2) / np.maximum(1, np.bincount(ring)))[ring]
    mean = np.where(mean > 0, mean, np.inf)
    own = np.abs(heard) / np.sqrt(mean)
    return heard / np.sqrt(mean) * np.where(own > 2, 2 / np.maximum(own, 1e-30), 1)


def agreement(spectrum):
    u, v, phase = FLAG
    heard = levelled(spectrum, FLAG)
    plane = np.zeros((TILE, TILE), complex)
    term = heard * np.exp(-1j * phase) / 2
    plane[v % TILE, u % TILE] += term
    plane[-v % TILE, -u % TILE] += np.conj(term)
    values = np.fft.fft2(plane).real
    energy = np.sum(np.abs(heard) ** 2) / 2
    y, x = np.unravel_index(np.argmax(np.abs(values)), values.shape)
    z = abs(values[y, x]) / math.sqrt(energy) if energy > 0 else 0.0
    return z, int(x), int(y), 1 if values[y, x] >= 0 else -1


def soft_symbols(spectrum, shift_x, shift_y, polarity):
    def unshifted(waves):
        u, v, phase = waves
        turn = -2 * math.pi * (u * shift_x + v * shift_y) / TILE
        return levelled(spectrum, waves) * polarity * np.exp(1j * (turn - phase))

    ring = lambda waves: (np.hypot(waves[0], waves[1]) / 4).astype(int)
    own = ring(FLAG)
    sums, counts = np.bincount(own, unshifted(FLAG).real, 32), np.bincount(own, minlength=32)
    clarity = np.maximum(0, sums / np.maximum(1, counts))
    heard = unshifted(PAYLOAD) * clarity[ring(PAYLOAD)]
    soft, k = np.zeros(264), np.arange(len(heard))
    np.add.at(soft, 2 * k % 264, heard.real)
    np.add.at(soft, (2 * k + 1) % 264, heard.imag)
    return soft


def detect(pictures):
    """Pictures of one size are heard together: their views are summed."""
    sums = {}
    for picture in pictures:
        views = np.array(residuals(picture) + residuals(tissue(picture)))
        sums[picture.shape] = sums.get(picture.shape, 0) + views
    heard = [(*agreement(spectrum), spectrum) for views in sums.values() for spectrum in map(folded, views)]
    z, x, y, polarity, spectrum = max(heard, key=lambda one: one[0])
    threshold = math.sqrt(2 * math.log(len(heard) * TILE * TILE * 2 / 5e-10))
    fields = fields_of(soft_symbols(spectrum, x, y, polarity)) if z >= threshold else None
    return {
        "detected": bool(z >= threshold),
        "z": round(float(z), 3),
        "threshold": round(threshold, 3),
        "payload": fields and {**fields, "text": payload_text(fields)},
    }


# 4 The file


def stored_values(dataset):
    signed = int(dataset.PixelRepresentation) == 1
    width = int(dataset.BitsAllocated) // 8
    stored = dataset.pixel_array.astype(np.int64)
    unused = 64 - int(dataset.BitsStored)
    stored = (stored << unused) >> unused if signed else stored & ((1 << int(dataset.BitsStored)) - 1)
    return stored.astype(f"<{'i' if signed else 'u'}{width}")


def blocks_of(stored, size):
    rows, columns = stored.shape
    heads = [
        hashlib.sha256(np.ascontiguousarray(stored[r : r + size, c : c + size]).tobytes()).digest()[:4]
        for r in range(0, rows, size)
        for c in range(0, columns, size)
    ]
    return b"".join(heads)


def read(path):
    import pydicom

    dataset = pydicom.dcmread(path)
    stored = stored_values(dataset)
    slope, intercept = (float(dataset.get(name, default)) for name, default in (("RescaleSlope", 1), ("RescaleIntercept", 0)))
    picture = (stored.astype(np.float64) * slope + intercept).astype(np.float32)
    answer = {"file": path, "syntheticData": dataset.get((0x0008, 0x001C)) and dataset[0x0008, 0x001C].value}
    try:
        block = dataset.private_block(0x0099, "VERITOME PROVENANCE")
        record = json.loads(block[0x01].value)
    except KeyError:
        return {**answer, "record": None, "pixelHash": None}, picture
    proof = record["pixels"]
    holds = hashlib.sha256(stored.tobytes()).hexdigest() == proof["sha256"] == block[0x02].value
    holds = holds and [proof["rescale"]["slope"], proof["rescale"]["intercept"]] == [slope, intercept]
    answer = {**answer, "record": record["class"], "model": record["model"]["id"], "pixelHash": bool(holds)}
    if "blocks" in proof and not holds:
        then, now = base64.b64decode(proof["blocks"]["sha256"]), blocks_of(stored, proof["blocks"]["size"])
        answer["changedBlocks"] = sum(then[i : i + 4] != now[i : i + 4] for i in range(0, len(now), 4))
    return answer, picture


def vectors():
    digest = lambda text, digits: int(hashlib.sha256(text.encode()).hexdigest()[:digits], 16)
    fields = {"version": 1, "class": "denoised", "issuer": 0, "model": digest("ct-denoise", 3), "tag": digest("1.2.3", 8)}
    symbols, random = symbols_of(fields), Random(mix(1))
    tile = tile_of(symbols, 1)
    rounded = lambda waves: [[int(u), int(v), round(float(p), 9)] for u, v, p in list(zip(*waves))[:3]]
    return {
        "uint32": [random.uint32() for _ in range(3)],
        "waves": [len(FLAG[0]), len(PAYLOAD[0])],
        "flag": rounded(FLAG),
        "payload": rounded(PAYLOAD),
        "fields": payload_text(fields),
        "crc": f"{crc16(bits_of(fields)):04x}",
        "symbols": "".join("+" if s > 0 else "-" for s in symbols),
        "tile": [float(x) for x in tile[0, :4]],
        "tileSha256": hashlib.sha256(tile.tobytes()).hexdigest(),
    }


if __name__ == "__main__":
    if sys.argv[1:] == ["--vectors"]:
        print(json.dumps(vectors()))
        sys.exit()
    everything = [read(path) for path in sys.argv[1:]]
    for found, picture in everything:
        print(json.dumps({**found, "mark": detect([picture])}))
    if len(everything) > 1:
        print(json.dumps({"files": len(everything), "mark": detect([picture for _, picture in everything])}))
