"""Whatever the pairs are: clusters are those of the textbook, in any order of the pairs."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
import wirecopy as wc
from hypothesis import given
from hypothesis import strategies as st
from reference import clusters

WEIGHT = st.integers(0, 16).map(lambda i: i / 16)


@st.composite
def graphs(draw):
    n = draw(st.integers(2, 9))
    row = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(row, row, WEIGHT).filter(lambda p: p[0] != p[1]), max_size=20))
    return n, pairs


def columns(pairs):
    return [list(column) for column in zip(*pairs, strict=True)] if pairs else [[], [], []]


@given(graphs(), st.integers(1, 16).map(lambda i: i / 16), st.randoms(use_true_random=False))
def test_components(graph, threshold, random) -> None:
    n, pairs = graph
    want = clusters.components(n, pairs, threshold)
    assert wc.cluster_pairs(n, *columns(pairs), method="components", threshold=threshold).tolist() == want
    random.shuffle(pairs)
    assert wc.cluster_pairs(n, *columns(pairs), method="components", threshold=threshold).tolist() == want


@st.composite
def graphs_without_ties(draw):
    """Weights that all differ, powers of .95, so that no two means are equal."""
    n = draw(st.integers(2, 7))
    edges = [(a, b) for a in range(n) for b in range(a + 1, n)]
    chosen = draw(st.lists(st.sampled_from(edges), unique=True, max_size=12))
    order = draw(st.permutations(range(len(chosen))))
    return n, [(a, b, 0.95 ** (1 + place)) for (a, b), place in zip(chosen, order, strict=True)]


@given(graphs_without_ties(), st.sampled_from([0.11, 0.23, 0.37, 0.53, 0.71]), st.randoms(use_true_random=False))
def test_average_link(graph, threshold, random) -> None:
    n, pairs = graph
    want = clusters.average(n, pairs, threshold)
    labels = wc.cluster_pairs(n, *columns(pairs), threshold=threshold)
    assert labels.dtype == np.int64
    assert labels.tolist() == want
    random.shuffle(pairs)
    assert wc.cluster_pairs(n, *columns([(b, a, w) for a, b, w in pairs]), threshold=threshold).tolist() == want


@given(graphs(), st.integers(1, 16).map(lambda i: i / 16), st.randoms(use_true_random=False))
def test_correlation(graph, threshold, random) -> None:
    n, pairs = graph
    labels = wc.cluster_pairs(n, *columns(pairs), method="correlation", threshold=threshold).tolist()
    assert [label for at, label in enumerate(labels) if label not in labels[:at]] == list(range(max(labels) + 1))
    reached = clusters.agreement(pairs, labels, threshold)
    assert reached >= 0
    for row in range(n):
        for label in range(max(labels) + 2):
            assert clusters.agreement(pairs, [*labels[:row], label, *labels[row + 1 :]], threshold) <= reached
    random.shuffle(pairs)
    assert wc.cluster_pairs(n, *columns(pairs), method="correlation", threshold=threshold).tolist() == labels


def test_correlation_comes_near_the_best_there_is() -> None:
    """On 40 small graphs it reaches at least .95 of what the best of all clusters would."""
    reached = best = 0
    for seed in range(40):
        draw = random.Random(seed)
        pairs = [(a, b, draw.randint(0, 16) / 16) for a in range(6) for b in range(a) if draw.random() < 0.7]
        labels = wc.cluster_pairs(6, *columns(pairs), method="correlation", threshold=0.5).tolist()
        reached += clusters.agreement(pairs, labels, 0.5)
        best += clusters.best_agreement(6, pairs, 0.5)
    assert 0.95 * best <= reached <= best


def test_bad_pairs_are_refused() -> None:
    for n, a, b, weight in (
        (2, [0], [2], [1.0]),
        (2, [-1], [1], [1.0]),
        (2, [0], [0], [1.0]),
        (2, [0], [1], [math.nan]),
        (-1, [], [], []),
        (2, [0], [1], []),
    ):
        with pytest.raises(ValueError):
            wc.cluster_pairs(n, a, b, weight)
    with pytest.raises(ValueError):
        wc.cluster_pairs(2, [0], [1], [0.5], threshold=math.nan)
    with pytest.raises(ValueError, match="method"):
        wc.cluster_pairs(2, [0], [1], [0.5], method="single")
    with pytest.raises(TypeError):
        wc.cluster_pairs(2, [0.5], [1], [0.5])
