"""Furniture of every kind in eight languages, beside an article of one to four paragraphs: no score changes by more than .02."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import wirecopy as wc

SCORES = ("similarity", "resemblance", "containment_a", "containment_b", "aligned_a", "aligned_b")
ABOVE = ("section", "headline", "deckhead", "byline", "date", "caption", "piccredit")
BELOW = ("credit", "links", "signup", "cookie", "copyright", "share", "tags")
WRITTEN = json.loads((Path(__file__).parent / "furniture.json").read_text(encoding="utf-8"))  # invented


def body(text: str) -> str:
    return " ".join(wc.clean(text).body.split())


def scores(a: str, b: str) -> dict[str, float]:
    rows = wc.find_copies([a, b], progress=False).pairs.to_pylist()
    return {name: rows[0][name] if rows else 0.0 for name in SCORES}


def one_kind(paragraphs: list[str], lines: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Each line alone, where it stands on a page."""
    for kind, written in lines.items():
        for line in written:
            if kind == "crosshead":
                if len(paragraphs) > 2:
                    yield kind, [paragraphs[0], line, *paragraphs[1:]]
            elif kind == "dateline":
                yield kind, [line + paragraphs[0], *paragraphs[1:]]
            elif kind == "slug":
                yield kind, [line + lines["headline"][0], *paragraphs]
            elif kind in ABOVE:
                yield kind, [*line.split("\n"), *paragraphs]
            else:
                yield kind, [*paragraphs, *line.split("\n")]


def several(paragraphs: list[str], lines: dict[str, list[str]], draw: random.Random) -> list[str]:
    """As a page has it: some above, some below, perhaps a dateline."""

    def one(kind: str) -> str:
        return draw.choice(lines[kind])

    above = [one("section")] if draw.random() < 0.5 else []
    if draw.random() < 0.3:
        above += one("deckhead").split("\n")
    else:
        above.append((one("slug") if draw.random() < 0.3 else "") + one("headline"))
        if draw.random() < 0.5:
            above.append(one("byline"))
    above += [one(kind) for kind in ("date", "caption") if draw.random() < 0.5]
    first = (one("dateline") if draw.random() < 0.4 else "") + paragraphs[0]
    below = [line for kind in draw.sample(BELOW, draw.randint(0, 5)) for line in one(kind).split("\n")]
    return [*above, first, *paragraphs[1:], *below]


@pytest.mark.parametrize("language", WRITTEN)
def test_no_score_changes(language: str) -> None:
    written = WRITTEN[language]
    draw = random.Random(7)
    for n in range(1, len(written["paragraphs"]) + 1):
        paragraphs = written["paragraphs"][:n]
        for separator in ("\n", "\n\n"):
            plain = separator.join(paragraphs)
            copy = plain[12:]
            before = scores(plain, copy)
            assert before["aligned_a"] > 0.5
            printed = list(one_kind(paragraphs, written["lines"]))
            printed += [("several", several(paragraphs, written["lines"], draw)) for _ in range(40)]
            assert len(printed) > 60
            for kind, blocks in printed:
                text = separator.join(blocks)
                if body(text) == body(plain):
                    continue  # the same is compared
                after = scores(text, copy)
                assert all(abs(after[name] - before[name]) <= 0.02 for name in SCORES), (kind, text, before, after)


@pytest.mark.parametrize("language", WRITTEN)
def test_what_is_compared_is_the_article(language: str) -> None:
    """The body is not empty, or another's: nearly every letter of the article is in it."""
    written = WRITTEN[language]
    draw = random.Random(8)
    plain = written["paragraphs"]
    for _ in range(20):
        found = body("\n\n".join(several(plain, written["lines"], draw)))
        assert abs(len(found) - len(body("\n\n".join(plain)))) < 20
        assert all(paragraph in found for paragraph in plain[1:])
