"""Articles out of web pages: the text without the page around it, by trafilatura, which is an extra."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from wirecopy.errors import TextError

WHAT_TO_INSTALL = "Reading HTML takes trafilatura: pip install wirecopy[html]"


def read_html(page: str | bytes, *, url: str | None = None) -> dict[str, Any]:
    """One web page as an article that `find_copies`, `clean_all` and the other functions take.

    Parameters
    ----------
    page : str or bytes
        HTML. Of bytes the encoding is told by the page, or guessed.
    url : str, optional
        Where the page comes from: tells the outlet, and often the date, where the page does not.

    Returns
    -------
    dict
        `text`, the title and the paragraphs of the article; `title`, `published` (ISO 8601), `outlet` and `url`, each
        only where it was found. The title stands in the text as its first line, and `clean` calls it `headline`.

    Raises
    ------
    ImportError
        Where trafilatura is not installed.
    TextError
        For a page in which no article was found.

    Notes
    -----
    What is the article is trafilatura's judgement. It is made for recall here, as `clean` takes furniture out later.
    """
    try:
        import trafilatura
    except ImportError:
        raise ImportError(WHAT_TO_INSTALL) from None
    if not isinstance(page, (str, bytes)):
        raise TypeError(f"page must be HTML as str or bytes, not {type(page).__name__}")
    found = trafilatura.bare_extraction(page, url=url, include_comments=False, favor_recall=True, with_metadata=True)
    body = (found.text or "").strip() if found is not None else ""
    if not body:
        raise TextError(url, 0, "no article was found in this page. Give its text, or leave it out")
    title = (found.title or "").strip()
    body = body.removeprefix(title).lstrip() or body
    text = f"{title}\n\n{body}" if title else body
    outlet = found.sitename or found.hostname or (urlsplit(url).hostname if url else None)
    given = {"title": title, "published": found.date, "outlet": outlet, "url": found.url or url}
    return {"text": text, **{name: value for name, value in given.items() if value}}
