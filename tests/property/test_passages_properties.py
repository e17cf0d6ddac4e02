"""Whatever the texts are: passages are what the two share, no more, and nothing long is missed."""

from __future__ import annotations

import random

import pytest
import wirecopy as wc
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reference import passages as slow

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
NEWS = st.lists(
    st.sampled_from(
        ["The bridge over the Varn is shut", "until the spring.", "HARBOUR BOARD", "harbour", "board", "said",
         "Ünïcödé", "ﬁne", "\u1e9e", "橋は閉鎖された。", "漢字", "भारत के प्रधानमंत्री", "\U0001d49c\U0001d4b7", "e\u0301",
         "4.7 million", "-\n", "\n\n", "\U0001f600"]
    ),
    max_size=30,
).map(" ".join)
SEED = st.integers(0, 2**32)


def invented(random_: random.Random, words: int) -> list[str]:
    return ["".join(random_.choices("etaoinshrdlucmfwygpbvk", k=random_.randint(2, 9))) for _ in range(words)]


@st.composite
def two_articles(draw) -> tuple[str, str]:
    """Two texts made of the same few blocks in any order, each block changed a little here and there."""
    random_ = random.Random(draw(SEED))
    blocks = [invented(random_, random_.randint(5, 30)) for _ in range(draw(st.integers(1, 4)))]
    misread = draw(st.sampled_from([0.0, 0.01, 0.05, 0.15]))
    dropped = draw(st.sampled_from([0.0, 0.05, 0.2]))

    def side() -> str:
        parts = []
        for block in draw(st.permutations(blocks)):
            kept = [word for word in block if random_.random() >= dropped]
            text = draw(st.sampled_from([" ", "\n", ", "])).join(kept)
            parts.append("".join(random_.choice("xzqj") if random_.random() < misread else c for c in text))
            parts.append(" ".join(invented(random_, draw(st.integers(0, 12)))))
        return "\n\n".join(parts)

    return side(), side()


def covered(spans, length: int) -> list[bool]:
    inside = [False] * length
    for start, end in spans:
        inside[start:end] = [True] * (end - start)
    return inside


def covered_units(a: str, b: str) -> tuple[list[bool], list[bool]]:
    """Of each unit of both texts, whether it lies in a passage."""
    found = wc.align(a, b)
    inside_a = covered([(p.a_start, p.a_end) for p in found], len(a))
    inside_b = covered([(p.b_start, p.b_end) for p in found], len(b))
    return [inside_a[place] for place in slow.normalise(a)[1]], [inside_b[place] for place in slow.normalise(b)[1]]


def assert_sound(a: str, b: str) -> None:
    found = wc.align(a, b)
    assert [p.a_start for p in found] == sorted(p.a_start for p in found)
    for spans, text in (([(p.a_start, p.a_end) for p in found], a), ([(p.b_start, p.b_end) for p in found], b)):
        spans = sorted(spans)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:], strict=False))
    for p in found:
        x, y = slow.normalise(a[p.a_start : p.a_end])[0], slow.normalise(b[p.b_start : p.b_end])[0]
        longer = max(len(x), len(y))
        # A passage begins and ends with letters or digits that match.
        assert slow.units_of(a[p.a_start]) and slow.units_of(a[p.a_end - 1])
        # It cannot claim more matches than the best alignment has.
        assert 0 < p.identity <= slow.longest_common_subsequence(x, y) / longer + 1e-9
        # What lies between two seeds and is less than half alike counts nothing: with each match that is left out there
        # goes an edit that is real, so that no more is lost than there are edits.
        edits = slow.levenshtein(x, y) / longer
        assert p.identity >= 1 - 2 * edits - 1e-9


@given(st.one_of(ANY, NEWS), st.one_of(ANY, NEWS))
@example("ﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁ", "fifififififififififififififififi")
@example("e\u0301" * 40, "é" * 40)
def test_passages_of_any_texts_are_sound(a, b) -> None:
    assert_sound(a, b)
    assert_sound(a, a)


@settings(max_examples=40)
@given(two_articles())
def test_passages_of_articles_are_sound(pair) -> None:
    assert_sound(*pair)


