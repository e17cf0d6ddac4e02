"""Word and sentence boundaries against Unicode's own test files (UAX #29), kept for the version that most ICUs here have."""

from __future__ import annotations

from pathlib import Path

import pytest
import wirecopy as wc
from wirecopy import _core

FILES = Path(__file__).parents[1] / "golden"

# ICU's root rules leave the colon out of MidLetter, as CLDR decided against UAX #29; the rules for Finnish keep it.
# These are all the cases of WordBreakTest-15.0 in which that shows: a letter, a colon, and what follows.
ROOT_COLON_CASES = 15


def cases(name: str) -> list[tuple[str, list[int]]]:
    path = FILES / f"unicode-{_core.unicode_version()}" / name
    if not path.exists():
        pytest.skip(f"ICU {_core.icu_version()} implements Unicode {_core.unicode_version()}; its {name} is not here")
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("#")[0].split()
        if not fields:
            continue
        text, boundaries = "", []
        for field in fields:
            if field == "÷":
                boundaries.append(len(text))
            elif field != "×":
                text += chr(int(field, 16))
        out.append((text, boundaries))
    assert len(out) > 400
    return out


def failures(name: str, boundaries, language: str | None) -> list[str]:
    return [text for text, expected in cases(name) if list(boundaries(text, language)) != expected]


def without_surrogates(texts: list[str]) -> list[str]:
    return [t for t in texts if not any(0xD800 <= ord(c) < 0xE000 for c in t)]


def test_sentence_break_test_holds_whole():
    assert failures("SentenceBreakTest.txt", wc.sentence_boundaries, None) == []


def test_word_break_test_holds_whole_with_finnish_rules():
    assert failures("WordBreakTest.txt", wc.word_boundaries, "fi") == []


def test_word_break_test_holds_with_root_rules_but_for_the_colon():
    failed = failures("WordBreakTest.txt", wc.word_boundaries, None)
    assert all(":" in text for text in failed)
    assert len(failed) == ROOT_COLON_CASES


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ready 👩‍👩‍👧 for 2 🇩🇪 flags", ["Ready", "for", "2", "flags"]),
        ("cafe\u0301 no\u0308el", ["cafe\u0301", "no\u0308el"]),
        ("𝒜𝒷 c", ["𝒜𝒷", "c"]),
        ("can't U.S. 3.14", ["can't", "U.S", "3.14"]),
    ],
)
def test_spans_slice_the_original(text, words):
    tokens = wc.tokenize(text)
    assert [t.text for t in tokens] == words
    assert all(text[t.start : t.end] == t.text for t in tokens)


@pytest.mark.parametrize(
    "text",
    [
        "記者が昨日東京で会見した",
        "国务院总理昨天在北京会见记者",
        "นายกรัฐมนตรีแถลงข่าวเมื่อวานนี้",
        "ນາຍົກລັດຖະມົນຕີຖະແຫຼງຂ່າວ",
        "နိုင်ငံတော်ဝန်ကြီးချုပ်",
        "នាយករដ្ឋមន្ត្រីថ្លែងកាលពីម្សិលមិញ",
    ],
)
def test_scripts_without_spaces_are_segmented_by_dictionary(text):
    tokens = wc.tokenize(text)
    assert len(tokens) >= 2  # a run without spaces would be one token without a dictionary
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert all(a.end <= b.start for a, b in zip(tokens, tokens[1:]))
