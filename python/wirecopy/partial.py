"""Vocabularies learned in parts: what must be known of the parts so that together they give what the whole gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from wirecopy import _core, counting
from wirecopy.estimators import is_whole


class Totals:
    """Of each term, in how many articles it is and how often in all; and the number of articles.

    Every number is a count, so that neither the order of the parts nor how they were cut changes a result.
    """

    def __init__(self) -> None:
        self.slots: dict[Any, int] = {}  # term to its place in the arrays
        self.articles = 0
        self._counts = np.zeros((2, 0), dtype=np.int64)  # room for more terms than there are

    @property
    def articles_with(self) -> np.ndarray:
        return self._counts[0, : len(self.slots)]

    @property
    def occurrences(self) -> np.ndarray:
        return self._counts[1, : len(self.slots)]

    def add(self, terms: Iterable[Any], articles_with: np.ndarray, occurrences: np.ndarray, articles: int) -> None:
        """Adds a part: its terms, each once, and their counts. Time as many terms as the part has."""
        slots = self.slots
        places = np.array([slots.setdefault(term, len(slots)) for term in terms], dtype=np.int64)
        room = self._counts.shape[1]
        if len(slots) > room:
            grown = np.zeros((2, max(len(slots), 2 * room)), dtype=np.int64)
            grown[:, :room] = self._counts
            self._counts = grown
        self._counts[0, places] += articles_with
        self._counts[1, places] += occurrences
        self.articles += articles

    def merge(self, other: Totals) -> None:
        """Adds another's totals."""
        self.add(list(other.slots), other.articles_with, other.occurrences, other.articles)

    def __getstate__(self) -> dict[str, Any]:
        return {"slots": self.slots, "articles": self.articles, "_counts": self._counts[:, : len(self.slots)].copy()}


class Settled:
    """An attribute that is made when it is first asked for, and then stays: of the totals of partial_fit, or, for the
    vocabulary, of what the core has found. Without either it is missing.

    What the object itself holds under the name comes before this: it has no `__set__`.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, vectorizer: Any, owner: type) -> Any:
        if vectorizer is None:
            return self
        if self.name == "vocabulary_" and "_vocabulary" in vectorizer.__dict__:
            vectorizer.vocabulary_ = vectorizer._vocabulary.columns()
            return vectorizer.vocabulary_
        if "_totals" not in vectorizer.__dict__:
            raise AttributeError(f"{owner.__name__!r} object has no attribute {self.name!r}")
        vectorizer._settle(vectorizer._totals)
        return vectorizer.__dict__[self.name]


def count_part(vectorizer: Any, raw_documents: Iterable[Any]) -> tuple[list[Any], np.ndarray, np.ndarray, int]:
    """A part's terms, articles with each, occurrences of each, number of articles."""
    if vectorizer.fixed_vocabulary_:
        known = vectorizer.vocabulary_
        rows: Any = counting.count_known(vectorizer, raw_documents, vectorizer._known())
        terms = sorted(known, key=known.__getitem__)
    else:
        rows = counting.count(vectorizer, raw_documents)
        terms = rows.term_list()
    return terms, rows.articles_with(), rows.occurrences(), rows.shape[0]


def keep_terms(
    articles_with: np.ndarray, occurrences: np.ndarray, articles: int,
    min_df: float | int, max_df: float | int, max_features: int | None,
) -> np.ndarray:
    """The places of the terms, sorted by the alphabet, that min_df, max_df and max_features leave, in order.

    Of terms equally frequent at the cut of max_features the first ones stay. Raises ValueError where none is left.
    """
    high = max_df if is_whole(max_df) else max_df * articles
    low = min_df if is_whole(min_df) else min_df * articles
    if high < low:
        raise ValueError(f"max_df ({high:g} articles) is less than min_df ({low:g} articles)")
    kept = np.flatnonzero((articles_with >= low) & (articles_with <= high))
    if max_features is not None and len(kept) > max_features:
        kept = np.sort(kept[np.argsort(-occurrences[kept], kind="stable")[:max_features]])
    if len(kept) == 0:
        raise ValueError("no terms are left: lower min_df or raise max_df")
    return kept


def inverse_frequency(articles_with: np.ndarray, articles: int, smooth: bool) -> np.ndarray:
    """Inverse frequency of each term: ln((1 + n) / (1 + df)) + 1, without `smooth` ln(n / df) + 1."""
    return _core.inverse_frequency_of(np.ascontiguousarray(articles_with, dtype=np.int64), articles, smooth)


# Those by which a text is taken apart and counted; where they differ, counts cannot be added.
_ANALYSIS = (
    "strip_accents", "lowercase", "preprocessor", "tokenizer", "token_pattern", "ngram_range", "analyzer", "stemmer",
    "binary",
)


def check_alike(one: Any, other: Any) -> None:
    """Raises ValueError where two vectorizers count in different ways."""
    for name in _ANALYSIS:
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine != theirs:
            raise ValueError(f"{name} differs: {mine!r} and {theirs!r}")
    if one.get_stop_words() != other.get_stop_words():
        raise ValueError("stop_words differ")
    if one.fixed_vocabulary_ != other.fixed_vocabulary_ or (
        one.fixed_vocabulary_ and one.vocabulary_ != other.vocabulary_
    ):
        raise ValueError("vocabulary differs")
