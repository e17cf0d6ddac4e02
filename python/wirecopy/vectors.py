"""Stage 4 in Python: TF-IDF rows to dense article vectors."""

from __future__ import annotations

import numbers
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.sparse as sp
from wirecopy import _core
from wirecopy.estimators import Estimator, check_columns, is_whole, learn_columns, not_fitted, read_csr, refuse

CONTAINERS = ("default", "pandas", "polars")


class ArticleVectors(Estimator):
    """Dense article vectors of TF-IDF rows: latent semantic analysis, as scikit-learn's TruncatedSVD, or random axes.

    Results depend on `random_state` alone: not on the threads, nor on the vector instructions of the machine. Rows of
    float32 are worked on and given in float32, all others in float64.

    Parameters
    ----------
    n_components : int
        Axes. With ``method="svd"`` at most the number of columns; where there are fewer rows, as many as there are rows.
    method : 'svd' or 'projection'
        'svd': the axes that hold most of the rows, from a random start (Halko, Martinsson and Tropp 2011): a block Krylov
        space for the first five rounds (Musco and Musco 2015), subspace iteration after them.
        'projection': very sparse random axes (Li, Hastie and Church 2006). Nothing is learned, any number of rows takes
        no memory beside the result, and dot products are kept on average only: some 1,000 axes do what 100 of 'svd' do.
    n_iter : int
        Rounds of the iteration; more come nearer to the exact SVD. Only for 'svd'.
    n_oversamples : int
        Further directions that are followed and then dropped, at least. Only for 'svd'.
    random_state : int, numpy RandomState or Generator, or None
        None takes a new seed from numpy's global state each time.
    threads : int, optional
        None: every core.

    Attributes
    ----------
    components_ : n_components x columns
        'svd': array; the largest entry of each row is positive. 'projection': CSR array, made anew at each reading.
    singular_values_, explained_variance_, explained_variance_ratio_ : arrays, n_components
        Only for 'svd'.
    n_features_in_, feature_names_in_
        How many columns; their names, where X was a frame.
    """

    def __init__(
        self, n_components: int = 100, *, method: str = "svd", n_iter: int = 5, n_oversamples: int = 10,
        random_state: Any = 0, threads: int | None = None,
    ) -> None:
        self.n_components = n_components
        self.method = method
        self.n_iter = n_iter
        self.n_oversamples = n_oversamples
        self.random_state = random_state
        self.threads = threads

    def fit(self, X: Any, y: Any = None) -> ArticleVectors:
        """Finds the axes of the rows of X (sparse or dense)."""
        rows = self._begin(X)
        if self.method == "svd":
            self._decompose(rows)
        return self

    def fit_transform(self, X: Any, y: Any = None) -> Any:
        """Finds the axes; the rows on them, float64 or, where X is, float32."""
        rows = self._begin(X)
        return self._wrap(X, self._decompose(rows) if self.method == "svd" else self._project(rows))

    def transform(self, X: Any) -> Any:
        """Rows on the axes."""
        self._check_fitted()
        rows = _read(X)
        check_columns(self, X, rows.shape[1], self.n_features_in_)
        return self._wrap(X, self._project(rows))

    def inverse_transform(self, X: Any) -> np.ndarray:
        """Rows whose `transform` X is: dense, in the columns of the terms. Only for 'svd'."""
        self._check_fitted()
        if "_axes" not in self.__dict__:
            raise AttributeError("a random projection has no inverse_transform")
        vectors = np.asarray(X)
        if vectors.ndim != 2 or vectors.shape[1] != len(self._axes):
            raise ValueError(f"X must be a matrix of {len(self._axes)} columns, not {vectors.shape}")
        return vectors @ self._axes

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """articlevectors0, articlevectors1, ..."""
        self._check_fitted()
        return np.array([f"articlevectors{i}" for i in range(self._width())], dtype=object)

    def set_output(self, *, transform: str | None = None) -> ArticleVectors:
        """What `transform` and `fit_transform` give: "default" (array), "pandas" or "polars"; None changes nothing."""
        if transform is not None:
            if transform not in CONTAINERS:
                raise refuse("transform", transform, "'default', 'pandas', 'polars' or None")
            self._sklearn_output_config = {"transform": transform}  # the name that scikit-learn's clone carries over
        return self

    @property
    def components_(self) -> Any:
        """The axes, n_components x columns."""
        if not self._is_fitted():
            raise AttributeError("components_: this ArticleVectors is not fitted yet")
        if "_axes" in self.__dict__:
            return self._axes
        component, column, sign, value = _core.random_projection(self._components, self.n_features_in_, self._used_seed)
        return sp.csr_array((sign * value, (component, column)), shape=(self._components, self.n_features_in_))

    def _begin(self, X: Any) -> Any:
        """Checks the parameters and reads the rows."""
        for name, least in (("n_components", 1), ("n_iter", 0), ("n_oversamples", 0)):
            value = getattr(self, name)
            if not is_whole(value) or not least <= value < 2**31:
                raise refuse(name, value, f"a whole number of {least} or more")
        if self.method not in ("svd", "projection"):
            raise refuse("method", self.method, "'svd' or 'projection'")
        rows = _read(X)
        learn_columns(self, X if hasattr(X, "shape") else rows, rows.shape[1])
        if self.method == "svd" and self.n_components > rows.shape[1]:
            raise ValueError(f"n_components ({self.n_components}) must be at most the columns of X ({rows.shape[1]})")
        for name in ("_axes", "singular_values_", "explained_variance_", "explained_variance_ratio_"):
            self.__dict__.pop(name, None)
        self._components = int(self.n_components)
        self._used_seed = self._seed()
        return rows

    def _decompose(self, rows: Any) -> np.ndarray:
        made, rows = _on(
            _core.truncated_svd, rows, self._components, int(self.n_iter), int(self.n_oversamples), self._used_seed,
            self._threads(),
        )
        axes, self.singular_values_, flat, self.explained_variance_, variance = made
        self._axes = axes.reshape(len(self.singular_values_), rows.shape[1])
        vectors = flat.reshape(rows.shape[0], len(self.singular_values_))
        with np.errstate(divide="ignore", invalid="ignore"):
            self.explained_variance_ratio_ = self.explained_variance_ / rows.dtype.type(variance)
        return vectors

    def _project(self, rows: Any) -> np.ndarray:
        if "_axes" in self.__dict__:
            axes = self._axes.ravel()
            flat, _ = _on(_core.project, rows, axes, len(self._axes), self._threads())
        else:
            flat, _ = _on(_core.project_randomly, rows, self._components, self._used_seed, self._threads())
        return flat.reshape(rows.shape[0], self._width())

    def _wrap(self, X: Any, vectors: np.ndarray) -> Any:
        """The vectors in the container that set_output, or else scikit-learn's own setting, names."""
        container = self.__dict__.get("_sklearn_output_config", {}).get("transform")
        if container is None and "sklearn" in sys.modules:
            container = sys.modules["sklearn"].get_config().get("transform_output")
        if container == "pandas":
            import pandas as pd

            index = X.index if isinstance(X, pd.DataFrame) else None
            return pd.DataFrame(vectors, columns=self.get_feature_names_out(), index=index, copy=False)
        if container == "polars":
            import polars as pl

            return pl.DataFrame(vectors, schema=list(self.get_feature_names_out()), orient="row")
        return vectors

    def _width(self) -> int:
        return len(self._axes) if "_axes" in self.__dict__ else self._components

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

    def _check_fitted(self) -> None:
        if not self._is_fitted():
            raise not_fitted(self)

    def _is_fitted(self) -> bool:
        return hasattr(self, "_components")


def _read(X: Any) -> Any:
    """CSR of float64 or float32 without a copy where X is CSR of them, its columns in whatever order they are."""
    if sp.issparse(X) and X.format == "csr" and len(X.shape) == 2 and X.dtype in (np.float64, np.float32):
        return X
    if not sp.issparse(X):
        X = np.asarray(X)
        if X.dtype == object:
            X = X.astype(np.float64)
        if X.ndim != 2:
            raise ValueError(f"X must be a matrix of two dimensions, not {X.ndim}. Reshape your data: one row is X.reshape(1, -1)")
    if X.dtype.kind == "c":
        raise ValueError("Complex data not supported: X must hold real numbers")
    return read_csr(X)


def _on(function: Callable[..., Any], rows: Any, *rest: Any) -> tuple[Any, Any]:
    """function(arrays of rows, *rest) and the rows. The core refuses a column twice in a row: such rows are merged."""
    try:
        return function(rows.indptr, rows.indices, rows.data, rows.shape[1], *rest), rows
    except ValueError:
        if rows.has_canonical_format:
            raise
        rows = read_csr(rows)
        return function(rows.indptr, rows.indices, rows.data, rows.shape[1], *rest), rows
