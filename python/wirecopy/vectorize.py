"""Stages 3 and 4 in Python: texts to counts and TF-IDF rows, as scikit-learn's vectorizers give them."""

from __future__ import annotations

import math
import numbers
import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import numpy as np
import scipy.sparse as sp
from wirecopy import _core, analyzers
from wirecopy.analyzers import DEFAULT_PATTERN
from wirecopy.errors import TextError, naming_articles
from wirecopy.estimators import Estimator, is_whole, make_csr, not_fitted, read_csr, refuse


class CountVectorizer(Estimator):
    """Counts the terms of texts; parameters, results and errors are those of scikit-learn's `CountVectorizer`.

    Texts are counted in the C++ core, on `threads` threads (None: every core; results do not depend on it). Functions
    of your own (`preprocessor`, `tokenizer`, `analyzer`) and patterns other than runs of ``\\w`` go through Python:
    slower, the same result as scikit-learn's.

    Parameters
    ----------
    input, encoding, decode_error, strip_accents, lowercase, preprocessor, tokenizer, stop_words, token_pattern,
    ngram_range, analyzer, max_df, min_df, max_features, vocabulary, binary, dtype
        As in scikit-learn, with these differences: `stop_words` takes words, not ``'english'``, which names a list of
        scikit-learn's own (a ValueError says so); where terms are equally frequent at the cut-off of `max_features`,
        those that come first in the alphabet stay; a text with a lone surrogate raises TextError.
    threads : int, optional

    Attributes
    ----------
    vocabulary_ : dict
        Term to column.
    fixed_vocabulary_ : bool
        Whether the vocabulary was given.
    """

    _text_input = True

    def __init__(
        self, *, input: str = "content", encoding: str = "utf-8", decode_error: str = "strict",
        strip_accents: Any = None, lowercase: bool = True, preprocessor: Callable[[str], str] | None = None,
        tokenizer: Callable[[str], list[str]] | None = None, stop_words: Any = None,
        token_pattern: str | None = DEFAULT_PATTERN, ngram_range: tuple[int, int] = (1, 1), analyzer: Any = "word",
        max_df: float | int = 1.0, min_df: float | int = 1, max_features: int | None = None, vocabulary: Any = None,
        binary: bool = False, dtype: Any = np.int64, threads: int | None = None,
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
        self.max_df = max_df
        self.min_df = min_df
        self.max_features = max_features
        self.vocabulary = vocabulary
        self.binary = binary
        self.dtype = dtype
        self.threads = threads

    # From a text to its terms, each step on its own.

    def decode(self, item: Any) -> str:
        """An item of the input as str."""
        if self.input == "filename":
            with open(item, "rb") as file:
                item = file.read()
        elif self.input == "file":
            item = item.read()
        if isinstance(item, bytes):
            item = item.decode(self.encoding, self.decode_error)
        if item is None or (isinstance(item, numbers.Real) and math.isnan(item)):
            raise ValueError("a text is missing (None or NaN). Leave the article out, or give ''")
        return item

    def build_preprocessor(self) -> Callable[[str], str]:
        """The function that lower-cases and strips accents."""
        if self.preprocessor is not None:
            return self.preprocessor
        return partial(
            analyzers.preprocess, lower=bool(self.lowercase), strip=analyzers.accents(self.strip_accents)
        )

    def build_tokenizer(self) -> Callable[[str], list[str]]:
        """The function that takes a text apart into words."""
        return self.tokenizer if self.tokenizer is not None else analyzers.tokenizer_of(self.token_pattern)

    def get_stop_words(self) -> frozenset[str] | None:
        """The words left out, None where there are none."""
        if self.stop_words is None:
            return None
        if isinstance(self.stop_words, str):
            raise refuse(
                "stop_words", self.stop_words,
                "a list of words (for scikit-learn's English list: "
                "list(sklearn.feature_extraction.text.ENGLISH_STOP_WORDS); without a list: max_df=0.5)",
            )
        return frozenset(self.stop_words)

    def build_analyzer(self) -> Callable[[Any], Any]:
        """The function from an item of the input to its terms, in plain Python."""
        if callable(self.analyzer):
            return analyzers.analyzer_of(self.decode, _as_it_is, self.analyzer)
        if self.analyzer in ("char", "char_wb"):
            ngrams = analyzers.char_ngrams if self.analyzer == "char" else analyzers.char_wb_ngrams
            split: Callable[[str], Any] = partial(ngrams, ngram_range=self.ngram_range)
        elif self.analyzer == "word":
            stop_words, tokenize = self.get_stop_words(), self.build_tokenizer()
            self._warn_of_stop_words(stop_words, tokenize)
            split = partial(analyzers.tokenize_and_join, tokenize, stop_words, self.ngram_range)
        else:
            raise refuse("analyzer", self.analyzer, "'word', 'char', 'char_wb' or a function")
        return analyzers.analyzer_of(self.decode, self.build_preprocessor(), split)

    # Fitting.

    def fit(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns the vocabulary of the texts."""
        self.fit_transform(raw_documents)
        return self

    def fit_transform(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns the vocabulary of the texts and counts them: a CSR matrix, one row per text."""
        self._check_parameters(raw_documents)
        self._warn_of_unused()
        self._read_vocabulary()
        if self.fixed_vocabulary_:
            if self.lowercase and any(any(map(str.isupper, term)) for term in self.vocabulary_):
                warnings.warn(
                    "the vocabulary holds upper-case letters, which lowercase=True never lets match", stacklevel=2
                )
            return self._count(raw_documents, self.vocabulary_)[1]
        terms, counts = self._count(raw_documents, None)
        if not terms:
            raise ValueError("empty vocabulary: the texts hold no terms, or stop words only")
        counts, kept = self._limit(counts)
        self.vocabulary_ = {term: column for column, term in enumerate(terms[i] for i in kept.tolist())}
        return counts

    def transform(self, raw_documents: Iterable[Any]) -> Any:
        """Counts the terms of the vocabulary: a CSR matrix, one row per text."""
        self._check_parameters(raw_documents)
        self._check_vocabulary()
        return self._count(raw_documents, self.vocabulary_)[1]

    def inverse_transform(self, X: Any) -> list[np.ndarray]:
        """The terms of each row that are not 0."""
        self._check_vocabulary()
        names = np.array(self.get_feature_names_out().tolist())
        rows = read_csr(X)
        rows.eliminate_zeros()
        return [names[rows.indices[rows.indptr[i] : rows.indptr[i + 1]]] for i in range(rows.shape[0])]

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """The term of each column."""
        self._check_vocabulary()
        names = np.empty(len(self.vocabulary_), dtype=object)
        for term, column in self.vocabulary_.items():
            names[column] = term
        return names

    def _is_fitted(self) -> bool:
        return hasattr(self, "vocabulary_") or self.vocabulary is not None

    def _check_parameters(self, raw_documents: Any) -> None:
        if isinstance(raw_documents, (str, bytes)) or not isinstance(raw_documents, Iterable):
            raise ValueError("the texts must come as a list or another iterable; one text goes in a list: [text]")
        ngrams = self.ngram_range
        if not isinstance(ngrams, tuple) or len(ngrams) != 2 or not all(map(is_whole, ngrams)):
            raise refuse("ngram_range", ngrams, "a tuple of two whole numbers")
        if not 1 <= self.ngram_range[0] <= self.ngram_range[1]:
            raise refuse("ngram_range", self.ngram_range, "(low, high) with 1 <= low <= high")
        named = (("input", ("content", "filename", "file")), ("decode_error", ("strict", "ignore", "replace")))
        for name, taken in named:
            if getattr(self, name) not in taken:
                raise refuse(name, getattr(self, name), " or ".join(map(repr, taken)))
        for name in ("max_df", "min_df"):
            value = getattr(self, name)
            whole = is_whole(value) and value >= 1
            share = isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral) and 0 <= value <= 1
            if not whole and not share:
                raise refuse(name, value, "a share of the articles from 0.0 to 1.0, or a count of 1 or more")
        if self.max_features is not None and not (is_whole(self.max_features) and self.max_features >= 1):
            raise refuse("max_features", self.max_features, "None or a whole number of 1 or more")

    def _read_vocabulary(self) -> None:
        self.fixed_vocabulary_ = self.vocabulary is not None
        if not self.fixed_vocabulary_:
            return
        given = self.vocabulary
        if isinstance(given, Mapping):
            columns = set(given.values())
            if columns != set(range(len(given))):
                raise ValueError(f"the vocabulary's columns must be 0 to {len(given) - 1}, each once")
            found = dict(given)
        else:
            terms = sorted(given) if isinstance(given, (set, frozenset)) else list(given)
            found = {term: column for column, term in enumerate(terms)}
            if len(found) != len(terms):
                twice = next(term for column, term in enumerate(terms) if found[term] != column)
                raise ValueError(f"the vocabulary holds {twice!r} twice")
        if not found:
            raise ValueError("empty vocabulary: give at least one term, or None")
        self.vocabulary_ = found

    def _check_vocabulary(self) -> None:
        if not hasattr(self, "vocabulary_"):
            self._read_vocabulary()
            if not self.fixed_vocabulary_:
                raise not_fitted(self)

    def _warn_of_unused(self) -> None:
        unused = []
        if self.tokenizer is not None and self.token_pattern is not None:
            unused.append(("token_pattern", "a tokenizer is given"))
        if callable(self.analyzer):
            unused += [("preprocessor", "the analyzer is a function")] if self.preprocessor is not None else []
            unused += [("ngram_range", "the analyzer is a function")] if self.ngram_range != (1, 1) else []
        if self.analyzer != "word":
            why = "the analyzer is not 'word'"
            unused += [("stop_words", why)] if self.stop_words is not None else []
            unused += [("token_pattern", why)] if self.token_pattern not in (None, DEFAULT_PATTERN) else []
            unused += [("tokenizer", why)] if self.tokenizer is not None else []
        for name, why in unused:
            warnings.warn(f"{name} is not used: {why}", stacklevel=3)

    def _warn_of_stop_words(self, stop_words: frozenset[str] | None, tokenize: Callable[[str], Iterable[str]]) -> None:
        if not stop_words:
            return
        prepare = self.build_preprocessor()
        try:
            left = sorted({token for word in stop_words for token in tokenize(prepare(word))} - stop_words)
        except Exception:  # a function of the caller's that takes no single words
            return
        if left:
            warnings.warn(
                f"some stop words are taken apart before they are compared; the parts {left} are no stop words",
                stacklevel=4,
            )

    # Counting.

    def _in_core(self) -> bool:
        """Whether the core can take the texts apart: no function of the caller's, no other pattern."""
        if callable(self.analyzer) or self.preprocessor is not None:
            return False
        return self.analyzer != "word" or (self.tokenizer is None and self.token_pattern in analyzers.RUNS)

    def _count(self, raw: Iterable[Any], vocabulary: dict[str, int] | None) -> tuple[list[Any], Any]:
        """(terms in order, counts); the terms only where there is no vocabulary yet."""
        analyze = self.build_analyzer()  # also checks the parameters
        known_text = vocabulary is None or all(isinstance(term, str) for term in vocabulary)
        counted = self._count_in_core if self._in_core() and known_text else partial(_count_in_python, analyze)
        terms, indptr, indices, counts = counted(raw, vocabulary)
        columns = len(terms) if vocabulary is None else len(vocabulary)
        values = np.ones(len(counts), dtype=self.dtype) if self.binary else counts.astype(self.dtype)
        return terms, make_csr(values, indices, indptr, (len(indptr) - 1, columns))

    def _count_in_core(self, raw: Iterable[Any], vocabulary: dict[str, int] | None) -> tuple[Any, ...]:
        prepare = self.build_preprocessor()
        offsets, data = analyzers.encode(prepare(self._text(row, item)) for row, item in enumerate(raw))
        stop_words = sorted(self.get_stop_words() or ()) if self.analyzer == "word" else []
        how = (
            self.analyzer, analyzers.RUNS.get(self.token_pattern, 1), *map(int, self.ngram_range), stop_words,
            analyzers.character_classes(), self._threads(),
        )
        with naming_articles():
            if vocabulary is None:
                terms, matrix = _core.count_terms(offsets, data, *how)
                return (terms, *matrix)
            term_offsets, term_data = analyzers.encode(vocabulary)
            columns = np.fromiter(vocabulary.values(), dtype=np.int32, count=len(vocabulary))
            return ([], *_core.count_known_terms(offsets, data, term_offsets, term_data, columns, *how))

    def _text(self, row: int, item: Any) -> str:
        try:
            text = self.decode(item)
        except UnicodeDecodeError:
            raise
        except ValueError as error:
            raise TextError(row, 0, f"article {row}: {error}") from None
        if not isinstance(text, str):
            raise TypeError(f"article {row}: a text must be str or bytes, not {type(text).__name__}")
        return text

    def _limit(self, counts: Any) -> tuple[Any, np.ndarray]:
        """Leaves out columns by min_df, max_df and max_features: (counts, columns kept)."""
        rows, columns = counts.shape
        high = self.max_df if is_whole(self.max_df) else self.max_df * rows
        low = self.min_df if is_whole(self.min_df) else self.min_df * rows
        if high < low:
            raise ValueError(f"max_df ({high:g} articles) is less than min_df ({low:g} articles)")
        articles = np.bincount(counts.indices, minlength=columns)
        kept = np.flatnonzero((articles >= low) & (articles <= high))
        if self.max_features is not None and len(kept) > self.max_features:
            total = np.bincount(counts.indices, weights=counts.data, minlength=columns)[kept]
            kept = np.sort(kept[np.argsort(-total, kind="stable")[: self.max_features]])
        if len(kept) == 0:
            raise ValueError("no terms are left: lower min_df or raise max_df")
        if len(kept) == columns:
            return counts, kept
        column = np.full(columns, -1, dtype=counts.indices.dtype)
        column[kept] = np.arange(len(kept))
        indices = column[counts.indices]
        stays = indices >= 0
        indptr = np.concatenate([[0], np.cumsum(stays)])[counts.indptr]
        return make_csr(counts.data[stays], indices[stays], indptr, (rows, len(kept))), kept


def _as_it_is(text: Any) -> Any:
    return text


def _count_in_python(analyze: Callable[[Any], Any], raw: Iterable[Any], vocabulary: dict[Any, int] | None) -> Any:
    known: dict[Any, int] = {} if vocabulary is None else vocabulary
    indptr, indices, counts = [0], [], []
    for item in raw:
        row: dict[int, int] = {}
        for term in analyze(item):
            column = known.setdefault(term, len(known)) if vocabulary is None else known.get(term)
            if column is not None:
                row[column] = row.get(column, 0) + 1
        indices.extend(row)
        counts.extend(row.values())
        indptr.append(len(indices))
    terms = sorted(known) if vocabulary is None else []
    shape = (len(indptr) - 1, len(known))
    matrix = sp.csr_array((np.array(counts, dtype=np.int64), np.array(indices, dtype=np.int64), indptr), shape=shape)
    if vocabulary is None:
        place = np.empty(len(known), dtype=np.int64)
        place[[known[term] for term in terms]] = np.arange(len(terms))
        matrix.indices = place[matrix.indices]
        matrix.has_sorted_indices = False
    matrix.sort_indices()
    return terms, matrix.indptr, matrix.indices, matrix.data
