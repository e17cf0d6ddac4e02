"""Article vectors against scikit-learn's TruncatedSVD and numpy's whole SVD."""

from __future__ import annotations

import json
import os
import pickle
import signal
import threading

import numpy as np
import pytest
import scipy.sparse as sp
import wirecopy as wc
from reference import vectors
from sklearn.base import clone
from sklearn.decomposition import TruncatedSVD
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator


def low_rank(rows, columns, rank, seed):
    """A sparse matrix of the rank, with singular values that fall clearly."""
    draw = np.random.default_rng(seed)
    matrix = sum(
        2.0**-i
        * np.outer(draw.random(rows) * (draw.random(rows) < 0.5), draw.random(columns) * (draw.random(columns) < 0.3))
        for i in range(rank)
    )
    return sp.csr_array(matrix)


@pytest.mark.parametrize("shape", [(60, 40), (40, 60), (7, 300), (900, 12)])
def test_exact_where_the_rank_is_covered(shape) -> None:
    x = low_rank(*shape, 5, 0)
    ours = wc.ArticleVectors(5).fit(x)
    axes, singular = vectors.svd(x.toarray(), 5)
    np.testing.assert_allclose(ours.singular_values_, singular, rtol=1e-9)
    np.testing.assert_allclose(ours.components_, axes, atol=1e-7)
    theirs = TruncatedSVD(5, algorithm="arpack").fit(x)
    np.testing.assert_allclose(ours.components_, theirs.components_, atol=1e-7)
    np.testing.assert_allclose(ours.explained_variance_, theirs.explained_variance_, rtol=1e-7)
    np.testing.assert_allclose(ours.explained_variance_ratio_, theirs.explained_variance_ratio_, rtol=1e-7)
    np.testing.assert_allclose(ours.transform(x), theirs.transform(x), atol=1e-6)
    np.testing.assert_allclose(ours.inverse_transform(ours.transform(x)), x.toarray(), atol=1e-8)


def test_rank_below_the_components() -> None:
    x = low_rank(50, 80, 2, 1)
    ours = wc.ArticleVectors(6).fit(x)
    np.testing.assert_allclose(ours.singular_values_[2:], 0, atol=1e-12)
    np.testing.assert_allclose(ours.components_ @ ours.components_.T, np.eye(6), atol=1e-9)
    zero = wc.ArticleVectors(3).fit(sp.csr_array((10, 8)))
    assert zero.singular_values_.tolist() == [0, 0, 0]
    assert wc.ArticleVectors(30).fit(x[:4]).components_.shape == (4, 80)


def test_articles_at_least_as_well_as_the_peer(shared_data) -> None:
    with open(shared_data / "bbc" / "docs.jsonl", encoding="utf-8") as lines:
        x = wc.TfidfVectorizer().fit_transform(json.loads(line)["text"] for line in lines)
    ours = wc.ArticleVectors(20).fit(x)
    theirs = TruncatedSVD(20, n_iter=5, random_state=0).fit(x)
    exact = TruncatedSVD(20, algorithm="arpack", random_state=0).fit(x)
    captured = [float((m.singular_values_**2).sum()) for m in (ours, theirs, exact)]
    assert captured[0] >= 0.999 * captured[1]
    assert captured[0] <= captured[2] * (1 + 1e-9)
    np.testing.assert_allclose(ours.components_ @ ours.components_.T, np.eye(20), atol=1e-9)


def test_the_same_for_any_number_of_threads() -> None:
    x = low_rank(2000, 70, 9, 2)
    first = wc.ArticleVectors(4, threads=1).fit_transform(x)
    for threads in (2, 3, 7):
        np.testing.assert_array_equal(wc.ArticleVectors(4, threads=threads).fit_transform(x), first)
    assert not np.array_equal(wc.ArticleVectors(4, n_iter=0, random_state=1).fit_transform(x), first)
    assert wc.ArticleVectors(4).fit_transform(x.astype(np.float32)).dtype == np.float32


def test_bad_input_is_refused() -> None:
    x = low_rank(20, 10, 3, 0)
    for estimator in (
        wc.ArticleVectors(11),
        wc.ArticleVectors(0),
        wc.ArticleVectors(2.5),
        wc.ArticleVectors(2, n_iter=-1),
        wc.ArticleVectors(2, random_state="x"),
        wc.ArticleVectors(2, threads=0),
    ):
        with pytest.raises(ValueError):
            estimator.fit(x)
    with pytest.raises(ValueError, match="NaN"):
        wc.ArticleVectors(2).fit(np.array([[1.0, np.nan, 0.0]]))
    with pytest.raises(ValueError, match="X has 9 features"):
        wc.ArticleVectors(2).fit(x).transform(x[:, :9])
    with pytest.raises(ValueError, match="fitted"):
        wc.ArticleVectors(2).transform(x)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_more_is_captured_than_by_the_peer_in_as_many_rounds(shared_data, dtype) -> None:
    with open(shared_data / "bbc" / "docs.jsonl", encoding="utf-8") as lines:
        x = wc.TfidfVectorizer(dtype=dtype).fit_transform(json.loads(line)["text"] for line in lines)
    exact = TruncatedSVD(30, algorithm="arpack", random_state=0).fit(x)
    for rounds in (0, 1, 2, 3, 5, 7):
        ours = wc.ArticleVectors(30, n_iter=rounds).fit(x)
        theirs = TruncatedSVD(30, n_iter=rounds, random_state=0).fit(x)
        captured = [float((m.singular_values_.astype(float) ** 2).sum()) for m in (ours, theirs, exact)]
        assert captured[1] <= captured[0] <= captured[2] * (1 + 1e-5)
        # What is said to be captured is what the axes hold.
        held = float((np.asarray(x @ ours.components_.T, dtype=float) ** 2).sum())
        assert captured[0] * (1 - 1e-5) <= held <= captured[2] * (1 + 1e-5)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("decay", [0.5, 0.1])
