"""The sections of the report, in the order in which they stand on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from wirecopy import _core, grouping
from wirecopy.cleaning import LabelledSpan, labelled
from wirecopy.report import charts
from wirecopy.report.bodies import shared_ranges
from wirecopy.report.marked import Html, cell, escape, grid, side_by_side, squeeze, verdict
from wirecopy.words import COPIES, NOTES, RELATIONS

if TYPE_CHECKING:
    from wirecopy.results import Copies

CLUSTERS = 50
TIMELINE = 24
CLUSTER_PAIRS = 12
OTHER_PAIRS = 4  # of each relation that is no copy
STORIES = 30
MEMBERS = 12
ROWS = 50
SHOWN_TEXT = 6000


class View:
    """What the sections look up again and again."""

    def __init__(self, copies: Copies) -> None:
        self.copies = copies
        self.articles = copies._articles
        self.found = copies._found
        self.clusters = grouping.groups_of(copies.labels_)
        self.stories = grouping.groups_of(copies.story_labels_)
        self._titles: dict[int, str] = {}

    def spans(self, row: int) -> list[LabelledSpan]:
        return labelled(self.found["furniture"], row)

    def title(self, row: int) -> str:
        """The headline, or how the body begins."""
        if row not in self._titles:
            text, spans = self.articles.text(row), self.spans(row)
            chosen = next((s for s in spans if s.label == "headline"), None)
            chosen = chosen or next((s for s in spans if s.label == "body"), None)
            title = squeeze(text[chosen.start : chosen.end][:400], 90) if chosen else ""
            self._titles[row] = title or "(empty)"
        return self._titles[row]

    def origin(self, label: int) -> int:
        return int(self.found["origins"][label])

    def named(self, row: int) -> Html:
        """An article as a line: its id, outlet and time."""
        parts = [f"<b>{escape(str(self.articles.id(row)))}</b>"]
        if self.articles.outlets[row]:
            parts.append(escape(squeeze(self.articles.outlets[row], 40)))
        when = self.copies.articles.to_arrow()["published"][row].as_py()
        if when is not None:
            parts.append(f'<span class="note">{cell(when)}</span>')
        return Html(" · ".join(parts))


def _section(title: str, *parts: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{''.join(parts)}</section>"


def _cap(shown: int, total: int, what: str) -> str:
    return f'<p class="note">The first {shown:,} of {total:,} {what} are shown.</p>' if total > shown else ""


def figures(view: View) -> str:
    copies = view.copies
    in_clusters = int(view.clusters.sizes.sum())
    numbers = [
        (len(copies), "articles"),
        (in_clusters, "of them in clusters of copies"),
        (len(view.clusters.labels), "clusters"),
        (len(view.stories.labels), "stories of two or more"),
        (len(copies.pairs), "pairs with a relation"),
    ]
    return '<div class="figures">' + "".join(f"<div><b>{n:,}</b><span>{w}</span></div>" for n, w in numbers) + "</div>"


def funnel(view: View) -> str:
    note = '<p class="note">Bars are on a log scale.</p>'
    return _section("What was looked at", charts.funnel(view.copies.funnel), note)


def relation_table(view: View) -> str:
    counts = view.copies.relations()
    rows = [[name, f"{count:,}", RELATIONS[name]] for name, count in counts.items()]
    return grid(["relation", "pairs", "what it is"], rows, [False, True, False])


def relations(view: View) -> str:
    return _section("What the pairs are", relation_table(view))


def cluster_table(view: View, limit: int) -> str:
    table = view.copies.clusters
    rows = []
    for row in table.to_arrow().slice(0, limit).to_pylist():
        origin = view.origin(row["cluster"])
        kinds = ", ".join(f"{row[name]:,} {name}" for name in COPIES if row[name])
        rows.append(
            [Html(f'<span dir="auto">{escape(view.title(origin))}</span>'), row["size"], row["outlets"], row["origin"],
             row["first"], row["last"], kinds]
        )
    columns = ["cluster", "articles", "outlets", "origin", "first", "last", "pairs"]
    return grid(columns, rows, [False, True, True, False, False, False, False]) + _cap(limit, len(table), "clusters")


def clusters(view: View) -> str:
    if not len(view.clusters.labels):
        return _section("Clusters of copies", "<p>No article is a copy of another.</p>")
    return _section("Clusters of copies", cluster_table(view, CLUSTERS))


def timeline(view: View) -> str:
    hours = view.articles.hours
    rows = []
    for label, members in zip(view.clusters.labels.tolist(), view.clusters.rows, strict=True):
        known = hours[members][np.isfinite(hours[members])]
        if len(known) >= 2:
            rows.append((view.title(view.origin(label)), known.tolist()))
        if len(rows) == TIMELINE:
            break
    if not rows:
        return ""
    note = '<p class="note">Each dot is an article; the first of a cluster is orange. Times are UTC.</p>'
    return _section("Over time", charts.timeline(rows), note)


def side_by_sides(view: View) -> str:
    parts = []
    at = 0
    for label in view.clusters.labels[:CLUSTER_PAIRS].tolist():
        pair = _pair_of_cluster(view, label)
        if pair is not None:
            members = np.flatnonzero(view.copies.labels_ == label).tolist()
            title = f"{view.title(view.origin(label))} ({len(members):,} articles)"
            parts.append(_pair(view, pair, f"c{at}", title, at == 0, _members(view, members)))
            at += 1
    total = len(view.clusters.labels)
    note = _cap(CLUSTER_PAIRS, total, "clusters")
    if at:
        parts.insert(0, "<p>Of each cluster its origin beside the copy that differs most from it.</p>" + note)
    pairs = view.found["pairs"]
    for name in ("rewrite", "shared_quote", "same_story"):
        rows = np.flatnonzero(pairs["relation"] == _core.relation_names.index(name))
        if not len(rows):
            continue
        best = rows[np.argsort(-np.nan_to_num(pairs["similarity"][rows]), kind="stable")][:OTHER_PAIRS]
        parts.append(f"<h3>{escape(name)}: {escape(RELATIONS[name])}</h3>" + _cap(OTHER_PAIRS, len(rows), "pairs"))
        for pair in best.tolist():
            parts.append(_pair(view, pair, f"o{at}", view.title(int(pairs["a"][pair])), False))
            at += 1
    return _section("Side by side", *parts) if at else ""


def _pair_of_cluster(view: View, label: int) -> int | None:
    """The pair of the origin and the copy that differs most from it; else any two copies of the cluster."""
    pairs, labels = view.found["pairs"], view.copies.labels_
    copy = np.isin(pairs["relation"], [_core.relation_names.index(name) for name in COPIES])
    inside = np.flatnonzero(copy & (labels[pairs["a"]] == label) & (labels[pairs["b"]] == label))
    origin = view.origin(label)
    with_origin = inside[(pairs["a"][inside] == origin) | (pairs["b"][inside] == origin)]
    chosen = with_origin if len(with_origin) else inside
    if not len(chosen):
        return None
    alike = np.nan_to_num(pairs["aligned_a"][chosen]) + np.nan_to_num(pairs["aligned_b"][chosen])
    return int(chosen[np.argmin(alike)])


def _members(view: View, rows: list[int]) -> str:
    names = "; ".join(view.named(row) for row in rows[:MEMBERS])
    more = f"; and {len(rows) - MEMBERS:,} more" if len(rows) > MEMBERS else ""
    return f"<p>All of it: {names}{more}</p>"


def _pair(view: View, pair: int, key: str, title: str, opened: bool, before: str = "") -> str:
    pairs = view.found["pairs"]
    a, b = int(pairs["a"][pair]), int(pairs["b"][pair])
    text_a, text_b, spans_a, spans_b = view.articles.text(a), view.articles.text(b), view.spans(a), view.spans(b)
    names = pairs["reason_names"]
    first, last = pairs["reason_offsets"][pair], pairs["reason_offsets"][pair + 1]
    reasons = [(names[pairs["reason_name"][at]], float(pairs["reason_value"][at])) for at in range(first, last)]
    relation = _core.relation_names[pairs["relation"][pair]]
    direction = _core.direction_names[pairs["direction"][pair]]
    columns = side_by_side(
        (view.named(a), view.named(b)), (text_a, text_b), (spans_a, spans_b),
        shared_ranges(text_a, spans_a, text_b, spans_b), key, SHOWN_TEXT,
    )
    state = " open" if opened else ""
    return (
        f'<details{state}><summary><span dir="auto">{escape(title)}</span></summary>'
        f"{before}{verdict(relation, direction, reasons)}{columns}</details>"
    )


def stories(view: View) -> str:
    if not len(view.stories.labels):
        return ""
    parts = []
    for label, members in list(zip(view.stories.labels.tolist(), view.stories.rows, strict=True))[:STORIES]:
        by_cluster: dict[int, int] = {}
        for row in members.tolist():
            own = int(view.copies.labels_[row])
            by_cluster[own] = by_cluster.get(own, 0) + 1
        order = sorted(by_cluster, key=lambda own: (-by_cluster[own], own))
        items = "".join(
            f'<li><span dir="auto">{escape(view.title(view.origin(own)))}</span> '
            f'<span class="note">{by_cluster[own]:,} article{"s" if by_cluster[own] > 1 else ""}, from '
            f"{view.named(view.origin(own))}</span></li>"
            for own in order[:MEMBERS]
        )
        more = f'<li class="note">and {len(order) - MEMBERS:,} more</li>' if len(order) > MEMBERS else ""
        title = escape(view.title(view.origin(order[0])))
        parts.append(
            f'<details><summary><span dir="auto">{title}</span> <span class="note">story {label}: {len(members):,} '
            f"articles in {len(order):,} clusters, those alone counted as one each</span></summary>"
            f"<ul>{items}{more}</ul></details>"
        )
    return _section("Stories", _cap(STORIES, len(view.stories.labels), "stories"), *parts)


def bridges(view: View) -> str:
    rows = view.copies.bridges.to_arrow().slice(0, ROWS).to_pylist()
    if not rows:
        return ""
    words = "<p>Copies whose articles ended in different clusters: too few of the others agree.</p>"
    table = grid(["a", "b"], [[row["a"], row["b"]] for row in rows], [False, False])
    return _section("Bridges", words, table, _cap(ROWS, len(view.copies.bridges), "bridges"))


def left_aside(view: View) -> str:
    notes: Any = view.found["notes"]
    rows = np.flatnonzero(notes != _core.note_names.index("used"))
    if not len(rows):
        return _section("Left aside", "<p>Nothing: every article was compared with all others.</p>")
    counts = [
        [name, f"{int(np.sum(notes == at)):,}", NOTES.get(name, "")]
        for at, name in enumerate(_core.note_names)
        if name != "used" and np.any(notes == at)
    ]
    shown = [
        [view.articles.id(row), _core.note_names[notes[row]], int(view.found["tokens"][row]), view.title(row)]
        for row in rows[:ROWS].tolist()
    ]
    return _section(
        "Left aside",
        grid(["note", "articles", "why"], counts, [False, True, False]),
        grid(["article", "note", "tokens in the body", "how it begins"], shown, [False, False, True, False]),
        _cap(ROWS, len(rows), "articles"),
    )
