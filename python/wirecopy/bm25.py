"""Counts to BM25 weights: how much each term of an article says for it when it is searched for."""

from __future__ import annotations

import numbers
import sys
from typing import Any

import numpy as np
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


class Bm25Transformer(Estimator):
    """Weighs counts by BM25 (Robertson et al. 1994; Robertson and Zaragoza 2009), in the form that Lucene uses.

    A term that an article holds tf times weighs ``idf * tf / (tf + k1 * (1 - b + b * length / average_length))``, with
    ``idf = ln(1 + (n - df + 0.5) / (df + 0.5))`` over n articles, df of them with the term. The factor ``k1 + 1`` of
    the first papers is left out, as in Lucene: it changes no ranking. An article's length is the sum of its row. The
    score of every article for a query is then a product::

        index = make_pipeline(CountVectorizer(), Bm25Transformer())
        weights = index.fit_transform(articles)
        scores = weights @ index[0].transform(["bridge closed"]).T

    Parameters
    ----------
    k1 : float
        0 or more: how slowly a term's weight grows with its count; 0 counts a term once.
    b : float
        0 to 1: how much the length of an article counts.

    Attributes
    ----------
    idf_ : array
        One per column, greater than 0.
    average_length_ : float
        Of the articles it was fitted to.
    n_features_in_, feature_names_in_
        Columns, and their names where X was a frame.
    """

    _positive_only = True

    def __init__(self, *, k1: float = 1.5, b: float = 0.75) -> None:
        self.k1 = k1
        self.b = b

    def fit(self, X: Any, y: Any = None) -> Bm25Transformer:
        """Learns how rare each column is and how long articles are. Time as many as there are entries."""
        self._check()
        counts = _read_counts(X)
        rows, columns = counts.shape
        learn_columns(self, X if hasattr(X, "shape") else counts, columns)
        articles_with = np.bincount(counts.indices[counts.data != 0], minlength=columns)
        self.idf_ = np.log1p((rows - articles_with + 0.5) / (articles_with + 0.5)).astype(counts.dtype, copy=False)
        self.average_length_ = float(counts.data.sum(dtype=np.float64) / rows)
        return self

    def transform(self, X: Any) -> Any:
        """BM25 weights, CSR, float64 or, where X is, float32. The input is not changed."""
        if not self._is_fitted():
            raise not_fitted(self)
        self._check()
        counts = _read_counts(X)
        check_columns(self, X, counts.shape[1], self.n_features_in_)
        length = np.asarray(counts.sum(axis=1, dtype=np.float64)).ravel()
        relative = length / self.average_length_ if self.average_length_ else length
        slowness = np.repeat(self.k1 * (1 - self.b + self.b * relative), np.diff(counts.indptr))
        held = counts.data.astype(np.float64)
        # Where k1 is 0, an entry of 0 would be 0 / 0.
        values = self.idf_[counts.indices] * np.divide(held, held + slowness, out=np.zeros_like(held), where=held != 0)
        return make_csr(values.astype(counts.dtype, copy=False), counts.indices, counts.indptr, counts.shape)

    def fit_transform(self, X: Any, y: Any = None) -> Any:
        """`fit`, then `transform`."""
        return self.fit(X).transform(X)

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """The names given, or x0, x1, ..."""
        if not self._is_fitted():
            raise not_fitted(self)
        return names_of_columns(self, input_features)

    def _is_fitted(self) -> bool:
        return hasattr(self, "idf_")

    def _check(self) -> None:
        ranges = (("k1", sys.float_info.max, "a number of 0 or more"), ("b", 1, "a number from 0 to 1"))
        for name, most, taken in ranges:
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, numbers.Real) or not 0 <= value <= most:
                raise refuse(name, value, taken)


def _read_counts(X: Any) -> Any:
    counts = read_csr(X)
    if (counts.data < 0).any():
        raise ValueError("Negative values in data: X must hold counts")
    return counts
