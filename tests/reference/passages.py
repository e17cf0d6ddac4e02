"""Slow truth of stage 6: what is compared, how alike two stretches are, what two texts have in common."""

import unicodedata
from functools import cache

from reference.tokens import fold

KEPT = ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Mn", "Mc")


@cache
def units_of(c):
    """Letters, digits and marks of one code point, folded, without accents, as UTF-16 units."""
    kept = "".join(unicodedata.normalize("NFD", f) for f in fold(c) if unicodedata.category(f) in KEPT)
    plain = unicodedata.normalize("NFC", "".join(p for p in kept if not 0x300 <= ord(p) <= 0x36F))
    raw = plain.encode("utf-16-le")
    return [int.from_bytes(raw[i : i + 2], "little") for i in range(0, len(raw), 2)]


def normalise(text):
    """(units, for each the place of its code point in the text)."""
    units, places = [], []
    for place, c in enumerate(text):
        for unit in units_of(c):
            units.append(unit)
            places.append(place)
    return units, places


def levenshtein(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row = row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y)))
    return row[-1]


def longest_common_subsequence(a, b):
    row = [0] * (len(b) + 1)
    for x in a:
        above, row = row, [0]
        for j, y in enumerate(b, 1):
            row.append(above[j - 1] + 1 if x == y else max(above[j], row[j - 1]))
    return row[-1]


def common_runs(a, b, least):
    """Every exact run of `least` units or more that cannot be made longer: (start in a, start in b, length)."""
    runs = []
    lengths = [0] * (len(b) + 1)  # of the run that ends here
    for i, x in enumerate(a, 1):
        above, lengths = lengths, [0]
        for j, y in enumerate(b, 1):
            n = above[j - 1] + 1 if x == y else 0
            lengths.append(n)
            goes_on = i < len(a) and j < len(b) and a[i] == b[j]
            if n >= least and not goes_on:
                runs.append((i - n, j - n, n))
    return runs


def times_in(part, whole):
    return sum(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))
