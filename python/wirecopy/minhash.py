"""Stage 5 in Python: signatures of sets of shingles, for streams and for what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from wirecopy import _core, characters, options
from wirecopy.articles import Articles, Columns
from wirecopy.errors import naming_articles
from wirecopy.estimators import Estimator, is_whole, refuse
from wirecopy.text import read_articles

UNITS = ("word", "char", "regex")
NO_MINIMUM = 2**32 - 1
BITS = (1, 2, 4, 8, 16)
FEW = 1 << 16


class MinHash(Estimator):
    """Signatures of sets of shingles: `k` minima each, by which the resemblance of two sets is estimated.

    The share of equal minima estimates the Jaccard index J (Broder 1997), with a standard error of at most
    ``sqrt(J * (1 - J) / k)``: .044 at J = .5 and k = 128. Where the texts are at hand, `shingle_join` is exact;
    signatures are for streams, and for what is stored.

    The minima are those of Fast Similarity Sketching (Dahlgaard, Knudsen and Thorup, FOCS 2017): a shingle is thrown
    into one of the k places, round after round, and a place keeps the least (round, fraction). That costs
    O(shingles + k log k) for a set, not O(shingles * k). Different shingles may have the same 32-bit hash, by which the
    estimate is too high, by u / 2**31 at most for two sets with u shingles in all.

    Parameters
    ----------
    k : int
        Minima, 1 to 65536.
    n, unit
        What a shingle of a text is, as in `shingle_join`: ``n`` units of ``'word'``, ``'char'`` or ``'regex'``.
    seed : int
        0 to 2**64 - 1. Only signatures of the same k and seed can be compared, and only of the same kind of shingles.
    threads : int, optional
        None: every core. Results do not depend on it.

    Examples
    --------
    >>> import wirecopy as wc
    >>> minhash = wc.MinHash(k=256, n=3)
    >>> signatures = minhash.signatures(["the cat sat on the mat today", "the cat sat on the mat yesterday"])
    >>> signatures.shape
    (2, 256)
    """

    _text_input = True
    _requires_fit = False

    def __init__(
        self, k: int = 128, *, n: int = 5, unit: str = "word", seed: int = 1, threads: int | None = None
    ) -> None:
        self.k = k
        self.n = n
        self.unit = unit
        self.seed = seed
        self.threads = threads

    def fit(self, X: Any = None, y: Any = None) -> MinHash:
        """Checks the parameters; there is nothing to learn."""
        self._check()
        return self

    def transform(self, X: Any) -> np.ndarray:
        """As `signatures`."""
        return self.signatures(X)

    def fit_transform(self, X: Any, y: Any = None) -> np.ndarray:
        """As `signatures`."""
        return self.signatures(X)

    def signatures(self, texts: Any) -> np.ndarray:
        """The signature of each text: uint32 array, articles x k.

        Parameters
        ----------
        texts : list of str, or articles in any form that `find_copies` takes
            A text of fewer than `n` units has no shingle, and a signature of 2**32 - 1 throughout.
        """
        k, seed = self._check()
        articles = read_articles(texts, Columns())
        with naming_articles(articles):
            flat = _core.minhash_texts(text_arrays(articles, self.n, self.unit), k, seed, self._threads())
        return flat.reshape(-1, k)

    def signatures_of_sets(self, sets: Any) -> np.ndarray:
        """The signature of each set of whole numbers from 0 to 2**64 - 1: uint32 array, sets x k.

        Parameters
        ----------
        sets : list of sets, sequences or arrays, or a tuple (starts, values)
            `starts` has one number more than there are sets; set i is ``values[starts[i]:starts[i + 1]]``. Numbers may
            come more than once.
        """
        k, seed = self._check()
        return _core.minhash_sets(set_arrays(sets), k, seed, self._threads()).reshape(-1, k)

    def sketch(self, shingles_or_text: Any = ()) -> Signature:
        """A signature that grows: empty, or begun with what is given."""
        self._check()
        grown = Signature(self)
        grown.update(shingles_or_text)
        return grown

    def similarity(self, x: Any, y: Any) -> np.ndarray:
        """The estimated resemblance of signature x[i] and signature y[i]: float64 array.

        Parameters
        ----------
        x, y : uint32 arrays, rows x k
            As `signatures` gives them; or one signature each. 0 where a set is empty.
        """
        k, _ = self._check()
        both, a, b = _paired(rows_of_signatures(x, k), rows_of_signatures(y, k))
        return _core.signature_similarity(both, k, a, b, self._threads())

    def pack(self, signatures: Any, bits: int = 1) -> np.ndarray:
        """Keeps `bits` of each minimum (Li and König 2010): uint64 array, rows x ceil(k * bits / 64).

        Parameters
        ----------
        signatures : uint32 array, rows x k
        bits : 1, 2, 4, 8 or 16
        """
        k, _ = self._check()
        _check_bits(bits)
        rows = rows_of_signatures(signatures, k)
        return _core.pack_signatures(rows, k, bits, self._threads()).reshape(len(rows), -1)

    def packed_similarity(self, x: Any, y: Any, bits: int = 1) -> np.ndarray:
        """The estimated resemblance of packed signature x[i] and y[i]: float64 array.

        ``(P - 2**-bits) / (1 - 2**-bits)``, P being the share of equal places; its standard error is
        ``sqrt(P * (1 - P) / k) / (1 - 2**-bits)``, so it may be below 0. Whether a set was empty cannot be told any
        more: two empty sets have 1.
        """
        k, _ = self._check()
        _check_bits(bits)
        words = (k * bits + 63) // 64
        packed = [_rows(one, words, np.uint64, "packed signatures") for one in (x, y)]
        both, a, b = _paired(*packed)
        return _core.packed_similarity(both, k, bits, a, b, self._threads())

    @staticmethod
    def merge(x: Any, y: Any) -> np.ndarray:
        """The signatures of the unions of sets x[i] and y[i]: the smaller of each two minima."""
        x, y = np.asarray(x), np.asarray(y)
        if x.dtype != np.uint32 or y.dtype != np.uint32 or x.shape != y.shape:
            raise ValueError(
                f"signatures must be two uint32 arrays of one shape, not {x.dtype} {x.shape} and {y.dtype} {y.shape}"
            )
        return np.minimum(x, y)

    def _is_fitted(self) -> bool:
        return True

    def _check(self) -> tuple[int, int]:
        if not is_whole(self.k) or not 1 <= self.k <= 65536:
            raise refuse("k", self.k, "a whole number from 1 to 65536")
        check_shingles(self.n, self.unit)
        return int(self.k), check_seed(self.seed)


class Signature:
    """The signature of one set that grows. Made by `MinHash.sketch`; can be pickled.

    Attributes
    ----------
    minima : uint32 array of k
    minhash : MinHash
        Whose parameters it has.
    """

    def __init__(self, minhash: MinHash) -> None:
        self.minhash = MinHash(**minhash.get_params())
        self.minima = np.full(int(minhash.k), NO_MINIMUM, dtype=np.uint32)
        self._hasher = _core.MinHasher(int(minhash.k), int(minhash.seed))

    def update(self, shingles_or_text: Any) -> None:
        """Adds the shingles of a text (str or bytes), or whole numbers from 0 to 2**64 - 1. O(length + k)."""
        if isinstance(shingles_or_text, (str, bytes)):
            self.minima = np.minimum(self.minima, self.minhash.signatures([shingles_or_text])[0])
            return
        shingles = whole_numbers(shingles_or_text, "shingles")
        if len(shingles) <= FEW:  # not worth a thread
            minima = self.minima.copy()
            self._hasher.update(minima, shingles)
            self.minima = minima
        else:
            self.minima = np.minimum(self.minima, self.minhash.signatures_of_sets([shingles])[0])

    def merge(self, other: Signature) -> None:
        """Adds the set of another signature."""
        self.minima = MinHash.merge(self.minima, self._same_kind(other).minima)

    def similarity(self, other: Signature) -> float:
        """The estimated resemblance of both sets; 0 where one is empty."""
        return float(self.minhash.similarity(self.minima, self._same_kind(other).minima)[0])

    def _same_kind(self, other: Signature) -> Signature:
        if not isinstance(other, Signature):
            raise TypeError(f"a Signature is compared with another, not with {type(other).__name__}")
        for name in ("k", "n", "unit", "seed"):
            mine, theirs = getattr(self.minhash, name), getattr(other.minhash, name)
            if mine != theirs:
                raise ValueError(f"signatures of different {name} ({mine!r} and {theirs!r}) cannot be compared")
        return other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Signature) and repr(self.minhash) == repr(other.minhash) and np.array_equal(
            self.minima, other.minima
        )

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return _grown, (self.minhash, self.minima)

    def __len__(self) -> int:
        return len(self.minima)

    def __repr__(self) -> str:
        return f"<Signature of {self.minhash!r}>"


def _grown(minhash: MinHash, minima: np.ndarray) -> Signature:
    made = Signature(minhash)
    made.minima = minima
    return made


def check_shingles(n: Any, unit: Any) -> None:
    """Raises for what is no kind of shingles."""
    if unit not in UNITS:
        raise refuse("unit", unit, "'word', 'char' or 'regex'")
    if not is_whole(n) or not 1 <= n < 2**31:
        raise refuse("n", n, "a whole number of 1 or more, below 2**31")


def check_seed(seed: Any) -> int:
    """The seed as an int."""
    if not is_whole(seed) or not 0 <= seed < 2**64:
        raise refuse("seed", seed, "a whole number from 0 to 2**64 - 1")
    return int(seed)


def text_arrays(articles: Articles, n: int, unit: str) -> tuple[Any, ...]:
    """Texts and what their shingles are, in the form the core takes."""
    lower = characters.tables(True, None) if unit == "regex" else None
    return articles.offsets, articles.data, unit, int(n), lower


def set_arrays(sets: Any) -> tuple[np.ndarray, np.ndarray]:
    """Sets as (starts, values), int64 and uint64."""
    if isinstance(sets, tuple) and len(sets) == 2 and all(isinstance(part, np.ndarray) for part in sets):
        starts, values = sets
        if starts.dtype.kind not in "iu" or starts.ndim != 1 or len(starts) == 0:
            raise ValueError("starts must be an array of whole numbers, one more than there are sets")
        values = whole_numbers(values, "values")
        starts = np.ascontiguousarray(starts, dtype=np.int64)
        if starts[-1] > len(values):
            raise ValueError(f"starts reach to {starts[-1]}, but there are {len(values)} values")
        return starts, values
    if isinstance(sets, (str, bytes)) or not isinstance(sets, Iterable):
        raise TypeError(f"sets must be a list of sets of whole numbers, not {type(sets).__name__}")
    parts = [whole_numbers(one, f"set {row}") for row, one in enumerate(sets)]
    starts = np.zeros(len(parts) + 1, dtype=np.int64)
    np.cumsum([len(part) for part in parts], out=starts[1:])
    return starts, np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)


def whole_numbers(given: Any, name: str) -> np.ndarray:
    """Whole numbers from 0 to 2**64 - 1 as a uint64 array."""
    if not isinstance(given, np.ndarray):
        if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
            raise TypeError(f"{name} must hold whole numbers, not be {type(given).__name__}")
        numbers = list(given)
        if not all(is_whole(number) and 0 <= number < 2**64 for number in numbers):
            raise ValueError(f"{name} must hold whole numbers from 0 to 2**64 - 1")
        return np.array(numbers, dtype=np.uint64)
    if given.ndim != 1 or (given.dtype.kind not in "iu" and len(given)):
        raise ValueError(f"{name} must be an array of whole numbers of one dimension, not {given.dtype} {given.shape}")
    if given.dtype.kind == "i" and len(given) and given.min() < 0:
        raise ValueError(f"{name} must hold whole numbers from 0 to 2**64 - 1")
    return np.ascontiguousarray(given, dtype=np.uint64)


def rows_of_signatures(given: Any, k: int) -> np.ndarray:
    """Signatures as a uint32 array of rows x k."""
    return _rows(given.minima if isinstance(given, Signature) else given, k, np.uint32, "signatures")


def _rows(given: Any, columns: int, dtype: Any, name: str) -> np.ndarray:
    array = np.asarray(given)
    array = array.reshape(1, -1) if array.ndim == 1 else array
    if array.ndim != 2 or array.shape[1] != columns or array.dtype != dtype:
        raise ValueError(
            f"{name} must be a {np.dtype(dtype).name} array of {columns} columns, not {array.dtype} {array.shape}"
        )
    return np.ascontiguousarray(array)


def _paired(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of both, and which are compared."""
    if len(x) != len(y):
        raise ValueError(f"x and y must have equally many rows, not {len(x)} and {len(y)}")
    rows = np.arange(len(x), dtype=np.int64)
    return np.concatenate([x, y]), rows, rows + len(x)


def _check_bits(bits: Any) -> None:
    if not is_whole(bits) or bits not in BITS:
        raise ValueError(f"bits must be 1, 2, 4, 8 or 16, not {bits!r}")


def most_pairs(value: Any) -> int:
    """`max_pairs` as the core takes it."""
    return options.whole("max_pairs", value, 0)
