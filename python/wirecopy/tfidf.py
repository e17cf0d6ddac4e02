"""Stage 4 in Python: counts to TF-IDF rows, as scikit-learn's transformer and vectorizer give them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import scipy.sparse as sp
from wirecopy import _core
from wirecopy.analyzers import DEFAULT_PATTERN
from wirecopy.counting import CoreRows
from wirecopy.estimators import (
    Estimator,
    check_columns,
    learn_columns,
    make_csr,
    names_of_columns,
    not_fitted,
    read_csr,
    refuse,
)
from wirecopy.partial import Settled, Totals, inverse_frequency
from wirecopy.vectorize import CountVectorizer


class TfidfTransformer(Estimator):
    """Weighs counts by how rare their terms are; parameters and results are those of scikit-learn's.

    Parameters
    ----------
    norm : 'l2', 'l1' or None
    use_idf, smooth_idf, sublinear_tf : bool
        idf is ``ln((1 + n) / (1 + df)) + 1``, without `smooth_idf` ``ln(n / df) + 1``; sublinear is ``1 + ln(tf)``.
    threads : int, optional
        None: every core. Results do not depend on it.

    Attributes
    ----------
    idf_ : array
        One per column; only with `use_idf`.
    """

    def __init__(
        self, *, norm: str | None = "l2", use_idf: bool = True, smooth_idf: bool = True, sublinear_tf: bool = False,
        threads: int | None = None,
    ) -> None:
        self.norm = norm
        self.use_idf = use_idf
        self.smooth_idf = smooth_idf
        self.sublinear_tf = sublinear_tf
        self.threads = threads

    def fit(self, X: Any, y: Any = None) -> TfidfTransformer:
        """Learns how rare each column is."""
        self._check_norm()
        counts = read_csr(X)
        learn_columns(self, X if hasattr(X, "shape") else counts, counts.shape[1])
        self.__dict__.pop("idf_", None)
        if self.use_idf:
            idf = _core.inverse_frequency(counts.indices, counts.shape[1], counts.shape[0], bool(self.smooth_idf))
            self.idf_ = idf.astype(counts.dtype, copy=False)
            _warn_of_infinity(self.idf_)
        return self

    def transform(self, X: Any, copy: bool = True) -> Any:
        """TF-IDF rows, CSR. With `copy` False a CSR matrix of floats is written over; nothing else ever is."""
        if not self._is_fitted():
            raise not_fitted(self)
        self._check_norm()
        counts = read_csr(X)
        idf = getattr(self, "idf_", np.zeros(0))
        expected = getattr(self, "n_features_in_", len(idf))
        check_columns(self, X, counts.shape[1], expected)
        values = _core.weigh(
            counts.indptr, counts.indices, counts.data, idf, bool(self.sublinear_tf), self.norm or "", self._threads()
        )
        values = values.astype(counts.dtype, copy=False)
        if not copy and sp.issparse(X) and X.format == "csr" and np.may_share_memory(X.data, counts.data):
            X.data[:] = values
            same = make_csr(X.data, X.indices, X.indptr, X.shape)
            return X if type(same) is type(X) else same
        return make_csr(values, counts.indices, counts.indptr, counts.shape)

    def fit_transform(self, X: Any, y: Any = None) -> Any:
        """`fit`, then `transform`."""
        return self.fit(X).transform(X)

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """The names given, or x0, x1, ..."""
        if not self._is_fitted():
            raise not_fitted(self)
        return names_of_columns(self, input_features)

    def _is_fitted(self) -> bool:
        return hasattr(self, "n_features_in_") or hasattr(self, "idf_")

    def _check_norm(self) -> None:
        if self.norm not in ("l1", "l2", None):
            raise refuse("norm", self.norm, "'l1', 'l2' or None")


def _warn_of_infinity(idf: np.ndarray) -> None:
    if np.isinf(idf).any():
        warnings.warn(
            "divide by zero: columns that no article has weigh infinity; smooth_idf=True gives them a number",
            RuntimeWarning, stacklevel=4,
        )


class TfidfVectorizer(CountVectorizer):
    """Texts to TF-IDF rows: `CountVectorizer`, then `TfidfTransformer`, as scikit-learn's `TfidfVectorizer`.

    Parameters
    ----------
    As of those two; `dtype` is float64 unless given.

    Attributes
    ----------
    vocabulary_, fixed_vocabulary_, idf_
        As of those two.
    """

    def __init__(
        self, *, input: str = "content", encoding: str = "utf-8", decode_error: str = "strict",
        strip_accents: Any = None, lowercase: bool = True, preprocessor: Callable[[str], str] | None = None,
        tokenizer: Callable[[str], list[str]] | None = None, analyzer: Any = "word", stop_words: Any = None,
        token_pattern: str | None = DEFAULT_PATTERN, ngram_range: tuple[int, int] = (1, 1),
        max_df: float | int = 1.0, min_df: float | int = 1, max_features: int | None = None, vocabulary: Any = None,
        binary: bool = False, dtype: Any = np.float64, norm: str | None = "l2", use_idf: bool = True,
        smooth_idf: bool = True, sublinear_tf: bool = False, stemmer: Any = None, threads: int | None = None,
    ) -> None:
        super().__init__(
            input=input, encoding=encoding, decode_error=decode_error, strip_accents=strip_accents,
            lowercase=lowercase, preprocessor=preprocessor, tokenizer=tokenizer, stop_words=stop_words,
            token_pattern=token_pattern, ngram_range=ngram_range, analyzer=analyzer, max_df=max_df, min_df=min_df,
            max_features=max_features, vocabulary=vocabulary, binary=binary, dtype=dtype, stemmer=stemmer,
            threads=threads,
        )
        self.norm = norm
        self.use_idf = use_idf
        self.smooth_idf = smooth_idf
        self.sublinear_tf = sublinear_tf

    @property
    def idf_(self) -> np.ndarray:
        """Inverse frequency of each column; only with `use_idf`."""
        if not hasattr(self, "_tfidf"):
            raise not_fitted(self)
        return self._tfidf.idf_

    @idf_.setter
    def idf_(self, value: Any) -> None:
        if not self.use_idf:
            # As scikit-learn writes it.
            raise ValueError("`idf_` cannot be set when `user_idf=False`.")
        self._read_vocabulary()
        value = np.array(value, dtype=np.float64)
        if hasattr(self, "vocabulary_") and len(self.vocabulary_) != len(value):
            raise ValueError(f"idf_ has {len(value)} values; the vocabulary has {len(self.vocabulary_)} terms")
        if not hasattr(self, "_tfidf"):
            self._tfidf = self._transformer()
        self._tfidf.idf_ = value
        self._tfidf.n_features_in_ = len(value)

    def fit(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns the vocabulary of the texts and how rare its terms are."""
        self._take_terms(self._fit(raw_documents, keep_rows=self.max_features is not None))
        return self

    def fit_transform(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns the vocabulary and how rare its terms are; TF-IDF rows, CSR, one per text."""
        rows = self._fit(raw_documents)
        matrix = self._weigh(rows)
        self._take_terms(rows)
        return matrix

    def transform(self, raw_documents: Iterable[Any]) -> Any:
        """TF-IDF rows, CSR, one per text."""
        if not hasattr(self, "_tfidf"):
            raise not_fitted(self)
        return self._weigh(self._transform_rows(raw_documents))

    def _fit(self, raw_documents: Iterable[Any], keep_rows: bool = True) -> Any:
        transformer = self._checked_transformer()
        self.__dict__.pop("_tfidf", None)
        rows = self._fit_rows(raw_documents, keep_rows)
        self._tfidf = self._weigh_terms(transformer, rows.articles_with(), rows.shape[0])
        return rows

    def _weigh_terms(self, transformer: TfidfTransformer, articles_with: np.ndarray, articles: int) -> TfidfTransformer:
        """The transformer, fitted to so many articles of which so many have each column."""
        transformer.n_features_in_ = len(articles_with)
        if transformer.use_idf:
            idf = inverse_frequency(articles_with, articles, bool(self.smooth_idf))
            transformer.idf_ = idf.astype(self._weight_type(), copy=False)
            _warn_of_infinity(transformer.idf_)
        return transformer

    def _weight_type(self) -> Any:
        dtype = np.dtype(self.dtype)
        return dtype if dtype in (np.float64, np.float32) else np.dtype(np.float64)

    def _weigh(self, rows: Any) -> Any:
        """Counted rows as weights; the transformer's own parameters may have been set since it was fitted."""
        how = self._tfidf
        if not isinstance(rows, CoreRows):
            return how.transform(rows.matrix(self._weight_type()))
        idf = getattr(how, "idf_", np.zeros(0))
        if how.use_idf and len(idf) != rows.shape[1]:
            raise ValueError(f"the vocabulary has {rows.shape[1]} terms; idf_ was fitted to {len(idf)}")
        how._check_norm()
        return rows.matrix(self._weight_type(), sublinear=bool(how.sublinear_tf), idf=idf, norm=how.norm)

    def partial_fit(self, raw_documents: Iterable[Any], y: Any = None) -> Any:
        """Learns the vocabulary of further texts and how rare its terms are, as `CountVectorizer.partial_fit`."""
        self._checked_transformer()
        return super().partial_fit(raw_documents)

    _tfidf = Settled()

    def _is_learned(self) -> bool:
        return "_tfidf" in self.__dict__ or super()._is_learned()

    def _settle(self, totals: Totals) -> np.ndarray:
        articles_with = super()._settle(totals)
        self._tfidf = self._weigh_terms(self._transformer(), articles_with, totals.articles)
        return articles_with

    def _checked_transformer(self) -> TfidfTransformer:
        if np.dtype(self.dtype) not in (np.float64, np.float32):
            warnings.warn(
                f"Only float64 and float32 'dtype' should be used. {self.dtype} 'dtype' will be converted to float64.",
                stacklevel=4,
            )
        transformer = self._transformer()
        transformer._check_norm()
        return transformer

    def _transformer(self) -> TfidfTransformer:
        return TfidfTransformer(
            norm=self.norm, use_idf=self.use_idf, smooth_idf=self.smooth_idf, sublinear_tf=self.sublinear_tf,
            threads=self.threads,
        )

    def _is_fitted(self) -> bool:
        return hasattr(self, "_tfidf")
