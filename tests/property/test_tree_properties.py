"""The tree is that of a plain reading of the rules, in any order of the articles, and never goes against the clock."""

from __future__ import annotations

import math
import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from python.wire_desk import BRIDGE, COMET, FIRE
from reference.tree import Cluster, sequences
from wirecopy import _core

SENTENCES = [part + "." for text in (BRIDGE, FIRE, COMET) for part in text.replace("\n\n", " ").split(". ")]


def parents(texts, hours, sources=(), margin=0.3, threads=1):
    raw = [text.encode() for text in texts]
    offsets = np.concatenate([[0], np.cumsum([len(text) for text in raw])]).astype(np.int64)
    known = np.array(sorted(sources), dtype=np.int64).reshape(-1, 2)
    return _core.transmission_tree(
        offsets, np.frombuffer(b"".join(raw), dtype=np.uint8), np.array(hours), known[:, 0], known[:, 1], margin, threads
    )


@st.composite
def clusters(draw):
    """Copies of copies: cut, misspelt, added to, misread; times that may be missing or the same."""
    draws = random.Random(draw(st.integers(0, 2**32)))
    first = draws.randrange(len(SENTENCES))
    texts = [" ".join(SENTENCES[(first + k) % len(SENTENCES)] for k in range(draws.randint(2, 8)))]
    for _ in range(draw(st.integers(1, 7))):
        text = draws.choice(texts)
        for _ in range(draws.randint(0, 2)):
            how = draws.randrange(5)
            at = draws.randrange(len(text) + 1)
            if how == 0:
                text = text[: max(20, at)]
            elif how == 1:
                text = text[:at] + draws.choice("abcdexyz") + text[at + 1 :]
            elif how == 2:
                text = text[:at] + " " + draws.choice(SENTENCES) + " " + text[at:]
            elif how == 3:
                text = "".join(draws.choice("qxz") if draws.random() < 0.05 else letter for letter in text)
            else:
                text = text[:at] + text[at + draws.randint(1, 90) :]
        texts.append(text)
    n = len(texts)
    strange = [draws.choice([math.nan, float(draws.randint(0, 5))]) for _ in range(n)]
    hours = [strange[k] if draws.random() < 0.4 else float(k) for k in range(n)]
    sources = {(a, b) for a in range(n) for b in range(n) if a != b and draws.random() < 0.2}
    return texts, hours, sources


@settings(max_examples=60, deadline=None)
@given(clusters())
def test_as_a_plain_reading(cluster) -> None:
    texts, hours, _ = cluster
    slow, fast = Cluster(texts, hours), parents(texts, hours)
    why = [_core.parent_reason_names[code] for code in fast["why"]]
    for c in range(len(texts)):
        assert (fast["parent"][c], fast["nearest"][c], why[c]) == slow.parent(c)
        p = fast["nearest"][c]
        if p >= 0 and why[c] != "same_text":
            places = len(sequences(slow.units[c]))
            assert abs(fast["share"][c] * places - slow.shared(c, p)) < 1e-6


@settings(max_examples=60, deadline=None)
@given(clusters(), st.randoms(use_true_random=False))
def test_never_against_the_clock_never_in_a_circle_in_any_order(cluster, shuffle) -> None:
    texts, hours, sources = cluster
    found = parents(texts, hours, sources)
    for c, p in enumerate(found["parent"].tolist()):
        seen = {c}
        while p >= 0:
            assert p not in seen
            assert not hours[p] > hours[c]
            seen.add(p)
            c, p = p, int(found["parent"][p])
    # Two articles with the same text and time are the same but for their rows; leave those out.
    if len({(text, repr(hour)) for text, hour in zip(texts, hours, strict=True)}) < len(texts):
        return
    order = list(range(len(texts)))
    shuffle.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    again = parents([texts[k] for k in order], [hours[k] for k in order], {(place[a], place[b]) for a, b in sources}, threads=2)
    for old, new in place.items():
        for column in ("parent", "nearest", "also"):
            value = int(found[column][old])
            assert int(again[column][new]) == (place[value] if value >= 0 else -1)
        assert again["change"][new] == found["change"][old] and again["margin"][new] == found["margin"][old]
