"""Noisy reprints of one's own articles: what is said to have been done was done, and the same every time."""

from __future__ import annotations

import re

import pytest
import wirecopy as wc
from wirecopy import sample
from wirecopy.reprint_changes import BODY

CHANGES = ["cut", "edit", "typo", "local", "credit", "headline", "furniture", "ocr", "wrap"]


def made(**options) -> dict[str, dict]:
    return {row["id"]: row for row in wc.make_reprints(sample.load(), **options).to_pylist()}


def test_the_same_every_time_and_one_by_one() -> None:
    first = made(seed=3)
    assert first == made(seed=3) != made(seed=4)
    more = made(seed=3, copies=6)
    assert all(more[name]["text"] == row["text"] for name, row in first.items())
    assert len(more) > len(first) > len(sample.load())


def test_what_is_true_of_them() -> None:
    articles = {a["id"]: a for a in sample.load()}
    rows = made(copies=5, seed=2)
    copies = {name: row for name, row in rows.items() if row["parent"]}
    assert {name for name in rows if name not in copies} == set(articles)
    assert all(rows[name]["text"] == a["text"] and rows[name]["done"] == [] for name, a in articles.items())
    depth = 0
    for name, row in copies.items():
        parent = rows[row["parent"]]
        assert row["cluster"] == parent["cluster"] and row["published"] > parent["published"]
        assert row["outlet"] and row["outlet"] != parent["outlet"] and name.split("~")[0] == row["parent"].split("~")[0]
        assert set(row["done"]) <= set(CHANGES)
        depth += "~" in row["parent"]
    assert len(copies) // 4 < depth < len(copies)
    assert {change for row in copies.values() for change in row["done"]} == set(CHANGES)
    assert len({row["cluster"] for row in rows.values()}) == len(articles)


@pytest.mark.parametrize("change", CHANGES)
def test_one_change_alone(change: str) -> None:
    rows = made(changes=[change], chains=0.0, noise=0.05, seed=5)
    copies = [row for row in rows.values() if row["parent"]]
    changed = [row for row in copies if row["done"]]
    assert changed and all(row["done"] == [change] for row in changed)
    bodies = {row["id"]: re.sub(r"\s+", " ", wc.clean(row["text"]).body) for row in rows.values() if not row["parent"]}
    for row in copies:
        source, text = bodies[row["parent"]], re.sub(r"\s+", " ", row["text"])
        if not row["done"]:
            assert text == source
        elif change == "cut":
            assert len(text) < len(source)
        elif change in ("local", "headline", "furniture", "credit"):
            assert len(text) > len(source)
        elif change == "wrap":
            assert max(map(len, row["text"].split("\n"))) <= 60 or " " not in source
            assert re.sub(r"[\s-]", "", text) == re.sub(r"[\s-]", "", source)
    if change in BODY:
        chained = made(changes=[change], chains=1.0, copies=3, seed=5)
        assert any(row["parent"] and "~" in row["parent"] for row in chained.values())


def test_options_and_errors() -> None:
    assert len(made(copies=0)) == len(made(share=0.0)) == len(sample.load())
    assert all(row["published"] is None for row in wc.make_reprints(["word " * 70], copies=0).to_pylist())
    assert not any("ocr" in row["done"] and row["done"] == ["ocr"] and "~" not in row["id"] for row in made(noise=0.0).values())
    alone = wc.make_reprints([" ".join(f"word{i}" for i in range(90))], copies=3, share=1.0).to_pylist()
    assert len(alone) == 4
    with pytest.raises(ValueError, match="there is no 'rewrite'"):
        made(changes=["rewrite"])
    with pytest.raises(ValueError, match="share"):
        made(share=2)
    with pytest.raises(ValueError, match="would stand twice"):
        text = " ".join(f"word{i}." for i in range(90))
        wc.make_reprints([{"id": "a", "text": text}, {"id": "a~1", "text": text}], share=1.0)
