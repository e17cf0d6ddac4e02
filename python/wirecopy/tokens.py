"""Stage 1 in Python: words and sentences, each with its place in the text."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from wirecopy import _core
from wirecopy.gather import as_utf8


class Token(NamedTuple):
    """A word or sentence: text[start:end] of the text it was found in; offsets in code points."""

    text: str
    start: int
    end: int


# Token's own constructor is a function in Python, which would take longer than all else.
_NEW_TOKEN = partial(tuple.__new__, Token)


def tokenize(text: str | bytes, language: str | None = None) -> list[Token]:
    """The words of a text (UAX #29), in order.

    Parameters
    ----------
    text : str or UTF-8 bytes
    language : str, optional
        BCP 47 tag, such as "th". None: rules for all languages, with dictionaries for Thai, Lao, Khmer, Burmese,
        Chinese and Japanese.

    Returns
    -------
    list of Token
        Segments that hold a letter, a number, kana or an ideograph; for every token, token.text ==
        text[token.start:token.end].

    Raises
    ------
    TextError
        For ill-formed text.
    """
    return _tokens(text, _core.tokenize, language)


def sentences(text: str | bytes, language: str | None = None) -> list[Token]:
    """The sentences of a text (UAX #29), in order, without the white space around them.

    Parameters, result and errors as for `tokenize`. A paragraph end is a sentence end.
    """
    return _tokens(text, _core.sentences, language)


def word_boundaries(text: str | bytes, language: str | None = None) -> np.ndarray:
    """Every word boundary (UAX #29), in code points, uint32: first 0, last the length; none for an empty text."""
    return _core.word_boundaries(as_utf8(text), _tag(language))


def sentence_boundaries(text: str | bytes, language: str | None = None) -> np.ndarray:
    """Every sentence boundary (UAX #29), as `word_boundaries`."""
    return _core.sentence_boundaries(as_utf8(text), _tag(language))


def _tag(language: str | None) -> str:
    if language is not None and not isinstance(language, str):
        raise TypeError(f"language must be str or None, not {type(language).__name__}")
    return language or ""


def _tokens(text: str | bytes, find: Any, language: str | None) -> list[Token]:
    raw = as_utf8(text)
    starts, ends = find(raw, _tag(language))
    whole = text if isinstance(text, str) else raw.decode()
    first, last = starts.tolist(), ends.tolist()
    words = [whole[start:end] for start, end in zip(first, last, strict=True)]
    return list(map(_NEW_TOKEN, zip(words, first, last, strict=True)))
