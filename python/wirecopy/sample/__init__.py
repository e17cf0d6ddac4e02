"""An invented wire desk: articles of invented outlets, which hold every relation and every kind of furniture."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def load() -> list[dict[str, Any]]:
    """The sample articles: a list of dicts with id, outlet, published, language and text."""
    lines = files(__name__).joinpath("articles.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def truth() -> dict[str, Any]:
    """What is true of the sample articles, as they were written.

    Returns
    -------
    dict
        clusters, stories: lists of ids, each of two articles or more; every other article is alone.
        pairs: a list of {a, b, relation, direction}, a being published first. All copies and rewrites stand there, and of
        shared quotations and independent reports those that were written as such. A rewrite of an article is one of each
        copy of it too, of an excerpt where it retells what that keeps (all excerpts here), and of each other rewrite of it.
        direction is a_to_b where b was made from a, and undetermined otherwise (two copies of a third, say).
        furniture: id -> list of [start, end, label], offsets in code points; the rest of each text is body.
    """
    return json.loads(files(__name__).joinpath("truth.json").read_text(encoding="utf-8"))
