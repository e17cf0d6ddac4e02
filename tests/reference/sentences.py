"""Slow truth of the sentences of two texts that tell the same, and of the vectors of words."""

import math
from functools import lru_cache

import numpy as np

SHAPES = [(1, 1), (1, 2), (2, 1), (1, 3), (3, 1)]
TOLD_PART = 0.5


def information(sentences, vocabulary, window, smoothing):
    """Positive pointwise mutual information of words beside each other; None in a sentence holds a place."""
    beside = np.zeros((vocabulary, vocabulary))
    for sentence in sentences:
        for at, word in enumerate(sentence):
            for other in sentence[max(0, at - window) : at] + sentence[at + 1 : at + 1 + window]:
                if word is not None and other is not None:
                    beside[word, other] += 1
    context = beside.sum(axis=0) ** smoothing
    found = np.zeros_like(beside)
    for word, other in zip(*beside.nonzero(), strict=True):
        share = context[other] / context.sum()
        found[word, other] = max(0.0, math.log(beside[word, other] / beside[word].sum() / share))
    return found


def cosines(matrix):
    """Of the vectors of all components, axes times the roots of the singular values: whatever basis they stand in."""
    values, axes = np.linalg.eigh(matrix @ matrix.T)
    values[values < 1e-6 * values.max(initial=0)] = 0
    products = axes @ np.diag(np.sqrt(np.maximum(values, 0))) @ axes.T
    length = np.where(matrix.any(axis=1), np.sqrt(np.maximum(np.diag(products), 1e-12)), np.inf)
    return products / length[:, None] / length


def alike(x, y, vectors, like):
    """How alike two words (term, vector, weight) are."""
    if x[0] == y[0]:
        return 1.0
    if x[1] < 0 or y[1] < 0:
        return 0.0
    cosine = float(np.dot(np.asarray(vectors[x[1]], float), np.asarray(vectors[y[1]], float)))
    return min(1.0, cosine) if cosine >= like else 0.0


def told(sentences, others, vectors, like):
    """Weight of the words of some sentences, each as far as its likest word in the others is alike."""
    there = [word for sentence in others for word in sentence]
    return sum(
        word[2] * max((alike(word, other, vectors, like) for other in there), default=0.0)
        for sentence in sentences for word in sentence
    )


def weight(sentences):
    return sum(word[2] for sentence in sentences for word in sentence)


def align(a, b, vectors=(), like=0.6, least=0.25):
    """(matches as (a, a_end, b, b_end, similarity, moved), told_a, told_b, in_order): every match is tried."""
    gains = {}
    for i in range(len(a)):
        for k in range(len(b)):
            for n, m in SHAPES:
                mine, theirs = a[i : i + n], b[k : k + m]
                if len(mine) < n or len(theirs) < m:
                    continue
                told_mine = [told([s], theirs, vectors, like) for s in mine]
                told_theirs = [told([s], mine, vectors, like) for s in theirs]
                parts = (n > 1) * [t >= TOLD_PART * weight([s]) for t, s in zip(told_mine, mine, strict=True)]
                parts += (m > 1) * [t >= TOLD_PART * weight([s]) for t, s in zip(told_theirs, theirs, strict=True)]
                gain = sum(told_mine) + sum(told_theirs) - least * (weight(mine) + weight(theirs))
                if gain > 0 and all(parts):
                    gains[i, k, n, m] = gain

    @lru_cache(None)
    def best(i, k):
        """(gain, chain of matches) from sentences i and k on."""
        if i >= len(a) or k >= len(b):
            return 0.0, ()
        ways = [best(i + 1, k), best(i, k + 1)]
        for n, m in SHAPES:
            if (i, k, n, m) in gains:
                gain, chain = best(i + n, k + m)
                ways.append((gains[i, k, n, m] + gain, ((i, k, n, m), *chain)))
        return max(ways, key=lambda way: way[0])

    gain, chain = best(0, 0)
    taken = list(chain)

    def is_free(match):
        i, k, n, m = match
        apart = [i + n <= x or x + p <= i for x, _, p, _ in taken] + [k + m <= y or y + q <= k for _, y, _, q in taken]
        return all(apart)

    for match in sorted(gains, key=lambda match: -gains[match]):
        if is_free(match):
            taken.append(match)
    matches = []
    told_a = told_b = 0.0
    for i, k, n, m in sorted(taken):
        mine, theirs = a[i : i + n], b[k : k + m]
        found_a, found_b = told(mine, theirs, vectors, like), told(theirs, mine, vectors, like)
        told_a, told_b = told_a + found_a, told_b + found_b
        similarity = (found_a + found_b) / (weight(mine) + weight(theirs))
        matches.append((i, i + n, k, k + m, similarity, (i, k, n, m) not in chain))
    everything = sum(gains[match] for match in taken)
    shares = [part / whole if whole else 0.0 for part, whole in ((told_a, weight(a)), (told_b, weight(b)), (gain, everything))]
    return matches, *shares
