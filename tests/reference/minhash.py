"""Slow truth of the stage minhash: one shingle, one round, one pair at a time."""

import itertools

MASK32, MASK64 = 2**32 - 1, 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15
NO_MINIMUM = MASK32


def mix(x):
    x ^= x >> 30
    x = x * 0xBF58476D1CE4E5B9 & MASK64
    x ^= x >> 27
    x = x * 0x94D049BB133111EB & MASK64
    return x ^ x >> 31


def signature(shingles, k, seed):
    """Every shingle goes through every round: nothing is passed over."""
    key = state = mix((seed + GOLDEN) & MASK64)
    rounds = []
    for _ in range(2 * k):
        state = (state + GOLDEN) & MASK64
        drawn = mix(state)
        rounds.append((drawn >> 32 | 1, drawn & MASK32))
    rounds[0] = (1, 0)
    bits = (2 * k - 1).bit_length()
    minima = [NO_MINIMUM] * k
    for shingle in shingles:
        x = mix((shingle + key) & MASK64) >> 32
        for number, (a, b) in enumerate(rounds):
            h = (a * x + b) & MASK32
            place, fraction = (h * k >> 32, h * k & MASK32) if number < k else (number - k, h)
            value = min(number << (32 - bits) | fraction >> bits, NO_MINIMUM - 1)
            minima[place] = min(minima[place], value)
    return minima


def similarity(x, y):
    if all(m == NO_MINIMUM for m in x) or all(m == NO_MINIMUM for m in y):
        return 0.0
    return sum(a == b for a, b in zip(x, y, strict=True)) / len(x)


def packed_similarity(x, y, bits):
    kept = 2**bits - 1
    equal = sum(mix(a) & kept == mix(b) & kept for a, b in zip(x, y, strict=True)) / len(x)
    return (equal - 2**-bits) / (1 - 2**-bits)


def candidates(signatures, bands, rows):
    found = []
    for (a, x), (b, y) in itertools.combinations(enumerate(signatures), 2):
        if all(m == NO_MINIMUM for m in x):
            continue
        if any(x[j * rows : (j + 1) * rows] == y[j * rows : (j + 1) * rows] for j in range(bands)):
            found.append((a, b))
    return found


def sample(members, scale, seed):
    key = mix((seed + GOLDEN) & MASK64)
    return sorted(h for h in {mix((m + key) & MASK64) for m in members} if h * scale < 2**64)


def containment(shared, sampled, size, scale):
    if shared == 0:
        return 0.0
    members = max(scale * sampled if size < 0 else size, sampled)
    return min(1.0, shared / sampled / (1 - (1 - 1 / scale) ** members))
