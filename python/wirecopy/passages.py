"""Stage 6 in Python: the passages two texts share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from wirecopy import _core
from wirecopy.gather import as_utf8


class Passage(NamedTuple):
    """A stretch of one text aligned with a stretch of another; offsets in code points.

    Attributes
    ----------
    a_start, a_end, b_start, b_end : int
        The stretches are a[a_start:a_end] and b[b_start:b_end].
    identity : float
        Share of letters and digits that match, in (0, 1].
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    identity: float


def align(a: str | bytes, b: str | bytes) -> list[Passage]:
    """The passages two texts share, however re-wrapped, re-ordered or misread, in order of the first text.

    Letters and digits are compared, case-folded; white space and punctuation are not looked at. Passages do not
    overlap in `b`. Raises TextError (article 0 or 1) for ill-formed text.
    """
    return passages_of(_core.align(as_utf8(a, "a"), as_utf8(b, "b"), {}))


def passages_of(found: Mapping[str, Any]) -> list[Passage]:
    """The core's arrays as passages."""
    columns = (found[name].tolist() for name in Passage._fields)
    return [Passage(*values) for values in zip(*columns, strict=True)]
