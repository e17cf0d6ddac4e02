"""Stages 3 and 4 in Python: texts to counts and TF-IDF rows, as scikit-learn's vectorizers give them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from wirecopy import counting, partial
from wirecopy.analyzers import DEFAULT_PATTERN
from wirecopy.estimators import is_whole, not_fitted, read_csr
from wirecopy.parameters import check_limits, check_steps, check_texts, warn_of_unused
from wirecopy.text_steps import TextSteps

Rows = Any  # counting.CoreRows or counting.PythonRows


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
        extra ``languages``), and `analyzer` ``'icu'``: words by UAX #29, folded, in every script. Where terms are
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
        self._take_terms(self._fit_rows(raw_documents, keep_rows=self.max_features is not None))
        return self

    def fit_transform(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns the vocabulary of the texts and counts them: a CSR matrix, one row per text."""
        rows = self._fit_rows(raw_documents)
        matrix = rows.matrix(self.dtype)
        self._take_terms(rows)
        return matrix

    def _fit_rows(self, raw_documents: Iterable[Any], keep_rows: bool = True) -> Rows:
        """The counted texts with the columns that stay; what they are columns of, `_take_terms` takes over."""
        self._begin(raw_documents)
        self.__dict__.pop("_totals", None)
        if self.fixed_vocabulary_:
            return counting.count_known(self, raw_documents, self._known())
        rows = counting.count(self, raw_documents, keep_rows=keep_rows)
        articles, columns = rows.shape
        if columns == 0:
            raise ValueError("empty vocabulary: the texts hold no terms, or stop words only")
        all_stay = is_whole(self.min_df) and self.min_df == 1 and not is_whole(self.max_df) and self.max_df == 1
        if not all_stay or self.max_features is not None:
            occurrences = rows.occurrences() if self.max_features is not None else np.zeros(0)
            kept = partial.keep_terms(
                rows.articles_with(), occurrences, articles, self.min_df, self.max_df, self.max_features
            )
            if len(kept) < columns:
                rows.keep(kept)
        return rows

    def _take_terms(self, rows: Rows) -> None:
        """Makes the terms of the rows the vocabulary; the rows of the core are gone then."""
        if self.fixed_vocabulary_:
            return
        self.__dict__.pop("vocabulary_", None)
        if isinstance(rows, counting.CoreRows):
            self._vocabulary = rows.vocabulary()
        else:
            self.vocabulary_ = {term: column for column, term in enumerate(rows.term_list())}

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
        return self._transform_rows(raw_documents).matrix(self.dtype)

    def _transform_rows(self, raw_documents: Iterable[Any]) -> Rows:
        check_texts(raw_documents)
        check_steps(self)
        self._check_vocabulary()
        return counting.count_known(self, raw_documents, self._known())

    def _known(self) -> counting.Vocabulary:
        """The vocabulary as the core takes it; made anew where the dict is another one."""
        held = self.__dict__.get("_vocabulary")
        if "vocabulary_" in self.__dict__ and (held is None or not held.is_of(self.vocabulary_)):
            held = self._vocabulary = counting.Vocabulary(None, self.vocabulary_)
        return held

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
        names[list(self.vocabulary_.values())] = list(self.vocabulary_)
        return names

    def _is_fitted(self) -> bool:
        return self._is_learned() or "_totals" in self.__dict__ or self.vocabulary is not None

    def _is_learned(self) -> bool:
        return ("vocabulary_" in self.__dict__ or "_vocabulary" in self.__dict__) and not self.fixed_vocabulary_

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
        for name in ("_vocabulary", "vocabulary_", "_tfidf"):
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
        self.__dict__.pop("_vocabulary", None)
        self.vocabulary_ = found

    def _check_vocabulary(self) -> None:
        if "_vocabulary" not in self.__dict__ and not hasattr(self, "vocabulary_"):
            self._read_vocabulary()
            if not self.fixed_vocabulary_:
                raise not_fitted(self)
