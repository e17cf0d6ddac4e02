"""What the package raises, besides `ValueError` and `TypeError` for a wrong argument."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wirecopy import _core

if TYPE_CHECKING:
    from wirecopy.articles import Articles


class TextError(ValueError):
    """A text that cannot be used.

    Parameters
    ----------
    article : int, str or None
        The article's id where it has one, else its row in the input (from 0).
    offset : int
        Where in the text it goes wrong: code points for `str`, bytes for `bytes` and files. 0 where the text as
        a whole is at fault. The message names the unit.
    message : str
        What is wrong and what to do.
    row : int, optional
        The article's row in the input.

    Attributes
    ----------
    article, offset, row
        As given.
    """

    def __init__(self, article: object, offset: int, message: str = "", row: int | None = None) -> None:
        super().__init__(message or f"article {article!r} cannot be used, from offset {offset}")
        self.article = article
        self.offset = offset
        self.row = row

    def __reduce__(self) -> tuple[type[TextError], tuple[object, ...]]:
        return TextError, (self.article, self.offset, str(self), self.row)


@contextmanager
def naming_articles(articles: Articles | None = None) -> Iterator[None]:
    """Turns the core's `TextError` into one that names the article as the caller knows it."""
    try:
        yield
    except _core.TextError as error:
        row, offset = int(error.article), int(error.offset)
        name = articles.name(row) if articles is not None else f"text {row}"
        article = articles.id(row) if articles is not None else row
        raise TextError(
            article, offset, f"{name}: {error} (byte {offset} of its UTF-8 text). {WHAT_TO_DO_UTF8}", row
        ) from None


WHAT_TO_DO_UTF8 = "Decode the text with its own encoding, or use bytes.decode('utf-8', errors='replace')."
