"""What `find_copies` found."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from wirecopy import _core, grouping, times
from wirecopy.articles import Articles
from wirecopy.cleaning import LabelledSpan, labelled
from wirecopy.compare import Explanation, explanation_of
from wirecopy.errors import naming_articles
from wirecopy.keep import keep, origins_of_stories
from wirecopy.table import Table
from wirecopy.tree import Tree, find_parents, parents_table, tree_of, versions_table
from wirecopy.words import COPIES

SHARES = ("similarity", "resemblance", "containment_a", "containment_b", "aligned_a", "aligned_b")


class Copies:
    """The copies in a pile of articles.

    Attributes
    ----------
    articles : Table
        One row per article, in input order: id, outlet, published, language, cluster, story, note, tokens,
        body_share. `note` says what became of it: used, exact_only, too_short, empty.
    pairs : Table
        One row per pair that has a relation: a, b, relation, direction, similarity, resemblance, containment_a,
        containment_b, aligned_a, aligned_b, shared_words, hours, reasons, collapsed. Shares are in [0, 1]; hours is b's time
        minus a's; null is not known. `collapsed`: the row also stands for pairs that have none, of articles of the same
        body beyond `max_pairs` or of bodies that another, nearly the same, represents.
    clusters : Table
        One row per cluster of two articles or more, largest first: cluster, size, outlets (how many different ones),
        origin (id of the earliest or fullest article), first, last, exact, reprint, excerpt (pairs of each relation),
        story, articles (ids).
    stories : Table
        One row per story of two articles or more, largest first: story, size, clusters (articles alone counting as
        one each), origins (of those, how many were written on their own: clusters that are copies or rewrites of one another
        count as one; 40 reprints and 2 own reports are 3 origins), outlets, first, last, articles (ids).
    furniture : Table
        One row per furniture span: article, start, end (code points), label, confidence (probability that the label is
        right), text.
    parents : Table
        One row per article of a cluster, cluster by cluster: cluster, article, parent (id of what it was made of; null where
        that is not known), nearest (the article that explains it best, also where that decides nothing), why (first,
        same_text, only_one, fewest_changes, undetermined), share (of its letters in sequence those that nearest has), change
        (from nearest: same, correction, cut, update), margin (changes the next best needs more; null: there is none), also,
        also_share (the article that explains most text of what nearest does not, and how much).
    versions : Table
        One row per version where one outlet has several articles in a cluster, in order: chain, step, article, outlet,
        published, cluster, before (the version it was made of), change (from that one: same, correction, cut, update).
    bridges : Table
        Copies whose two articles ended in different clusters: a, b.
    labels_, story_labels_ : int64 array, one per article
        Cluster and story; an article alone has a label of its own.
    funnel : list of (str, int)
        What was looked at, step by step, with counts.
    """

    def __init__(self, articles: Articles, found: Mapping[str, Any]) -> None:
        self._articles = articles
        self._found = found
        self.labels_: np.ndarray = found["labels"]
        self.story_labels_: np.ndarray = found["story_labels"]
        self.funnel: list[tuple[str, int]] = [(str(step), int(count)) for step, count in found["funnel"]]

    def __len__(self) -> int:
        return len(self._articles)

    @cached_property
    def articles(self) -> Table:
        a, found = self._articles, self._found
        return Table(
            pa.table(
                {
                    "id": a.id_column(),
                    "outlet": _words(a.outlets),
                    "published": times.to_arrow(a.hours),
                    "language": _words(a.languages),
                    "cluster": pa.array(self.labels_),
                    "story": pa.array(self.story_labels_),
                    "note": _named(found["notes"], _core.note_names),
                    "tokens": pa.array(found["tokens"]),
                    "body_share": pa.array(self._body_share()),
                }
            ),
            "articles",
        )

    @cached_property
    def pairs(self) -> Table:
        pairs, ids = self._found["pairs"], self._articles.id_column
        columns: dict[str, pa.Array] = {
            "a": ids(pairs["a"]),
            "b": ids(pairs["b"]),
            "relation": _named(pairs["relation"], _core.relation_names),
            "direction": _named(pairs["direction"], _core.direction_names),
        }
        for name in SHARES:
            columns[name] = pa.array(pairs[name], from_pandas=True)
        columns["shared_words"] = pa.array(pairs["shared_words"])
        columns["hours"] = pa.array(pairs["hours"], from_pandas=True)
        reasons = pa.StructArray.from_arrays(
            [_named(pairs["reason_name"], pairs["reason_names"]), pa.array(pairs["reason_value"])],
            names=["name", "value"],
        )
        columns["reasons"] = pa.LargeListArray.from_arrays(pa.array(pairs["reason_offsets"]), reasons)
        columns["collapsed"] = pa.array(pairs["collapsed"].astype(bool))
        return Table(pa.table(columns), "pairs")

    @cached_property
    def clusters(self) -> Table:
        a, labels, pairs = self._articles, self.labels_, self._found["pairs"]
        groups = grouping.groups_of(labels)
        inside = np.flatnonzero(labels[pairs["a"]] == labels[pairs["b"]])
        counts = {}
        for name in COPIES:
            rows = inside[pairs["relation"][inside] == _core.relation_names.index(name)]
            counts[name] = np.bincount(labels[pairs["a"][rows]], minlength=groups.count)[groups.labels]
        data = {
            "cluster": pa.array(groups.labels),
            "size": pa.array(groups.sizes),
            "outlets": pa.array(grouping.distinct(groups, a.outlets), type=pa.int64()),
            "origin": a.id_column(self._found["origins"][groups.labels]),
            **grouping.time_range(groups, a.hours),
            **{name: pa.array(values) for name, values in counts.items()},
            "story": pa.array(self.story_labels_[groups.first_rows]),
            "articles": grouping.members(groups, a.id_column),
        }
        return Table(pa.table(data), "clusters")

    @cached_property
    def stories(self) -> Table:
        a, labels = self._articles, self.labels_
        groups = grouping.groups_of(self.story_labels_)
        data = {
            "story": pa.array(groups.labels),
            "size": pa.array(groups.sizes),
            "clusters": pa.array(grouping.distinct(groups, labels.tolist(), unknown=None), type=pa.int64()),
            "origins": pa.array(origins_of_stories(self)[groups.labels]),
            "outlets": pa.array(grouping.distinct(groups, a.outlets), type=pa.int64()),
            **grouping.time_range(groups, a.hours),
            "articles": grouping.members(groups, a.id_column),
        }
        return Table(pa.table(data), "stories")

    @cached_property
    def furniture(self) -> Table:
        spans, names = self._found["furniture"], _core.label_names
        rows = np.repeat(np.arange(len(self)), np.diff(spans["offsets"]))
        kept = np.flatnonzero(spans["label"] != names.index("body"))
        texts: list[str] = []
        current, text = -1, ""
        for row, start, end in zip(
            rows[kept].tolist(), spans["start"][kept].tolist(), spans["end"][kept].tolist(), strict=True
        ):
            if row != current:
                current, text = row, self._articles.text(row)
            texts.append(text[start:end])
        data = {
            "article": self._articles.id_column(rows[kept]),
            "start": pa.array(spans["start"][kept]),
            "end": pa.array(spans["end"][kept]),
            "label": _named(spans["label"][kept], names),
            "confidence": pa.array(spans["confidence"][kept]),
            "text": pa.array(texts, type=pa.large_string()),
        }
        return Table(pa.table(data), "furniture spans")

    @cached_property
    def bridges(self) -> Table:
        bridges, ids = np.asarray(self._found["bridges"]).reshape(-1, 2), self._articles.id_column
        return Table(pa.table({"a": ids(bridges[:, 0]), "b": ids(bridges[:, 1])}), "bridges")

    @cached_property
    def _parents(self) -> dict[str, np.ndarray]:
        return find_parents(self, self.labels_)

    @cached_property
    def parents(self) -> Table:
        return parents_table(self)

    @cached_property
    def versions(self) -> Table:
        return versions_table(self)

    def tree(self, article: Any) -> Tree:
        """Who copied whom in the cluster of one article (by its id, or row number, as for `explain`).

        Raises KeyError where there is no such article, ValueError where it is in no cluster.
        """
        return tree_of(self, article)

    def keep(self, policy: str = "first", *, prefer: str | Sequence[str] = ()) -> Table:
        """One article of each cluster, and every article that has no copies: what to read, count or train on.

        Parameters
        ----------
        policy : {'first', 'longest'}
            The origin (the earliest; where times are not known the fullest), or the one with the most tokens in its body.
        prefer : str or sequence of str
            Outlets, best first: where one of them has an article in the cluster, the policy chooses among its articles.

        Returns
        -------
        Table
            In input order: id, outlet, published, language, cluster, articles (how many it stands for, itself too), text.
        """
        return keep(self, policy, prefer)

    def explain(self, a: Any, b: Any) -> Explanation:
        """Everything known about two of the articles.

        Parameters
        ----------
        a, b
            Ids as given, or row numbers where the ids are not numbers.

        Raises
        ------
        KeyError
            For an article that is not there.
        ValueError
            For an article and itself.
        """
        articles = self._articles
        row_a, row_b = articles.row(a), articles.row(b)
        if row_a == row_b:
            raise ValueError(f"explain takes two different articles, not {a!r} twice")
        with naming_articles(articles):
            found = _core.explain(
                self._found["kept"], articles.offsets, articles.data, articles.outlets, articles.languages,
                articles.hours, row_a, row_b,
            )
        return explanation_of(found, articles, row_a, row_b)

    def to_html(self, path: str | os.PathLike[str]) -> None:
        """Writes the report: one page that opens without a network.

        What is shown is capped, and the page says where. An existing file is replaced in one step.
        """
        from wirecopy.output import write_text
        from wirecopy.report.page import page

        write_text(path, page(self))

    def text_of(self, article: Any) -> str:
        """Text of one article, by its id (or row number, as for `explain`)."""
        return self._articles.text(self._articles.row(article))

    def spans_of(self, article: Any) -> list[LabelledSpan]:
        """Labelled spans of one article, by its id (or row number, as for `explain`)."""
        return labelled(self._found["furniture"], self._articles.row(article))

    def relations(self) -> dict[str, int]:
        """How many pairs there are of each relation, in the order of the relations."""
        counts = Counter(self._found["pairs"]["relation"].tolist())
        return {name: counts[at] for at, name in enumerate(_core.relation_names) if counts[at]}

    def _body_share(self) -> np.ndarray:
        spans = self._found["furniture"]
        rows = np.repeat(np.arange(len(self)), np.diff(spans["offsets"]))
        length = (spans["end"] - spans["start"]).astype(np.float64)
        whole = np.bincount(rows, weights=length, minlength=len(self))
        body = spans["label"] == _core.label_names.index("body")
        inside = np.bincount(rows[body], weights=length[body], minlength=len(self))
        return np.divide(inside, whole, out=np.zeros(len(self)), where=whole > 0)

    def __repr__(self) -> str:
        relations = ", ".join(f"{count:,} {name}" for name, count in self.relations().items()) or "none"
        return (
            f"<Copies: {len(self):,} articles, {len(self._found['pairs']['a']):,} pairs ({relations}), "
            f"{len(self.clusters):,} clusters, {len(self.stories):,} stories>"
        )

    def _repr_html_(self) -> str:
        from wirecopy.report.page import summary

        return summary(self)


def _words(values: list[str]) -> pa.Array:
    return pa.array([value or None for value in values], type=pa.large_string())


def _named(codes: np.ndarray, names: list[str]) -> pa.Array:
    """Small numbers as the words they stand for."""
    return pa.array(names, type=pa.string()).take(pa.array(codes, type=pa.uint8()))