@settings(max_examples=40)
@given(two_articles())
def test_no_long_run_is_missed(pair) -> None:
    a, b = pair
    units_a, units_b = slow.normalise(a)[0], slow.normalise(b)[0]
    inside_a, inside_b = covered_units(a, b)
    for at_a, at_b, length in slow.common_runs(units_a, units_b, 60):
        run = units_a[at_a : at_a + length]
        if slow.times_in(run, units_a) == slow.times_in(run, units_b) == 1:
            assert all(inside_a[at_a : at_a + length])
            assert all(inside_b[at_b : at_b + length])


def misread(random_: random.Random, text: str, error: float) -> str:
    """One character in 1 / error is dropped, doubled by a chance letter, or replaced by one."""
    changes = [lambda c: "", lambda c: c + random_.choice("etaoins"), lambda c: random_.choice("etaoins")]
    return "".join(random_.choice(changes)(c) if random_.random() < error else c for c in text)


@pytest.mark.parametrize(("error", "least"), [(0.0, 0.99), (0.05, 0.99), (0.1, 0.98), (0.15, 0.96)])
def test_a_misread_middle_is_found_and_nothing_else(error, least) -> None:
    """Of 1,300 characters the middle 60 % stand, misread, between parts of another text."""
    random_ = random.Random(11)
    inside = outside = wrong = found = 0
    for _ in range(60):
        source, other = (" ".join(invented(random_, 300))[:1300] for _ in range(2))
        middle = misread(random_, source[260:1040], error)
        before, after = other[:260] + " ", " " + other[1040:]
        covers = covered([(p.b_start, p.b_end) for p in wc.align(source, before + middle + after)], 1300 + len(middle))
        found += sum(covers[len(before) : len(before) + len(middle)])
        wrong += sum(covers) - sum(covers[len(before) : len(before) + len(middle)])
        inside += len(middle)
        outside += len(before) + len(after)
    assert found >= least * inside
    assert wrong <= 0.002 * outside


def test_a_line_goes_on_after_an_inserted_paragraph() -> None:
    """A line too short to be a passage alone is one where it abuts another passage but for what was put between."""
    first, second = "Shr 46.5 H.K. cents vs 29.3", "Final div 14 cents, making 20 cents, no comparison"
    inserted = "The wells flow oil from the river formation and will be held to some 450 barrels a day, the firm said."
    shared = [f"{first} {second}"[p.a_start : p.a_end] for p in wc.align(f"{first} {second}", f"{first} {inserted} {second}")]
    assert any(first in part for part in shared) and any(second in part for part in shared)


def test_a_block_that_touches_another_is_found() -> None:
    """Two blocks change places, and after the second block stands the letter with which the first begins."""
    x = "thequickdredgerlefttheharbouratnoonwithfortycratesofplumsandoneverytiredsurveyor"
    y = "amayorfromkestrelbaysoldsevenclocksbeforehisbrotherfoundthebrokenwindmillkeys"
    inside_a, inside_b = covered_units(x + " 12345 " + y + " t 67890", y + " " + x)
    assert sum(inside_a) >= len(x) + len(y) and all(inside_b)


@settings(max_examples=40)
@given(two_articles())
def test_either_side_may_come_first(pair) -> None:
    a, b = pair
    forth, back = covered_units(a, b), covered_units(b, a)
    for one, other in zip(forth, reversed(back), strict=True):
        differ = sum(x != y for x, y in zip(one, other, strict=True))
        assert differ <= max(24, 0.03 * len(one))


@given(st.text("abcdefghij 0123", max_size=300), st.text("klmnopqrst 6789", max_size=300))
def test_different_letters_share_nothing(a, b) -> None:
    assert wc.align(a, b) == []


@given(st.one_of(ANY, NEWS), st.sampled_from([str.upper, str.title, str.swapcase]))
def test_what_is_not_compared_does_not_count(text, change) -> None:
    """Punctuation, white space and the case of ASCII letters leave the passages where they are."""
    changed = "".join(change(c) if c.isascii() else c for c in text).replace(" ", "\n - ")
    units = slow.normalise(text)[0]
    assert slow.normalise(changed)[0] == units
    inside, same = covered_units(text, text), covered_units(text, changed)
    assert inside == same
    if len(units) >= 24 and all(unit < 0x2E80 for unit in units):
        assert all(inside[0]) and all(inside[1])
