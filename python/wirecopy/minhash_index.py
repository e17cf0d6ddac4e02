"""Stage 5 in Python: an index of signatures, by bands."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
from wirecopy import _core, options
from wirecopy.articles import Columns
from wirecopy.errors import naming_articles
from wirecopy.joins import ShinglePairs
from wirecopy.minhash import MinHash, most_pairs, rows_of_signatures, set_arrays, text_arrays
from wirecopy.text import read_articles


class MinHashIndex:
    """Finds signatures of similar sets without comparing all: those that have a band of minima in common.

    A signature is cut into `bands` of `rows` minima each; sets of resemblance s have a band in common with probability
    ``1 - (1 - s**rows)**bands``, see `recall` (Indyk and Motwani 1998). What is found can be verified, see `join`.

    Parameters
    ----------
    threshold : float
        Resemblance that pairs should be found from, over 0 and at most 1.
    k : int
        Minima of a signature.
    recall : float
        Probability with which a pair of resemblance `threshold` is found, at least; more similar ones are found with a
        higher one. The longest bands that reach it are taken, and as few as reach it: they bring the fewest others.
    bands, rows : int, optional
        Given instead of being chosen; ``bands * rows`` at most k.
    threads : int, optional
        None: every core. Results do not depend on it.

    Attributes
    ----------
    bands, rows : int
        As chosen.

    Examples
    --------
    >>> import wirecopy as wc
    >>> index = wc.MinHashIndex(0.5)
    >>> index.bands, index.rows, round(index.recall(0.5), 3)
    (23, 3, 0.954)
    """

    def __init__(
        self, threshold: float = 0.5, *, k: int = 128, recall: float = 0.95, bands: int | None = None,
        rows: int | None = None, threads: int | None = None,
    ) -> None:
        self.threshold = options.number("threshold", threshold, 0, 1)
        self.k = options.whole("k", k, 1)
        if self.k > 65536:
            raise ValueError(f"k must be at most 65536, not {k!r}")
        if (bands is None) != (rows is None):
            raise ValueError("bands and rows are given both or neither")
        if bands is None:
            self.bands, self.rows = _core.choose_bands(self.threshold, self.k, options.number("recall", recall, 0, 1))
        else:
            self.bands, self.rows = options.whole("bands", bands, 1), options.whole("rows", rows, 1)
            if self.bands * self.rows > self.k:
                raise ValueError(f"bands x rows must be at most k: {self.bands} x {self.rows} > {self.k}")
        self.threads = threads
        options.threads(threads)
        self._clear()

    def recall(self, s: float) -> float:
        """Probability that a pair of resemblance s is found: ``1 - (1 - s**rows)**bands``.

        For minima that are independent, as those of large sets nearly are.
        """
        return _core.bands_recall(self.bands, self.rows, options.number("s", s, 0, 1))

    def insert(self, id: Hashable, signature: Any) -> None:
        """Takes in a signature under an id. O(bands) on average.

        Parameters
        ----------
        id : hashable
            Raises ValueError for one that is in the index.
        signature : uint32 array of k, or a Signature
        """
        if id in self._row_of:
            raise ValueError(f"id {id!r} is in the index; remove it first")
        row = rows_of_signatures(signature, self.k)
        if len(row) != 1:
            raise ValueError(f"one signature is inserted at a time, not {len(row)}; see insert_many")
        self._row_of[id] = self._index.insert(row[0])
        self._ids.append(id)
        self._signatures.append(row[0].copy())

    def insert_many(self, signatures: Any, ids: Iterable[Hashable] | None = None) -> None:
        """Takes in many signatures, uint32 array of rows x k; without ids under their row numbers."""
        rows = rows_of_signatures(signatures, self.k)
        named = list(range(len(rows)) if ids is None else ids)
        if len(named) != len(rows):
            raise ValueError(f"one id per signature: {len(rows)}, not {len(named)}")
        if len(set(named)) != len(named):
            raise ValueError("ids must differ")
        for id in named:
            if id in self._row_of:
                raise ValueError(f"id {id!r} is in the index; remove it first")
        for id, row in zip(named, rows, strict=True):
            self.insert(id, row)

    def query(self, signature: Any, *, min_similarity: float = 0.0) -> list[Any]:
        """Ids of the signatures that have a band in common with this one, in the order in which they came.

        Parameters
        ----------
        signature : uint32 array of k, or a Signature
            That of an empty set finds nothing, nor is it found.
        min_similarity : float
            Of them only those with at least this share of equal minima.
        """
        row = rows_of_signatures(signature, self.k)
        if len(row) != 1:
            raise ValueError(f"one signature is looked up at a time, not {len(row)}")
        least = options.number("min_similarity", min_similarity, 0, 1)
        found = self._index.query(row[0])
        if least > 0:
            found = [i for i in found if np.count_nonzero(self._signatures[i] == row[0]) >= least * self.k]
        return [self._ids[i] for i in found]

    def remove(self, id: Hashable) -> None:
        """Raises KeyError where there is no such id."""
        row = self._row_of.pop(id)
        self._index.remove(row)
        self._ids[row] = self._signatures[row] = None

    def pairs(
        self, signatures: Any, *, collapse: bool = False, max_pairs: int = 10_000_000
    ) -> tuple[np.ndarray, np.ndarray]:
        """Every pair of these signatures that has a band in common: int64 arrays a and b, a < b, sorted.

        What is in the index plays no part. O(bands * rows + pairs in the same buckets). Empty sets have no pairs.

        Parameters
        ----------
        signatures : uint32 array, rows x k
        collapse : bool
            Of rows with the same signature the first alone is paired with others, and each of the rest with it: n of
            them give n - 1 pairs instead of n (n - 1) / 2.
        max_pairs : int
            More are a ValueError; nothing is left out.
        """
        rows = rows_of_signatures(signatures, self.k)
        return _core.candidate_pairs(
            rows, self.k, self.bands, self.rows, bool(collapse), most_pairs(max_pairs), options.threads(self.threads)
        )

    def join(
        self, texts: Any, minhash: MinHash | None = None, *, min_resemblance: float | None = None,
        max_pairs: int = 10_000_000,
    ) -> ShinglePairs:
        """Pairs of texts: signatures, candidates, and these verified on the whole sets of shingles.

        All that is returned is exact, as from `shingle_join`; what is missing is what `recall` says. `shingle_join`
        misses nothing, and was faster on each collection that both were measured on.

        Parameters
        ----------
        texts : list of str, or articles in any form that `find_copies` takes; or sets as `MinHash.signatures_of_sets`
            takes them, where the first is no text
        minhash : MinHash, optional
            Its k must be that of the index. None: word 5-shingles.
        min_resemblance : float, optional
            None: the threshold.
        max_pairs : int
            As in `pairs`, of candidates.
        """
        minhash = MinHash(self.k, threads=self.threads) if minhash is None else minhash
        if minhash.k != self.k:
            raise ValueError(f"the signatures have {minhash.k} minima and the index takes {self.k}")
        least = self.threshold if min_resemblance is None else options.number("min_resemblance", min_resemblance, 0, 1)
        threads = options.threads(self.threads)
        sets = self._sets(texts, minhash, threads)
        a, b = self.pairs(minhash.signatures_of_sets(sets), max_pairs=max_pairs)
        return verified(sets, a, b, least, threads)

    @staticmethod
    def _sets(texts: Any, minhash: MinHash, threads: int) -> tuple[np.ndarray, np.ndarray]:
        if _are_sets(texts):
            starts, values = set_arrays(texts)
            parts = [np.unique(values[i:j]) for i, j in zip(starts[:-1], starts[1:], strict=True)]
            return set_arrays(parts)
        articles = read_articles(texts, Columns())
        minhash.fit()
        with naming_articles(articles):
            return _core.shingle_sets(text_arrays(articles, minhash.n, minhash.unit), threads)

    def __contains__(self, id: Hashable) -> bool:
        return id in self._row_of

    def __len__(self) -> int:
        return len(self._row_of)

    def __repr__(self) -> str:
        return f"<MinHashIndex: {len(self):,} signatures of {self.k}, {self.bands} bands of {self.rows}>"

    def __getstate__(self) -> dict[str, Any]:
        state = {name: value for name, value in self.__dict__.items() if not name.startswith("_")}
        kept = list(self._row_of.items())
        state["ids"] = [id for id, _ in kept]
        state["signatures"] = np.array([self._signatures[row] for _, row in kept], dtype=np.uint32).reshape(-1, self.k)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        ids, signatures = state.pop("ids"), state.pop("signatures")
        self.__dict__.update(state)
        self._clear()
        self.insert_many(signatures, ids)

    def _clear(self) -> None:
        self._index = _core.MinHashIndex(self.k, self.bands, self.rows)
        self._row_of: dict[Any, int] = {}
        self._ids: list[Any] = []
        self._signatures: list[Any] = []


def verified(
    sets: tuple[np.ndarray, np.ndarray], a: np.ndarray, b: np.ndarray, min_resemblance: float, threads: int
) -> ShinglePairs:
    """Of pairs of sets (ascending, none twice) those that have the resemblance, with all that is measured of them."""
    shared = _core.shared_values(sets, a, b, threads)
    sizes = np.diff(sets[0])
    resemblance = shared / np.maximum(sizes[a] + sizes[b] - shared, 1)
    kept = (shared > 0) & (resemblance >= min_resemblance)
    a, b, shared, resemblance = a[kept], b[kept], shared[kept], resemblance[kept]
    return ShinglePairs(a, b, shared, resemblance, shared / sizes[a], shared / sizes[b])


def _are_sets(texts: Any) -> bool:
    if isinstance(texts, tuple) and len(texts) == 2 and all(isinstance(part, np.ndarray) for part in texts):
        return True
    first = texts[0] if isinstance(texts, (list, tuple)) and texts else None
    return isinstance(first, (set, frozenset, np.ndarray, list, tuple))
