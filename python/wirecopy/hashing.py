"""Texts to rows of hashed terms, as scikit-learn's HashingVectorizer gives them: no vocabulary, nothing to fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import scipy.sparse as sp
from wirecopy import _core, counting
from wirecopy.analyzers import DEFAULT_PATTERN
from wirecopy.errors import TextError
from wirecopy.estimators import is_whole, make_csr, refuse
from wirecopy.parameters import check_steps, check_texts, warn_of_unused
from wirecopy.text_steps import TextSteps

# So many different terms are hashed together; it bounds the memory that a long stream of texts takes.
_BATCH = 1 << 20


class HashingVectorizer(TextSteps):
    """Counts the terms of texts in columns given by a hash; parameters and results are scikit-learn's.

    A term's column is ``abs(h) % n_features``, h being its 32-bit MurmurHash3 (seed 0) as a signed number; with
    `alternate_sign` h's sign is the term's. Terms with the same column are added up; what cancels out stays in the
    matrix as 0. Time and memory as many as there are terms in the texts.

    Parameters
    ----------
    input, encoding, decode_error, strip_accents, lowercase, preprocessor, tokenizer, stop_words, token_pattern,
    ngram_range, analyzer, stemmer, threads
        As in `CountVectorizer`.
    n_features : int
        Columns, 1 to 2147483646.
    binary : bool
        Every entry is 1.
    norm : 'l2', 'l1' or None
    alternate_sign : bool
    dtype : float64 or float32; integers only without `norm`
    """

    _requires_fit = False

    def __init__(
        self, *, input: str = "content", encoding: str = "utf-8", decode_error: str = "strict",
        strip_accents: Any = None, lowercase: bool = True, preprocessor: Callable[[str], str] | None = None,
        tokenizer: Callable[[str], list[str]] | None = None, stop_words: Any = None,
        token_pattern: str | None = DEFAULT_PATTERN, ngram_range: tuple[int, int] = (1, 1), analyzer: Any = "word",
        n_features: int = 2**20, binary: bool = False, norm: str | None = "l2", alternate_sign: bool = True,
        dtype: Any = np.float64, stemmer: Any = None, threads: int | None = None,
    ) -> None:
        self.input = input
        self.encoding = encoding
        self.decode_error = decode_error
        self.strip_accents = strip_accents
        self.lowercase = lowercase
        self.preprocessor = preprocessor
        self.tokenizer = tokenizer
        self.stop_words = stop_words
        self.token_pattern = token_pattern
        self.ngram_range = ngram_range
        self.analyzer = analyzer
        self.n_features = n_features
        self.binary = binary
        self.norm = norm
        self.alternate_sign = alternate_sign
        self.dtype = dtype
        self.stemmer = stemmer
        self.threads = threads

    def fit(self, X: Any, y: Any = None) -> HashingVectorizer:
        """Checks the parameters; there is nothing to learn."""
        check_texts(X)
        warn_of_unused(self)
        self._check()
        return self

    def partial_fit(self, X: Any, y: Any = None) -> HashingVectorizer:
        """As `fit`."""
        return self.fit(X)

    def transform(self, X: Iterable[Any]) -> Any:
        """Rows of hashed terms: a CSR matrix, one row per text, columns in order."""
        check_texts(X)
        self._check()
        counted = counting.count_hashed(self, X)
        if counted is not None:
            if counted.shape[0] == 0:
                raise ValueError("Cannot vectorize empty sequence: there are no texts")
            kept = np.dtype(self.dtype) in (np.float32, np.float64) or self.norm is None
            return counted.matrix(self.dtype if kept else np.float64, norm=self.norm)
        values, indices, indptr = self._rows(X)
        if len(indptr) == 1:
            raise ValueError("Cannot vectorize empty sequence: there are no texts")
        values = np.ones(len(values), dtype=self.dtype) if self.binary else values.astype(self.dtype)
        if self.norm is not None:
            kept = values.dtype if values.dtype in (np.float32, np.float64) else np.dtype(np.float64)
            values = _core.weigh(indptr, indices, values, np.zeros(0), False, self.norm, self._threads())
            values = values.astype(kept, copy=False)
        return make_csr(values, indices, indptr, (len(indptr) - 1, int(self.n_features)))

    def fit_transform(self, X: Iterable[Any], y: Any = None) -> Any:
        """`fit`, then `transform`."""
        return self.fit(X).transform(X)

    def _is_fitted(self) -> bool:
        return True

    def _check(self) -> None:
        self._threads()
        check_steps(self)
        if not is_whole(self.n_features) or not 1 <= self.n_features < 2**31 - 1:
            raise refuse("n_features", self.n_features, "a whole number from 1 to 2147483646")
        if self.norm not in ("l1", "l2", None):
            raise refuse("norm", self.norm, "'l1', 'l2' or None")

    def _rows(self, texts: Iterable[Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(sums, columns, indptr) of the rows: columns in order, each once, sums that are 0 included."""
        parts = [self._hashed(*batch) for batch in _counted(texts, self.build_analyzer())]
        if not parts:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64)
        rows = sp.vstack(parts, format="csr") if len(parts) > 1 else parts[0]
        return rows.data, rows.indices, rows.indptr

    def _hashed(self, terms: list[bytes], counts: list[int], places: list[int], indptr: list[int]) -> Any:
        hashes = _core.murmur3(terms).view(np.int32).astype(np.int64)
        columns = np.abs(hashes) % int(self.n_features)
        signs = np.where(hashes >= 0, 1, -1) if self.alternate_sign else np.ones(len(hashes), dtype=np.int64)
        at = np.array(places, dtype=np.int64)
        rows = sp.csr_array(
            (np.array(counts, dtype=np.int64) * signs[at], columns[at].astype(np.int32), indptr),
            shape=(len(indptr) - 1, int(self.n_features)),
        )
        rows.sum_duplicates()
        return rows


def _counted(
    texts: Iterable[Any], analyze: Callable[[Any], Any]
) -> Iterator[tuple[list[bytes], list[int], list[int], list[int]]]:
    """Texts in batches: (different terms, counts, places of the terms, indptr)."""
    known: dict[bytes, int] = {}
    counts: list[int] = []
    places: list[int] = []
    indptr = [0]
    for row, item in enumerate(texts):
        try:
            terms = analyze(item)
        except UnicodeError:
            raise
        except ValueError as error:
            raise TextError(row, 0, f"article {row}: {error}") from None
        if isinstance(terms, str):
            raise ValueError("Samples can not be a single string. The analyzer must give several terms, such as a list")
        counted: dict[bytes, int] = {}
        for term in terms:
            key = _bytes(term, row)
            counted[key] = counted.get(key, 0) + 1
        places.extend(known.setdefault(term, len(known)) for term in counted)
        counts.extend(counted.values())
        indptr.append(len(counts))
        if len(known) >= _BATCH:
            yield list(known), counts, places, indptr
            known, counts, places, indptr = {}, [], [], [0]
    if len(indptr) > 1:
        yield list(known), counts, places, indptr


def _bytes(term: Any, row: int) -> bytes:
    if isinstance(term, bytes):
        return term
    if not isinstance(term, str):
        raise TypeError(f"article {row}: feature names must be strings, not {type(term).__name__}")
    try:
        return term.encode()
    except UnicodeEncodeError as error:
        raise TextError(row, error.start, f"article {row}: lone surrogate in the term {term!a}") from None
