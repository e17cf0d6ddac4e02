"""Whatever the rows and texts are: the joins find what comparing every pair finds, for any number of threads."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import pytest
import scipy.sparse as sp
import wirecopy as wc
from hypothesis import given
from hypothesis import strategies as st
from reference import pairs_cosine, pairs_shingles

COLUMNS = 6
# Sums of few eighths are exact in any order, so that a value at the threshold is at it for both.
VALUE = st.integers(-3, 8).map(lambda i: max(i, 0) / 8)
SIGNED = st.integers(-8, 8).map(lambda i: i / 8)


def matrices(value, most=12):
    return st.lists(st.lists(value, min_size=COLUMNS, max_size=COLUMNS), min_size=1, max_size=most)


HOURS = st.one_of(st.just(math.nan), st.integers(0, 30).map(float))
THRESHOLD = st.integers(1, 80).map(lambda i: i / 32)
THREADS = st.integers(1, 3)


def rows_of(pairs):
    return list(zip(pairs.a.tolist(), pairs.b.tolist(), pairs.similarity.tolist(), strict=True))


@given(st.one_of(matrices(VALUE), matrices(SIGNED)), THRESHOLD, THREADS)
def test_self_join(x, threshold, threads) -> None:
    assert rows_of(wc.similarity_join(np.array(x), threshold=threshold, threads=threads)) == pairs_cosine.join(
        x, None, threshold
    )


@given(matrices(SIGNED), matrices(SIGNED), THRESHOLD, st.data())
def test_join_of_two_in_a_window(x, y, threshold, data) -> None:
    hours = data.draw(st.lists(HOURS, min_size=len(x), max_size=len(x)))
    hours_y = data.draw(st.lists(HOURS, min_size=len(y), max_size=len(y)))
    window = data.draw(st.integers(0, 12))
    found = wc.similarity_join(
        sp.csr_array(np.array(x)),
        sp.csc_matrix(np.array(y)),
        threshold=threshold,
        hours=hours,
        hours_y=hours_y,
        window=timedelta(hours=window),
    )
    assert rows_of(found) == pairs_cosine.join(x, y, threshold, hours, hours_y, window)
    found = wc.similarity_join(np.array(x), threshold=threshold, hours=hours, window=window)
    assert rows_of(found) == pairs_cosine.join(x, None, threshold, hours, None, window)


@given(matrices(SIGNED), st.one_of(st.none(), matrices(SIGNED)), st.integers(1, 9), THREADS)
def test_nearest(x, y, k, threads) -> None:
    found = wc.nearest(np.array(x), k, None if y is None else np.array(y), threads=threads)
    assert found.indices.shape == found.similarity.shape == (len(x), k)
    assert found.indices.dtype == np.int64
    for i, want in enumerate(pairs_cosine.nearest(x, y, k)):
        got = list(zip(found.indices[i].tolist(), found.similarity[i].tolist(), strict=True))
        assert got == want + [(-1, 0.0)] * (k - len(want))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_more_columns_than_the_head_takes(seed, threshold) -> None:
    # 3000 columns, frequent and rare ones, so that head and tail both have a part in most products.
    draw = np.random.default_rng(seed)
    chosen = np.minimum((draw.pareto(0.6, (220, 60)) * 3).astype(int), 2999)
    x = np.zeros((220, 3000))
    for i in range(220):
        x[i, chosen[i]] = draw.random(60)
    x[1::5] = 0.8 * x[::5] + 0.2 * x[1::5]
    x /= np.linalg.norm(x, axis=1)[:, None]
    products = x @ x.T
    close = np.abs(products - threshold) < 1e-12
    assert not close.any()
    want = [(a, b) for a, b in np.argwhere(products >= threshold).tolist() if a < b]
    for threads in (1, 2, 5):
        found = wc.similarity_join(x, threshold=threshold, threads=threads)
        assert list(zip(found.a.tolist(), found.b.tolist(), strict=True)) == want
        np.testing.assert_allclose(found.similarity, products[found.a, found.b], rtol=1e-12)
    assert want or threshold > 0.8
    ten = wc.nearest(x, 10)
    np.fill_diagonal(products, -1)
    np.testing.assert_allclose(ten.similarity, -np.sort(-products, axis=1)[:, :10], rtol=1e-12)


LETTERS = st.text("ab \U0001f600", max_size=25)
WORDS = st.lists(st.sampled_from(["Bridge", "bridge,", "shut", "the", "é", "ÉCOLE", "x_y", "--"]), max_size=14).map(
    " ".join
)
SHARE = st.sampled_from([None, 0.0, 0.1, 1 / 3, 0.3, 0.5, 2 / 3, 0.7, 0.9, 1.0])


@given(
    st.one_of(
        st.tuples(st.just("char"), st.lists(LETTERS, max_size=9)),
        st.tuples(st.just("regex"), st.lists(WORDS, max_size=9)),
    ),
    st.integers(1, 4),
    SHARE,
    SHARE,
    st.integers(1, 4),
    THREADS,
    st.data(),
)
def test_shingle_join(given_texts, n, containment, resemblance, shared, threads, data) -> None:
    unit, texts = given_texts
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(texts))))
    first, others = (texts, None) if cut is None else (texts[:cut], texts[cut:])
    label = st.one_of(st.none(), st.sampled_from(["x", "y"]))
    kinds = {"hours": st.one_of(st.none(), st.integers(0, 30)), "same": label, "different": label}
    given_kinds = data.draw(st.sets(st.sampled_from(list(kinds))))
    known = [tuple(data.draw(kinds[k]) if k in given_kinds else None for k in kinds) for _ in texts]
    filters = {}
    for place, kind in enumerate(kinds):
        if kind in given_kinds:
            column = [k[place] for k in known]
            filters[kind] = column[: len(first)]
            if others is not None:
                filters[f"{kind}_y"] = column[len(first) :]
    if "hours" in given_kinds:
        filters["window"] = 5
    most = data.draw(st.one_of(st.none(), st.integers(1, 4)))
    found = wc.shingle_join(
        first, others, n=n, unit=unit, min_containment=containment, min_resemblance=resemblance, min_shared=shared,
        max_articles=most, threads=threads, **filters,
    )
    sets = [pairs_shingles.shingles(pairs_shingles.units_of(text, unit), n) for text in texts]
    sets, left_out = pairs_shingles.without_frequent(sets, most or len(texts))
    want = pairs_shingles.join(
        sets[: len(first)], containment or 0, resemblance or 0, shared, known, 5,
        None if others is None else sets[len(first) :],
    )
    columns = (found.a, found.b, found.shared, found.resemblance, found.containment_a, found.containment_b)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == want
    if first and others != []:
        assert found.left_out == left_out


@pytest.mark.parametrize("bounds", [{"min_containment": 0.3}, {"min_resemblance": 0.2}, {"min_shared": 40}, {}])
def test_many_texts_with_a_paragraph_that_all_have(bounds) -> None:
    # Long enough that frequent shingles are left to the end and looked up pair by pair.
    draw = np.random.default_rng(5)
    pool = [" ".join(f"w{i}" for i in draw.integers(0, 4000, 60)) for _ in range(60)]
    everywhere = " ".join(f"foot{i}" for i in range(50))
    texts = [" ".join([*(pool[i] for i in draw.integers(0, 60, draw.integers(1, 5))), everywhere]) for _ in range(150)]
    sets = [pairs_shingles.shingles(pairs_shingles.units_of(text, "regex"), 5) for text in texts]
    want = pairs_shingles.join(sets, **bounds)
    assert len(want) > 50
    for threads in (1, 3):
        found = wc.shingle_join(texts, unit="regex", threads=threads, **bounds)
        assert list(zip(found.a.tolist(), found.b.tolist(), found.shared.tolist(), strict=True)) == [
            p[:3] for p in want
        ]


@given(st.lists(WORDS, max_size=7), st.integers(1, 3))
def test_words_are_those_of_tokenize(texts, n) -> None:
    sets = [pairs_shingles.shingles([token.text.casefold() for token in wc.tokenize(text)], n) for text in texts]
    found = wc.shingle_join(texts, n=n)
    assert list(zip(found.a.tolist(), found.b.tolist(), found.shared.tolist(), strict=True)) == [
        p[:3] for p in pairs_shingles.join(sets)
    ]


def test_bad_arguments_are_refused() -> None:
    x = np.eye(3)
    for threshold in (math.nan, math.inf, 0, -1):
        with pytest.raises(ValueError):
            wc.similarity_join(x, threshold=threshold)
    for bad in (np.array([[1, math.nan]]), np.array([["a", "b"]]), np.zeros(3), sp.csr_array([[math.inf, 1.0]])):
        with pytest.raises(ValueError):
            wc.similarity_join(bad, threshold=0.5)
        with pytest.raises(ValueError):
            wc.nearest(bad, 1)
    with pytest.raises(ValueError, match="columns"):
        wc.similarity_join(x, np.eye(4), threshold=0.5)
    with pytest.raises(ValueError, match="columns"):
        wc.nearest(x, 1, np.eye(4))
    with pytest.raises(ValueError):
        wc.nearest(x, 0)
    with pytest.raises(ValueError, match="hours"):
        wc.similarity_join(x, threshold=0.5, window=1)
    for window in (math.nan, -1):
        with pytest.raises(ValueError):
            wc.similarity_join(x, threshold=0.5, hours=[1, 2, 3], window=window)
    with pytest.raises(ValueError, match="one time per row"):
        wc.similarity_join(x, threshold=0.5, hours=[1, 2], window=1)
    with pytest.raises(ValueError, match="infinite"):
        wc.shingle_join(["a", "b"], hours=[math.inf, 1], window=1)
    for bounds in (
        {"n": 0},
        {"unit": "line"},
        {"min_containment": math.nan},
        {"min_resemblance": 1.1},
        {"min_shared": 0},
    ):
        with pytest.raises(ValueError):
            wc.shingle_join(["a b", "b c"], **bounds)
    with pytest.raises(wc.TextError):
        wc.shingle_join(["a", None])
    with pytest.raises(ValueError, match=r"more than 2 pairs \(max_pairs\) share enough shingles"):
        wc.shingle_join(["a b c d e"] * 3, max_pairs=2)
    assert len(wc.shingle_join(["a b c d e"] * 3, max_pairs=3)) == 3


def test_nothing_in_nothing_out() -> None:
    assert len(wc.similarity_join(sp.csr_array((0, 5)), threshold=0.5)) == 0
    assert wc.nearest(sp.csr_array((0, 5)), 3).indices.shape == (0, 3)
    assert len(wc.shingle_join([])) == 0
    assert len(wc.shingle_join(["", "one two"])) == 0
    assert wc.nearest(np.eye(2), 3).indices.tolist() == [[-1, -1, -1]] * 2


def test_rows_with_a_column_twice_are_summed_and_left_alone() -> None:
    x = sp.csr_matrix((np.array([0.25, 0.5, 1.0]), np.array([0, 0, 0]), np.array([0, 2, 3])), shape=(2, 1))
    assert rows_of(wc.similarity_join(x, threshold=0.75)) == [(0, 1, 0.75)]
    assert x.nnz == 3
