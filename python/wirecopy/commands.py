"""What the commands do besides calling the library: check where to write, write, sum up."""

from __future__ import annotations

import argparse
import json
import math
import os
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from wirecopy import _core
from wirecopy.articles import ROLES
from wirecopy.compare import Explanation
from wirecopy.output import write_table, write_text
from wirecopy.report.marked import squeeze
from wirecopy.report.sections import View
from wirecopy.results import Copies
from wirecopy.retelling import RetoldSentences
from wirecopy.table import Table
from wirecopy.words import RELATIONS, plain

__all__ = ["ROLES", "check_targets", "explanation_data", "more_tables", "summary", "usable", "write_all"]

TABLES = ("articles", "pairs", "clusters", "stories", "furniture", "bridges")
SHOWN_CLUSTERS = 10


def more_tables(given: argparse.Namespace) -> dict[str, Callable[[Copies], Table]]:
    """The tables asked for beside TABLES, by name, and how to make each."""
    more: dict[str, Callable[[Copies], Table]] = {}
    if given.prefer and given.keep is None:
        raise ValueError("--prefer chooses what --keep keeps; add --keep first or --keep longest")
    if given.keep is not None:
        more["kept"] = lambda copies: copies.keep(given.keep, prefer=given.prefer or ())
    if given.trees:
        more["parents"] = lambda copies: copies.parents
        more["versions"] = lambda copies: copies.versions
    if more and given.output is None:
        raise ValueError(f"{', '.join(more)}: a table needs a folder to be written to; add -o DIR")
    return more


def check_targets(
    output: Path | None, html: Path | None, form: str, inputs: Sequence[Path], force: bool, more: Sequence[str] = ()
) -> None:
    """Refuses, before any work, places that cannot or should not be written."""
    targets = []
    if output is not None:
        if output.exists() and not output.is_dir():
            raise ValueError(f"{output} is a file; -o names a folder")
        if output.is_dir() and any(output.iterdir()) and not force:
            raise ValueError(f"{output} exists and is not empty; name another folder, or add --force")
        if not output.absolute().parent.is_dir():
            raise ValueError(f"{output.absolute().parent}: there is no such folder to make {output.name} in")
        targets += [output / f"{name}.{form}" for name in (*TABLES, *more)] + [output / "funnel.json"]
    if html is not None:
        inside = output is not None and html.absolute().parent == output.absolute()
        if html.is_dir() or not (inside or html.absolute().parent.is_dir()):
            raise ValueError(f"{html}: a file in a folder that exists is wanted")
        if html.exists() and not force:
            raise ValueError(f"{html} exists; name another file, or add --force")
        targets.append(html)
    for target in targets:
        for path in inputs:
            if target.exists() and path.exists() and os.path.samefile(target, path):
                raise ValueError(f"{target} is an input and would be written over; name another place")


def usable(copies: Copies) -> bool:
    """Whether at least one article could be compared."""
    good = [at for at, name in enumerate(_core.note_names) if name in ("used", "exact_only")]
    return bool(np.isin(copies._found["notes"], good).any())


def write_all(
    copies: Copies, output: Path | None, html: Path | None, form: str,
    more: Mapping[str, Callable[[Copies], Table]] | None = None,
) -> list[Path]:
    """Writes the tables and the page. A new folder appears whole or not at all. Returns what was written."""
    written = []
    if output is not None:
        work = output.resolve().parent / f".{output.resolve().name}.{secrets.token_hex(6)}.tmp"
        work.mkdir()
        try:
            for name in TABLES:
                write_table(work / f"{name}.{form}", getattr(copies, name).to_arrow(), form)
            for name, make in (more or {}).items():
                write_table(work / f"{name}.{form}", make(copies).to_arrow(), form)
            write_text(work / "funnel.json", json.dumps([list(step) for step in copies.funnel], indent=1) + "\n")
            if output.exists():
                for path in sorted(work.iterdir()):
                    os.replace(path, output / path.name)
            else:
                work.rename(output)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        written.append(output)
    if html is not None:
        copies.to_html(html)
        written.append(html)
    return written


def summary(copies: Copies, written: Sequence[Path]) -> str:
    """What was found, for a terminal."""
    lines = [f"{len(copies):,} articles"]
    width = max((len(step) for step, _ in copies.funnel), default=0)
    lines += [f"  {step:<{width}}  {count:>12,}" for step, count in copies.funnel]
    lines.append(f"{len(copies.pairs):,} pairs with a relation")
    lines += [f"  {name:<12} {count:>12,}  {RELATIONS[name]}" for name, count in copies.relations().items()]
    lines.append(f"{len(copies.clusters):,} clusters of copies, {len(copies.stories):,} stories of two or more")
    view = View(copies)
    for row in copies.clusters.to_arrow().slice(0, SHOWN_CLUSTERS).to_pylist():
        title = squeeze(plain(view.title(view.origin(row["cluster"]))), 60)
        size = f"{row['size']:>6,} articles, {row['outlets']:>4,} outlets"
        lines.append(f"  {size}, origin {_short(row['origin'])}: {title}")
    left = len(copies.clusters) - SHOWN_CLUSTERS
    if left > 0:
        lines.append(f"  and {left:,} smaller clusters")
    lines += [f"written: {path}" for path in written]
    return "\n".join(plain(line) for line in lines)


def explanation_data(found: Explanation) -> dict[str, Any]:
    """An explanation as plain data; what was not measured is null."""
    return {
        "a": found.a,
        "b": found.b,
        "relation": found.relation,
        "direction": found.direction,
        "reasons": [{"name": name, "value": _number(value)} for name, value in found.reasons],
        "evidence": {name: _number(value) for name, value in found.evidence.items()},
        "passages": [passage._asdict() for passage in found.passages],
        "rare_terms": [{"term": term, "weight": _number(weight)} for term, weight in found.rare_terms],
        "contributions": [{"term": term, "value": _number(value)} for term, value in found.contributions],
        "retelling": {
            **{name: getattr(found.retelling, name) for name in ("told_a", "told_b", "in_order", "learned")},
            "sentences": [_sentences(one) for one in found.retelling.sentences],
        },
        "spans_a": [span._asdict() for span in found.spans_a],
        "spans_b": [span._asdict() for span in found.spans_b],
    }


def _sentences(found: RetoldSentences) -> dict[str, Any]:
    return {**found._asdict(), "alike": [{"a": a, "b": b, "similarity": value} for a, b, value in found.alike]}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _short(value: Any) -> str:
    return squeeze(plain(str(value)), 40)
