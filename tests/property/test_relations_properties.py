"""Whatever a pair of articles measures: relation and direction are those of a plain reading of the rules."""

from __future__ import annotations

import datetime as dt
import random

import pytest
import wirecopy as wc
from hypothesis import given, settings
from hypothesis import strategies as st
from python.wire_desk import BRIDGE, COMET, FIRE
from reference import relations as slow
from wirecopy import _core

SENTENCES = [part + "." for text in (BRIDGE, FIRE, COMET) for part in text.replace("\n\n", " ").split(". ")]
OTHER_WORDS = {
    "bridge": "crossing", "closed": "shut", "fire": "blaze", "destroyed": "burnt down", "found": "discovered",
    "said": "stated", "comet": "body", "distance": "range", "cost": "come to", "asked": "called", "warned": "cautioned",
    "dark": "night", "horse": "animal", "half": "fifty per cent",
    "ferries": "boats", "carry": "take", "lorries": "lorry traffic",
}
START = dt.datetime(2026, 3, 2, 8, tzinfo=dt.timezone.utc)


def retold(sentence: str) -> str:
    return " ".join(OTHER_WORDS.get(word.lower(), word) for word in sentence.split())


@st.composite
def small_desks(draw) -> list[dict]:
    """Articles made of the same sentences: copied, cut, moved, added to, retold, quoted."""
    random_ = random.Random(draw(st.integers(0, 2**32)))
    made: list[list[str]] = []
    for n in range(draw(st.integers(2, 5))):
        how = draw(st.sampled_from(["new", "copy", "cut", "more", "retold", "quote"])) if made else "new"
        source = draw(st.sampled_from(made)) if made else []
        first = draw(st.integers(0, len(SENTENCES) - 1))
        fresh = [SENTENCES[(first + k) % len(SENTENCES)] for k in range(draw(st.integers(2, 10)))]
        if how == "new":
            made.append(fresh)
        elif how == "copy":
            made.append(list(source))
        elif how == "cut":
            made.append(source[: draw(st.integers(1, len(source)))])
        elif how == "more":
            made.append([*source, *fresh])
        elif how == "retold":
            made.append([retold(one) for one in source if random_.random() < 0.8] or ["Nothing is left of it."])
        else:
            strange = [f"Word{n}{k} stood alone in row {k}." for k in range(8)]
            made.append([*fresh[:2], random_.choice(source), *strange])
    hours = st.one_of(st.none(), st.integers(0, 200).map(lambda quarter: quarter / 4))
    articles = []
    for n, sentences in enumerate(made):
        after = draw(hours)
        published = None if after is None else START + dt.timedelta(hours=after)
        outlet = f"Outlet {n % 3}"
        article = {"id": f"a{n}", "text": " ".join(sentences), "outlet": outlet, "published": published}
        articles.append({**article, "language": "en"})
    return articles


@settings(max_examples=30)
@given(small_desks(), st.sampled_from([{}, {"reprint": 0.9}, {"excerpt": 0.7}, {"reprint": 0.3, "excerpt": 0.2}]))
def test_explained_pairs(articles, bounds) -> None:
    copies = wc.find_copies(articles, progress=False, **bounds)
    rows = {(row["a"], row["b"]): row for row in copies.pairs.to_pylist()}
    for i, one in enumerate(articles):
        for other in articles[i + 1 :]:
            found = copies.explain(one["id"], other["id"])
            assert (found.relation, found.direction) == slow.judge(found.evidence, **bounds)
            row = rows.get((one["id"], other["id"]))
            if row is not None:  # the table says what the explanation says
                assert (row["relation"], row["direction"]) == (found.relation, found.direction)
            turned = copies.explain(other["id"], one["id"])
            assert (turned.relation, turned.direction) == slow.judge(turned.evidence, **bounds)
            assert_adds_up(found)
            assert_adds_up(turned)


def assert_adds_up(found: wc.Explanation) -> None:
    """What the shared terms add to the similarity is all of it, the most first, and every one stands in both texts."""
    values = [value for _, value in found.contributions]
    assert abs(sum(values) - found.evidence["similarity"]) <= 1e-9
    assert values == sorted(values, reverse=True) and all(value > 0 for value in values)
    for term, _ in found.contributions:
        assert term in found.text_a.lower() and term in found.text_b.lower()


