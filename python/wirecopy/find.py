"""All stages in one call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from wirecopy import _core, options
from wirecopy.articles import Articles, Columns
from wirecopy.background import backgrounds
from wirecopy.errors import naming_articles
from wirecopy.progress import Progress, Tick
from wirecopy.results import Copies
from wirecopy.text import read_articles


def find_copies(
    articles: Any,
    *,
    text: str = "text",
    id: str | bool | None = None,
    outlet: str | bool | None = None,
    published: str | bool | None = None,
    language: str | bool | None = None,
    window: float | dt.timedelta | None = None,
    same_language: bool | None = None,
    other_outlets: bool | None = None,
    clean: bool | None = None,
    cluster: float | None = None,
    method: str | None = None,
    story: float | None = None,
    reprint: float | None = None,
    excerpt: float | None = None,
    max_pairs: int | None = None,
    threads: int | None = None,
    progress: bool | Tick | None = None,
) -> Copies:
    """Finds which articles are copies of which, what kind of copy each is, and which belong to one story.

    Parameters
    ----------
    articles
        A list of str, UTF-8 bytes or dict; a pandas or polars frame or series; a pyarrow table, array or batch
        reader; anything with ``__arrow_c_stream__``; or a path (str or `Path`, or a list of `Path`): a folder
        (every .txt in it and below it, sorted by relative path, which is the id), .jsonl, .csv, .tsv, .parquet or
        .txt, each also with .gz, and .html (see `read_html`).
    text : str
        Column (or dict key) of the text.
    id, outlet, published, language : str, None or False
        Column of the id (str or int, all different), of who published it, of when, and of the BCP 47 tag of its
        language. None: the column of that name where there is one. False: none.
        `published` takes ISO 8601, datetime, date, numpy and pandas times (no zone: UTC) and seconds since 1970.
    window : float or timedelta, optional
        Hours; pairs published further apart are not looked at. None: all are. Must be 0 or more.
    same_language, other_outlets : bool, optional
        True: articles of different languages, or of one outlet, are not compared with each other. One whose language (told
        from its words where it is not given) or outlet is not known is compared with all. They may still end in one
        cluster through a third. Default False.
    clean : bool, optional
        False: the whole text is body. Default True.
    cluster, story : float, optional
        Mean edge weight at which clusters join, and mean cosine at which stories join, in [0, 1].
    method : {'average', 'components', 'correlation'}, optional
        How pairs become clusters, as for `cluster_pairs`, with `cluster` as the threshold. Default average link.
    reprint, excerpt : float, optional
        Aligned share of both bodies from which a pair is a reprint, and of either body from which it is an excerpt,
        in [0, 1].
    max_pairs : int, optional
        Rows of `pairs` written for articles of the same bodies, default 10,000,000. Beyond it the most printed bodies have
        a row only from their first article to each other one, marked `collapsed`. Labels always hold every article.
    threads : int, optional
        None: every core. The result does not depend on it.
    progress : bool or callable, optional
        None: a bar on stderr where that is a terminal or a notebook, after a second. True: also elsewhere, as lines.
        A callable gets (stage, done, total) about every 50 ms.

    Returns
    -------
    Copies

    Raises
    ------
    TextError
        For a text that is missing or ill-formed; names the article and the offset.
    ValueError, TypeError
        For a missing column, repeated ids, an option out of range, a wrong type.
    OSError
        For a file that cannot be read.
    KeyboardInterrupt
        Within a second of Ctrl-C; nothing is left behind.

    Examples
    --------
    >>> import wirecopy as wc
    >>> copies = wc.find_copies(["The minister said on Monday that the bridge over the river will stay closed."] * 2)
    >>> copies.pairs.to_arrow()["relation"].to_pylist()
    ['exact']
    """
    columns = Columns(text, id, outlet, published, language)
    count = options.threads(threads)
    chosen = options.gather(
        window=window, same_language=same_language, other_outlets=other_outlets, clean=clean, cluster=cluster,
        method=method, story=story, reprint=reprint, excerpt=excerpt, max_pairs=max_pairs,
    )
    with Progress(progress) as shown:
        read = read_articles(articles, columns, shown.tick)
        return copies_of(read, chosen, count, shown.tick)


def copies_of(articles: Articles, chosen: Mapping[str, Any], threads: int, tick: Tick | None) -> Copies:
    """The copies among articles that were read, with options that were checked."""
    known = backgrounds(articles.languages)
    with naming_articles(articles):
        found = _core.find_copies(
            articles.offsets, articles.data, articles.outlets, articles.languages, articles.hours, known, dict(chosen),
            threads, tick,
        )
    return Copies(articles, found)
