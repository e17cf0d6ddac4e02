"""Rewrites and free texts on the same subjects, written for this: invented reports of six events, essays on eight subjects, and
three free answers to each of ten questions."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import wirecopy as wc

ALL = [json.loads(line) for line in Path(__file__).with_name("retellings.jsonl").read_text("utf-8").splitlines()]


def relations(kind: str) -> tuple[Counter[str], Counter[str], list[dict[str, Any]]]:
    """Of the pairs of a source and its rewrites, and of all others, in a run of one kind; and the rows of the former."""
    texts = {text["id"]: text for text in ALL if text["kind"] == kind}
    articles = [{name: text[name] for name in ("id", "language", "text")} for text in texts.values()]
    rows = {(row["a"], row["b"]): row for row in wc.find_copies(articles, progress=False).pairs.to_pylist()}
    retold, free, found = Counter(), Counter(), []
    for a, b in itertools.combinations(texts, 2):
        row = rows.get((a, b), rows.get((b, a)))
        one = texts[a]["subject"] == texts[b]["subject"] and "free" not in (texts[a]["role"], texts[b]["role"])
        (retold if one else free)[row["relation"] if row else "none"] += 1
        found += [row] if one and row else []
    return retold, free, found


def reasons(rows: list[dict[str, Any]]) -> Counter[str]:
    return Counter(reason["name"] for row in rows if row["relation"] == "rewrite" for reason in row["reasons"])


def test_rewrites_of_reports() -> None:
    """Each article has three, the freer ones no nearer to each other than reports are."""
    retold, free, rows = relations("report")
    assert retold.total() == 36 and retold["rewrite"] >= 27
    assert reasons(rows)["source_facts"] >= 4
    assert set(free) == {"same_story", "none"}


def test_rewrites_of_essays() -> None:
    """They name nobody, so there are no facts to share."""
    retold, free, rows = relations("essay")
    assert retold.total() == 24 and retold["rewrite"] >= 12
    assert reasons(rows)["worded"] >= 11
    assert set(free) == {"same_story", "none"}


def test_free_answers_to_one_question_are_none() -> None:
    retold, free, _ = relations("answer")
    assert retold.total() == 0 and free["same_story"] >= 10
    assert set(free) == {"same_story", "none"}


@pytest.mark.parametrize("kind", ["report", "essay"])
def test_the_sets_are_what_they_promise(kind: str) -> None:
    roles = Counter((text["subject"], text["role"]) for text in ALL if text["kind"] == kind)
    subjects = {subject for subject, _ in roles}
    assert len(subjects) == {"report": 6, "essay": 8}[kind]
    assert all(roles[subject, "source"] == 1 and roles[subject, "rewrite"] >= 2 <= roles[subject, "free"] for subject in subjects)
