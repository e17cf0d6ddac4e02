"""Benchmarks of passages that two articles share, and of the whole path."""

from __future__ import annotations

from measure import Measure


def align_wirecopy(texts):
    import wirecopy as wc

    return lambda: [wc.align(a[:3000], a[500:3500]) for a in texts[:40]]


def align_difflib(texts):
    from difflib import SequenceMatcher

    return lambda: [
        SequenceMatcher(None, a[:3000], a[500:3500], autojunk=False).get_matching_blocks() for a in texts[:40]
    ]


def find_copies(texts):
    import wirecopy as wc

    return lambda: wc.find_copies(texts, threads=1, progress=False)


MEASURES = [
    Measure(
        "passages of 40 pairs of 3,000 characters",
        align_wirecopy,
        "difflib",
        align_difflib,
        only=("allsides", "sample"),
    ),
    Measure("`find_copies`, whole path", find_copies, only=("allsides", "sample")),
]
