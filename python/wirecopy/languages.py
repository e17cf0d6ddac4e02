"""Stop words and stemmers by the name of their language."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, partial
from importlib import resources
from typing import Any

from wirecopy.estimators import ParameterError, refuse

_INSTALL = "install it: pip install 'wirecopy[languages]', or pip install"


def stop_words_named(name: str) -> frozenset[str]:
    """The stop words of a language, by English name or ISO 639-1 code.

    English is the list of the Glasgow Information Retrieval Group, 318 words, which scikit-learn has too; other
    languages come from the stop-words library. Raises ValueError for a language that is not known, also where it is not
    known because the library is missing.
    """
    if name in ("english", "en"):
        return _english()
    try:
        import stop_words
    except ImportError:
        raise ParameterError(
            f"stop_words: {name!r} is not a built-in stop list (only 'english' is). Lists of other languages come from "
            f"the stop-words library; {_INSTALL} stop-words"
        ) from None
    code = stop_words.LANGUAGE_MAPPING.get(name, name)
    if code not in stop_words.AVAILABLE_LANGUAGES:
        known = ", ".join(sorted(stop_words.AVAILABLE_LANGUAGES))
        raise ParameterError(f"stop_words: {name!r} is not a built-in stop list, one of {known} or a list of words")
    return frozenset(stop_words.get_stop_words(code))


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    text = resources.files("wirecopy").joinpath("stop_words", "english.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def stemmer_of(stemmer: Any) -> Callable[[str], str] | None:
    """The function a value of `stemmer` stands for; a name is a Snowball algorithm (Porter 2001).

    Raises ValueError for a name that is none, ImportError without the snowballstemmer library.
    """
    if stemmer is None or callable(stemmer):
        return stemmer
    if not isinstance(stemmer, str):
        raise refuse("stemmer", stemmer, "a language, a function or None")
    try:
        import snowballstemmer
    except ImportError:
        raise ImportError(
            f"stemmer={stemmer!r} needs the snowballstemmer library; {_INSTALL} snowballstemmer"
        ) from None
    if stemmer not in snowballstemmer.algorithms():
        raise refuse("stemmer", stemmer, f"a function, None or one of {', '.join(snowballstemmer.algorithms())}")
    return partial(_snowball, stemmer)


def _snowball(language: str, word: str) -> str:
    return _algorithm(language)(word)


@cache
def _algorithm(language: str) -> Callable[[str], str]:
    import snowballstemmer

    return snowballstemmer.stemmer(language).stemWord


class Stemmed:
    """A tokenizer's words by their stems; each distinct word is stemmed once. Can be pickled where `stem` can."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        self.stem = stem
        self.known: dict[str, str] = {}

    def __call__(self, words: list[str]) -> list[str]:
        known = self.known
        for word in words:
            if word not in known:
                known[word] = self.stem(word)
        return [known[word] for word in words]

    def __reduce__(self) -> Any:
        return type(self), (self.stem,)
