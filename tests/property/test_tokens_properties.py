"""Whatever the text is: words and sentences are where plain rules put them."""

from __future__ import annotations

import unicodedata

import wirecopy as wc
from hypothesis import example, given
from hypothesis import strategies as st
from reference import tokens as slow
from wirecopy import _core

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
# Without "@": some versions of ICU take it for a letter, others do not.
ASCII = st.one_of(
    st.text(st.characters(max_codepoint=127, exclude_characters="@"), max_size=60),
    st.text("aB9_.',;: \"-\r\n", max_size=40),  # the characters that the rules speak of
)
MIXED = st.lists(
    st.sampled_from(
        ["The", "can't", "3.5", "1,000", "e\u0301", "\U0001f469\u200d\U0001f467", "สวัสดี", "東京で",
         "الجسر", ".", "!", "\"", "Mr.", "\u2028", "\u2029",
         "\n", "\r\n", " ", "\u3000", "\x85", "\x1c", "\ufeff", "\u200b"]
    ),
    max_size=25,
).map("".join)
LANGUAGE = st.sampled_from([None, "en", "fi", "sv", "th", "ja", "ar"])
# Python and ICU may know different versions of Unicode; what was there in 3.2 has the same folding in all since.
OLD = st.characters(exclude_categories=["Cs"]).filter(lambda c: unicodedata.ucd_3_2_0.category(c) != "Cn")


@given(st.one_of(ANY, MIXED), LANGUAGE)
def test_spans_slice_ascend_and_lie_between_boundaries(text, language) -> None:
    for tokens, boundaries in (
        (wc.tokenize(text, language), wc.word_boundaries(text, language).tolist()),
        (wc.sentences(text, language), wc.sentence_boundaries(text, language).tolist()),
    ):
        assert boundaries == sorted(set(boundaries))
        assert boundaries[:1] + boundaries[-1:] == ([0, len(text)] if text else [])
        last = 0
        for token in tokens:
            assert last <= token.start < token.end <= len(text)
            assert token.text == text[token.start : token.end]
            last = token.end
    boundaries = wc.word_boundaries(text, language).tolist()
    segments = list(zip(boundaries, boundaries[1:], strict=False))
    words = [(token.start, token.end) for token in wc.tokenize(text, language)]
    assert set(words) <= set(segments)
    for start, end in segments:  # a segment with a letter or a digit is a token
        if any(unicodedata.category(c) in ("Lu", "Ll", "Lt", "Nd") for c in text[start:end]):
            assert (start, end) in words


@given(st.one_of(ANY, MIXED), LANGUAGE)
def test_sentences_hold_all_but_white_space(text, language) -> None:
    last = 0
    for sentence in wc.sentences(text, language):
        assert set(text[last : sentence.start]) <= slow.WHITE
        assert sentence.text[0] not in slow.WHITE and sentence.text[-1] not in slow.WHITE
        last = sentence.end
    assert set(text[last:]) <= slow.WHITE


def words_of(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """Tokens but those of underscores alone: see `test_underscores_alone_are_no_word`."""
    return [(token.start, token.end) for token in wc.tokenize(text, language) if token.text.strip("_")]


def test_underscores_alone_are_no_word() -> None:
    assert wc.tokenize("_") == []
    assert wc.tokenize("____ __") == []


@given(ASCII)
@example("a.b 1.2 a.1 1.a a..b it's 'x' 1,2;3 a_1_ _ __.a \r\n\n\r a:b")
def test_ascii_words_by_the_rules(text) -> None:
    assert wc.word_boundaries(text).tolist() == slow.ascii_word_boundaries(text)
    assert words_of(text) == slow.ascii_words(text)
    assert wc.word_boundaries(text, "fi").tolist() == slow.ascii_word_boundaries(text, colon_joins=True)
    assert words_of(text, "fi") == slow.ascii_words(text, colon_joins=True)


@given(st.one_of(ANY, MIXED), st.sampled_from(["\n", "\r\n", "\u2029", "\n\n"]), st.one_of(ANY, MIXED))
def test_paragraphs_are_cut_for_themselves(first, end, second) -> None:
    # CR LF is one end: a text that begins with LF would change the end before it.
    first, second = first + end, second.lstrip("\n")
    for boundaries in (wc.word_boundaries, wc.sentence_boundaries):
        shifted = [len(first) + at for at in boundaries(second).tolist()]
        assert boundaries(first + second).tolist() == sorted({*boundaries(first).tolist(), *shifted})
    for cut in (wc.tokenize, wc.sentences):
        shifted = [(t.text, t.start + len(first), t.end + len(first)) for t in cut(second)]
        assert [tuple(t) for t in cut(first + second)] == [tuple(t) for t in cut(first)] + shifted


@given(st.one_of(st.text(st.characters(max_codepoint=255), max_size=40), st.text(OLD, max_size=20)))
@example("ΟΔΟΣ ὈΔΥΣΣΕΎΣ ß ẞ ﬁ İstanbul ſ K Å")
@example("\u1fb3\u0301 \u03b1\u0345\u0301 \u0344")
@example("co\u00adoperate \u200bze\u200dro \ufeffx")
def test_folded_form(text) -> None:
    folded = _core.fold(text.encode())
    assert folded == slow.fold(text)
    assert _core.fold(folded.encode()) == folded


@given(st.text(st.characters(max_codepoint=127)))
def test_folded_ascii_is_lower_case(text) -> None:
    assert _core.fold(text.encode()) == text.lower()
