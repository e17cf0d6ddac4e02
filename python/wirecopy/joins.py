"""Stage 5 in Python: every pair of rows or texts over a bound, and the nearest rows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from wirecopy import _core, analyzers, characters, options
from wirecopy.articles import Columns
from wirecopy.errors import naming_articles
from wirecopy.estimators import read_csr
from wirecopy.text import read_articles
from wirecopy.times import hours_since_1970

UNITS = ("word", "char", "regex")


class _Table:
    def __len__(self) -> int:
        return len(self.a)  # type: ignore[attr-defined]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self):,} pairs; {', '.join(f.name for f in fields(self))}>"  # type: ignore[arg-type]


@dataclass(frozen=True, repr=False)
class SimilarPairs(_Table):
    """Pairs of rows, sorted by a, then b.

    Attributes
    ----------
    a, b : int64 arrays
    similarity : float64 array
    """

    a: np.ndarray
    b: np.ndarray
    similarity: np.ndarray


@dataclass(frozen=True, repr=False)
class ShinglePairs(_Table):
    """Pairs of texts, sorted by a, then b; a < b.

    Attributes
    ----------
    a, b : int64 arrays
        Row numbers.
    shared : int64 array
        Shingles both have.
    resemblance, containment_a, containment_b : float64 arrays
        `shared` over the shingles that either has, that a has, that b has.
    """

    a: np.ndarray
    b: np.ndarray
    shared: np.ndarray
    resemblance: np.ndarray
    containment_a: np.ndarray
    containment_b: np.ndarray


@dataclass(frozen=True)
class Nearest:
    """The nearest rows of each row.

    Attributes
    ----------
    indices : int64 array, rows x k
        Best first, ties by index; -1 where there are fewer.
    similarity : float64 array, rows x k
        0 where there are fewer.
    """

    indices: np.ndarray
    similarity: np.ndarray


def similarity_join(
    X: Any, Y: Any = None, *, threshold: float, hours: Any = None, hours_y: Any = None, window: Any = None,
    threads: int | None = None,
) -> SimilarPairs:
    """Every pair of rows whose dot product is `threshold` or more. Exact.

    Of rows of length 1, such as `TfidfVectorizer` gives, the dot product is the cosine; rows are taken as they are, so
    normalise others first where you mean cosine.

    Parameters
    ----------
    X, Y : sparse or dense matrices
        With the same columns. Without `Y` the pairs are of rows of X, each once (a < b); with `Y`, a is a row of X and
        b a row of Y.
    threshold : float
        Over 0.
    hours, hours_y : sequences, optional
        When each row of X (of Y) was published: hours as numbers, or times as `find_copies` takes them. NaN or None
        where not known.
    window : number of hours or timedelta, optional
        Leaves out pairs further apart than this; a time that is not known is never too far.
    threads : int, optional
        None: every core. Results do not depend on it.
    """
    bound = options.number("threshold", threshold, -math.inf, math.inf)
    if not 0 < bound < math.inf:
        raise ValueError(f"threshold must be over 0 and finite, not {threshold!r}")
    x = read_csr(X)
    y = None if Y is None else read_csr(Y, "Y")
    if y is not None and x.shape[1] != y.shape[1]:
        raise ValueError(f"X has {x.shape[1]} columns and Y {y.shape[1]}; they must be the same columns")
    if y is None and hours_y is not None:
        raise ValueError("hours_y are the times of Y, which is not given")
    times, reach = _times("hours", hours, x.shape[0]), _window(window, hours)
    times_y = _times("hours_y", hours_y, 0 if y is None else y.shape[0])
    found = _core.similarity_join(
        _parts(x), None if y is None else _parts(y), bound, times, times_y, reach, options.threads(threads)
    )
    return SimilarPairs(*found)


def nearest(X: Any, k: int, Y: Any = None, *, threads: int | None = None) -> Nearest:
    """The `k` rows with the largest dot product over 0 with each row of X: other rows of X, or rows of Y. Exact.

    Parameters
    ----------
    X, Y : sparse or dense matrices
        As in `similarity_join`.
    k : int
    threads : int, optional
        None: every core. Results do not depend on it.
    """
    count = options.whole("k", k, 1)
    x = read_csr(X)
    y = None if Y is None else read_csr(Y, "Y")
    if y is not None and x.shape[1] != y.shape[1]:
        raise ValueError(f"X has {x.shape[1]} columns and Y {y.shape[1]}; they must be the same columns")
    others = x.shape[0] if y is None else y.shape[0]
    kept = min(count, max(others, 1))
    indices, similarity = _core.nearest(
        _parts(x), None if y is None else _parts(y), kept, options.threads(threads)
    )
    indices, similarity = indices.reshape(-1, kept), similarity.reshape(-1, kept)
    if kept < count:
        more = ((0, 0), (0, count - kept))
        indices, similarity = np.pad(indices, more, constant_values=-1), np.pad(similarity, more)
    return Nearest(indices, similarity)


def shingle_join(
    texts: Any, *, n: int = 5, unit: str = "word", min_containment: float | None = None,
    min_resemblance: float | None = None, min_shared: int = 1, hours: Any = None, window: Any = None,
    threads: int | None = None,
) -> ShinglePairs:
    """Every pair of texts that share enough shingles. Exact: nothing is sampled, no shingle is too frequent to count.

    A shingle is `n` units in a row, hashed to 64 bits; a text has a set of them, none where it has fewer units.

    Parameters
    ----------
    texts : list of str, or articles in any form that `find_copies` takes
    n : int
    unit : {'word', 'char', 'regex'}
        ``'word'``: UAX #29 words, case-folded. ``'char'``: code points of the text as it stands. ``'regex'``: ``\\w+``
        on the lower-cased text.
    min_containment : float, optional
        Of the larger of the two sides, 0 to 1.
    min_resemblance : float, optional
        Jaccard index, 0 to 1.
    min_shared : int
        Shingles in common, at least 1. All bounds given must be met.
    hours, window
        As in `similarity_join`.
    threads : int, optional
        None: every core. Results do not depend on it.
    """
    if unit not in UNITS:
        raise ValueError(f"unit must be 'word', 'char' or 'regex', not {unit!r}")
    length, shared = options.whole("n", n, 1), options.whole("min_shared", min_shared, 1)
    if length >= 2**31 or shared >= 2**63:
        raise ValueError("n must be below 2**31 and min_shared below 2**63")
    containment = options.number("min_containment", min_containment or 0.0, 0, 1)
    resemblance = options.number("min_resemblance", min_resemblance or 0.0, 0, 1)
    articles = read_articles(texts, Columns())
    times, reach = _times("hours", hours, len(articles)), _window(window, hours)
    offsets, data = articles.offsets, articles.data
    classes = np.zeros(0, dtype=np.uint8)
    if unit == "regex":
        classes = characters.classes()
        offsets, data = analyzers.encode(articles.text(row).lower() for row in range(len(articles)))
    with naming_articles(articles):
        found = _core.shingle_join(
            offsets, data, unit, length, containment, resemblance, shared, classes, times, reach,
            options.threads(threads),
        )
    return ShinglePairs(*found)


def _parts(matrix: Any) -> tuple[Any, ...]:
    return matrix.indptr, matrix.indices, matrix.data, matrix.shape[1]


def _window(window: Any, hours: Any) -> float:
    if window is None:
        return math.inf
    if hours is None:
        raise ValueError("a window needs the times of the articles: hours=[...]")
    return options.hours("window", window)


def _times(name: str, given: Any, rows: int) -> np.ndarray:
    """Hours since 1970, one per row, NaN where not known; empty where none are given."""
    if given is None:
        return np.zeros(0)
    values = given if isinstance(given, np.ndarray) or not isinstance(given, Iterable) else list(given)
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        result = values.astype(np.float64)
    elif isinstance(values, (list, np.ndarray)):
        result = np.array([_hours(value) for value in values], dtype=np.float64)
    else:
        raise TypeError(f"{name} must be a sequence of numbers or times, not {type(given).__name__}")
    if result.ndim != 1 or len(result) != rows:
        raise ValueError(f"{name} must have one time per row: {rows}, not {result.shape}")
    if np.isinf(result).any():
        raise ValueError(f"{name}: row {int(np.argmax(np.isinf(result)))} is infinite; use NaN where it is not known")
    return result


def _hours(value: Any) -> float:
    if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
        return float(value)
    return hours_since_1970(value)
