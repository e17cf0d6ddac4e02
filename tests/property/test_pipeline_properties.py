"""Whatever the desk is: labels partition the articles, stories are coarser than clusters, the clock is obeyed, and the
order in which articles come does not matter."""

from __future__ import annotations

import datetime as dt
import math
import random

import wirecopy as wc
from hypothesis import given, settings
from hypothesis import strategies as st
from python.wire_desk import COMET

START = dt.datetime(2026, 3, 2, tzinfo=dt.timezone.utc)
LETTERS = "etaoinshrdlucmfwygpbvk"


def invented(random_: random.Random) -> str:
    """An article of words that no other has: 3 to 6 paragraphs."""
    def word() -> str:
        return "".join(random_.choices(LETTERS, k=random_.randint(3, 9)))

    def sentence() -> str:
        return " ".join([word().title(), *(word() for _ in range(random_.randint(9, 14)))]) + "."

    return "\n\n".join(" ".join(sentence() for _ in range(3)) for _ in range(random_.randint(3, 6)))


@st.composite
def desks(draw) -> list[dict]:
    """Families: an article, and some exact copies of it, cuts, and copies with a paragraph more."""
    random_ = random.Random(draw(st.integers(0, 2**32)))
    articles: list[dict] = []
    for family in range(draw(st.integers(1, 4))):
        text = invented(random_)
        kinds = ["first", *draw(st.lists(st.sampled_from(["exact", "cut", "more"]), max_size=3))]
        for kind in kinds:
            paragraphs = text.split("\n\n")
            if kind == "cut":
                paragraphs = paragraphs[:-1]
            elif kind == "more":
                paragraphs.append(invented(random_).split("\n\n")[0])
            hours = draw(st.one_of(st.none(), st.integers(0, 60)))
            published = None if hours is None else START + dt.timedelta(hours=hours)
            text_of = "\n\n".join(paragraphs)
            articles.append({"text": text_of, "published": published, "family": family, "language": "en"})
    order = draw(st.permutations(range(len(articles))))
    return [{**articles[i], "id": f"a{n}"} for n, i in enumerate(order)]


def find(articles: list[dict], **options) -> wc.Copies:
    return wc.find_copies(articles, progress=False, **options)


def hours_of(article: dict) -> float:
    return math.nan if article["published"] is None else (article["published"] - START).total_seconds() / 3600


@settings(max_examples=40)
@given(desks())
def test_labels_are_the_families(articles) -> None:
    copies = find(articles)
    labels, stories = copies.labels_.tolist(), copies.story_labels_.tolist()
    assert list(dict.fromkeys(labels)) == list(range(max(labels) + 1))  # in order of first rows, none left out
    assert list(dict.fromkeys(stories)) == list(range(max(stories) + 1))
    for i, one in enumerate(articles):
        for k, other in enumerate(articles):
            assert (labels[i] == labels[k]) == (one["family"] == other["family"])
            assert stories[i] == stories[k] or labels[i] != labels[k]
    members = {label: [a["id"] for a, of in zip(articles, labels, strict=True) if of == label] for label in labels}
    rows = copies.clusters.to_pylist()
    assert {row["cluster"] for row in rows} == {label for label, ids in members.items() if len(ids) > 1}
    by_id = {article["id"]: article for article in articles}
    for row in rows:
        assert sorted(row["articles"]) == sorted(members[row["cluster"]])
        assert row["size"] == len(row["articles"]) and row["origin"] in row["articles"]
        known = [h for h in (hours_of(by_id[one]) for one in row["articles"]) if not math.isnan(h)]
        if known:  # the origin is the earliest witness
            assert hours_of(by_id[row["origin"]]) == min(known)
        else:  # or the fullest
            words = {one: len(by_id[one]["text"].split()) for one in row["articles"]}
            assert words[row["origin"]] == max(words.values())


