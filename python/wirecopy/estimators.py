"""What wirecopy's estimators share, so that they work wherever scikit-learn's do, without needing it."""

from __future__ import annotations

import inspect
import numbers
import sys
import warnings
from typing import Any

import numpy as np
import scipy.sparse as sp
from wirecopy import options


class ParameterError(ValueError, TypeError):
    """A parameter of an estimator that is out of range or of a wrong type."""


def not_fitted(estimator: object) -> Exception:
    """The error of an estimator used before `fit`: scikit-learn's own where it is loaded."""
    base: Any = _NotFittedError
    if "sklearn" in sys.modules:
        from sklearn.exceptions import NotFittedError as base  # noqa: N813
    return base(f"this {type(estimator).__name__} is not fitted yet; call fit first")


class _NotFittedError(ValueError, AttributeError):
    pass


class Estimator:
    """Parameters by name, as scikit-learn's BaseEstimator has them: for clone, Pipeline, grid search and pickle."""

    _text_input = False
    _sparse_input = True
    _requires_fit = True
    _positive_only = False

    @classmethod
    def _parameter_names(cls) -> list[str]:
        return [name for name in inspect.signature(cls.__init__).parameters if name != "self"]

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Parameters and their values. `deep` changes nothing: no parameter is an estimator."""
        return {name: getattr(self, name) for name in self._parameter_names()}

    def set_params(self, **params: Any) -> Any:
        """Sets parameters. Raises ValueError for a name that is none."""
        for name, value in params.items():
            if name not in self._parameter_names():
                raise ValueError(
                    f"Invalid parameter {name!r} for estimator {type(self).__name__}; it has "
                    f"{', '.join(self._parameter_names())}"
                )
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        defaults = inspect.signature(type(self).__init__).parameters
        given = [f"{k}={v!r}" for k, v in self.get_params().items() if repr(v) != repr(defaults[k].default)]
        return f"{type(self).__name__}({', '.join(given)})"

    def _is_fitted(self) -> bool:
        raise NotImplementedError

    def __sklearn_is_fitted__(self) -> bool:
        return self._is_fitted()

    def __sklearn_tags__(self) -> Any:
        # Only scikit-learn asks.
        from sklearn.utils import InputTags, Tags, TargetTags, TransformerTags

        return Tags(
            estimator_type=None,
            target_tags=TargetTags(required=False),
            transformer_tags=TransformerTags(preserves_dtype=["float64", "float32"]),
            input_tags=InputTags(
                string=self._text_input, two_d_array=not self._text_input, sparse=self._sparse_input,
                positive_only=self._positive_only,
            ),
            requires_fit=self._requires_fit,
        )

    def _threads(self) -> int:
        return options.threads(self.threads)  # type: ignore[attr-defined]


def learn_columns(estimator: Any, X: Any, columns: int) -> None:
    """Keeps how many columns X has and, where X is a frame, their names."""
    if columns == 0 or X.shape[0] == 0:
        what = "feature" if X.shape[0] else "sample"
        raise ValueError(f"Found array with 0 {what}(s) (shape={tuple(X.shape)}) while a minimum of 1 is required.")
    estimator.n_features_in_ = columns
    estimator.__dict__.pop("feature_names_in_", None)
    names = _names(X)
    if names is not None:
        estimator.feature_names_in_ = names


def check_columns(estimator: Any, X: Any, columns: int, expected: int) -> None:
    """Raises ValueError where X has other columns than those that were learned; warns where only one has names."""
    known, names, called = getattr(estimator, "feature_names_in_", None), _names(X), type(estimator).__name__
    if known is not None and names is not None and known.tolist() != names.tolist():
        raise ValueError(f"The feature names should match those that were passed during fit, {known}, not {names}")
    if columns != expected:
        raise ValueError(f"X has {columns} features, but {called} is expecting {expected} features as input")
    if known is not None and names is None:
        warnings.warn(f"X does not have valid feature names, but {called} was fitted with feature names", stacklevel=3)
    if known is None and names is not None:
        warnings.warn(f"X has feature names, but {called} was fitted without feature names", stacklevel=3)


def _names(X: Any) -> np.ndarray | None:
    names = list(getattr(X, "columns", ()))
    return np.array(names, dtype=object) if names and all(isinstance(name, str) for name in names) else None


def names_of_columns(estimator: Any, given: Any) -> np.ndarray:
    """The names given, one for each column; else those of the frame the estimator was fitted to; else x0, x1, ..."""
    known, columns = getattr(estimator, "feature_names_in_", None), estimator.n_features_in_
    if given is None:
        return np.array([f"x{i}" for i in range(columns)], dtype=object) if known is None else known
    if known is not None and known.tolist() != list(given):
        raise ValueError("input_features is not equal to feature_names_in_")
    if len(given) != columns:
        raise ValueError(f"input_features should have length equal to the columns, {columns}, not {len(given)}")
    return np.asarray(given, dtype=object)


def refuse(name: str, value: object, taken: str) -> ParameterError:
    """The error of a parameter: what it is and what is taken."""
    return ParameterError(f"{name} must be {taken}, not {value!r}")


def is_whole(value: object) -> bool:
    """Whether this is an integer and no bool."""
    return isinstance(value, numbers.Integral) and not isinstance(value, (bool, np.bool_))


def make_csr(data: np.ndarray, indices: np.ndarray, indptr: np.ndarray, shape: tuple[int, int]) -> Any:
    """A CSR matrix, with 32-bit indices where they are enough; an array where scikit-learn is set to give arrays."""
    if len(indices) < 2**31:
        indices, indptr = indices.astype(np.int32, copy=False), indptr.astype(np.int32, copy=False)
    made: Any = sp.csr_matrix
    sklearn = sys.modules.get("sklearn")
    if sklearn is not None and sklearn.get_config().get("sparse_interface") == "sparray":
        made = sp.csr_array
    matrix = made((data, indices, indptr), shape=shape, copy=False)
    matrix.has_canonical_format = True
    return matrix


def read_csr(X: Any, name: str = "X", *, finite: bool = True) -> Any:
    """A matrix in any form as CSR of float64 or float32, columns sorted, none twice; the input is not changed."""
    if not sp.issparse(X):
        X = np.asarray(X)
        if X.dtype.kind in "USmM":
            raise ValueError(f"{name} must hold numbers, not {X.dtype}")
        X = X.astype(np.float64) if X.dtype == object else X  # with the errors of float()
        if X.ndim != 2:
            raise ValueError(f"{name} must be a matrix of two dimensions, not {X.ndim}. Reshape your data")
    elif len(X.shape) != 2:
        raise ValueError(f"{name} must be a matrix of two dimensions, not {len(X.shape)}")
    if X.dtype.kind == "c":
        raise ValueError(f"Complex data not supported: {name} holds {X.dtype}")
    if X.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers, not {X.dtype}")
    dtype = X.dtype if X.dtype in (np.float64, np.float32) else np.dtype(np.float64)
    csr = sp.csr_array(X, dtype=dtype)
    if csr.shape[1] >= 2**31:
        raise ValueError(f"{name} has {csr.shape[1]} columns; at most 2147483647 are taken")
    if not csr.has_canonical_format:
        csr = csr.copy()
        csr.sum_duplicates()
    if finite and not np.isfinite(csr.data).all():
        row = int(np.searchsorted(csr.indptr, np.flatnonzero(~np.isfinite(csr.data))[0], side="right")) - 1
        raise ValueError(f"{name}: row {row} holds NaN or infinity")
    return csr