CLAUSES = [
    "the gauge below the old mill stood at {} when the wardens came by at dawn",
    "while the pump house further down the river counted {} turns of its great wheel",
    "a clerk wrote {} into the ledger that hangs beside the ferry landing",
    "fishermen who had waited all night hauled {} baskets over the slippery wall",
    "and the market paid {} coins for whatever the carts could bring before noon",
    "so that by evening {} lamps were lit along the empty quay",
]
NUMBERS = st.lists(st.sampled_from(["40817", "52236", "61394", "73052", "88471", "95620"]), min_size=6, max_size=6)


@settings(max_examples=60)
@given(NUMBERS, NUMBERS)
def test_numbers_that_differ(first, second) -> None:
    """One sentence with other numbers in it."""
    one, other = (", ".join(CLAUSES).format(*numbers) + "." for numbers in (first, second))
    evidence = wc.compare(one, other).evidence
    assert evidence["misread"] == 0
    if first != second:  # else the bodies are the same, and nothing is measured in passages
        assert evidence["differing"] == slow.differing_numbers(first, second)
        assert evidence["agreed"] == pytest.approx(slow.agreed_numbers(first, second))


# A name stands at the end of each, and so far from the next that neither is looked for in the other's place.
NAMED_CLAUSES = [
    "the gauge below the old mill was read at dawn, as on every day of that long and rainy winter, by {}",
    "while the pump house further down the river had been kept since the war, for little money, by {}",
    "whatever was weighed at the ferry landing was entered into the ledger that hangs beside the door by {}",
    "fishermen who had waited all night for the tide sold their baskets over the slippery wall to {}",
    "and the market paid whatever the carts could bring before noon into the broad brown hands of {}",
    "so that by evening the lamps were lit along the empty quay and all the gates were locked by {}",
]
NAMES = ["Zorvakin", "Quenlith", "Brastovu", "Ompelgar", "Vrandixo", "Jorbethy", "Skoldrim", "Fantwell"]


@st.composite
def names_twice(draw) -> tuple[list[str], list[str]]:
    """A name in every place, of two texts: the same, another, or misread."""
    first = draw(st.lists(st.sampled_from(NAMES), min_size=6, max_size=6))
    second = []
    for name in first:
        how = draw(st.sampled_from(["same", "other", "misread"]))
        misread = name[:3] + "i" + name[4:]
        second.append(name if how == "same" else misread if how == "misread" else draw(st.sampled_from(NAMES)))
    return first, second


@settings(max_examples=100)
@given(names_twice(), st.sampled_from(NAMES))
def test_names_that_differ(names, start) -> None:
    first, second = names
    one, other = (f"{start} has told it so. " + ", ".join(NAMED_CLAUSES).format(*filled) + "." for filled in names)
    evidence = wc.compare(one, other).evidence
    if first != second:
        assert evidence["differing"] == pytest.approx(slow.differing_names(first, second, evidence["misread"], [start]))


@settings(max_examples=60)
@given(st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True))
def test_a_name_that_begins_a_sentence_is_none(names) -> None:
    """A sentence begins with a capital whatever stands there."""
    one, other = (f"{name} has told it so. " + ", ".join(NAMED_CLAUSES).format(*NAMES[:6]) + "." for name in names)
    evidence = wc.compare(one, other).evidence
    assert evidence["differing"] == slow.differing_names(NAMES[:6], NAMES[:6], 0.0, names) == 0


# Words of no list.
MADE_UP = ["zorvak", "quenlith", "brastiv", "ompelgar", "vrandix", "tulmocre", "plenvast", "jorbeth", "skoldrim", "fantrell"]
SENTENCE = st.lists(st.tuples(st.sampled_from(MADE_UP), st.booleans()), min_size=1, max_size=6)


def printed(text: list[list[tuple[str, bool]]]) -> str:
    """Each sentence after a word that all have, so that it begins with no name."""
    return " ".join("The " + " ".join(word.title() if name else word for word, name in sentence) + "." for sentence in text)


