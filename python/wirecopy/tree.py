"""Stage 9 in Python: who copied whom, as tables and as a picture."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from wirecopy import _core, options, times
from wirecopy.articles import Articles, Columns
from wirecopy.errors import naming_articles
from wirecopy.table import Table
from wirecopy.text import read_articles

if TYPE_CHECKING:
    from wirecopy.results import Copies

NONE = -1


def find_parents(copies: Copies, labels: np.ndarray) -> dict[str, np.ndarray]:
    """What each article was made of, among those with its label: the core's arrays of rows, NONE for none."""
    articles, pairs = copies._articles, copies._found["pairs"]
    direction = pairs["direction"]
    forth, back = (_core.direction_names.index(name) for name in ("a_to_b", "b_to_a"))
    a, b = pairs["a"].astype(np.int64), pairs["b"].astype(np.int64)
    told = ((direction == forth) | (direction == back)) & (labels[a] == labels[b])
    source, copy = np.where(direction == back, b, a)[told], np.where(direction == back, a, b)[told]
    with naming_articles(articles):
        return _core.find_parents(
            copies._found["kept"], articles.offsets, articles.data, articles.hours, labels, source, copy, _core.tree_margin
        )


def transmission_tree(
    articles: Any, *, text: str = "text", id: str | bool | None = None, published: str | bool | None = None,
    margin: float | None = None, threads: int | None = None,
) -> Table:
    """Who copied whom among articles that are copies of one text: the stage alone, on whole texts.

    Parameters
    ----------
    articles, text, id, published
        As for `find_copies`. An article whose time is not known has no parent and is none.
    margin : float, optional
        Changes that the next best parent must need more; with fewer there is no parent. Default 0.3.
    threads : int, optional
        None: every core. The result does not depend on it.

    Returns
    -------
    Table
        One row per article, in order: article, parent, nearest, why, share, change, margin, also, also_share, as in
        `Copies.parents`.

    Raises
    ------
    TextError, ValueError, TypeError, OSError
        As `find_copies`.

    Examples
    --------
    >>> import wirecopy as wc
    >>> rows = [{"text": "The bridge over the river is shut.", "published": day} for day in ("2026-03-02", "2026-03-01")]
    >>> wc.transmission_tree(rows).to_arrow()["parent"].to_pylist()
    [1, None]
    """
    bound = _core.tree_margin if margin is None else options.number("margin", margin, 0, math.inf)
    count = options.threads(threads)
    read = read_articles(articles, Columns(text, id, False, published, False))
    none = np.zeros(0, dtype=np.int64)
    with naming_articles(read):
        found = _core.transmission_tree(read.offsets, read.data, read.hours, none, none, bound, count)
    return Table(pa.table(_columns(read, found, np.arange(len(read)))), "articles")


def parents_table(copies: Copies) -> Table:
    """One row per article of a cluster of two or more."""
    labels = copies.labels_
    rows = np.flatnonzero(np.bincount(labels, minlength=1)[labels] > 1) if len(labels) else np.zeros(0, dtype=np.int64)
    rows = rows[np.argsort(labels[rows], kind="stable")]
    columns = {"cluster": pa.array(labels[rows]), **_columns(copies._articles, copies._parents, rows)}
    return Table(pa.table(columns), "articles of clusters")


def _columns(articles: Articles, found: dict[str, np.ndarray], rows: np.ndarray) -> dict[str, pa.Array]:
    nearest, also = found["nearest"][rows] != NONE, found["also"][rows] != NONE
    margin = found["margin"][rows]
    return {
        "article": articles.id_column(rows),
        "parent": _ids(articles, found["parent"][rows]),
        "nearest": _ids(articles, found["nearest"][rows]),
        "why": _words(found["why"][rows], _core.parent_reason_names),
        "share": pa.array(found["share"][rows], mask=~nearest),
        "change": _words(found["change"][rows], _core.change_names, nearest),
        "margin": pa.array(np.where(np.isfinite(margin), margin, 0.0), mask=~np.isfinite(margin)),
        "also": _ids(articles, found["also"][rows]),
        "also_share": pa.array(found["also_share"][rows], mask=~also),
    }


