"""Slow truth of the join of shingles: Python sets of tuples, every pair compared."""

import re
from collections import Counter


def shingles(units, n):
    return {tuple(units[i : i + n]) for i in range(len(units) - n + 1)}


def units_of(text, unit):
    return re.findall(r"\w+", text.lower()) if unit == "regex" else list(text)


def without_frequent(sets, max_articles):
    """The sets without shingles that more of them have, and how many shingles those are."""
    count = Counter(shingle for one in sets for shingle in one)
    frequent = {shingle for shingle, n in count.items() if n > max_articles}
    return [one - frequent for one in sets], len(frequent)


def meet(x, y, window):
    """x, y: (hours, same, different); None is not known."""
    if x[0] is not None and y[0] is not None and abs(x[0] - y[0]) > window:
        return False
    if x[1] is not None and y[1] is not None and x[1] != y[1]:
        return False
    return x[2] is None or y[2] is None or x[2] != y[2]


def join(sets, min_containment=0, min_resemblance=0, min_shared=1, known=None, window=float("inf"), others=None):
    """`known`: (hours, same, different) of each text, then of each of the others."""
    found = []
    both = sets + (others or [])
    for a, one in enumerate(sets):
        for b in range(a + 1 if others is None else len(sets), len(both)):
            other = both[b]
            shared = len(one & other)
            if shared < max(1, min_shared):
                continue
            if known is not None and not meet(known[a], known[b], window):
                continue
            resemblance = shared / len(one | other)
            sides = shared / len(one), shared / len(other)
            if max(sides) >= min_containment and resemblance >= min_resemblance:
                found.append((a, b if others is None else b - len(sets), shared, resemblance, *sides))
    return found
