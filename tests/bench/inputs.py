"""Texts that the benchmarks run on: real articles where they are at hand, else the sample articles many times over."""

from __future__ import annotations

import gzip
import itertools
import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
ARTICLES = int(os.environ.get("WIRECOPY_BENCH_ARTICLES", "5000"))
FILES = {"allsides": DATA / "allsides" / "docs.jsonl.gz", "reuters": DATA / "reuters" / "docs.jsonl"}
TITLES = {"allsides": "web news articles", "reuters": "wire items", "sample": "sample articles, 60 times over"}


def names() -> list[str]:
    """The inputs at hand."""
    return [name for name, path in FILES.items() if path.exists()] or ["sample"]


def _lines(path: Path) -> Iterator[str]:
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as lines:
        yield from lines


@lru_cache(maxsize=1)
def texts(name: str) -> list[str]:
    """The texts of an input: "allsides" (the first 5,000, or as many as WIRECOPY_BENCH_ARTICLES says), "reuters" (all
    21,578) or "sample"."""
    if name == "sample":
        import wirecopy.sample

        articles = [article["text"] for article in wirecopy.sample.load()]
        return [f"{i} {text}" for i in range(60) for text in articles]
    most = ARTICLES if name == "allsides" else None
    return [json.loads(line)["text"] for line in itertools.islice(_lines(FILES[name]), most)]


def title(name: str) -> str:
    """What the input is, in words, with its size."""
    held = texts(name)
    return f"{name}: {len(held):,} {TITLES[name]}, {size(held):.1f} MB of UTF-8"


def size(held: list[str]) -> float:
    """Megabytes of UTF-8."""
    return sum(len(text.encode()) for text in held) / 1e6
