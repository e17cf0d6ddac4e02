"""MurmurHash3_x86_32 of many terms at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def murmur3(terms: Sequence[bytes], seed: int = 0) -> np.ndarray:
    """MurmurHash3_x86_32 (Austin Appleby, public domain) of each term, uint32.

    Time as many as there are bytes, and rounds of numpy as the longest term has blocks of four bytes.
    """
    lengths = np.fromiter(map(len, terms), dtype=np.int64, count=len(terms))
    # Longest terms first, so that those that still have a block are always the first ones.
    order = np.argsort(-lengths, kind="stable")
    data = np.frombuffer(b"".join(terms) + b"\0\0\0", dtype=np.uint8)
    starts = (np.cumsum(lengths) - lengths)[order]
    sizes = lengths[order]
    hashes = np.full(len(terms), seed, dtype=np.uint32)
    blocks = sizes // 4
    going = len(terms) - np.searchsorted(blocks[::-1], np.arange(1, (blocks[0] if len(blocks) else 0) + 1))
    for block, count in enumerate(going.tolist()):
        mixed = hashes[:count] ^ _mixed(_word(data, starts[:count] + 4 * block, 4))
        hashes[:count] = _turned(mixed, 13) * np.uint32(5) + np.uint32(0xE6546B64)
    ends = starts + 4 * blocks
    for left in (1, 2, 3):
        rest = np.flatnonzero(sizes % 4 == left)
        hashes[rest] ^= _mixed(_word(data, ends[rest], left))
    hashes ^= sizes.astype(np.uint32)
    hashes ^= hashes >> np.uint32(16)
    hashes *= np.uint32(0x85EBCA6B)
    hashes ^= hashes >> np.uint32(13)
    hashes *= np.uint32(0xC2B2AE35)
    hashes ^= hashes >> np.uint32(16)
    found = np.empty_like(hashes)
    found[order] = hashes
    return found


def _word(data: np.ndarray, at: np.ndarray, size: int) -> np.ndarray:
    word = data[at].astype(np.uint32)
    for byte in range(1, size):
        word |= data[at + byte].astype(np.uint32) << np.uint32(8 * byte)
    return word


def _turned(word: np.ndarray, bits: int) -> np.ndarray:
    return word << np.uint32(bits) | word >> np.uint32(32 - bits)


def _mixed(word: np.ndarray) -> np.ndarray:
    return _turned(word * np.uint32(0xCC9E2D51), 15) * np.uint32(0x1B873593)
