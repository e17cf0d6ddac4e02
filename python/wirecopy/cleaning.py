"""Stage 2 in Python: what in an article is its body and what is furniture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from wirecopy import _core, options
from wirecopy.articles import Articles, Columns
from wirecopy.errors import naming_articles
from wirecopy.gather import Gathered
from wirecopy.progress import Progress, Tick
from wirecopy.text import read_articles


class LabelledSpan(NamedTuple):
    """text[start:end] is `label`: "body", or a kind of furniture. Offsets in code points."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Cleaned:
    """An article with each part labelled; nothing is taken away.

    Attributes
    ----------
    text : str
        The article as given.
    spans : list of LabelledSpan
        In text order, not overlapping; together they hold all that is not white space. Labels: body, headline, deck,
        crosshead, byline, outlet, dateline, caption, credit, tagline, metadata, boilerplate.
    confidence : list of float
        For each span the probability, 0 to 1, that its label is right: for body and boilerplate from the sums over all
        ways to part the article (forward-backward), else how often the rule that gave the label was right.
        docs/accuracy.md shows how well it holds.
    """

    text: str
    spans: list[LabelledSpan]
    confidence: list[float]

    @property
    def body(self) -> str:
        """The body spans, joined by newlines."""
        return "\n".join(self.text[span.start : span.end] for span in self.spans if span.label == "body")

    @property
    def furniture(self) -> list[LabelledSpan]:
        """The spans that are not body."""
        return [span for span in self.spans if span.label != "body"]

    def __repr__(self) -> str:
        body = sum(span.end - span.start for span in self.spans if span.label == "body")
        labels = ", ".join(dict.fromkeys(span.label for span in self.furniture)) or "none"
        return f"<Cleaned: body of {body:,} of {len(self.text):,} code points; furniture: {labels}>"

    def _repr_html_(self) -> str:
        from wirecopy.report.marked import cleaned_html

        return cleaned_html(self.text, self.spans)


def clean(text: str | bytes, *, outlet: str | None = None, language: str | None = None) -> Cleaned:
    """Labels the parts of one article, by what stands in it alone.

    Parameters
    ----------
    text : str or UTF-8 bytes
    outlet : str, optional
        Who published it: helps to tell the outlet's own name.
    language : str, optional
        BCP 47 tag.

    Raises
    ------
    TextError
        For ill-formed or missing text.
    """
    gathered = Gathered()
    gathered.add(text, {"outlet": outlet, "language": language})
    return _clean(gathered.articles(), 1, None)[0]


def clean_all(
    articles: Any,
    *,
    text: str = "text",
    id: str | bool | None = None,
    outlet: str | bool | None = None,
    language: str | bool | None = None,
    threads: int | None = None,
    progress: bool | Tick | None = None,
) -> list[Cleaned]:
    """Labels the parts of each article, also seeing what each outlet repeats over its articles.

    Parameters, forms of input and errors as for `find_copies`.

    Returns
    -------
    list of Cleaned
        One per article, in input order; the same for any number of threads.
    """
    count = options.threads(threads)
    columns = Columns(text, id, outlet, False, language)
    with Progress(progress) as shown:
        return _clean(read_articles(articles, columns, shown.tick), count, shown.tick)


def _clean(articles: Articles, threads: int, tick: Tick | None) -> list[Cleaned]:
    with naming_articles(articles):
        found = _core.clean(articles.offsets, articles.data, articles.outlets, articles.languages, threads, tick)
    return [Cleaned(articles.text(row), labelled(found, row), _confidence(found, row)) for row in range(len(articles))]


def _confidence(found: dict[str, np.ndarray], row: int) -> list[float]:
    first, last = found["offsets"][row], found["offsets"][row + 1]
    return [round(each, 4) for each in found["confidence"][first:last].tolist()]


def labelled(found: dict[str, np.ndarray], row: int) -> list[LabelledSpan]:
    """The spans of one article out of the core's flat arrays."""
    first, last = found["offsets"][row], found["offsets"][row + 1]
    columns = (found[name][first:last].tolist() for name in ("start", "end", "label"))
    names = _core.label_names
    return [LabelledSpan(start, end, names[label]) for start, end, label in zip(*columns, strict=True)]
