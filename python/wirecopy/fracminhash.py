"""Stage 5 in Python: samples of sets of shingles, by which containment is estimated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from wirecopy import _core, options
from wirecopy.articles import Columns
from wirecopy.errors import naming_articles
from wirecopy.estimators import Estimator, refuse
from wirecopy.minhash import check_seed, check_shingles, most_pairs, set_arrays, text_arrays
from wirecopy.text import read_articles


@dataclass(frozen=True)
class Samples:
    """The samples of many sets.

    Attributes
    ----------
    starts : int64 array, sets + 1
    hashes : uint64 array
        Sample i is ``hashes[starts[i]:starts[i + 1]]``, ascending.
    sizes : int64 array, sets
        Members of each whole set; -1 where not known.
    """

    starts: np.ndarray
    hashes: np.ndarray
    sizes: np.ndarray

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> np.ndarray:
        return self.hashes[self.starts[row] : self.starts[row + 1]]

    def __repr__(self) -> str:
        return f"<Samples: {len(self):,} sets, {len(self.hashes):,} hashes>"


@dataclass(frozen=True)
class ContainmentPairs:
    """Pairs of sets, sorted by a, then b; a < b.

    Attributes
    ----------
    a, b : int64 arrays
    shared : int64 array
        Hashes that both samples have.
    containment_a, containment_b : float64 arrays
        The estimated share of a that is in b, and of b that is in a.
    """

    a: np.ndarray
    b: np.ndarray
    shared: np.ndarray
    containment_a: np.ndarray
    containment_b: np.ndarray

    def __len__(self) -> int:
        return len(self.a)


class FracMinHash(Estimator):
    """A sample of each set of shingles: the hashes below 2**64 / scale, one member in `scale`.

    Unlike signatures of a fixed length, samples of sets of very different sizes can be compared, and estimate
    containment: the share of a's sample that b's has, over ``1 - (1 - 1 / scale)**size`` with the size of a, for the
    sample of a small set may be empty (Hera, Pierce-Ward and Koslicki, bioRxiv 2022.01.11.475870). The estimate is at
    most 1, and 0 where the sample is empty; its standard error is about ``sqrt(c * (1 - c) * scale / size)``.

    Parameters
    ----------
    scale : float
        1 (every member) or more.
    n, unit, seed, threads
        As in `MinHash`.
    """

    _text_input = True
    _requires_fit = False

    def __init__(
        self, scale: float = 10.0, *, n: int = 5, unit: str = "word", seed: int = 1, threads: int | None = None
    ) -> None:
        self.scale = scale
        self.n = n
        self.unit = unit
        self.seed = seed
        self.threads = threads

    def fit(self, X: Any = None, y: Any = None) -> FracMinHash:
        """Checks the parameters; there is nothing to learn."""
        self._check()
        return self

    def transform(self, X: Any) -> Samples:
        """As `samples`."""
        return self.samples(X)

    def fit_transform(self, X: Any, y: Any = None) -> Samples:
        """As `samples`."""
        return self.samples(X)

    def samples(self, texts: Any) -> Samples:
        """The samples of the shingles of texts, in any form that `find_copies` takes. O(total length)."""
        scale, seed = self._check()
        articles = read_articles(texts, Columns())
        with naming_articles(articles):
            return Samples(*_core.frac_texts(text_arrays(articles, self.n, self.unit), scale, seed, self._threads()))

    def samples_of_sets(self, sets: Any) -> Samples:
        """The samples of sets of whole numbers, as `MinHash.signatures_of_sets` takes them, each number once."""
        scale, seed = self._check()
        starts, values = set_arrays(sets)
        return Samples(*_core.frac_sets((starts, values), scale, seed, self._threads()), np.diff(starts))

    @staticmethod
    def merge(x: Samples, y: Samples) -> Samples:
        """The samples of the unions of sets x[i] and y[i]. How large these are is not known: sizes are -1."""
        if len(x) != len(y):
            raise ValueError(f"x and y must have equally many sets, not {len(x)} and {len(y)}")
        parts = [np.union1d(x[row], y[row]) for row in range(len(x))]
        starts, hashes = set_arrays(parts)
        return Samples(starts, hashes, np.full(len(x), -1, dtype=np.int64))

    def containment(self, x: Samples, y: Samples) -> np.ndarray:
        """The estimated share of set x[i] that is in set y[i]: float64 array."""
        scale, _ = self._check()
        if len(x) != len(y):
            raise ValueError(f"x and y must have equally many sets, not {len(x)} and {len(y)}")
        rows = np.arange(len(x), dtype=np.int64)
        both = np.concatenate([x.starts, x.starts[-1] + y.starts[1:]]), np.concatenate([x.hashes, y.hashes])
        shared = _core.shared_values(both, rows, rows + len(x), self._threads())
        return self._estimates(x, rows, shared, scale)

    def pairs(
        self, samples: Samples, *, min_containment: float = 0.0, min_shared: int = 1, max_pairs: int = 10_000_000
    ) -> ContainmentPairs:
        """Every pair of sets of which one has at least this estimated share in the other.

        O(hashes + pairs in the list of each hash): a hash that m sets have is looked at m (m - 1) / 2 times.

        Parameters
        ----------
        samples : Samples
        min_containment : float
            Of the larger of the two sides, 0 to 1.
        min_shared : int
            Hashes that both samples have, at least 1: an estimate out of few is a bad one.
        max_pairs : int
            More that share so many hashes are a ValueError; nothing is left out.
        """
        scale, _ = self._check()
        least = options.number("min_containment", min_containment, 0, 1)
        shared_least = options.whole("min_shared", min_shared, 1)
        found = _core.pairs_of_sets(
            (samples.starts, samples.hashes), shared_least, 0.0, most_pairs(max_pairs), self._threads()
        )
        a, b, shared = found
        of_a, of_b = self._estimates(samples, a, shared, scale), self._estimates(samples, b, shared, scale)
        kept = np.maximum(of_a, of_b) >= least
        return ContainmentPairs(a[kept], b[kept], shared[kept], of_a[kept], of_b[kept])

    @staticmethod
    def _estimates(samples: Samples, rows: np.ndarray, shared: np.ndarray, scale: float) -> np.ndarray:
        sampled, sizes = np.diff(samples.starts)[rows], samples.sizes[rows].astype(np.float64)
        return np.asarray(_core.frac_containment(shared, sampled, sizes, scale), dtype=np.float64).reshape(len(rows))

    def _is_fitted(self) -> bool:
        return True

    def _check(self) -> tuple[float, int]:
        if isinstance(self.scale, bool) or not isinstance(self.scale, (int, float, np.integer, np.floating)):
            raise refuse("scale", self.scale, "a number of 1 or more")
        if not 1 <= self.scale < 2**63:
            raise refuse("scale", self.scale, "1 or more, below 2**63")
        check_shingles(self.n, self.unit)
        return float(self.scale), check_seed(self.seed)
