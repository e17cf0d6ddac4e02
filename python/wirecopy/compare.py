"""Two articles side by side: what they are to each other, and the passages that prove it."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wirecopy import options
from wirecopy.articles import ROLES, Articles
from wirecopy.cleaning import LabelledSpan, labelled
from wirecopy.gather import Gathered
from wirecopy.passages import Passage, passages_of
from wirecopy.retelling import Retelling, retelling_of
from wirecopy.words import COPIES, DIRECTIONS, RELATIONS, plain

SHOWN_PASSAGES = 5
SHOWN_SENTENCES = 4
SHOWN_TERMS = 8


@dataclass(frozen=True)
class Explanation:
    """Why two articles are what they are to each other.

    Attributes
    ----------
    a, b
        Their ids.
    relation : str
        exact, reprint, excerpt, rewrite, shared_quote, same_story or none.
    direction : str
        a_to_b, b_to_a (from the source to the copy) or undetermined.
    reasons : list of (str, float)
        The measures and rules that decided, with their values.
    evidence : dict of str to float
        Everything that was measured.
    passages : list of Passage
        What the two share; offsets in code points of `text_a` and `text_b`.
    rare_terms : list of (str, float)
        Terms both hold, rarest first, with their weights.
    contributions : list of (str, float)
        What each term both hold adds to `evidence["similarity"]`, most first; together they are all of it.
    retelling : Retelling
        Which sentences of the two tell the same, in whatever words.
    text_a, text_b : str
    spans_a, spans_b : list of LabelledSpan
        Body and furniture of each.
    """

    a: Any
    b: Any
    relation: str
    direction: str
    reasons: list[tuple[str, float]]
    evidence: dict[str, float]
    passages: list[Passage]
    rare_terms: list[tuple[str, float]]
    contributions: list[tuple[str, float]]
    retelling: Retelling
    text_a: str = field(repr=False)
    text_b: str = field(repr=False)
    spans_a: list[LabelledSpan] = field(repr=False)
    spans_b: list[LabelledSpan] = field(repr=False)

    def __str__(self) -> str:
        lines = [f"{plain(str(self.a))} and {plain(str(self.b))}: {self.relation} ({RELATIONS[self.relation]})"]
        lines.append(f"  direction: {DIRECTIONS[self.direction]}")
        if self.reasons:
            lines.append("  because: " + ", ".join(f"{name} {value:.3g}" for name, value in self.reasons))
        evidence = self.evidence
        if "aligned_a" in evidence and "aligned_b" in evidence:
            lines.append(f"  passages cover {evidence['aligned_a']:.0%} of a and {evidence['aligned_b']:.0%} of b")
        for passage in sorted(self.passages, key=lambda p: p.a_start - p.a_end)[:SHOWN_PASSAGES]:
            shared = plain(self.text_a[passage.a_start : passage.a_end])
            lines.append(
                f"  a {passage.a_start}-{passage.a_end}, b {passage.b_start}-{passage.b_end}, "
                f"{passage.identity:.0%} the same:"
            )
            lines.append(_shown(shared, "    ", "    "))
        if len(self.passages) > SHOWN_PASSAGES:
            lines.append(f"  and {len(self.passages) - SHOWN_PASSAGES} shorter passages")
        if self.relation not in COPIES:
            lines += self._sentences()
        if self.rare_terms:
            terms = ", ".join(plain(term) for term, _ in self.rare_terms[:12])
            lines.append(f"  rare words in both: {terms}")
        if self.contributions:
            terms = ", ".join(f"{plain(term)} {value:.3f}" for term, value in self.contributions[:SHOWN_TERMS])
            rest = sum(value for _, value in self.contributions[SHOWN_TERMS:])
            others = f", {len(self.contributions) - SHOWN_TERMS} others {rest:.3f}" if rest else ""
            lines.append(f"  similarity {evidence['similarity']:.3f} is {terms}{others}")
        return "\n".join(lines)

    def _sentences(self) -> list[str]:
        told = self.retelling
        if not told.sentences:
            return []
        lines = [
            f"  sentences of b tell {told.told_a:.0%} of a, sentences of a {told.told_b:.0%} of b, "
            f"{told.in_order:.0%} of it in order"
        ]
        shown = sorted(told.sentences, key=lambda s: -s.similarity)[:SHOWN_SENTENCES]
        for s in sorted(shown, key=lambda s: s.a_start):
            alike = "".join(f"; {plain(a)} ~ {plain(b)} {value:.2f}" for a, b, value in s.alike)
            lines.append(f"  a {s.a_start}-{s.a_end}, b {s.b_start}-{s.b_end}, similarity {s.similarity:.2f}{alike}:")
            for side, sentence in (("a", self.text_a[s.a_start : s.a_end]), ("b", self.text_b[s.b_start : s.b_end])):
                lines.append(_shown(plain(sentence), f"    {side}: ", "       "))
        left = len(told.sentences) - len(shown)
        return [*lines, f"  and {left} less alike"] if left > 0 else lines

    def _repr_html_(self) -> str:
        from wirecopy.report.marked import explanation_html

        return explanation_html(self)

    def to_html(self, path: str | os.PathLike[str]) -> None:
        """Writes the two articles side by side as a page that opens without a network."""
        from wirecopy.output import write_text
        from wirecopy.report.page import explanation_page

        write_text(path, explanation_page(self))


def _shown(text: str, first: str, rest: str) -> str:
    """Some 300 characters, wrapped, behind `first` and then `rest`. Cut between words, where there are spaces to tell them."""
    text = " ".join(text.split())
    if len(text) > 300:
        between = text.rfind(" ", 250, 301)
        text = text[: between if between >= 0 else 300] + " ..."
    return textwrap.fill(text, 100, initial_indent=first, subsequent_indent=rest)


def compare(
    a: Any, b: Any, *, clean: bool | None = None, reprint: float | None = None, excerpt: float | None = None
) -> Explanation:
    """Compares two articles.

    Parameters
    ----------
    a, b : str, UTF-8 bytes or dict
        A dict has the key text, and may have id, outlet, published and language, as for `find_copies`.
    clean, reprint, excerpt
        Options of `find_copies`.

    Returns
    -------
    Explanation

    Raises
    ------
    TextError, ValueError, TypeError
        As `find_copies`.

    Notes
    -----
    Two articles alone do not tell what their outlets repeat; `Copies.explain` also knows that.
    """
    chosen = options.gather(clean=clean, reprint=reprint, excerpt=excerpt)
    gathered = Gathered()
    ids = []
    for name, article in (("a", a), ("b", b)):
        if isinstance(article, Mapping):
            if "text" not in article:
                raise ValueError(f"{name}: there is no key 'text'. The keys are: {', '.join(map(repr, article))}")
            details = {role: article[role] for role in ROLES if role in article}
            ids.append(details.pop("id", None))
            gathered.add(article["text"], details, name)
        else:
            ids.append(None)
            gathered.add(article, {}, name)
    from wirecopy.find import copies_of

    found = copies_of(gathered.articles(), chosen, 1, None).explain(0, 1)
    return replace(found, a="a" if ids[0] is None else ids[0], b="b" if ids[1] is None else ids[1])


def explanation_of(found: Mapping[str, Any], articles: Articles, a: int, b: int) -> Explanation:
    """The core's answer about rows a and b."""
    return Explanation(
        a=articles.id(a),
        b=articles.id(b),
        relation=found["relation"],
        direction=found["direction"],
        reasons=[(str(name), float(value)) for name, value in found["reasons"]],
        evidence={name: float(value) for name, value in found["evidence"].items()},
        passages=passages_of(found["passages"]),
        rare_terms=[(str(term), float(weight)) for term, weight in found["rare_terms"]],
        contributions=[(str(term), float(value)) for term, value in found["contributions"]],
        retelling=retelling_of(found["retelling"]),
        text_a=articles.text(a),
        text_b=articles.text(b),
        spans_a=labelled(found["cleaned_a"], 0),
        spans_b=labelled(found["cleaned_b"], 0),
    )
