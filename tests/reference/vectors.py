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