def versions_table(copies: Copies) -> Table:
    """One row per version of a text that one outlet published twice or more."""
    articles, labels = copies._articles, copies.labels_
    numbers: dict[Any, int] = {}
    groups = np.empty(len(labels), dtype=np.int64)
    for row, outlet in enumerate(articles.outlets):
        groups[row] = numbers.setdefault((int(labels[row]), outlet) if outlet else (row,), len(numbers))
    sizes = np.bincount(groups, minlength=1)
    found = find_parents(copies, groups) if len(groups) else {}
    chains: dict[int, list[int]] = {}
    for row in np.flatnonzero(sizes[groups] > 1).tolist() if len(groups) else []:
        chains.setdefault(int(groups[row]), []).append(row)
    order: list[tuple[int, int, int]] = []
    for chain, rows in enumerate(chains.values()):
        hours = articles.hours
        rows.sort(key=lambda row: (np.isnan(hours[row]), hours[row], _depth(found["nearest"], row), row))
        order += [(chain, step, row) for step, row in enumerate(rows)]
    taken = np.array([row for _, _, row in order], dtype=np.int64)
    before = found["nearest"][taken] if len(taken) else taken
    columns = {
        "chain": pa.array([chain for chain, _, _ in order], type=pa.int64()),
        "step": pa.array([step for _, step, _ in order], type=pa.int64()),
        "article": articles.id_column(taken),
        "outlet": pa.array([articles.outlets[row] for row in taken.tolist()], type=pa.large_string()),
        "published": times.to_arrow(articles.hours[taken]),
        "cluster": pa.array(labels[taken]),
        "before": _ids(articles, before),
        "change": _words(found["change"][taken] if len(taken) else taken, _core.change_names, before != NONE),
    }
    return Table(pa.table(columns), "versions")


def _depth(nearest: np.ndarray, row: int) -> int:
    depth, seen = 0, set()
    while nearest[row] != NONE and row not in seen:
        seen.add(row)
        row, depth = int(nearest[row]), depth + 1
    return depth


def _ids(articles: Articles, rows: np.ndarray) -> pa.Array:
    """Ids of rows, null where there is none."""
    places = pa.array(np.where(rows == NONE, 0, rows), type=pa.int64(), mask=rows == NONE)
    return places if articles.ids is None else articles.ids.take(places)


def _words(codes: np.ndarray, names: list[str], known: np.ndarray | None = None) -> pa.Array:
    mask = None if known is None else ~known
    return pa.array(names, type=pa.string()).take(pa.array(codes.astype(np.int64), mask=mask))


@dataclass(frozen=True)
class Tree:
    """The transmission tree of one cluster.

    Attributes
    ----------
    table : Table
        Its rows of `Copies.parents`.
    cluster : int
    """

    cluster: int
    table: Table
    _outlets: dict[Any, str]
    _hours: dict[Any, float]

    def __len__(self) -> int:
        return len(self.table)

    def rows(self) -> list[dict[str, Any]]:
        """The articles from the top of the picture down, each with its `depth`: a copy stands below what it was made of,
        and before the next article that has the same parent. Dicts of the table's columns."""
        items = {row["article"]: row for row in self.table.to_pylist()}
        below: dict[Any, list[Any]] = {}
        for row in items.values():
            below.setdefault(row["nearest"], []).append(row["article"])
        when = self._hours

        def early(article: Any) -> tuple[bool, float]:
            return when[article] != when[article], when[article] if when[article] == when[article] else 0.0

        found: list[dict[str, Any]] = []
        seen: set[Any] = set()
        # Where nothing is certain `nearest` may go in a circle; whoever is earliest in it then stands at the top.
        for start in [*sorted(below.get(None, []), key=early), *sorted(items, key=early)]:
            stack = [(start, 0)]
            while stack:
                article, depth = stack.pop()
                if article in seen:
                    continue
                seen.add(article)
                found.append({**items[article], "depth": depth})
                stack += [(copy, depth + 1) for copy in sorted(below.get(article, []), key=early, reverse=True)]
        return found

    def svg(self) -> str:
        """The picture as SVG: a line from each article to its copies, dashed where the parent is not certain."""
        from wirecopy.report.tree import tree_svg

        return tree_svg(self.rows(), self._outlets, self._hours)

    def to_svg(self, path: str | os.PathLike[str]) -> None:
        """Writes the picture as an SVG file."""
        from wirecopy.output import write_text

        write_text(path, self.svg())

    def __str__(self) -> str:
        lines = []
        for row in self.rows():
            mark = "" if row["depth"] == 0 else "└ " if row["parent"] is not None else "└? "
            told = "" if row["nearest"] is None else f"  {row['change']}, {row['share']:.0%}"
            lines.append("    " * row["depth"] + mark + f"{row['article']}{told}")
        return "\n".join(lines)

    def _repr_svg_(self) -> str:
        return self.svg()


def tree_of(copies: Copies, article: Any) -> Tree:
    """The tree of the cluster that the article is in."""
    row = copies._articles.row(article)
    label = int(copies.labels_[row])
    members = np.flatnonzero(copies.labels_ == label).tolist()
    if len(members) < 2:
        raise ValueError(f"{copies._articles.name(row)} is in no cluster: there is no copy of it")
    whole = copies.parents.to_arrow()
    start, end = np.searchsorted(whole["cluster"].to_numpy(), [label, label + 1])
    articles = copies._articles
    ids = [articles.id(member) for member in members]
    outlets = {key: articles.outlets[member] for key, member in zip(ids, members, strict=True)}
    hours = {key: float(articles.hours[member]) for key, member in zip(ids, members, strict=True)}
    return Tree(label, Table(whole.slice(int(start), int(end - start)), "articles of the cluster"), outlets, hours)
