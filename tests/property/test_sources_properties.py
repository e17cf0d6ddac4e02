"""What a pair has from third articles is what a plain reading of all the other pairs says."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import random
from collections import Counter

import pytest
import wirecopy as wc
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reference import relations as slow

# Each told in three ways, which share the names and numbers: whole, and in two ways that put them into other sentences.
TOLD = [
    ("{0} {1} opened the tunnel below {2} with {3} guests", "At last {0} walked through {2}. The party of {1} came to {3}",
     "A ribbon fell for {0} {1}. Many cheered in {2}, which counted {3} heads"),
    ("workers found a broken beam in hall {3} on Monday, said {0} {1} of the {2} works", "Steel had split, wrote {0} in {2}. What "
     "{1} saw was hall {3}", "A bent girder worried {0} {1}. Since then {2} has shut hall {3}"),
    ("a judge sent {0} {1} to prison at {2} for stealing {3} crowns", "Jail is what {0} gets from {2}. The missing money of {1} came "
     "to {3}", "Bars await {0} {1}. It was at {2} that {3} crowns went away"),
    ("{0} {1} won the race from {2} by {3} seconds", "Nobody caught {0} after {2}. The lead of {1} was {3}", "Victory carried {0} {1}. "
     "The watch of {2} had {3} to spare"),
]
PARTS = ["zor", "quen", "bra", "omp", "vran", "jor", "sko", "fan", "tul", "plen", "mar", "dov"]


def facts_of(number: int) -> list[str]:
    """Two names, a place and a number of a sentence's own."""
    words = [PARTS[(number * 5 + k * 7) % 12] + PARTS[(number + k * 3) % 12] + PARTS[(number * 7 + k) % 12] for k in range(3)]
    return [word.title() for word in words] + [str(4019 + 613 * number)]


def sentence(number: int, how: int) -> str:
    text = TOLD[number % len(TOLD)][how].format(*facts_of(number))
    return text[0].upper() + text[1:] + "."


@st.composite
def retold_desks(draw) -> list[dict]:
    """An article, parts of it, what is retold of it with and without sentences of one's own, and another report."""
    random_ = random.Random(draw(st.integers(0, 2**32)))
    source = list(range(draw(st.integers(8, 12))))
    made = [[(n, 0) for n in source]]
    for copy in range(draw(st.integers(2, 5))):
        how = draw(st.sampled_from(["retold", "retold", "retold", "cut", "other"]))
        own = range(20 + 10 * copy, 20 + 10 * copy + draw(st.integers(0, 6)))
        if how == "retold":
            keep, ways = draw(st.integers(5, 10)) / 10, draw(st.sampled_from([[0], [1], [2], [1], [2], [0, 1, 2]]))
            made.append([(n, random_.choice(ways)) for n in [*source, *own] if n >= 20 or random_.random() < keep])
        elif how == "cut":
            made.append(made[0][: draw(st.integers(3, len(source) - 1))])
        else:
            made.append([(n, 1) for n in [*source[:2], *own, 90 + copy]])
    start = dt.datetime(2026, 3, 2, 8, tzinfo=dt.timezone.utc)
    articles = []
    for n, told in enumerate(made):
        after = draw(st.one_of(st.none(), st.integers(0, 40).map(lambda quarter: quarter / 4)))
        published = None if after is None else start + dt.timedelta(hours=after)
        text = " ".join(sentence(*one) for one in told)
        articles.append({"id": f"a{n}", "text": text, "published": published, "language": "en", "hours": after})
    return articles


decided: Counter[str] = Counter()


@settings(max_examples=60)
@given(retold_desks())
def look(articles: list[dict]) -> None:
    texts = [article["text"] for article in articles]
    assume(len(set(texts)) == len(texts) and min(len(text.split()) for text in texts) >= 12)
    hours = {article["id"]: math.nan if article["hours"] is None else article["hours"] for article in articles}
    copies = wc.find_copies([{k: v for k, v in a.items() if k != "hours"} for a in articles], progress=False)
    rows = {(row["a"], row["b"]): row for row in copies.pairs.to_pylist()}
    assert not any(row["collapsed"] for row in rows.values())

    def evidence(x: str, y: str):
        return copies.explain(x, y).evidence if (x, y) in rows or (y, x) in rows else None

    for a, b in itertools.permutations(hours, 2):
        found = copies.explain(a, b)
        names = ("source_told_a", "source_told_b", "source_facts")
        others = [other for other in hours if other not in (a, b)]
        if evidence(a, b):
            assert tuple(found.evidence[name] for name in names) == pytest.approx(slow.from_sources(a, b, others, evidence, hours))
        assert (found.relation, found.direction) == slow.judge(found.evidence)
        decided.update(name for name, _ in found.reasons)


def test_what_third_articles_say() -> None:
    look()
    assert decided["source_told"] and decided["source_facts"]
