"""Whatever the bytes are: stage 0 takes what Python takes, and stops where Unicode's table stops."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import wirecopy as wc
from hypothesis import example, given
from hypothesis import strategies as st
from reference import text as slow
from wirecopy import _core

# Where one kind of sequence ends and the next begins.
EDGE_BYTES = [
    0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
    0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFF,
]
EDGES = st.lists(st.sampled_from(EDGE_BYTES), max_size=12).map(bytes)


@st.composite
def mutated(draw) -> bytes:
    """Text with one byte changed, left out or put in; long, so that what looks at many bytes at once is met too."""
    piece = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
    raw = bytearray((piece * draw(st.integers(1, 20))).encode())
    at = draw(st.integers(0, len(raw) - 1))
    how = draw(st.sampled_from(["change", "drop", "insert"]))
    if how == "change":
        raw[at] = draw(st.integers(0, 255))
    elif how == "drop":
        del raw[at]
    else:
        raw.insert(at, draw(st.sampled_from(EDGE_BYTES)))
    return bytes(raw)


def align_with(raw: bytes) -> None:
    wc.align(raw, b"a")


def first_fault(raws: list[bytes]) -> tuple[int, int] | None:
    """(article, offset) of what the core refuses."""
    offsets = np.cumsum([0, *map(len, raws)]).astype(np.int64)
    try:
        _core.validate(offsets, np.frombuffer(b"".join(raws), np.uint8))
    except _core.TextError as error:
        return error.article, error.offset
    return None


def expected(raws: list[bytes]) -> tuple[int, int] | None:
    for article, raw in enumerate(raws):
        assert slow.first_fault(raw) == slow.first_fault_by_table(raw)
        if slow.first_fault(raw) is not None:
            return article, slow.first_fault(raw)
    return None


@given(st.lists(st.one_of(st.binary(max_size=40), EDGES, mutated()), max_size=4))
@example([b"ok", b"\xed\xa0\x80"])
@example([b"\xc3", b"\xa9"])  # well-formed only where two articles are run together
@example([b"\xf4\x90\x80\x80"])
@example([b"\xc0\x80"])
def test_what_is_refused_and_where(raws) -> None:
    assert first_fault(raws) == expected(raws)


def test_every_short_sequence() -> None:
    for raw in itertools.chain(
        (bytes(pair) for pair in itertools.product(range(256), EDGE_BYTES)),
        (bytes(three) for three in itertools.product(EDGE_BYTES, repeat=3)),
        (bytes([first, *rest]) for first in (0xF0, 0xF1, 0xF3, 0xF4, 0xF5)
         for rest in itertools.product(EDGE_BYTES[3:12], repeat=3)),
    ):
        assert first_fault([raw]) == expected([raw]), raw


@given(mutated(), st.sampled_from([wc.tokenize, wc.sentences, wc.word_boundaries, wc.clean, align_with]))
def test_single_texts_stop_at_the_same_place(raw, call) -> None:
    fault = slow.first_fault(raw)
    if fault is None:
        call(raw)
    else:
        with pytest.raises(wc.TextError) as caught:
            call(raw)
        assert caught.value.offset == fault
