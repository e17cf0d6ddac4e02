"""Writes docs/benchmarks.md: each measure in a process of its own, ours and the named peer on the same input, in turn.

    python tests/bench/run.py             every section
    python tests/bench/run.py terms ...   some of them, to the screen only

The parts: inputs.py (texts), measure.py (what is measured and how), and a module for each section.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import platform
import sys
import time
from collections.abc import Iterator

import inputs
from measure import Measure, in_turn, memory

SECTIONS = {
    "terms": "Terms",
    "tokens": "Words",
    "vectors": "Article vectors",
    "joins": "Joins",
    "sketches": "Signatures",
    "passages": "Passages, and the whole path",
    "growth": "Growth",
}
PEERS = ("scikit-learn", "scipy", "numpy", "PyICU", "bm25s", "stringzilla", "tokenizers", "sparse-dot-topn", "rensa",
         "datasketch", "gaoya", "SetSimilaritySearch")
HEAD = [
    "| what | input | wirecopy, s | peer, s | peer | ratio | wirecopy, MiB | peer, MiB |",
    "|---|---|---|---|---|---|---|---|",
]


def version(package: str) -> str:
    try:
        return f"{package} {importlib.metadata.version(package)}"
    except importlib.metadata.PackageNotFoundError:
        return f"{package} (not installed)"


def intro() -> list[str]:
    return [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {time.strftime('%Y-%m-%d', time.gmtime())}. Inputs:",
        "",
        *(f"- {inputs.title(name)}" for name in inputs.names()),
        "",
        "Seconds are CPU time on one thread unless the row says otherwise: the best of three turns (more of short work)",
        "after one to warm up, ours and the peer's in turn, each in a process of its own. Two threads and one: in turn in",
        "one process, wall time, the middle of fifteen turns. MiB is how far one call, in a",
        'fresh process, drives the peak of the memory above the loaded input. "A fifth": the peer worked on every fifth text; its',
        "seconds are scaled up by the size of the texts, its MiB are not. Compare rows, not seconds: machines differ.",
        "",
        f"Python {platform.python_version()}, {', '.join(map(version, PEERS))}.",
    ]


def row(measure: Measure, source: str) -> str:
    ours, theirs = in_turn(measure, source)
    cells = [measure.what, source, f"{ours:.3g}"]
    if measure.theirs is None:
        cells += ["", "", ""]
    elif theirs is None:
        cells += ["", f"{measure.peer} (not installed)", ""]
    else:
        cells += [f"{theirs:.3g}", measure.peer, f"{theirs / ours:.1f} x"]
    cells.append(f"{memory(measure.ours, source):.0f}")
    grown = memory(measure.theirs, source, measure.share) if measure.theirs and theirs is not None else None
    cells.append("" if grown is None else f"{grown:.0f}")
    return "| " + " | ".join(cells) + " |"


def table(measures: list[Measure]) -> Iterator[str]:
    yield from HEAD
    for measure in measures:
        for source in inputs.names():
            if not measure.only or source in measure.only:
                yield row(measure, source)


def section(name: str) -> list[str]:
    module = importlib.import_module(name)
    lines = ["", f"## {SECTIONS[name]}", ""]
    print(lines[1], flush=True)
    for line in module.table() if hasattr(module, "table") else table(module.MEASURES):
        lines.append(line)
        print(line, flush=True)
    return lines


def main(chosen: list[str]) -> None:
    lines = intro()
    for name in chosen or SECTIONS:
        lines += section(name)
    if not chosen:
        (inputs.ROOT / "docs" / "benchmarks.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print("Wrote docs/benchmarks.md")


if __name__ == "__main__":
    main(sys.argv[1:])
