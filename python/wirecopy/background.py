"""How often words occur in a language at large, from the wordfreq library.

Five articles carry no useful counts of their own: "Geneva" and "however" both stand in all of them. The background
tells one from the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

import numpy as np
from wirecopy import _core

# Loaded where an article does not say its language.
MAIN_LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "sv", "tr", "zh")

Background = tuple[str, list[str], np.ndarray]


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    from wordfreq import available_languages

    return frozenset(available_languages("small"))


def base_language(tag: str) -> str:
    """The part of a BCP 47 tag that names a word list: "pt-BR" -> "pt", "no" -> "nb"."""
    base = tag.replace("_", "-").split("-", 1)[0].lower()
    return {"no": "nb", "nn": "nb", "hr": "sh", "sr": "sh", "bs": "sh", "cmn": "zh", "yue": "zh"}.get(base, base)


@cache
def background(language: str) -> Background | None:
    """The folded words of one language and their Zipf values (float32, log10 of occurrences in 10^9 words, 3 to 8).

    None for a language without a list. Kept for the life of the process: about 30,000 words each.
    """
    if language not in _languages():
        return None
    from wordfreq import get_frequency_list

    words: list[str] = []
    zipf: list[float] = []
    seen: set[str] = set()
    # The list holds, at place i, the words that are 10^(i/100) times rarer than one in one.
    for centibels, group in enumerate(get_frequency_list(language, "small")):
        for word in group:
            folded = word if word.isascii() else _core.fold(word.encode())
            if folded not in seen:
                seen.add(folded)
                words.append(folded)
                zipf.append((900 - centibels) / 100)
    return language, words, np.asarray(zipf, dtype=np.float32)


def backgrounds(languages: Iterable[str]) -> list[Background]:
    """The lists for these languages ('' = not known: the main ones), in order of their tags."""
    wanted: set[str] = set()
    for tag in set(languages):
        if tag:
            wanted.add(base_language(tag))
        else:
            wanted.update(MAIN_LANGUAGES)
    found = (background(language) for language in sorted(wanted))
    return [entry for entry in found if entry is not None]
