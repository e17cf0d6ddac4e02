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
    """What is true of the sample articles."""
    return json.loads(files(__name__).joinpath("truth.json").read_text(encoding="utf-8"))
