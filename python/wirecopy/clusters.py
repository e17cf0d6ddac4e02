"""Stage 8 in Python: pairs to clusters."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from wirecopy import _core, options


def cluster_pairs(
    n: int, a: Any, b: Any, weight: Any, method: str = "average", threshold: float = 0.5, *, threads: int | None = None
) -> np.ndarray:
    """Groups rows 0 to n - 1 by weighted pairs.

    Parameters
    ----------
    n : int
        Rows in all.
    a, b : sequences of int
        The two rows of each pair.
    weight : sequence of float
        How alike they are, 0 to 1. A pair given twice counts with its larger weight.
    method : {'average', 'components', 'correlation'}
        ``'average'``: two clusters join while the mean weight over all pairs between them, a missing pair being 0, is
        at least `threshold`. ``'components'``: whatever hangs together by pairs of at least `threshold`.
        ``'correlation'``: clusters inside which weight - threshold, summed over all pairs, is large: moving any one row would
        make it no larger.
    threshold : float
    threads : int, optional
        None: every core. Results do not depend on it.

    Returns
    -------
    int64 array, one label per row: 0 upwards in order of each cluster's first row.
    """
    rows = options.whole("n", n, 0)
    if rows > 2**32 - 1:
        raise ValueError(f"n must be at most {2**32 - 1}, not {n}")
    bound = options.number("threshold", threshold, -math.inf, math.inf)
    left, right = _rows("a", a, rows), _rows("b", b, rows)
    weights = np.asarray(weight, dtype=np.float64)
    if not left.ndim == right.ndim == weights.ndim == 1 or not len(left) == len(right) == len(weights):
        raise ValueError("a, b and weight must be sequences of one length")
    labels, _ = _core.cluster_pairs(rows, left, right, weights, method, bound, options.threads(threads))
    return labels


def _rows(name: str, given: Any, n: int) -> np.ndarray:
    values = np.asarray(given)
    if values.size == 0:
        return np.zeros(0, dtype=np.int64)
    if values.dtype.kind not in "iu":
        raise TypeError(f"{name} must hold row numbers, not {values.dtype}")
    wrong = (values < 0) | (values >= n)
    if wrong.any():
        place = int(np.argmax(wrong.ravel()))
        raise ValueError(f"{name}: row {values.ravel()[place]} of pair {place} is not in 0 to {n - 1}")
    return values.astype(np.int64)
