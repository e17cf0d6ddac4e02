"""Which sentences of two articles tell the same, in whatever words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class RetoldSentences(NamedTuple):
    """Sentences of one article that tell what sentences of another tell; offsets in code points.

    Attributes
    ----------
    a_start, a_end, b_start, b_end : int
        The sentences are `text_a[a_start:a_end]` and `text_b[b_start:b_end]`: one and one, or one and up to three.
    similarity : float
        Share of both sides' rare words, weighed by rarity, that the other side has, each as far as its likest word
        there is alike; in (0, 1].
    moved : bool
        Whether they stand elsewhere than in the order of the others.
    alike : list of (str, str, float)
        Words of a, at most five, that b tells in another word, and the cosine of their vectors; the most alike first.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    similarity: float
    moved: bool
    alike: list[tuple[str, str, float]]


@dataclass(frozen=True)
class Retelling:
    """What two articles tell, sentence by sentence. It explains, and decides nothing.

    Words are weighed by their rarity. Names and numbers are like nothing but themselves; other words are alike as far as
    they stand among the same words in the articles of the run, from a cosine of .6 on.

    Attributes
    ----------
    sentences : list of RetoldSentences
        In order of the first article; no sentence is in two. Of longer articles the first 400 sentences are looked at,
        and the first 4,000 rare words.
    told_a, told_b : float
        Share of one article's rare words that these sentences of the other tell.
    in_order : float
        Share of what is told that stands in the same order in both.
    learned : bool
        Whether the run had enough stories in the language (500) to learn which words are alike. Otherwise, and where the
        pair is a copy, only the same word counts.
    """

    sentences: list[RetoldSentences]
    told_a: float
    told_b: float
    in_order: float
    learned: bool


def retelling_of(found: Mapping[str, Any]) -> Retelling:
    """The core's answer."""
    numbers = [found[name].tolist() for name in RetoldSentences._fields[:5]]
    rows = zip(*numbers, found["moved"], found["alike"], strict=True)
    return Retelling(
        [RetoldSentences(*row) for row in rows], found["told_a"], found["told_b"], found["in_order"], found["learned"]
    )
