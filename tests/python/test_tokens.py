"""Stage 1: words and sentences with places that slice the text."""

from __future__ import annotations

import pytest
import wirecopy as wc


@pytest.mark.parametrize(
    "text, language, words",
    [
        ("The ferry can't wait: 3.5 knots!", None, ["The", "ferry", "can't", "wait", "3.5", "knots"]),
        ("e\u0301t\u00e9 \U0001f600 na\u00efve", None, ["e\u0301t\u00e9", "na\u00efve"]),
        ("", None, []),
        (" \n\t-- \U0001f1eb\U0001f1f7 !", None, []),
        ("भारत के प्रधानमंत्री", "hi", ["भारत", "के", "प्रधानमंत्री"]),
        ("สวัสดีครับ", "th", ["สวัสดี", "ครับ"]),
    ],
)
def test_words(text: str, language: str | None, words: list[str]) -> None:
    tokens = wc.tokenize(text, language)
    assert [token.text for token in tokens] == words
    assert [text[token.start : token.end] for token in tokens] == words


def test_languages_without_spaces_are_cut_by_dictionary() -> None:
    for text in ("北京今天举行新闻发布会", "東京で記者会見が開かれた"):
        tokens = wc.tokenize(text)
        assert len(tokens) > 2
        assert "".join(token.text for token in tokens) == text


def test_sentences() -> None:
    text = "  The bridge is shut. Is it? \U0001f600 Yes.\n\nFerries run\nHourly "
    want = ["The bridge is shut.", "Is it?", "\U0001f600 Yes.", "Ferries run", "Hourly"]
    assert [s.text for s in wc.sentences(text)] == want
    assert all(text[s.start : s.end] == s.text for s in wc.sentences(text))


def test_boundaries() -> None:
    text = "\U0001f600 ab"
    assert wc.word_boundaries(text).tolist() == [0, 1, 2, 4]
    assert wc.sentence_boundaries("A b. C d.").tolist() == [0, 5, 9]
    assert wc.word_boundaries("").tolist() == []


def test_bytes_give_the_same() -> None:
    text = "Ünï \U0001f600 x"
    assert wc.tokenize(text.encode()) == wc.tokenize(text)


def test_unknown_language_takes_the_root_rules() -> None:
    assert wc.tokenize("one two", "zz-unknown") == wc.tokenize("one two")
    with pytest.raises(TypeError, match="language"):
        wc.tokenize("one", 5)
