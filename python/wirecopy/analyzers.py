"""Stage 3 in Python: from a text to its terms, as scikit-learn's vectorizers take texts apart.

What is here in plain Python is also the path for patterns and functions of the caller's own; the core counts the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np
from wirecopy import _core
from wirecopy.characters import without_accents
from wirecopy.errors import TextError
from wirecopy.estimators import ParameterError
from wirecopy.tokens import tokenize

DEFAULT_PATTERN = r"(?u)\b\w\w+\b"
# Patterns that stand for "runs of word characters, at least so many": these the core takes apart itself.
RUNS = {DEFAULT_PATTERN: 2, r"\b\w\w+\b": 2, r"\w\w+": 2, r"(?u)\b\w+\b": 1, r"\b\w+\b": 1, r"(?u)\w+": 1, r"\w+": 1}

_SPACES = re.compile(r"\s\s+")


def strip_accents_unicode(text: str) -> str:
    """NFKD without combining marks."""
    return text if text.isascii() else without_accents(unicodedata.normalize("NFKD", text), "unicode")


def strip_accents_ascii(text: str) -> str:
    """NFKD without all that is not ASCII."""
    return without_accents(unicodedata.normalize("NFKD", text), "ascii")


def accents(strip_accents: Any) -> Callable[[str], str] | None:
    """The function a value of `strip_accents` stands for."""
    if strip_accents is None or callable(strip_accents):
        return strip_accents
    if strip_accents == "unicode":
        return strip_accents_unicode
    if strip_accents == "ascii":
        return strip_accents_ascii
    raise ParameterError(f"strip_accents must be 'ascii', 'unicode', a function or None, not {strip_accents!r}")


def preprocess(text: str, lower: bool, strip: Callable[[str], str] | None) -> str:
    """Lower case first, then accents: the order matters."""
    if lower:
        text = text.lower()
    return text if strip is None else strip(text)


def word_ngrams(words: list[str], stop_words: Iterable[str] | None, ngram_range: tuple[int, int]) -> list[str]:
    """Runs of words, joined by spaces, after stop words have been left out."""
    if stop_words is not None:
        words = [word for word in words if word not in stop_words]
    low, high = ngram_range
    if high == 1:
        return words
    return [" ".join(words[i : i + n]) for n in range(low, high + 1) for i in range(len(words) - n + 1)]


def char_ngrams(text: str, ngram_range: tuple[int, int]) -> list[str]:
    """Runs of code points; two or more white-space characters are one space."""
    text = _SPACES.sub(" ", text)
    low, high = ngram_range
    return [text[i : i + n] for n in range(low, high + 1) for i in range(len(text) - n + 1)]


def char_wb_ngrams(text: str, ngram_range: tuple[int, int]) -> list[str]:
    """Runs of code points inside each word with a space on either side; a word shorter than that counts once."""
    low, high = ngram_range
    found = []
    for word in text.split():
        padded = f" {word} "
        for n in range(low, high + 1):
            if n >= len(padded):
                found.append(padded)
                break
            found.extend(padded[i : i + n] for i in range(len(padded) - n + 1))
    return found


def tokenizer_of(pattern: Any) -> Callable[[str], list[str]]:
    """The function a `token_pattern` stands for."""
    compiled = re.compile(pattern)
    if compiled.groups > 1:
        raise ValueError(
            f"More than 1 capturing group in token pattern {pattern!r}, which has {compiled.groups}; it may have one"
        )
    return compiled.findall


def analyzer_of(
    decode: Callable[[Any], Any], preprocessor: Callable[[str], str], split: Callable[[str], Iterable[Any]]
) -> Callable[[Any], Iterable[Any]]:
    """The three steps in one function, which can be pickled."""
    return partial(_analyze, decode, preprocessor, split)


def _analyze(decode: Any, preprocessor: Any, split: Any, item: Any) -> Any:
    return split(preprocessor(decode(item)))


def icu_words(text: str, fold: bool) -> list[str]:
    """The words of a text by UAX #29, with dictionaries where no spaces are written; folded if asked for."""
    words = [token.text for token in tokenize(text)]
    return [folded for word in words if (folded := fold_word(word))] if fold else words


def fold_word(word: str) -> str:
    """NFKC_Casefold: case, width and ligatures no longer count."""
    return _core.fold(word.encode())


def tokenize_and_join(
    split: Any, stop_words: Any, ngram_range: tuple[int, int], text: str, stems: Any = None
) -> list[str]:
    """Words of a text by `split`, then runs of them; `stems` gives the stems of words once stop words are out."""
    words = list(split(text))
    if stems is not None:
        words = stems(words if stop_words is None else [word for word in words if word not in stop_words])
        stop_words = None
    return word_ngrams(words, stop_words, ngram_range)


def encode(texts: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    """Offsets and UTF-8 bytes of many texts. Raises TextError for a lone surrogate."""
    data = bytearray()
    offsets = [0]
    for row, text in enumerate(texts):
        try:
            data += text.encode()
        except UnicodeEncodeError as error:
            raise TextError(
                row, error.start,
                f"article {row}: lone surrogate {text[error.start]!a} at code point {error.start} of the text as it is "
                "counted. Text read with errors='surrogateescape' must be decoded with its own encoding",
            ) from None
        offsets.append(len(data))
    return np.array(offsets, dtype=np.int64), np.frombuffer(bytes(data), dtype=np.uint8)
