"""Article vectors against scikit-learn's TruncatedSVD and numpy's whole SVD."""

from __future__ import annotations

import json

import numpy as np
import pytest
import scipy.sparse as sp
import wirecopy as wc
from reference import vectors
from sklearn.decomposition import TruncatedSVD


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
    with pytest.raises(ValueError, match="columns"):
        wc.ArticleVectors(2).fit(x).transform(x[:, :9])
    with pytest.raises(ValueError, match="fitted"):
        wc.ArticleVectors(2).transform(x)
