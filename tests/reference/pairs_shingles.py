"""Slow truth of the join of shingles: Python sets of tuples, every pair compared."""

import re


def shingles(units, n):
    return {tuple(units[i : i + n]) for i in range(len(units) - n + 1)}


def units_of(text, unit):
    return re.findall(r"\w+", text.lower()) if unit == "regex" else list(text)


def join(sets, min_containment=0, min_resemblance=0, min_shared=1, hours=None, window=float("inf")):
    found = []
    for a, one in enumerate(sets):
        for b in range(a + 1, len(sets)):
            other = sets[b]
            shared = len(one & other)
            if shared < max(1, min_shared):
                continue
            if hours is not None and abs(hours[a] - hours[b]) > window:
                continue
            resemblance = shared / len(one | other)
            sides = shared / len(one), shared / len(other)
            if max(sides) >= min_containment and resemblance >= min_resemblance:
                found.append((a, b, shared, resemblance, *sides))
    return found
