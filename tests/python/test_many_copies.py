"""Copies of copies: stories that everybody prints, crowds of nearly the same, what many articles share without being copies."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pytest
import wirecopy as wc
from wirecopy import sample

START = dt.datetime(2026, 3, 2, tzinfo=dt.timezone.utc)
LETTERS = "etaoinshrdlucmfwygpbvk"
COMMON = ["the", "of", "and", "to", "in", "a", "that", "was", "for", "on", "with", "said"]


class Press:
    """Invented articles of words of a language of their own, some frequent and most rare."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = ["".join(self.random.choices(LETTERS, k=self.random.randint(4, 9))) for _ in range(6000)]

    def sentence(self) -> str:
        words = [self.random.choice(COMMON) if self.random.random() < 0.4 else self.random.choice(self.words) for _ in range(14)]
        return " ".join(words).capitalize() + "."

    def text(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def edited(self, text: str, edits: int) -> str:
        words = text.split(" ")
        for _ in range(edits):
            words[self.random.randrange(len(words))] = self.random.choice(self.words)
        return " ".join(words)


def find(articles: list, **options) -> wc.Copies:
    return wc.find_copies(articles, progress=False, **options)


def funnel(copies: wc.Copies) -> dict[str, int]:
    return dict(copies.funnel)


def test_a_crowd_of_nearly_the_same_is_one_cluster_at_the_cost_of_its_articles() -> None:
    press = Press(1)
    story, n = press.text(16), 600
    copies = find([press.edited(story, 1) for _ in range(n)] + [press.text(16) for _ in range(50)])
    assert len(set(copies.labels_[:n])) == 1
    assert len(set(copies.labels_)) == 51
    steps = funnel(copies)
    represented = steps["bodies that another, nearly the same, represents"]
    assert represented > n * 0.9
    assert steps["candidates"] < n
    pairs = copies.pairs.to_pandas()
    # One of them speaks for the others: a row to each, marked, and a count of what has no row.
    assert len(pairs) == represented + steps["candidates with passages"]
    assert pairs.collapsed.all()
    bodies = steps["distinct bodies"] - 50
    assert len(pairs) + steps["pairs of bodies left to those that represent them"] == bodies * (bodies - 1) // 2
    # What has no row can be asked for.
    first, second = sorted({*range(n)} - {*pairs.a})[:2]
    assert copies.explain(first, second).relation in {"reprint", "exact"}


def test_a_small_crowd_has_a_row_for_every_pair() -> None:
    press = Press(2)
    story, n = press.text(16), 40
    copies = find([press.edited(story, 2) for _ in range(n)])
    assert len(copies.pairs) == n * (n - 1) // 2
    assert not copies.pairs.to_pandas().collapsed.any()
    assert funnel(copies)["bodies that another, nearly the same, represents"] == 0


def test_a_story_in_hundreds_of_outlets_is_one_cluster() -> None:
    press = Press(3)
    story, articles, planted = press.text(24), [], []
    for i in range(300):
        sentences = story.split(". ")
        kind = i % 4
        text = story if kind == 0 else press.edited(story, 3) if kind == 1 else story + "\n\n" + press.text(2)
        if kind == 3:
            text = ". ".join(sentences[: press.random.randint(11, 23)]) + "."
        articles.append({"text": text, "outlet": f"outlet {i}", "published": START + dt.timedelta(hours=i % 40)})
        planted.append(True)
    for i in range(500):
        articles.append({"text": press.text(24), "outlet": f"outlet {i}", "published": START + dt.timedelta(hours=i % 400)})
        planted.append(False)
    order = list(range(len(articles)))
    press.random.shuffle(order)
    labels = find([articles[i] for i in order]).labels_
    story_rows = np.array([planted[i] for i in order])
    assert len(set(labels[story_rows])) == 1
    assert len(set(labels[~story_rows])) == 500
    assert not set(labels[story_rows]) & set(labels[~story_rows])


def test_long_and_short_copies_of_a_story_meet_though_their_edits_are_rarer_than_the_story() -> None:
    """Each copy has a dozen words changed for words that two thirds of the collection talk in: frequent, but rarer than the
    story's own, and told apart from them by nothing else."""
    press = Press(12)
    talk = press.words[:60]

    def talking(words: list[str], edits: int) -> str:
        for _ in range(edits):
            words[press.random.randrange(len(words))] = press.random.choice(talk)
        return " ".join(words)

    story = press.text(30).split(" ")
    copies = [talking(story[: int(len(story) * share)], 12) for share in [0.45] * 150 + [1.0] * 150]
    others = [press.text(24).split(" ") for _ in range(700)]
    labels = find(copies + [talking(words, len(words) // 4) for words in others]).labels_
    assert len(set(labels[:300])) == 1
    assert len(set(labels)) == 701


def test_the_order_of_a_crowd_and_the_threads_change_nothing() -> None:
    press = Press(4)
    stories = [press.text(14) for _ in range(2)]
    articles = [press.edited(stories[i % 2], 1 + i % 5) for i in range(400)]
    whole = find(articles, threads=1)
    scores = {(row.a, row.b): (row.relation, row.aligned_a, row.collapsed) for row in whole.pairs.to_pandas().itertuples()}
    turned = find(articles[::-1], threads=3)
    last = len(articles) - 1
    for row in turned.pairs.to_pandas().itertuples():
        assert scores[last - row.b, last - row.a][::2] == (row.relation, row.collapsed)
        assert scores[last - row.b, last - row.a][1] == row.aligned_b
    assert len(turned.pairs) == len(scores)


@pytest.mark.parametrize("apart", ["\n\n", " "])
@pytest.mark.parametrize("first", [True, False])
def test_a_footer_on_many_unrelated_articles_joins_nothing(apart: str, first: bool) -> None:
    press = Press(5)
    footer = press.text(8)
    bodies = [press.text(12) for _ in range(200)]
    articles = [footer + apart + body if first else body + apart + footer for body in bodies]
    copies = find(articles)
    assert len(set(copies.labels_)) == 200
    # An end of the footer may be left to a body here and there, and be a passage that two of them share.
    assert copies.relations().keys() <= {"shared_quote"}
    furniture = copies.furniture.to_pandas()
    assert set(furniture.article) == set(range(200))
    held = {label: furniture[furniture.label == label].text.str.len().sum() for label in set(furniture.label)}
    assert held["boilerplate"] > 0.8 * 200 * len(footer)


def test_a_story_under_headlines_of_its_own_is_no_footer() -> None:
    """Fifty outlets print the same story with a paragraph of their own, which is the smaller part."""
    press = Press(6)
    story = press.text(14)
    copies = find([story + "\n\n" + press.text(4) for _ in range(50)] + [press.text(18) for _ in range(50)])
    assert len(set(copies.labels_[:50])) == 1 and len(set(copies.labels_)) == 51


def test_reprints_that_keep_two_fifths_are_copies() -> None:
    press = Press(7)
    articles, pairs = [], []
    for _ in range(60):
        source = [press.sentence() for _ in range(30)]
        keep = press.random.randint(13, 20)
        start = press.random.choice([0, 30 - keep, press.random.randint(0, 30 - keep)])
        rest = [press.sentence() for _ in range(30 - keep)]
        part = source[start : start + keep]
        at = press.random.randint(0, len(rest))
        pairs.append((len(articles), len(articles) + 1))
        articles += [" ".join(source), " ".join(rest[:at] + part + rest[at:])]
    found = {(row.a, row.b) for row in find(articles).pairs.to_pandas().itertuples() if row.relation in {"reprint", "excerpt"}}
    assert len(found & set(pairs)) >= 0.98 * len(pairs)
    assert found <= set(pairs)


def test_a_window_leaves_out_what_lies_further_apart_and_nothing_else() -> None:
    press = Press(8)
    story = press.text(16)
    hours = [0, 5, 30, 31, 200, None]
    articles = [
        {"text": press.edited(story, 3), "published": None if h is None else START + dt.timedelta(hours=h)} for h in hours
    ]
    rows = find(articles, window=30).pairs.to_pandas()
    near = {
        (a, b) for a in range(6) for b in range(a + 1, 6)
        if hours[a] is None or hours[b] is None or abs(hours[a] - hours[b]) <= 30
    }
    assert {(row.a, row.b) for row in rows.itertuples()} == near


def test_articles_of_one_outlet_or_of_other_languages_are_not_compared_where_asked() -> None:
    press = Press(9)
    story = press.text(16)
    meta = [("one", "en"), ("one", "en-GB"), ("two", "en"), ("two", "de"), (None, "de"), ("three", None)]
    articles = [{"text": press.edited(story, 3), "outlet": o, "language": tag} for o, tag in meta]

    def pairs(**options) -> set[tuple[int, int]]:
        return {(row.a, row.b) for row in find(articles, **options).pairs.to_pandas().itertuples()}

    every = {(a, b) for a in range(6) for b in range(a + 1, 6)}
    same_outlet = {(0, 1), (2, 3)}
    # The last has no tag; its commonest words are English.
    other_language = {(a, b) for a in (0, 1, 2) for b in (3, 4)} | {(3, 5), (4, 5)}
    assert pairs() == every
    assert pairs(other_outlets=True) == every - same_outlet
    assert pairs(same_language=True) == every - other_language
    assert pairs(same_language=True, other_outlets=True) == every - same_outlet - other_language


def test_copies_of_the_same_body_in_one_outlet_have_no_row_where_not_asked_for() -> None:
    story = Press(10).text(16)
    articles = [{"text": story, "outlet": o} for o in ("one", "one", "two")]
    rows = find(articles, other_outlets=True).pairs.to_pandas()
    assert {(row.a, row.b) for row in rows.itertuples()} == {(0, 2), (1, 2)}


def test_only_the_most_printed_bodies_are_collapsed() -> None:
    press = Press(11)
    often, seldom = press.text(16), press.text(16)
    copies = find([often] * 30 + [seldom] * 4, max_pairs=50)
    rows = copies.pairs.to_pandas()
    assert len(rows[rows.collapsed]) == 29 and len(rows[~rows.collapsed]) == 6
    assert set(rows[rows.collapsed].a) == {0}
    assert funnel(copies)["pairs left to the first article of their body"] == 30 * 29 // 2 - 29
    assert len(set(copies.labels_)) == 2


def test_switches_must_be_true_or_false() -> None:
    with pytest.raises(TypeError, match="other_outlets must be True or False, not str"):
        find(["one"], other_outlets="yes")  # type: ignore[arg-type]


def test_a_reprint_that_keeps_two_fifths_and_replaces_the_rest_is_a_copy() -> None:
    articles = [article for article in sample.load() if article["language"] == "en"]
    bodies = dict(zip(find(articles).labels_.tolist(), (wc.clean(article["text"]).body for article in articles), strict=True))
    reports = [body for body in bodies.values() if len(body.split(" ")) >= 180]
    assert len(reports) >= 10
    for report, other in zip(reports, reports[1:] + reports[:1], strict=True):
        words, others = report.split(" "), other.split(" ")
        n = len(words) * 9 // 20
        head = " ".join(words[:n]) + "\n\n" + " ".join(others[n - len(words) :])
        tail = " ".join(others[: len(words) - n]) + "\n\n" + " ".join(words[-n:])
        for reprint in (head, tail):
            (pair,) = find([report, reprint]).pairs.to_pylist()
            assert pair["relation"] in {"reprint", "excerpt"}, (report, reprint)
