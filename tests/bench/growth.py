"""How the time grows with input made to hurt: the exponent of CPU time fitted over four doublings of the size. 1 is in
proportion; a fair measure is up to about 1.15, as bigger tables miss the caches more often.

    python tests/bench/growth.py CASE ANALYZER     one case, as JSON
"""

from __future__ import annotations

import itertools
import json
import math
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator

from measure import ONE_THREAD

MB = 1_000_000
LETTERS = "etaoinshrdlucmfwygp"
BLOCKS = ["".join(random.Random(i).choices(LETTERS, k=8)) for i in range(10)]


def marks(n: int) -> list[str]:
    return ["e" + "\u0301\u0316" * (n // 2)]


def no_space(n: int) -> list[str]:
    return ["".join(random.Random(5).choices(LETTERS, k=n))]


def one_word(n: int) -> list[str]:
    return ["bridge " * (n // 7)]


def one_word_articles(n: int) -> list[str]:
    return [f"w{i}" for i in range(n)]


def same_word_articles(n: int) -> list[str]:
    return ["bridge"] * n


def blocks_in_every_order(n: int) -> list[str]:
    """Long words of the same 8-byte blocks: all collide under a hash that mixes words of a text by exclusive or, as
    ours would if its seeds were 0."""
    return [" ".join("".join(order) for order in itertools.islice(itertools.permutations(BLOCKS), n))]


def nuls(n: int) -> list[str]:
    return ["a\0bridge\0\0closed " * (n // 17)]


CASES = {  # the largest size
    "marks": ("combining marks on one letter", marks, 16 * MB),
    "no_space": ("letters without a space", no_space, 100 * MB),
    "one_word": ("one word over and over", one_word, 100 * MB),
    "one_word_articles": ("articles of one word, all different", one_word_articles, MB),
    "same_word_articles": ("articles of one word, all alike", same_word_articles, MB),
    "blocks_in_every_order": ("words that collide under unseeded hashes", blocks_in_every_order, 800_000),
    "nuls": ("words with NULs between them", nuls, 100 * MB),
}
ANALYZERS = {
    "word": {},
    "pairs": {"ngram_range": (1, 2)},
    "char_wb": {"analyzer": "char_wb", "ngram_range": (3, 5)},
    "icu": {"analyzer": "icu"},
}
TITLES = {"word": "words", "pairs": "words (1, 2)", "char_wb": "char_wb (3, 5)", "icu": "icu"}
SMALLER = {
    ("no_space", "char_wb"): 8,
    ("nuls", "char_wb"): 2,
    ("one_word", "char_wb"): 2,
    ("blocks_in_every_order", "char_wb"): 8,
}


def measure(case: str, analyzer: str) -> dict:
    """Sizes, and CPU seconds (best of five) at each, smallest first."""
    import wirecopy as wc

    _, make, largest = CASES[case]
    largest //= SMALLER.get((case, analyzer), 1)
    sizes = [largest // 2**k for k in (4, 3, 2, 1, 0)]

    def once(texts: list[str]) -> float:
        start = time.process_time()
        wc.CountVectorizer(**ANALYZERS[analyzer], threads=1).fit_transform(texts)
        return time.process_time() - start

    def texts_of(n: int) -> list[str]:
        return [*make(n), "bridge closed"]

    once(texts_of(sizes[-1]))
    seconds = []
    for n in sizes:
        texts = texts_of(n)
        seconds.append(min(once(texts) for _ in range(5)))
    return {"sizes": sizes, "seconds": seconds}


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """Slope of the line of least squares through (log size, log seconds)."""
    x, y = [math.log(n) for n in sizes], [math.log(max(s, 1e-9)) for s in seconds]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / sum((a - mx) ** 2 for a in x)


def table() -> Iterator[str]:
    yield "Exponent of `CountVectorizer`'s CPU time over four doublings; sizes are characters, articles or words."
    yield ""
    yield "| what | counted as | largest | seconds | exponent |"
    yield "|---|---|---|---|---|"
    for case, (what, _, _) in CASES.items():
        for analyzer in ANALYZERS:
            done = subprocess.run(
                [sys.executable, __file__, case, analyzer],
                stdout=subprocess.PIPE,
                text=True,
                check=True,
                env={**os.environ, **ONE_THREAD},
            )
            found = json.loads(done.stdout)
            slope = exponent(found["sizes"], found["seconds"])
            yield f"| {what} | {TITLES[analyzer]} | {found['sizes'][-1]:,} | {found['seconds'][-1]:.3g} | {slope:.2f} |"


if __name__ == "__main__":
    print(json.dumps(measure(*sys.argv[1:])))
