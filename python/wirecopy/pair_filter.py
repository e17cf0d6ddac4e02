"""Which pairs of rows or texts may meet: times and labels as the joins of stage 5 take them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from wirecopy import options
from wirecopy.times import hours_since_1970


def window_of(window: Any, hours: Any) -> float:
    """The window in hours; infinite where none is given."""
    if window is None:
        return math.inf
    if hours is None:
        raise ValueError("a window needs the times of the articles: hours=[...]")
    return options.hours("window", window)


def times_of(name: str, given: Any, rows: int) -> np.ndarray:
    """Hours since 1970, one per row, NaN where not known; empty where none are given."""
    if given is None:
        return np.zeros(0)
    values = given if isinstance(given, np.ndarray) or not isinstance(given, Iterable) else list(given)
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        result = values.astype(np.float64)
    elif isinstance(values, (list, np.ndarray)):
        result = np.array([_hours(value) for value in values], dtype=np.float64)
    else:
        raise TypeError(f"{name} must be a sequence of numbers or times, not {type(given).__name__}")
    if result.ndim != 1 or len(result) != rows:
        raise ValueError(f"{name} must have one time per row: {rows}, not {result.shape}")
    if np.isinf(result).any():
        raise ValueError(f"{name}: row {int(np.argmax(np.isinf(result)))} is infinite; use NaN where it is not known")
    return result


def labels_of(name: str, given: Any, rows: int, numbers: dict[Any, int]) -> np.ndarray:
    """A number for each label, the same for equal ones and negative where not known; empty where none are given."""
    if given is None:
        return np.zeros(0, dtype=np.int32)
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise TypeError(f"{name} must be a sequence of labels, one per row, not {type(given).__name__}")
    values = given.tolist() if isinstance(given, np.ndarray) else list(given)
    if len(values) != rows:
        raise ValueError(f"{name} must have one label per row: {rows}, not {len(values)}")
    try:
        return np.array([-1 if _unknown(v) else numbers.setdefault(v, len(numbers)) for v in values], dtype=np.int32)
    except TypeError:
        raise TypeError(f"{name} must hold labels that are hashable (strings, numbers)") from None


def read_filter(
    rows: int, rows_y: int | None, *, hours: Any = None, hours_y: Any = None, window: Any = None, same: Any = None,
    same_y: Any = None, different: Any = None, different_y: Any = None,
) -> tuple[Any, ...]:
    """The filter as the core takes it. `rows_y` is None in a join of rows with themselves."""
    for name, given in (("hours_y", hours_y), ("same_y", same_y), ("different_y", different_y)):
        if rows_y is None and given is not None:
            raise ValueError(f"{name} is of the rows of Y, which is not given")
    others = rows_y or 0
    languages: dict[Any, int] = {}
    outlets: dict[Any, int] = {}
    return (
        times_of("hours", hours, rows), times_of("hours_y", hours_y, others), window_of(window, hours),
        labels_of("same", same, rows, languages), labels_of("same_y", same_y, others, languages),
        labels_of("different", different, rows, outlets), labels_of("different_y", different_y, others, outlets),
    )


def _unknown(label: Any) -> bool:
    return label is None or (isinstance(label, float) and math.isnan(label))


def _hours(value: Any) -> float:
    if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
        return float(value)
    return hours_since_1970(value)
