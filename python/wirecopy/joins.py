"""Stage 5 in Python: every pair of rows or texts over a bound, and the nearest rows."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa
import scipy.sparse as sp
from wirecopy import _core, characters, options
from wirecopy.articles import Columns
from wirecopy.errors import naming_articles
from wirecopy.estimators import read_csr
from wirecopy.pair_filter import read_filter
from wirecopy.text import read_articles

UNITS = ("word", "char", "regex")
ANY_NUMBER = 2**64 - 1
PAIR_SCHEMA = pa.schema([("a", pa.int64()), ("b", pa.int64()), ("similarity", pa.float64())])


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
    """Pairs of texts, sorted by a, then b; a < b where they are of one collection.

    Attributes
    ----------
    a, b : int64 arrays
        Row numbers.
    shared : int64 array
        Shingles both have.
    resemblance, containment_a, containment_b : float64 arrays
        `shared` over the shingles that either has, that a has, that b has.
    left_out : int
        Shingles that more than `max_articles` texts have, which were not counted.
    """

    a: np.ndarray
    b: np.ndarray
    shared: np.ndarray
    resemblance: np.ndarray
    containment_a: np.ndarray
    containment_b: np.ndarray
    left_out: int = 0


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
    same: Any = None, same_y: Any = None, different: Any = None, different_y: Any = None,
    max_pairs: int | None = None, threads: int | None = None,
) -> SimilarPairs:
    """Every pair of rows whose dot product is `threshold` or more. Exact.

    Of rows of length 1, such as `TfidfVectorizer` gives, the dot product is the cosine; rows are taken as they are, so
    normalise others first where you mean cosine. The products of the columns that both rows have are summed in double,
    column by column in ascending order; that sum is returned, and compared with `threshold`.

    Parameters
    ----------
    X, Y : sparse matrices or arrays
        With the same columns. Without `Y` the pairs are of rows of X, each once (a < b); with `Y`, a is a row of X and
        b a row of Y. CSR of float32 or float64 whose columns ascend in every row, and arrays of these types, are read
        where they lie; others are copied. Fastest where no value is negative.
    threshold : float
        Over 0.
    hours, hours_y : sequences, optional
        When each row of X (of Y) was published: hours as numbers, or times as `find_copies` takes them. NaN or None
        where not known.
    window : number of hours or timedelta, optional
        Leaves out pairs further apart than this; a time that is not known is never too far.
    same, same_y : sequences of labels, optional
        Only rows of equal label meet: their languages, say. A row whose label is None meets every row.
    different, different_y : sequences of labels, optional
        Only rows of unlike labels meet: their outlets, say. A row whose label is None meets every row.
    max_pairs : int, optional
        More pairs than this are an error, raised before they take memory: ValueError, with a higher threshold that
        would give fewer (an estimate). `similarity_join_batches` takes any number.
    threads : int, optional
        None: every core. Results do not depend on it.

    Notes
    -----
    Time: at worst every pair that may meet costs 64 to 4,096 products of bytes, hundreds of which take a nanosecond; a
    pair near the threshold costs as much as its two rows have entries. `window` and `same` leave out the others before.
    Memory: beside the pairs at most twice the size of X, of small matrices some ten megabytes.
    """
    most = ANY_NUMBER if max_pairs is None else min(options.whole("max_pairs", max_pairs, 1), ANY_NUMBER)
    bound, workers = _bound(threshold), options.threads(threads)
    x, y = _read_rows(X, Y)
    met = read_filter(
        x.shape[0], None if y is None else y.shape[0], hours=hours, hours_y=hours_y, window=window, same=same,
        same_y=same_y, different=different, different_y=different_y,
    )
    return SimilarPairs(*_on_rows(x, y, lambda *rows: _core.similarity_join(*rows, bound, met, most, workers)))


def similarity_join_batches(
    X: Any, Y: Any = None, *, threshold: float, hours: Any = None, hours_y: Any = None, window: Any = None,
    same: Any = None, same_y: Any = None, different: Any = None, different_y: Any = None, batch_rows: int = 65_536,
    threads: int | None = None,
) -> pa.RecordBatchReader:
    """`similarity_join` for any number of pairs: they come in batches, and no more than a part of them is ever held.

    Parameters
    ----------
    X, Y, threshold, hours, hours_y, window, same, same_y, different, different_y, threads
        As in `similarity_join`. X and Y must not change until the last batch is read.
    batch_rows : int
        Pairs in a batch, at most.

    Returns
    -------
    pyarrow.RecordBatchReader
        Batches of the columns a, b (int64) and similarity (float64); whatever reads Arrow streams takes it, and
        `write_pairs` writes it to Parquet. Sorted by a, then b; where `same`, or `hours` and a `window`, are given, by label and time
        instead. The batches are the same every time, for any number of threads.
    """
    size = options.whole("batch_rows", batch_rows, 1)
    bound, workers = _bound(threshold), options.threads(threads)
    x, y = _read_rows(X, Y)
    met = read_filter(
        x.shape[0], None if y is None else y.shape[0], hours=hours, hours_y=hours_y, window=window, same=same,
        same_y=same_y, different=different, different_y=different_y,
    )
    join = _on_rows(x, y, lambda *rows: _core.SimilarityJoin(*rows, bound, met, workers))
    return pa.RecordBatchReader.from_batches(PAIR_SCHEMA, _batches(join, size, workers))


def write_pairs(batches: Iterable[pa.RecordBatch], path: Any) -> int:
    """Writes batches of pairs to a Parquet file as they come. Returns how many pairs there were.

    Parameters
    ----------
    batches : pyarrow.RecordBatchReader, or any iterable of record batches
        What `similarity_join_batches` gives.
    path : str or path
    """
    import pyarrow.parquet as pq

    pairs = 0
    with pq.ParquetWriter(path, getattr(batches, "schema", PAIR_SCHEMA)) as writer:
        for batch in batches:
            writer.write_batch(batch)
            pairs += batch.num_rows
    return pairs


def nearest(X: Any, k: int, Y: Any = None, *, threads: int | None = None) -> Nearest:
    """The `k` rows with the largest dot product over 0 with each row of X: other rows of X, or rows of Y. Exact.

    Parameters
    ----------
    X, Y : sparse matrices or arrays
        As in `similarity_join`.
    k : int
    threads : int, optional
        None: every core. Results do not depend on it.
    """
    count = options.whole("k", k, 1)
    x, y = _read_rows(X, Y)
    rows, others = x.shape[0], (x if y is None else y).shape[0]
    kept, workers = min(count, max(others, 1)), options.threads(threads)
    indices, similarity = _on_rows(x, y, lambda *parts: _core.nearest(*parts, kept, workers))
    indices, similarity = indices.reshape(rows, kept), similarity.reshape(rows, kept)
    if kept < count:
        more = ((0, 0), (0, count - kept))
        indices, similarity = np.pad(indices, more, constant_values=-1), np.pad(similarity, more)
    return Nearest(indices, similarity)


def shingle_join(
    texts: Any, others: Any = None, *, n: int = 5, unit: str = "word", min_containment: float | None = None,
    min_resemblance: float | None = None, min_shared: int = 1, hours: Any = None, hours_y: Any = None, window: Any = None,
    same: Any = None, same_y: Any = None, different: Any = None, different_y: Any = None, max_articles: int | None = None,
    max_pairs: int | None = None, threads: int | None = None,
) -> ShinglePairs:
    """Every pair of texts that share enough shingles. Exact: nothing is sampled, no shingle is too frequent to count.

    A shingle is `n` units in a row, hashed to 64 bits; a text has a set of them, none where it has fewer units. Takes time
    in proportion to the length of the texts and to the pairs that share a rare shingle (prefix filter, Chaudhuri, Ganti,
    Kaushik 2006), and 8 bytes of memory for each shingle.

    Parameters
    ----------
    texts, others : lists of str, or articles in any form that `find_copies` takes
        Without `others` the pairs are of texts, each once (a < b); with it, a is a row of `texts` and b a row of `others`.
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
    hours, hours_y, window, same, same_y, different, different_y
        As in `similarity_join`, of `texts` and of `others`.
    max_articles : int, optional
        Leaves out the shingles that more texts have (of both collections together), as if no text had them; `left_out` of
        the result says how many. None: none is.
    max_pairs : int, optional
        More pairs than this are an error, before they fill the memory.
    threads : int, optional
        None: every core. Results do not depend on it.

    Raises
    ------
    TextError
        For a text that is missing or ill-formed.
    ValueError, TypeError
        For an option out of range or of a wrong type, and for more than `max_pairs` pairs.
    """
    if unit not in UNITS:
        raise ValueError(f"unit must be 'word', 'char' or 'regex', not {unit!r}")
    length, shared = options.whole("n", n, 1), options.whole("min_shared", min_shared, 1)
    if length >= 2**31 or shared >= 2**63:
        raise ValueError("n must be below 2**31 and min_shared below 2**63")
    containment = options.number("min_containment", min_containment or 0.0, 0, 1)
    resemblance = options.number("min_resemblance", min_resemblance or 0.0, 0, 1)
    most = ANY_NUMBER if max_pairs is None else min(options.whole("max_pairs", max_pairs, 1), ANY_NUMBER)
    frequent = ANY_NUMBER if max_articles is None else min(options.whole("max_articles", max_articles, 1), ANY_NUMBER)
    first = read_articles(texts, Columns())
    second = None if others is None else read_articles(others, Columns())
    met = read_filter(
        len(first), None if second is None else len(second), hours=hours, hours_y=hours_y, window=window, same=same,
        same_y=same_y, different=different, different_y=different_y,
    )
    lower = characters.tables(True, None) if unit == "regex" else None
    # What was read is well-formed, whichever way it came, so that no error can come from the second collection.
    with naming_articles(first):
        found = _core.shingle_join(
            first.offsets, first.data, None if second is None else (second.offsets, second.data), unit, length, containment,
            resemblance, shared, lower, met, frequent, most, options.threads(threads),
        )
    return ShinglePairs(*found)


def _batches(join: Any, size: int, workers: int) -> Iterator[pa.RecordBatch]:
    # Two blocks for each thread, so that one need not wait long for another.
    step = join.stretch * 2 * (workers or os.cpu_count() or 1)
    for begin in range(0, join.rows, step):
        found = [pa.array(column) for column in join.read(begin, min(begin + step, join.rows), workers)]
        for first in range(0, len(found[0]), size):
            yield pa.RecordBatch.from_arrays([column.slice(first, size) for column in found], schema=PAIR_SCHEMA)


def _bound(threshold: Any) -> float:
    bound = options.number("threshold", threshold, -math.inf, math.inf)
    if not 0 < bound < math.inf:
        raise ValueError(f"threshold must be over 0 and finite, not {threshold!r}")
    return bound


def _read_rows(X: Any, Y: Any) -> tuple[Any, Any]:
    """Both matrices in a form the core takes, and of one kind: CSR or arrays, float32 or float64."""
    if Y is None:
        return _read(X, "X", not sp.issparse(X)), None
    dense = not sp.issparse(X) and not sp.issparse(Y)
    x, y = _read(X, "X", dense), _read(Y, "Y", dense)
    if x.shape[1] != y.shape[1]:
        raise ValueError(f"X has {x.shape[1]} columns and Y {y.shape[1]}; they must be the same columns")
    if x.dtype != y.dtype:
        x, y = x.astype(np.float64), y.astype(np.float64)
    return x, y


def _read(X: Any, name: str, dense: bool) -> Any:
    """Rows of float32 or float64, as they are where they are that; else checked and copied."""
    floats = (np.dtype(np.float64), np.dtype(np.float32))
    if sp.issparse(X):
        as_it_is = X.format == "csr" and len(X.shape) == 2 and X.dtype in floats
        return X if as_it_is and X.data.flags.c_contiguous else read_csr(X, name, finite=False)
    array = np.asarray(X) if dense else None
    if array is None or array.ndim != 2 or array.dtype.kind not in "biuf" or array.shape[1] == 0:
        return read_csr(X, name)
    return np.ascontiguousarray(array, dtype=array.dtype if array.dtype in floats else np.float64)


def _on_rows(x: Any, y: Any, call: Callable[..., Any]) -> Any:
    """What the core makes of the rows. It refuses a column twice in a row: such rows are merged."""
    try:
        return call(_core_form(x), _core_form(y))
    except ValueError as error:
        if "none twice" not in str(error):
            raise
        x, y = (read_csr(rows) if sp.issparse(rows) else rows for rows in (x, y))
        return call(_core_form(x), _core_form(y))


def _core_form(rows: Any) -> Any:
    return (rows.indptr, rows.indices, rows.data, rows.shape[1]) if sp.issparse(rows) else rows