@settings(max_examples=150)
@given(st.lists(SENTENCE, min_size=3, max_size=8), st.lists(SENTENCE, min_size=3, max_size=8))
def test_what_is_told_and_worded(first, second) -> None:
    # A word is a name in a whole text or nowhere: else it counts by where it stands.
    texts = []
    for text in (first, second):
        names = {word for sentence in text for word, name in sentence if name}
        texts.append([[(word, word in names) for word, _ in sentence] for sentence in text])
    first, second = texts
    evidence = wc.compare(
        {"text": printed(first), "language": "en"}, {"text": printed(second), "language": "en"}
    ).evidence
    bodies = texts if not evidence["same_body"] else texts[:1]
    rarity = {word: slow.rarity_of_unknown(word, bodies) for word in MADE_UP}
    for side, one, other in (("a", first, second), ("b", second, first)):
        told, worded = slow.told_and_worded(one, other, rarity)
        assert evidence[f"told_{side}"] == pytest.approx(told, abs=1e-5)
        assert evidence[f"worded_{side}"] == pytest.approx(worded, abs=1e-5)


QUOTED = (
    "nobody had told the keepers that the lamp would fail before the boats were home so we lit every lantern on the wall "
    "and rang the bell until the last of them had found the channel"
).split()


@settings(max_examples=40)
@given(st.integers(5, 20), st.integers(0, 4))
def test_words_told_in_a_row(every, first) -> None:
    """Of a sentence in which every so many words are others, what stands between is told word for word."""
    changed = [f"otherwise{k}" if k % every == every - 1 - first % every else word for k, word in enumerate(QUOTED)]
    runs = [len(run.split()) for run in " ".join("|" if w.startswith("otherwise") else w for w in changed).split("|")]
    evidence = wc.compare(f"He said {' '.join(QUOTED)}.", f"She wrote {' '.join(changed)}.").evidence
    in_a_row = evidence["longest_words"] - evidence["reworded"]
    assert in_a_row <= max(runs)
    if evidence["longest_words"] >= len(QUOTED) - every:  # else the passage ends before the longest run does
        assert in_a_row >= max(runs) - 1 or max(runs) < 6


# One outlet's navigation, bylines and legal lines, which no other article has.
FURNITURE_BEFORE = ["Home News Sport Opinion Classifieds", "Subscribe now and never miss a story", "By Oona Farrow"]
FURNITURE_AFTER = [
    "Copyright Evening Record. All rights reserved. This material may not be published, broadcast or rewritten.",
    "Sign up for our newsletter to get the day's top headlines in your inbox every morning.",
    "Most read: weather, traffic, lottery results",
    "Comments are closed. Please read our community guidelines before you post.",
]


@settings(max_examples=20)
@given(
    st.sampled_from([BRIDGE, FIRE, COMET]),
    st.integers(0, 5),
    st.lists(st.sampled_from(FURNITURE_BEFORE), unique=True),
    st.lists(st.sampled_from(FURNITURE_AFTER), unique=True),
)
def test_furniture_moves_no_score(body, left_out, before, after) -> None:
    """Furniture added to an article of several paragraphs changes none of its scores by more than .02."""
    paragraphs = body.split("\n\n")
    cut = "\n\n".join(paragraphs[:left_out] + paragraphs[left_out + 1 :])
    others = [BRIDGE, FIRE, COMET, cut, BRIDGE + "\n\n" + FIRE]
    plain, furnished = (
        wc.find_copies([text, *others], progress=False) for text in (body, "\n\n".join([*before, body, *after]))
    )
    for other in range(1, 1 + len(others)):
        one, two = (copies.explain(0, other).evidence for copies in (plain, furnished))
        for name in ("similarity", "aligned_a", "aligned_b", "edge", "resemblance", "containment_a", "containment_b"):
            assert one[name] == pytest.approx(two[name], abs=0.02), name


def test_bounds_are_those_of_the_core() -> None:
    defaults = _core.default_options()
    assert all(slow.BOUNDS[name] == defaults[name] for name in ("reprint", "excerpt"))


def test_the_desks_have_every_relation() -> None:
    """Guards the test above: what is generated reaches the rules."""
    seen: set[str] = set()

    @settings(max_examples=30)
    @given(small_desks())
    def collect(articles) -> None:
        for row in wc.find_copies(articles, progress=False).pairs.to_pylist():
            seen.update((row["relation"], row["direction"]))

    collect()
    assert {"exact", "reprint", "excerpt", "a_to_b", "b_to_a", "undetermined"} <= seen
    assert seen & {"rewrite", "shared_quote", "same_story"}