def test_a_spectrum_of_many_sizes(dtype, decay) -> None:
    draw = np.random.default_rng(3)
    left, right = (np.linalg.qr(draw.normal(size=(n, 30)))[0] for n in (400, 300))
    singular = decay ** np.arange(30.0)
    x = (left * singular) @ right.T
    ours = wc.ArticleVectors(8).fit(x.astype(dtype))
    smallest = 30 * np.finfo(dtype).eps
    kept = singular[:8] > smallest
    np.testing.assert_allclose(ours.singular_values_[kept], singular[:8][kept], rtol=1e-2 if dtype == np.float32 else 1e-6)
    assert (ours.singular_values_[~kept] < smallest).all()
    np.testing.assert_allclose(ours.components_ @ ours.components_.T, np.eye(8), atol=100 * np.finfo(dtype).eps)


def test_any_form_of_the_rows_and_the_input_is_left_alone() -> None:
    x = low_rank(80, 50, 6, 4)
    want = wc.ArticleVectors(5).fit_transform(x)
    wide = sp.csr_array((x.data, x.indices.astype(np.int64), x.indptr.astype(np.int64)), shape=x.shape)
    mixed = sp.csr_array((x.data, x.indices, x.indptr.astype(np.int64)), shape=x.shape)
    for form in (wide, mixed, x.tocsc(), sp.csr_matrix(x)):
        np.testing.assert_array_equal(wc.ArticleVectors(5).fit_transform(form), want)
    np.testing.assert_array_equal(wc.ArticleVectors(5).fit_transform(x.toarray()), want)
    turned = sp.csr_array(
        (np.concatenate([x.data[a:b][::-1] for a, b in zip(x.indptr, x.indptr[1:])]),
         np.concatenate([x.indices[a:b][::-1] for a, b in zip(x.indptr, x.indptr[1:])]), x.indptr), shape=x.shape,
    )
    before = turned.copy()
    np.testing.assert_allclose(wc.ArticleVectors(5).fit_transform(turned), want, atol=1e-9)
    np.testing.assert_array_equal(turned.indices, before.indices)
    halves = sp.csr_array(
        (np.repeat(x.data / 2, 2), np.repeat(x.indices, 2), np.asarray(x.indptr) * 2), shape=x.shape
    )
    fitted = wc.ArticleVectors(5).fit(halves)
    np.testing.assert_allclose(fitted.transform(halves), want, atol=1e-9)
    assert len(halves.data) == 2 * len(x.data)


@pytest.mark.filterwarnings("ignore:Estimator ArticleVectors does not inherit")
@pytest.mark.parametrize("method", ["svd", "projection"])
def test_every_check_of_scikit_learn(method) -> None:
    results = check_estimator(wc.ArticleVectors(2, method=method, threads=1), on_fail=None, on_skip=None)
    assert {r["check_name"]: r["exception"] for r in results if r["status"] not in ("passed", "skipped")} == {}
    assert sum(r["status"] == "passed" for r in results) > 40


@pytest.mark.parametrize("method", ["svd", "projection"])
def test_in_scikit_learns_tools(method) -> None:
    x = low_rank(60, 40, 8, 5)
    fitted = wc.ArticleVectors(4, method=method).fit(x)
    want = fitted.transform(x)
    np.testing.assert_array_equal(fitted.fit_transform(x), want)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(fitted)).transform(x), want)
    np.testing.assert_array_equal(clone(fitted).fit_transform(x), want)
    frames = make_pipeline(StandardScaler(), wc.ArticleVectors(4, method=method)).set_output(transform="pandas")
    frame = frames.fit_transform(x.toarray())
    assert list(frame.columns) == [f"articlevectors{i}" for i in range(4)]
    assert frame.shape == (60, 4)
    assert type(clone(wc.ArticleVectors(4).set_output(transform="polars")).fit_transform(x)).__module__.startswith("polars")
    with pytest.raises(ValueError, match="pandas"):
        fitted.set_output(transform="numpy")


def test_projection_is_the_slow_truth() -> None:
    x = low_rank(30, 300, 9, 6)
    for components, dtype in ((3, np.float64), (64, np.float32), (150, np.float64)):
        ours = wc.ArticleVectors(components, method="projection", random_state=7).fit(x.astype(dtype))
        axes = vectors.projection(components, 300, 7)
        np.testing.assert_allclose(ours.components_.toarray(), axes, rtol=1e-12)
        got = ours.transform(x.astype(dtype))
        assert got.dtype == dtype
        np.testing.assert_allclose(got, x @ axes.T, atol=1e-5 if dtype == np.float32 else 1e-12)
    assert not hasattr(ours, "singular_values_")
    with pytest.raises(AttributeError, match="projection"):
        ours.inverse_transform(got)


def test_projection_keeps_dot_products_on_average() -> None:
    x = low_rank(12, 400, 12, 7).toarray()
    x /= np.linalg.norm(x, axis=1)[:, None]
    mean = np.mean([(v := wc.ArticleVectors(200, method="projection", random_state=s).fit_transform(x)) @ v.T for s in range(60)], axis=0)
    # Of one projection the deviation is about sqrt(2 / 200); of the mean of 60 it is .013.
    assert np.abs(mean - x @ x.T).max() < 0.07


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_an_interrupt_ends_a_long_run() -> None:
    x = sp.random_array((20000, 5000), density=0.01, rng=np.random.default_rng(0), format="csr")
    threading.Timer(0.5, lambda: signal.raise_signal(signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        wc.ArticleVectors(100, n_iter=10**6).fit(x)
