"""The cosine join against brute force on extreme rows: whatever they are, however they lie, whoever may meet."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
import scipy.sparse as sp
import wirecopy as wc
from hypothesis import example, given
from hypothesis import strategies as st
from reference import pairs_cosine

COLUMNS = 9
# Products of eighths, and sums of few of them, are exact: a value at the threshold is at it for both.
EIGHTHS = st.integers(0, 8).map(lambda i: i / 8)
SIGNED = st.integers(-8, 8).map(lambda i: i / 8)
EMPTY = st.just([0.0] * COLUMNS)
EQUAL = st.just([0.5] * COLUMNS)
ONE_TERM = st.integers(0, COLUMNS - 1).map(lambda c: [float(i == c) for i in range(COLUMNS)])
ROW = st.one_of(EMPTY, EQUAL, ONE_TERM, st.lists(EIGHTHS, min_size=COLUMNS, max_size=COLUMNS))
ROWS = st.lists(st.one_of(ROW, st.lists(SIGNED, min_size=COLUMNS, max_size=COLUMNS)), min_size=1, max_size=40)
THRESHOLD = st.one_of(st.just(1e-300), st.just(1e-9), st.just(1.0), st.integers(1, 160).map(lambda i: i / 64))
THREADS = st.integers(1, 4)
HOURS = st.one_of(st.just(math.nan), st.integers(0, 30).map(float))
LABEL = st.sampled_from([None, "a", "b", "c"])


def dense(rows, dtype):
    return np.array(rows, dtype=dtype).reshape(-1, COLUMNS)


def csr(rows, dtype):
    return sp.csr_matrix(dense(rows, dtype))


def backwards(rows, dtype):
    """The same rows, their columns in descending order and offsets of 64 bits."""
    m = csr(rows, dtype)
    for i in range(m.shape[0]):
        at = slice(m.indptr[i], m.indptr[i + 1])
        m.indices[at], m.data[at] = m.indices[at][::-1].copy(), m.data[at][::-1].copy()
    m.indptr, m.indices = m.indptr.astype(np.int64), m.indices.astype(np.int64)
    return m


FORM = st.sampled_from([dense, csr, backwards])
DTYPE = st.sampled_from([np.float32, np.float64])


def rows_of(pairs):
    return list(zip(pairs.a.tolist(), pairs.b.tolist(), pairs.similarity.tolist(), strict=True))


@given(ROWS, THRESHOLD, FORM, DTYPE, THREADS)
@example([[0.5] * COLUMNS] * 40, 2.25, csr, np.float32, 2)
def test_rows_with_themselves(rows, threshold, form, dtype, threads) -> None:
    found = wc.similarity_join(form(rows, dtype), threshold=threshold, threads=threads)
    assert rows_of(found) == pairs_cosine.join(rows, None, threshold)


@given(ROWS, ROWS, THRESHOLD, FORM, FORM, DTYPE, DTYPE, THREADS)
def test_rows_with_others(x, y, threshold, form_x, form_y, dtype_x, dtype_y, threads) -> None:
    found = wc.similarity_join(form_x(x, dtype_x), form_y(y, dtype_y), threshold=threshold, threads=threads)
    assert rows_of(found) == pairs_cosine.join(x, y, threshold)


@given(ROWS, st.one_of(st.none(), ROWS), st.integers(1, 9), FORM, DTYPE, THREADS)
def test_nearest(x, y, k, form, dtype, threads) -> None:
    found = wc.nearest(form(x, dtype), k, None if y is None else form(y, dtype), threads=threads)
    for i, want in enumerate(pairs_cosine.nearest(x, y, k)):
        got = list(zip(found.indices[i].tolist(), found.similarity[i].tolist(), strict=True))
        assert got == want + [(-1, 0.0)] * (k - len(want))


@given(ROWS, st.one_of(st.none(), ROWS), THRESHOLD, FORM, st.data())
def test_who_may_meet(x, y, threshold, form, data) -> None:
    def lists(of):
        one = data.draw(st.one_of(st.none(), st.lists(of, min_size=len(x), max_size=len(x))))
        if one is None or y is None:
            return one, one, None
        other = data.draw(st.lists(of, min_size=len(y), max_size=len(y)))
        return one, other, other

    hours, hours_b, hours_y = lists(HOURS)
    same, same_b, same_y = lists(LABEL)
    different, different_b, different_y = lists(LABEL)
    window = None if hours is None else data.draw(st.one_of(st.none(), st.integers(0, 12)))
    want = pairs_cosine.join(
        x, y, threshold, hours, hours_b, math.inf if window is None else window,
        None if same is None else (same, same_b), None if different is None else (different, different_b),
    )
    filters = {
        "hours": hours, "hours_y": hours_y, "window": window, "same": same, "same_y": same_y, "different": different,
        "different_y": different_y,
    }
    given_y = None if y is None else form(y, np.float64)
    found = wc.similarity_join(form(x, np.float64), given_y, threshold=threshold, threads=2, **filters)
    assert rows_of(found) == want
    batches = wc.similarity_join_batches(form(x, np.float64), given_y, threshold=threshold, batch_rows=7, **filters)
    columns = [column.to_pylist() for column in pa.Table.from_batches(batches, batches.schema).columns]
    assert sorted(zip(*columns, strict=True)) == want


def zipf_rows(rows, columns, seed, dtype=np.float64, terms=60):
    """Rows of length 1 with frequent and rare columns, some nearly alike."""
    draw = np.random.default_rng(seed)
    chosen = np.minimum((draw.pareto(0.6, (rows, terms)) * 3).astype(int), columns - 1)
    x = np.zeros((rows, columns))
    for i in range(rows):
        x[i, chosen[i]] = draw.random(terms)
    x[1::5] = 0.8 * x[::5][: len(x[1::5])] + 0.2 * x[1::5]
    return sp.csr_matrix((x / np.linalg.norm(x, axis=1)[:, None]).astype(dtype))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("threshold", [1e-12, 0.05, 0.3, 0.6, 0.9, 0.999])
def test_windows_over_more_rows_than_a_block(threshold, dtype) -> None:
    x = zipf_rows(500, 3000, 1, dtype)
    draw = np.random.default_rng(2)
    hours, outlet = draw.integers(0, 400, 500).astype(float), draw.integers(0, 3, 500)
    hours[draw.integers(0, 500, 40)] = np.nan
    language = [None if i % 17 == 0 else "en" if i % 3 else "de" for i in range(500)]
    products = (x.astype(np.float64) @ x.astype(np.float64).T).toarray()
    assert not (np.abs(products - threshold) < 1e-14).any()
    far = np.abs(hours[:, None] - hours[None, :]) > 60
    other = np.array([[None not in (p, q) and p != q for q in language] for p in language])
    met = ~far & ~other & (outlet[:, None] != outlet[None, :])
    want = np.argwhere(np.triu((products >= threshold) & met, 1)).tolist()
    for threads in (1, 3):
        found = wc.similarity_join(
            x, threshold=threshold, hours=hours, window=60, same=language, different=outlet.tolist(), threads=threads
        )
        assert np.stack([found.a, found.b], 1).tolist() == want
        np.testing.assert_allclose(found.similarity, products[found.a, found.b], rtol=1e-12)
    assert len(want) > 10 or threshold > 0.9


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_row_of_a_hundred_thousand_terms(dtype) -> None:
    wide = np.full(100_000, 1 / math.sqrt(100_000))
    x = sp.vstack([sp.csr_matrix(wide), zipf_rows(60, 100_000, 3), sp.csr_matrix(wide)]).tocsr().astype(dtype)
    exact = x.astype(np.float64)
    products = (exact @ exact.T).toarray()
    for threshold in (0.01, 0.3, 0.99):
        found = wc.similarity_join(x, threshold=threshold)
        assert np.stack([found.a, found.b], 1).tolist() == np.argwhere(np.triu(products >= threshold, 1)).tolist()
    assert found.a.tolist()[0] == 0 and found.b.tolist()[0] == 61
    top = wc.nearest(x, 3)
    assert top.indices[0, 0] == 61 and top.indices[61, 0] == 0


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1e-30, 1e30, 1e150])
def test_values_near_the_ends_of_the_range(scale) -> None:
    x = zipf_rows(80, 500, 4).toarray() * np.where(np.arange(80) % 2, 1.0, scale)[:, None]
    products = x @ x.T
    for threshold in (1e-310, scale / 4, scale * scale / 4 or 1e-320, 0.25):
        want = [(a, b) for a in range(80) for b in range(a + 1, 80) if pairs_cosine.dot(x[a], x[b]) >= threshold]
        for form in (x, sp.csr_matrix(x)):
            found = wc.similarity_join(form, threshold=threshold)
            assert list(zip(found.a.tolist(), found.b.tolist(), strict=True)) == want
    top = wc.nearest(sp.csr_matrix(x), 5)
    np.fill_diagonal(products, 0)
    np.testing.assert_allclose(top.similarity, -np.sort(-products, axis=1)[:, :5], rtol=1e-10)


def test_too_many_pairs_are_an_error_that_names_a_threshold() -> None:
    x = zipf_rows(400, 2000, 5)
    everything = wc.similarity_join(x, threshold=0.05)
    assert len(wc.similarity_join(x, threshold=0.05, max_pairs=len(everything))) == len(everything)
    with pytest.raises(ValueError, match=r"max_pairs \(2000\).*with threshold 0\.\d+ fewer") as error:
        wc.similarity_join(x, threshold=0.05, max_pairs=2000)
    named = float(str(error.value).split("with threshold ")[1].split()[0])
    assert 0 < (everything.similarity >= named).sum() < 2000
    same = sp.csr_matrix(np.ones((50, 1)))
    with pytest.raises(ValueError, match="no threshold would do"):
        wc.similarity_join(same, threshold=0.5, max_pairs=10)


def test_batches_are_of_one_size_and_written_to_parquet(tmp_path) -> None:
    import pyarrow.parquet as pq

    x = zipf_rows(300, 2000, 6)
    whole = wc.similarity_join(x, threshold=0.1)
    batches = list(wc.similarity_join_batches(x, threshold=0.1, batch_rows=1000))
    assert max(batch.num_rows for batch in batches) == 1000
    table = pa.Table.from_batches(batches)
    for name in ("a", "b", "similarity"):
        assert table[name].to_pylist() == getattr(whole, name).tolist()
    path = tmp_path / "pairs.parquet"
    assert wc.write_pairs(wc.similarity_join_batches(x, threshold=0.1), path) == len(whole)
    assert pq.read_table(path).equals(table)
    empty = tmp_path / "empty.parquet"
    assert wc.write_pairs(wc.similarity_join_batches(sp.csr_matrix((0, 4)), threshold=0.1), empty) == 0
    assert pq.read_table(empty).column_names == ["a", "b", "similarity"]


def test_bad_filters_are_refused() -> None:
    x = np.eye(3)
    short = ({"same": ["a"]}, {"different": ["a", "b"]})
    for bad in (*short, {"same_y": ["a"] * 3}, {"hours_y": [1, 2, 3]}, {"max_pairs": 0}):
        with pytest.raises(ValueError):
            wc.similarity_join(x, threshold=0.5, **bad)
    for bad in ({"same": "abc"}, {"different": 3}, {"same": [[], [], []]}):
        with pytest.raises(TypeError):
            wc.similarity_join(x, threshold=0.5, **bad)
    with pytest.raises(ValueError):
        wc.similarity_join_batches(x, threshold=0.5, batch_rows=0)
