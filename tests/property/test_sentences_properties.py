"""Sentences of two texts, and vectors of words: as the slow truth has them, for any input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import sentences as slow
from wirecopy import _core

VOCABULARY = 9
texts = st.lists(st.lists(st.integers(0, VOCABULARY - 1), max_size=4, unique=True), max_size=5)
VECTORS = np.random.default_rng(3).normal(size=(VOCABULARY, 3))
VECTORS = (VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True)).astype(np.float32)


def words(text: list, vectors: set[int], draw: np.random.Generator) -> list[list[tuple[int, int, float]]]:
    """With weights of which no two sums are the same, so that no two alignments gain the same."""
    return [[(term, term if term in vectors else -1, draw.uniform(0.5, 1.5)) for term in sentence] for sentence in text]


def arrays(text: list) -> tuple:
    flat = [word for sentence in text for word in sentence]
    ends = np.cumsum([len(sentence) for sentence in text]) if text else []
    term, vector, weight = zip(*flat, strict=True) if flat else ((), (), ())
    return np.array(ends, np.uint32), np.array(term, np.uint32), np.array(vector, np.int32), np.array(weight, float)


@given(
    texts, texts, st.sets(st.integers(0, VOCABULARY - 1)), st.sampled_from([0.4, 0.6, 0.9]),
    st.sampled_from([0.1, 0.25, 0.5]), st.integers(0, 2**32 - 1),
)
@settings(max_examples=60, deadline=None)
def test_sentences_are_aligned_as_the_slow_truth_has_it(one, other, vectors, like, least, seed) -> None:
    draw = np.random.default_rng(seed)
    a, b = words(one, vectors, draw), words(other, vectors, draw)
    found = _core.align_sentences(arrays(a), arrays(b), VECTORS, like, least)
    matches, told_a, told_b, in_order = slow.align(a, b, VECTORS, like, least)
    assert [match[:4] + match[5:] for match in found["matches"]] == [match[:4] + match[5:] for match in matches]
    assert [m[4] for m in found["matches"]] == pytest.approx([m[4] for m in matches], abs=1e-6)
    assert (found["told_a"], found["told_b"], found["in_order"]) == pytest.approx((told_a, told_b, in_order), abs=1e-6)


@given(texts)
def test_a_text_tells_all_of_itself_in_order(one) -> None:
    text = words(one, set(), np.random.default_rng(1))
    found = _core.align_sentences(arrays(text), arrays(text), VECTORS)
    if any(text):
        assert (found["told_a"], found["told_b"], found["in_order"]) == pytest.approx((1, 1, 1), abs=1e-12)


sentences = st.lists(st.lists(st.one_of(st.none(), st.integers(0, VOCABULARY - 1)), max_size=8), max_size=12)


@given(sentences, st.integers(1, 4), st.sampled_from([0.5, 0.75, 1.0]), st.integers(1, 4))
@settings(deadline=None)
def test_vectors_of_words_are_those_of_the_slow_truth(text, window, smoothing, threads) -> None:
    offsets = np.cumsum([0, *map(len, text)])
    numbers = np.array([-1 if word is None else word for sentence in text for word in sentence], np.int32)
    found = _core.word_vectors(offsets, numbers, VOCABULARY, VOCABULARY, window, smoothing, threads=threads)
    assert found.shape == (VOCABULARY, VOCABULARY) and found.dtype == np.float32
    truth = slow.information(text, VOCABULARY, window, smoothing)
    assert found @ found.T == pytest.approx(slow.cosines(truth), abs=5e-3)
