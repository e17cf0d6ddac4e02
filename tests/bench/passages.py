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


def with_misread_middles(texts):
    """Pairs: 1,300 characters, and their middle 60 % with one character in ten misread, between parts of another text."""
    import random

    random_ = random.Random(7)
    long = [" ".join(text[:4000].split()) for text in texts]
    long = [text for text in long if len(text) >= 1500][:41]
    pairs = []
    for source, other in zip(long, long[1:], strict=False):
        middle = "".join(random_.choice("etaoin") if random_.random() < 0.1 else c for c in source[460:1240])
        pairs.append((source[200:1500], f"{other[:260]} {middle} {other[1000:1260]}"))
    return pairs


def align_misread_wirecopy(texts):
    import wirecopy as wc

    pairs = with_misread_middles(texts)
    return lambda: [wc.align(a, b) for a, b in pairs]


def align_misread_difflib(texts):
    from difflib import SequenceMatcher

    pairs = with_misread_middles(texts)
    return lambda: [SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks() for a, b in pairs]


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
    Measure(
        "passages of up to 40 pairs of 1,300 characters, the middle misread",
        align_misread_wirecopy,
        "difflib",
        align_misread_difflib,
        only=("allsides", "sample"),
    ),
    Measure("`find_copies`, whole path", find_copies, only=("allsides", "sample")),
]
