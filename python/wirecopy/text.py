"""Stage 0 in Python: articles in whatever form they come."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from wirecopy import _core, files, frames
from wirecopy.articles import Articles, Columns
from wirecopy.gather import Gathered, build


def read_articles(articles: Any, columns: Columns, tick: Any = None) -> Articles:
    """Articles in any of the forms `find_copies` takes.

    Raises
    ------
    TextError
        For a text that is missing or not well-formed.
    ValueError, TypeError, OSError
        For a column that is not there, a wrong type, a file that cannot be read.
    """
    if isinstance(articles, str):
        if not files.exists(articles):
            shown = articles if len(articles) <= 80 else articles[:77] + "..."
            raise ValueError(
                f"{shown!r} is neither a file nor a folder. A str is a path; one article is given in a list: [text]"
            )
        return files.read_paths([Path(articles)], columns, tick)
    if isinstance(articles, os.PathLike):
        return files.read_paths([Path(articles)], columns, tick)
    if isinstance(articles, Articles):
        return articles
    if frames.is_frame(articles):
        return frames.read_frame(articles, columns)
    if isinstance(articles, Mapping):
        raise TypeError("one article is given in a list: [{'text': ...}]; columns are given as a frame or Arrow table")
    if isinstance(articles, (bytes, bytearray, memoryview)):
        raise TypeError("one article is given in a list: [text]")
    if isinstance(articles, (set, frozenset)) or not isinstance(articles, (Iterable, np.ndarray)):
        raise TypeError(
            f"articles must be a list of str or dict, a frame, an Arrow table or a path, not {type(articles).__name__}"
        )
    if isinstance(articles, np.ndarray):
        if articles.ndim != 1:
            raise TypeError(f"an array of articles must have one dimension, not {articles.ndim}")
        articles = articles.tolist()
    if not isinstance(articles, (list, tuple)):
        articles = list(articles)
    if articles and isinstance(articles[0], os.PathLike):
        for row, path in enumerate(articles):
            if not isinstance(path, os.PathLike):
                raise TypeError(f"item {row} is {type(path).__name__}; in a list of paths all must be paths")
        return files.read_paths([Path(path) for path in articles], columns, tick)
    return _from_items(articles, columns)


def _from_items(items: Sequence[Any], columns: Columns) -> Articles:
    if items and type(items[0]) is str and all(type(item) is str for item in items):
        columns.refuse_named("articles given as plain texts")
        encoded = _core.encode_texts(tuple(items))
        if encoded is not None:  # else the way below names the article that has no UTF-8 form
            return build(*encoded, {})
    names: dict[str, None] = {}
    some_dict = False
    for item in items:
        if isinstance(item, Mapping):
            some_dict = True
            names.update(dict.fromkeys(key for key in item if isinstance(key, str)))
    chosen: dict[str, str] = {}
    if some_dict:
        chosen = columns.choose(names, "articles")
    else:
        columns.refuse_named("articles given as plain texts")
    gathered = Gathered()
    for item in items:
        if isinstance(item, Mapping):
            given = {role: item.get(column) for role, column in chosen.items() if role != "text"}
            gathered.add(item.get(chosen["text"]), given)
        else:
            gathered.add(item, {})
    return gathered.articles()
