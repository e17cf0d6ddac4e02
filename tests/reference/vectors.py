"""Slow truth of stage 4: TF-IDF of one dense matrix of counts, and its exact SVD."""

import math

import numpy as np


def tfidf(counts, norm="l2", use_idf=True, smooth=True, sublinear=False):
    rows = [[float(v) for v in row] for row in counts]
    n = len(rows)
    for column in range(len(rows[0])):
        with_it = sum(row[column] != 0 for row in rows)
        idf = math.log((n + smooth) / (with_it + smooth)) + 1 if use_idf and with_it else 1
        for row in rows:
            if row[column]:
                row[column] = (1 + math.log(row[column]) if sublinear else row[column]) * idf
    for row in rows:
        length = {"l2": math.sqrt(sum(v * v for v in row)), "l1": sum(abs(v) for v in row), None: 1}[norm]
        row[:] = [v / length if length else v for v in row]
    return rows


def svd(matrix, components):
    """(axes with their largest entry positive, singular values)."""
    _, singular, axes = np.linalg.svd(np.asarray(matrix, dtype=float), full_matrices=False)
    axes = axes[:components]
    largest = np.abs(axes).argmax(axis=1)
    return axes * np.sign(axes[np.arange(len(axes)), largest])[:, None], singular[:components]


MASK = 2**64 - 1


def _combine(a, b):
    """The core's 64-bit hash of two numbers: the finalizer of splitmix64 over a sum of them."""
    x = (a * 0x9E3779B97F4A7C15 + b + 0x2545F4914F6CDD1D) & MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
    return x ^ (x >> 31)


def projection(components, columns, seed):
    """The very sparse random matrix, components x columns, as a dense one, entry by entry."""
    halvings = max(math.isqrt(columns).bit_length() - 1, 0)
    out = np.zeros((components, columns))
    for column in range(columns):
        key = _combine(seed, column)
        for c in range(components):
            first, bit = c // 64 * 64, c % 64
            if all(_combine(key, first * 64 + h) >> bit & 1 for h in range(halvings)):
                out[c, column] = -1 if _combine(key, first * 64 + 63) >> bit & 1 else 1
    return out * math.sqrt(2**halvings / components)
