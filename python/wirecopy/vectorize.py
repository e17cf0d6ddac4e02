"""Stages 3 and 4 in Python: texts to counts and TF-IDF rows, as scikit-learn's vectorizers give them."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import scipy.sparse as sp
from wirecopy import _core, analyzers, partial
from wirecopy.analyzers import DEFAULT_PATTERN
from wirecopy.errors import TextError, naming_articles
from wirecopy.estimators import is_whole, make_csr, not_fitted, read_csr
from wirecopy.parameters import check_limits, check_steps, check_texts, warn_of_unused
from wirecopy.text_steps import TextSteps


class CountVectorizer(TextSteps):
    """Counts the terms of texts; parameters, results and errors are those of scikit-learn's `CountVectorizer`.

    Texts are counted in the C++ core, on `threads` threads (None: every core; results do not depend on it). Functions
    of your own (`preprocessor`, `tokenizer`, `analyzer`) and patterns other than runs of ``\\w`` go through Python:
    slower, the same result as scikit-learn's.

    Parameters
    ----------
    input, encoding, decode_error, strip_accents, lowercase, preprocessor, tokenizer, stop_words, token_pattern,
    ngram_range, analyzer, max_df, min_df, max_features, vocabulary, binary, dtype
        As in scikit-learn. Beyond it, `stop_words` takes languages other than ``'english'`` (by name or code, with the
        extra ``languages``), and `analyzer` ``'icu'``: words by UAX #29, case-folded, in every script. Where terms are
        equally frequent at the cut of `max_features`, those that come first in the alphabet stay; a text with a lone
        surrogate raises TextError.
    stemmer : str or function, optional
        Of words, after stop words are left out and before they are joined: a Snowball algorithm by name (with the extra
        ``languages``), or a function from a word to its stem.
    threads : int, optional

    Attributes
    ----------
    vocabulary_ : dict
        Term to column.
    fixed_vocabulary_ : bool
        Whether the vocabulary was given.
    """

    def __init__(
        self, *, input: str = "content", encoding: str = "utf-8", decode_error: str = "strict",
        strip_accents: Any = None, lowercase: bool = True, preprocessor: Callable[[str], str] | None = None,
        tokenizer: Callable[[str], list[str]] | None = None, stop_words: Any = None,
        token_pattern: str | None = DEFAULT_PATTERN, ngram_range: tuple[int, int] = (1, 1), analyzer: Any = "word",
        max_df: float | int = 1.0, min_df: float | int = 1, max_features: int | None = None, vocabulary: Any = None,
        binary: bool = False, dtype: Any = np.int64, stemmer: Any = None, threads: int | None = None,
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
        self.stemmer = stemmer
        self.threads = threads

    # Fitting.

    def fit(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns the vocabulary of the texts."""
        self.fit_transform(raw_documents)
        return self

    def fit_transform(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns the vocabulary of the texts and counts them: a CSR matrix, one row per text."""
        self._begin(raw_documents)
        self.__dict__.pop("_totals", None)
        if self.fixed_vocabulary_:
            return self._count(raw_documents, self.vocabulary_)[1]
        terms, counts = self._count(raw_documents, None)
        if not terms:
            raise ValueError("empty vocabulary: the texts hold no terms, or stop words only")
        counts, kept = self._limit(counts)
        self.vocabulary_ = {term: column for column, term in enumerate(terms[i] for i in kept.tolist())}
        return counts

    def partial_fit(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns the vocabulary of further texts; in the end it is what `fit` learns of all of them.

        `min_df`, `max_df` and `max_features` apply to all texts so far, at the first use of what was learned. For that,
        every term is kept; `fit` keeps those of the vocabulary only, so that what it learned cannot be added to.
        """
        totals = self.__dict__.get("_totals")
        if totals is None and self._is_learned():
            raise ValueError("fit has been called, which learns from all texts at once; begin anew with partial_fit")
        self._begin(raw_documents)
        part = partial.count_part(self, raw_documents)
        self._learn(partial.Totals() if totals is None else totals).add(*part)
        return self

    def merge(self, other: Any) -> Any:
        """Adds what another vectorizer learned by `partial_fit`, perhaps in another process, to what this one has.

        Raises ValueError where the two take texts apart in different ways, or one of them has not learned in parts.
        """
        if type(other) is not type(self):
            raise TypeError(f"a {type(self).__name__} is merged with its like, not with a {type(other).__name__}")
        totals, added = self.__dict__.get("_totals"), other.__dict__.get("_totals")
        if added is None or (totals is None and self._is_learned()):
            raise ValueError("only what partial_fit has learned can be merged")
        if totals is None:
            self._read_vocabulary()
        partial.check_alike(self, other)
        self._learn(partial.Totals() if totals is None else totals).merge(added)
        return self

    def transform(self, raw_documents: Iterable[Any]) -> Any:
        """Counts the terms of the vocabulary: a CSR matrix, one row per text."""
        check_texts(raw_documents)
        check_steps(self)
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

    def _is_learned(self) -> bool:
        return "vocabulary_" in self.__dict__ and not self.fixed_vocabulary_

    def _begin(self, raw_documents: Any) -> None:
        check_texts(raw_documents)
        check_steps(self)
        check_limits(self)
        warn_of_unused(self)
        self._read_vocabulary()
        if self.fixed_vocabulary_ and self.lowercase and any(any(map(str.isupper, t)) for t in self.vocabulary_):
            warnings.warn(
                "Upper case characters found in vocabulary while 'lowercase' is True. These entries will not be "
                "matched with any documents", stacklevel=3,
            )

    # What was learned in parts becomes a vocabulary when it is first asked for.

    vocabulary_ = partial.Settled()

    def _learn(self, totals: partial.Totals) -> partial.Totals:
        for name in ("vocabulary_", "_tfidf"):
            self.__dict__.pop(name, None)
        self._totals = totals
        return totals

    def _settle(self, totals: partial.Totals) -> np.ndarray:
        """Makes the vocabulary of the totals; in how many articles each of its terms is."""
        if self.fixed_vocabulary_:
            self._read_vocabulary()
            return totals.articles_with
        if not totals.slots:
            raise ValueError("empty vocabulary: the texts hold no terms, or stop words only")
        terms = sorted(totals.slots)
        order = np.array([totals.slots[term] for term in terms], dtype=np.int64)
        articles_with = totals.articles_with[order]
        kept = partial.keep_terms(
            articles_with, totals.occurrences[order], totals.articles, self.min_df, self.max_df, self.max_features
        )
        self.vocabulary_ = {terms[i]: column for column, i in enumerate(kept.tolist())}
        return articles_with[kept]

    def _read_vocabulary(self) -> None:
        self.fixed_vocabulary_ = self.vocabulary is not None
        if not self.fixed_vocabulary_:
            return
        given = self.vocabulary
        if isinstance(given, Mapping):
            columns = set(given.values())
            if len(columns) != len(given):
                raise ValueError("Vocabulary contains repeated indices; each column must be there once")
            missing = next((column for column in range(len(given)) if column not in columns), None)
            if missing is not None:
                raise ValueError(f"Vocabulary of size {len(given)} doesn't contain index {missing}")
            found = dict(given)
        else:
            terms = sorted(given) if isinstance(given, (set, frozenset)) else list(given)
            found = {term: column for column, term in enumerate(terms)}
            if len(found) != len(terms):
                twice = next(term for column, term in enumerate(terms) if found[term] != column)
                raise ValueError(f"Duplicate term in vocabulary: {twice!r}")
        if not found:
            raise ValueError("empty vocabulary: give at least one term, or None")
        self.vocabulary_ = found

    def _check_vocabulary(self) -> None:
        if not hasattr(self, "vocabulary_"):
            self._read_vocabulary()
            if not self.fixed_vocabulary_:
                raise not_fitted(self)

    # Counting.

    def _in_core(self) -> bool:
        """Whether the core can take the texts apart: no function of the caller's, no other pattern."""
        return not self._needs_python()

    def _count(self, raw: Iterable[Any], vocabulary: dict[str, int] | None) -> tuple[list[Any], Any]:
        """(terms in order, counts); the terms only where there is no vocabulary yet."""
        analyze = self.build_analyzer()  # also checks the parameters
        known_text = vocabulary is None or all(isinstance(term, str) for term in vocabulary)
        in_python = functools.partial(_count_in_python, analyze)
        counted = self._count_in_core if self._in_core() and known_text else in_python
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
