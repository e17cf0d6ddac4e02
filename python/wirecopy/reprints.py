"""Noisy reprints of one's own articles, with what is true of them: material to measure on."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from wirecopy import options, times
from wirecopy.articles import Articles, Columns
from wirecopy.cleaning import clean
from wirecopy.reprint_changes import CHANGES, Material, apply, show
from wirecopy.table import Table
from wirecopy.text import read_articles

SHORTEST = 60  # words a body must have to be reprinted
EPOCH = 438_288.0  # 2020-01-01, hours since 1970: where no time is known
LATER = (0.6, 30.0)  # hours between an article and a copy of it: at least, on the average beyond that


@dataclass
class _Copy:
    """An article while its copies are made: `body` is what a copy of it starts from, `text` what is printed."""

    id: str
    outlet: str
    hours: float
    language: str
    body: list[str]
    text: str
    cluster: int
    parent: str | None = None
    done: list[str] = field(default_factory=list)


def make_reprints(
    articles: Any, *, text: str = "text", id: str | bool | None = None, outlet: str | bool | None = None,
    published: str | bool | None = None, language: str | bool | None = None, copies: int = 4, share: float = 0.5,
    chains: float = 0.5, noise: float = 0.03, changes: Sequence[str] = CHANGES, seed: int = 0,
) -> Table:
    """Makes noisy reprints of some of the articles, and says what is true of all.

    Parameters
    ----------
    articles, text, id, outlet, published, language
        As for `find_copies`.
    copies : int
        Of each article that is reprinted.
    share : float
        Of the articles with 60 words or more in the body, the share that is reprinted; the rest stays as it is, alone.
    chains : float
        How often a copy is made of an earlier copy and not of the original, 0 to 1.
    noise : float
        Mean share of characters that OCR misreads in a copy that went through it; between copies it varies widely.
    changes : sequence of str
        What may be done to a copy, each by chance: ``'cut'`` (mostly from the end), ``'edit'`` (words replaced or dropped),
        ``'typo'``, ``'local'`` (a paragraph of sentences of other articles), ``'credit'`` (the outlet it was taken from is
        named), ``'headline'``, ``'furniture'``, ``'ocr'``, ``'wrap'`` (narrow columns with hyphens). The first five are
        carried on into copies of the copy.
    seed : int

    Returns
    -------
    Table
        The articles, the reprinted ones among the rest, in an order drawn by chance: id, outlet, published, language, text,
        cluster (the true label), parent (id of the article it was made of, null for originals), done (what was done). Ids
        are str; a copy's is that of its original with ``~1``, ``~2``... Copies are later than what they were made of.

    Raises
    ------
    TextError, ValueError, TypeError, OSError
        As `find_copies`.

    Notes
    -----
    The same articles, options and seed give the same reprints on every machine. A copy is made of an article's body as
    `clean` finds it. Articles that are copies of each other before this count as apart in the truth: give such as are not,
    one of each cluster say, or look at recall alone.

    Examples
    --------
    >>> import wirecopy as wc
    >>> from wirecopy import sample
    >>> made = wc.make_reprints(sample.load(), copies=2, seed=1)
    >>> wc.evaluate(wc.find_copies(made), made.to_arrow()["cluster"]).bcubed_recall.value > 0.95
    True
    """
    count, start = options.whole("copies", copies, 0), options.whole("seed", seed, 0)
    bounds = {"share": share, "chains": chains, "noise": noise}
    part, chained, misread = (options.number(name, value, 0, 1) for name, value in bounds.items())
    chosen = [changes] if isinstance(changes, str) else list(changes)
    for change in chosen:
        if change not in CHANGES:
            raise ValueError(f"changes: there is no {change!r}; there are {', '.join(CHANGES)}")
    read = read_articles(articles, Columns(text, id, outlet, published, language))
    bodies = [clean(read.text(row), language=read.languages[row] or None).body for row in range(len(read))]
    material = Material([body for body in bodies if len(body.split()) >= SHORTEST], sorted({*read.outlets} - {""}))
    made: list[_Copy] = []
    for row, body in enumerate(bodies):
        # Each article has a sequence of its own, so that more articles, or copies, change nothing about the others.
        draw = random.Random(f"{start} {row}")
        first = _original(read, row, body)
        family = [first]
        if len(body.split()) >= SHORTEST and draw.random() < part:
            for number in range(1, count + 1):
                parent = draw.choice(family) if draw.random() < chained else first
                family.append(_copy(parent, first.id, number, chosen, misread, material, draw))
        made.extend(family)
    _refuse_repeated([item.id for item in made])
    random.Random(start).shuffle(made)
    return _table(made, bool(np.isfinite(read.hours).any()) or count > 0)


def _original(read: Articles, row: int, body: str) -> _Copy:
    hours = float(read.hours[row])
    paragraphs = [line.strip() for line in body.split("\n") if line.strip()]
    known = hours if np.isfinite(hours) else EPOCH + row / 60
    return _Copy(str(read.id(row)), read.outlets[row], known, read.languages[row], paragraphs, read.text(row), row)


def _copy(
    parent: _Copy, source: str, number: int, changes: Sequence[str], noise: float, material: Material, draw: random.Random
) -> _Copy:
    outlet = material.outlet(parent.outlet, draw)
    body, done = apply(parent.body, changes, parent.outlet, material, draw)
    text, shown = show(body, changes, outlet, noise, material, draw)
    hours = parent.hours + LATER[0] + draw.expovariate(1 / LATER[1])
    return _Copy(
        f"{source}~{number}", outlet, hours, parent.language, body, text, parent.cluster, parent.id, done + shown
    )


def _refuse_repeated(ids: Sequence[str]) -> None:
    seen = set()
    for value in ids:
        if value in seen:
            raise ValueError(f"id {value!r} would stand twice; give articles other ids, or id=False for row numbers")
        seen.add(value)


def _table(made: Sequence[_Copy], timed: bool) -> Table:
    def words(get: Callable[[_Copy], str | None]) -> pa.Array:
        return pa.array([get(item) or None for item in made], type=pa.large_string())

    hours = np.array([item.hours if timed else np.nan for item in made], dtype=np.float64)
    columns = {
        "id": pa.array([item.id for item in made], type=pa.large_string()),
        "outlet": words(lambda item: item.outlet),
        "published": times.to_arrow(hours),
        "language": words(lambda item: item.language),
        "text": pa.array([item.text for item in made], type=pa.large_string()),
        "cluster": pa.array([item.cluster for item in made], type=pa.int64()),
        "parent": words(lambda item: item.parent),
        "done": pa.array([item.done for item in made], type=pa.list_(pa.string())),
    }
    return Table(pa.table(columns), "articles")