@settings(max_examples=40)
@given(desks())
def test_pairs_are_what_was_made(articles) -> None:
    copies = find(articles)
    by_id = {article["id"]: article for article in articles}
    row_of = {article["id"]: n for n, article in enumerate(articles)}
    rows = copies.pairs.to_pylist()
    found = {(row["a"], row["b"]): row for row in rows}
    assert len(found) == len(rows)
    for i, one in enumerate(articles):
        for other in articles[i + 1 :]:
            row = found.get((one["id"], other["id"]))
            if one["family"] != other["family"]:
                assert row is None or row["relation"] not in ("exact", "reprint", "excerpt")
                continue
            assert row is not None and row["relation"] in ("exact", "reprint", "excerpt")
            assert (row["relation"] == "exact") == (one["text"].split() == other["text"].split())
    for row in rows:
        a, b = by_id[row["a"]], by_id[row["b"]]
        assert row_of[row["a"]] < row_of[row["b"]]
        gap = hours_of(b) - hours_of(a)
        assert (row["hours"] is None) == math.isnan(gap) and (math.isnan(gap) or abs(row["hours"] - gap) < 1e-6)
        if row["direction"] == "a_to_b":
            assert not gap < 0
        if row["direction"] == "b_to_a":
            assert not gap > 0
        if not math.isnan(gap) and abs(gap) >= 1:  # a known order always decides
            assert row["direction"] == ("a_to_b" if gap > 0 else "b_to_a")


def by_content(copies: wc.Copies) -> tuple:
    """What was found, whatever the order of the rows: pairs with the smaller id first, groups as lists of ids."""
    turn = {"a_to_b": "b_to_a", "b_to_a": "a_to_b", "undetermined": "undetermined"}
    pairs = []
    for row in copies.pairs.to_pylist():
        a, b, direction = row["a"], row["b"], row["direction"]
        shares = (row["aligned_a"], row["containment_a"]), (row["aligned_b"], row["containment_b"])
        if a > b:
            a, b, direction, shares = b, a, turn[direction], shares[::-1]
        alike = row["similarity"], row["resemblance"], row["shared_words"]
        pairs.append((a, b, row["relation"], direction, alike, shares))
    ids = copies.articles.to_arrow()["id"].to_pylist()

    def groups(labels) -> list[list[str]]:
        return sorted(sorted(i for i, of in zip(ids, labels, strict=True) if of == label) for label in set(labels))

    return sorted(pairs), groups(copies.labels_.tolist()), groups(copies.story_labels_.tolist()), copies.funnel


@settings(max_examples=40)
@given(desks(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_order_and_threads_do_not_matter(articles, random_, threads) -> None:
    shuffled = random_.sample(articles, len(articles))
    assert by_content(find(articles)) == by_content(find(shuffled, threads=threads))


@settings(max_examples=20)
@given(desks(), st.integers(0, 50))
def test_a_window_keeps_pairs_inside(articles, window) -> None:
    wide = {(row["a"], row["b"]) for row in find(articles).pairs.to_pylist() if row["relation"] == "exact"}
    narrow = find(articles, window=window).pairs.to_pylist()
    assert all(row["hours"] is None or abs(row["hours"]) <= window for row in narrow)
    by_id = {article["id"]: hours_of(article) for article in articles}
    inside = {(a, b) for a, b in wide if not abs(by_id[a] - by_id[b]) > window}
    assert {(row["a"], row["b"]) for row in narrow if row["relation"] == "exact"} == inside


@settings(max_examples=30)
@given(desks(), st.integers(0, 60))
def test_a_window_changes_no_copy_inside_it(articles, window) -> None:
    """The window narrows the search and not what is found: the copies inside it, with the same measures."""
    def copies(**options) -> dict[tuple[str, str], tuple]:
        rows = find(articles, **options).pairs.to_pylist()
        return {
            (row["a"], row["b"]): (row["relation"], row["direction"], row["aligned_a"], row["aligned_b"])
            for row in rows if row["relation"] in ("exact", "reprint", "excerpt")
            and (row["hours"] is None or abs(row["hours"]) <= window)
        }

    assert copies(window=window) == copies()


@settings(max_examples=20)
@given(desks())
def test_a_stranger_changes_no_family(articles) -> None:
    before = find(articles).labels_.tolist()
    after = find([*articles, {"id": "stranger", "text": COMET, "published": None, "language": "en"}]).labels_.tolist()
    assert after == [*before, max(before) + 1]
