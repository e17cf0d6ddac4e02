"""Stage 3 in Python: what this Python takes code points for, as tables for the core.

Python's Unicode version is often not ICU's, and the results of the vectorizers are those of `str.lower`, `re` and
`unicodedata`. Each table is made once in a process, in about a tenth of a second.
"""

from __future__ import annotations

import itertools
import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from wirecopy import _core

COUNT = sys.maxunicode + 1
# All code points with case, marks or decompositions: the rest is ideographs (some decompose), unassigned or private.
LETTERS = (range(0xD800), range(0xE000, 0x20000), range(0x2F800, 0x2FA20), range(0xE0000, 0xE0200))
SLICE = 0x4000
SIGMA, FINAL_SIGMA = 0x3C3, 0x3C2


def _code_points(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _slices() -> Iterator[tuple[int, str]]:
    """Every code point, surrogates too, a slice at a time: all at once they would take more memory than the texts."""
    for start in range(0, COUNT, SLICE):
        codes = np.arange(start, min(start + SLICE, COUNT), dtype="<u4")
        yield start, codes.tobytes().decode("utf-32-le", "surrogatepass")


@lru_cache(maxsize=1)
def classes() -> np.ndarray:
    """What this Python's `re` takes for a word character and for white space, and what decides about a final sigma: bits
    `_core.word_character`, `space_character`, `cased`, `case_ignorable`; one byte per code point.
    """
    found = np.zeros(COUNT, dtype=np.uint8)
    for start, text in _slices():
        for pattern, bit in ((r"\w+", _core.word_character), (r"\s+", _core.space_character)):
            for match in re.finditer(pattern, text):
                found[start + match.start() : start + match.end()] |= bit
    for letters in LETTERS:
        for start in range(letters.start, letters.stop, SLICE):
            _add_case(found, range(start, min(start + SLICE, letters.stop)))
    return found


def _add_case(found: np.ndarray, codes: range) -> None:
    # After a letter, a capital sigma becomes a final one unless a cased letter follows; case-ignorable characters are
    # looked past. That tells the classes. (U+0130, whose lower case is two code points long, is as cased as A.)
    tried = "".join(map(chr, codes)).replace("\u0130", "A")
    followed = _code_points("".join([f"A\u03a3{c}\n" for c in tried]).lower()).reshape(-1, 4)[:, 1] == SIGMA
    past = _code_points("".join([f"A\u03a3{c}A\n" for c in tried]).lower()).reshape(-1, 5)[:, 1] == SIGMA
    part = found[codes.start : codes.stop]
    part[followed] |= _core.cased
    part[past & ~followed] |= _core.case_ignorable


@lru_cache(maxsize=8)
def tables(lowercase: bool, accents: str | None) -> _core.CharacterTables:
    """The core's tables. `accents`: None, "ascii" or "unicode", as `strip_accents`."""
    values = np.arange(COUNT, dtype=np.uint32)
    if lowercase:
        for start, text in _slices():
            values[start : start + len(text)] = _code_points(text.replace("\u0130", "i").lower())
        values[0x3A3] = SIGMA  # the core tells where it is final
    longer: dict[int, str] = {0x130: "\u0130".lower()} if lowercase else {}
    if accents is not None:
        for code in itertools.chain(*LETTERS):
            c = chr(code).lower() if lowercase and code != 0x3A3 else chr(int(values[code]))
            plain = without_accents(unicodedata.normalize("NFKD", c), accents)
            longer.pop(code, None)
            if len(plain) == 1:
                values[code] = ord(plain)
            else:
                longer[code] = plain
        if accents == "ascii":  # all the rest goes too
            rest = np.ones(COUNT, dtype=bool)
            for letters in LETTERS:
                rest[letters.start : letters.stop] = False
            values[rest] = _core.expansion
    expansions: list[int] = []
    for code, text in longer.items():
        values[code] = _core.expansion | len(text) << 24 | len(expansions)
        expansions.extend(map(ord, text))
    # What follows the last that is not itself need not be held: nine tenths, as a rule.
    changed = np.flatnonzero(values != np.arange(COUNT, dtype=np.uint32))
    values = values[: changed[-1] + 1 if len(changed) else 0].copy()
    return _core.CharacterTables(classes(), values, np.array(expansions, dtype=np.uint32))


@lru_cache(maxsize=1)
def combining() -> dict[int, None]:
    """The code points that have a combining class, for `str.translate`."""
    return {code: None for code in itertools.chain(*LETTERS) if unicodedata.combining(chr(code))}


def without_accents(decomposed: str, accents: str) -> str:
    """A text in NFKD without its combining marks ("unicode") or without all that is not ASCII ("ascii")."""
    if accents == "ascii":
        return decomposed.encode("ascii", "ignore").decode("ascii")
    return decomposed.translate(combining())
