"""One article of each cluster, and how many origins a story has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from wirecopy import _core, times
from wirecopy.table import Table
from wirecopy.words import COPIES

if TYPE_CHECKING:
    from wirecopy.results import Copies

POLICIES = ("first", "longest")
DERIVED = (*COPIES, "rewrite")  # relations of what is not told on its own


def kept_rows(copies: Copies, policy: str, prefer: Sequence[str]) -> np.ndarray:
    """The row that is kept of each cluster, by label."""
    if policy not in POLICIES:
        raise ValueError(f"policy must be {' or '.join(map(repr, POLICIES))}, not {policy!r}")
    if isinstance(prefer, str):
        prefer = [prefer]
    articles, labels, origins = copies._articles, copies.labels_, copies._found["origins"]
    ranks = {name: at for at, name in reversed(list(enumerate(prefer)))}
    for name in ranks:
        if not isinstance(name, str):
            raise TypeError(f"prefer must hold names of outlets, not {type(name).__name__}")
    rows = np.arange(len(labels))
    preferred = np.array([ranks.get(outlet, len(ranks)) for outlet in articles.outlets], dtype=np.int64)
    hours = np.where(np.isfinite(articles.hours), articles.hours, np.inf)
    length = -copies._found["tokens"].astype(np.int64)
    is_origin = rows != origins[labels] if len(labels) else rows
    # The last key sorts first: cluster, preferred outlet, then the policy; the origin is the first of its cluster.
    by = (hours, is_origin, length) if policy == "longest" else (length, hours, is_origin)
    order = np.lexsort((rows, *by, preferred, labels))
    return order[np.unique(labels[order], return_index=True)[1]] if len(order) else order


def keep(copies: Copies, policy: str, prefer: Sequence[str]) -> Table:
    """The kept articles, with how many they stand for."""
    articles, labels = copies._articles, copies.labels_
    rows = np.sort(kept_rows(copies, policy, prefer))
    sizes = np.bincount(labels, minlength=1)[labels[rows]] if len(rows) else rows
    offsets = np.concatenate([[0], np.cumsum(np.diff(articles.offsets)[rows])]).astype(np.int64)
    parts = [articles.data[articles.offsets[row] : articles.offsets[row + 1]] for row in rows.tolist()]
    data = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint8)
    columns = {
        "id": articles.id_column(rows),
        "outlet": pa.array([articles.outlets[row] or None for row in rows.tolist()], type=pa.large_string()),
        "published": times.to_arrow(articles.hours[rows]),
        "language": pa.array([articles.languages[row] or None for row in rows.tolist()], type=pa.large_string()),
        "cluster": pa.array(labels[rows]),
        "articles": pa.array(sizes.astype(np.int64)),
        "text": pa.LargeStringArray.from_buffers(len(rows), pa.py_buffer(offsets), pa.py_buffer(data)),
    }
    return Table(pa.table(columns), "kept articles")


def origins_of_stories(copies: Copies) -> np.ndarray:
    """How many origins each story has, by its label: clusters and single articles, those that are copies or rewrites of one
    another counting as one."""
    labels, stories, pairs = copies.labels_, copies.story_labels_, copies._found["pairs"]
    if len(labels) == 0:
        return np.zeros(0, dtype=np.int64)
    derived = [_core.relation_names.index(name) for name in DERIVED]
    a, b = pairs["a"].astype(np.int64), pairs["b"].astype(np.int64)
    told = np.isin(pairs["relation"], derived) & (stories[a] == stories[b])
    count = int(labels.max()) + 1
    links = coo_array((np.ones(int(told.sum()), dtype=np.int8), (labels[a[told]], labels[b[told]])), shape=(count, count))
    origin = connected_components(links, directed=False)[1][labels]
    return np.bincount(np.unique(np.stack([stories, origin]), axis=1)[0], minlength=int(stories.max()) + 1)
