"""The options of `find_copies`, checked before any work."""

from __future__ import annotations

import datetime as dt
import math
import numbers
import os
from typing import Any

from wirecopy import _core

SWITCHES = ("clean", "same_language", "other_outlets")
METHODS = ("average", "components", "correlation")
SHARES = ("cluster", "story", "reprint", "excerpt")


def number(name: str, value: object, low: float, high: float, unit: str = "") -> float:
    """`value` as a float in [low, high]; `TypeError` or `ValueError` otherwise."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be a number, not {type(value).__name__}")
    result = float(value)
    if math.isnan(result) or not low <= result <= high:
        bounds = f"between {low:g} and {high:g}" if math.isfinite(high) else f"at least {low:g}"
        raise ValueError(f"{name} must be {bounds}{unit}, not {value!r}")
    return result


def hours(name: str, value: object) -> float:
    """A length of time: a number of hours, or a `timedelta`."""
    if isinstance(value, dt.timedelta):
        value = value.total_seconds() / 3600
    return number(name, value, 0, math.inf, " hours (or a timedelta)")


def whole(name: str, value: object, low: int) -> int:
    """`value` as an int, at least `low`."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} must be a whole number, not {type(value).__name__}")
    if value < low:
        raise ValueError(f"{name} must be at least {low}, not {value!r}")
    return int(value)


def threads(value: int | None) -> int:
    """The core's count of threads: 0 stands for every core this process may use."""
    if value is None:
        return 0
    return min(whole("threads", value, 1), 16 * (os.cpu_count() or 1))


def gather(**given: Any) -> dict[str, Any]:
    """The options that were given (not None), in the form the core takes."""
    options: dict[str, Any] = {}
    for name, value in given.items():
        if value is None:
            continue
        if name in SWITCHES:
            if not isinstance(value, bool):
                raise TypeError(f"{name} must be True or False, not {type(value).__name__}")
            options[name] = value
        elif name == "window":
            options[name] = hours(name, value)
        elif name == "method":
            if value not in METHODS:
                raise ValueError(f"method must be {', '.join(map(repr, METHODS[:-1]))} or {METHODS[-1]!r}, not {value!r}")
            options[name] = value
        elif name == "max_pairs":
            options[name] = whole(name, value, 1)
        elif name in SHARES:
            options[name] = number(name, value, 0, 1)
        else:
            raise TypeError(f"find_copies has no option {name!r}; it has {', '.join(sorted(_core.default_options()))}")
    return options
