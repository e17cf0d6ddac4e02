"""Labels of articles, turned into tables of groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from wirecopy import times


@dataclass(frozen=True)
class Groups:
    """The groups of two rows or more, largest first; ties by label.

    Attributes
    ----------
    labels, sizes, first_rows : int64 arrays, one per group
    rows : list of arrays
        The rows of each group, ascending.
    count : int
        All groups, those of one row too.
    """

    labels: np.ndarray
    sizes: np.ndarray
    first_rows: np.ndarray
    rows: list[np.ndarray]
    count: int


def groups_of(labels: np.ndarray) -> Groups:
    """Groups of rows that carry one label."""
    if len(labels) == 0:
        none = np.zeros(0, dtype=np.int64)
        return Groups(none, none, none, [], 0)
    counts = np.bincount(labels)
    order = np.argsort(labels, kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts)])
    kept = np.flatnonzero(counts >= 2)
    kept = kept[np.argsort(-counts[kept], kind="stable")]
    rows = [order[starts[label] : starts[label + 1]] for label in kept.tolist()]
    first = np.array([group[0] for group in rows], dtype=np.int64)
    return Groups(kept.astype(np.int64), counts[kept].astype(np.int64), first, rows, len(counts))


def distinct(groups: Groups, values: Sequence[Any], unknown: Any = "") -> list[int]:
    """How many different values each group has, `unknown` not counted."""
    return [len({values[row] for row in rows.tolist()} - {unknown}) for rows in groups.rows]


def time_range(groups: Groups, hours: np.ndarray) -> dict[str, pa.Array]:
    """First and last known time of each group, null where none is known."""
    first = np.full(len(groups.rows), np.nan)
    last = first.copy()
    for at, rows in enumerate(groups.rows):
        known = hours[rows][np.isfinite(hours[rows])]
        if len(known):
            first[at], last[at] = known.min(), known.max()
    return {"first": times.to_arrow(first), "last": times.to_arrow(last)}


def members(groups: Groups, id_column: Callable[[np.ndarray], pa.Array]) -> pa.Array:
    """The ids of each group, as lists."""
    rows = np.concatenate(groups.rows) if groups.rows else np.zeros(0, dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(groups.sizes)]).astype(np.int64)
    return pa.LargeListArray.from_arrays(pa.array(offsets), id_column(rows))
