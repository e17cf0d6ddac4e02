"""Stage 4 in Python: TF-IDF rows to dense article vectors."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
from wirecopy import _core
from wirecopy.estimators import Estimator, is_whole, not_fitted, read_csr, refuse


class ArticleVectors(Estimator):
    """Dense article vectors: latent semantic analysis (truncated SVD) of TF-IDF rows, as scikit-learn's TruncatedSVD.

    Randomized subspace iteration (Halko, Martinsson and Tropp 2011). Results depend on `random_state` alone, not on the
    threads.

    Parameters
    ----------
    n_components : int
        At most the number of columns; where there are fewer rows, as many as there are rows.
    n_iter : int
        Rounds of the iteration; more come nearer to the exact SVD.
    n_oversamples : int
        Further directions that are followed and then dropped.
    random_state : int, numpy RandomState or Generator, or None
        None takes a new seed from numpy's global state each time.
    threads : int, optional
        None: every core.

    Attributes
    ----------
    components_ : array, n_components x columns
        The largest entry of each row is positive.
    singular_values_, explained_variance_, explained_variance_ratio_ : arrays, n_components
    """

    def __init__(
        self, n_components: int = 100, *, n_iter: int = 5, n_oversamples: int = 10, random_state: Any = 0,
        threads: int | None = None,
    ) -> None:
        self.n_components = n_components
        self.n_iter = n_iter
        self.n_oversamples = n_oversamples
        self.random_state = random_state
        self.threads = threads

    def fit(self, X: Any, y: Any = None) -> ArticleVectors:
        """Finds the axes of the rows of X (sparse or dense)."""
        self.fit_transform(X)
        return self

    def fit_transform(self, X: Any, y: Any = None) -> np.ndarray:
        """Finds the axes; the rows on them, float64 or, where X is, float32."""
        for name, least in (("n_components", 1), ("n_iter", 0), ("n_oversamples", 0)):
            value = getattr(self, name)
            if not is_whole(value) or not least <= value < 2**31:
                raise refuse(name, value, f"a whole number of {least} or more")
        rows = read_csr(X)
        if rows.shape[0] < 1 or rows.shape[1] < 2:
            raise ValueError(f"X must have at least 1 row and 2 columns, not {rows.shape[0]} and {rows.shape[1]}")
        if self.n_components > rows.shape[1]:
            raise ValueError(f"n_components ({self.n_components}) must be at most the columns of X ({rows.shape[1]})")
        axes, singular = _core.truncated_svd(
            rows.indptr, rows.indices, rows.data, rows.shape[1], int(self.n_components), int(self.n_iter),
            int(self.n_oversamples), self._seed(), self._threads(),
        )
        self.n_features_in_ = rows.shape[1]
        self.components_ = axes.reshape(len(singular), rows.shape[1]).astype(rows.dtype, copy=False)
        self.singular_values_ = singular.astype(rows.dtype, copy=False)
        vectors = self._project(rows)
        self.explained_variance_ = vectors.var(axis=0)
        mean = rows.sum(axis=0) / rows.shape[0]
        total = float(((rows.data.astype(np.float64) ** 2).sum() / rows.shape[0]) - (mean**2).sum())
        with np.errstate(divide="ignore", invalid="ignore"):
            self.explained_variance_ratio_ = self.explained_variance_ / total
        return vectors

    def transform(self, X: Any) -> np.ndarray:
        """Rows on the axes."""
        if not self._is_fitted():
            raise not_fitted(self)
        rows = read_csr(X)
        if rows.shape[1] != self.n_features_in_:
            raise ValueError(f"X has {rows.shape[1]} columns; this ArticleVectors was fitted to {self.n_features_in_}")
        return self._project(rows)

    def inverse_transform(self, X: Any) -> np.ndarray:
        """Rows whose `transform` X is: dense, in the columns of the terms."""
        if not self._is_fitted():
            raise not_fitted(self)
        vectors = np.asarray(X)
        if vectors.ndim != 2 or vectors.shape[1] != len(self.components_):
            raise ValueError(f"X must be a matrix of {len(self.components_)} columns, not {vectors.shape}")
        return vectors @ self.components_

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """articlevectors0, articlevectors1, ..."""
        if not self._is_fitted():
            raise not_fitted(self)
        return np.array([f"articlevectors{i}" for i in range(len(self.components_))], dtype=object)

    def _project(self, rows: Any) -> np.ndarray:
        flat = _core.project(
            rows.indptr, rows.indices, rows.data, rows.shape[1], self.components_.ravel(), len(self.components_),
            self._threads(),
        )
        return flat.reshape(rows.shape[0], len(self.components_)).astype(rows.dtype, copy=False)

    def _seed(self) -> int:
        state = self.random_state
        if state is None:
            state = np.random.mtrand._rand
        if isinstance(state, np.random.RandomState):
            return int(state.randint(0, 2**31 - 1))
        if isinstance(state, np.random.Generator):
            return int(state.integers(0, 2**31 - 1))
        if isinstance(state, numbers.Integral) and 0 <= state < 2**64:
            return int(state)
        raise refuse("random_state", state, "a whole number of 0 or more, a RandomState, a Generator or None")

    def _is_fitted(self) -> bool:
        return hasattr(self, "components_")
