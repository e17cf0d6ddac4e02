"""Slow truth of hashed terms: MurmurHash3_x86_32 byte by byte, and rows as dicts of column -> value."""

import math


def murmur3(data, seed=0):
    h = seed
    whole = len(data) // 4 * 4
    for at in range(0, whole, 4):
        h ^= mixed(int.from_bytes(data[at : at + 4], "little"))
        h = (turned(h, 13) * 5 + 0xE6546B64) & 0xFFFFFFFF
    h ^= mixed(int.from_bytes(data[whole:], "little"))
    h ^= len(data)
    h = (h ^ h >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    h = (h ^ h >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return h ^ h >> 16


def turned(word, bits):
    return (word << bits | word >> 32 - bits) & 0xFFFFFFFF


def mixed(word):
    return turned(word * 0xCC9E2D51 & 0xFFFFFFFF, 15) * 0x1B873593 & 0xFFFFFFFF


def row(terms, columns, alternate_sign=True, binary=False, norm="l2"):
    """One text's row: what cancels out stays as 0; with `binary` it is 1 like all others."""
    found = {}
    for term in terms:
        h = murmur3(term if isinstance(term, bytes) else term.encode())
        h -= (h >= 2**31) * 2**32
        column = abs(h) % columns
        found[column] = found.get(column, 0) + (-1 if h < 0 and alternate_sign else 1)
    if binary:
        found = dict.fromkeys(found, 1)
    length = {
        "l2": math.sqrt(sum(v * v for v in found.values())),
        "l1": sum(abs(v) for v in found.values()),
        None: 1,
    }[norm]
    return {column: value / length if length else value for column, value in sorted(found.items())}
