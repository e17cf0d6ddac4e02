"""Stage 6: shared passages."""

from __future__ import annotations

import wirecopy as wc
from python.wire_desk import BRIDGE, COMET, FIRE


def letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def test_the_same_text() -> None:
    (passage,) = wc.align(BRIDGE, BRIDGE)
    assert passage.identity == 1
    assert letters(BRIDGE[passage.a_start : passage.a_end]) == letters(BRIDGE)
    assert (passage.a_start, passage.a_end) == (passage.b_start, passage.b_end)


def test_offsets_are_code_points() -> None:
    middle = "the bakers' guild called the timetable a joke and asked for a night boat"
    a = "\U0001f600\U0001f600 漢字漢字 " + middle + " \U0001f600"
    b = "Ünrelated wörds stand here. " + middle.upper()
    (passage,) = wc.align(a, b)
    assert a[passage.a_start : passage.a_end] == middle
    assert b[passage.b_start : passage.b_end] == middle.upper()


def test_wrapped_and_hyphenated_text_is_the_same() -> None:
    words = BRIDGE.split()
    wrapped = "\n".join(" ".join(words[at : at + 5]) for at in range(0, len(words), 5)).replace("harbour", "har-\nbour")
    found = wc.align(BRIDGE, wrapped)
    assert sum(p.a_end - p.a_start for p in found) > 0.98 * len(BRIDGE)


def test_moved_blocks_are_passages_of_their_own() -> None:
    found = wc.align(BRIDGE + "\n\n" + FIRE, FIRE + "\n\n" + BRIDGE)
    assert len(found) == 2
    assert found[0].b_start > found[1].b_start


def test_nothing_in_common() -> None:
    assert wc.align(BRIDGE, COMET) == []
    assert wc.align("", BRIDGE) == wc.align(BRIDGE, "") == wc.align("", "") == []
