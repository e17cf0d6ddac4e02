"""Benchmarks of the article vectors: ours and scikit-learn's TruncatedSVD on the same TF-IDF rows.

python tests/bench/vectors.py     the sums of squared singular values, which say how much of the rows the axes hold
"""

from __future__ import annotations

from functools import partial

import inputs
from measure import Measure


def rows(texts, dtype):
    import wirecopy as wc

    return wc.TfidfVectorizer(dtype=dtype, threads=1).fit_transform(texts)


def _wirecopy(texts, k, dtype="float32", threads=1, method="svd"):
    import wirecopy as wc

    return partial(wc.ArticleVectors(k, threads=threads, method=method).fit_transform, rows(texts, dtype))


def svd_100(texts):
    return _wirecopy(texts, 100)


def svd_100_float64(texts):
    return _wirecopy(texts, 100, "float64")


def svd_256(texts):
    return _wirecopy(texts, 256)


def svd_100_two_threads(texts):
    return _wirecopy(texts, 100, threads=2)


def projection_100(texts):
    return _wirecopy(texts, 100, method="projection")


def _sklearn(texts, k, dtype="float32", **how):
    from sklearn.decomposition import TruncatedSVD

    return partial(TruncatedSVD(k, random_state=0, **how).fit_transform, rows(texts, dtype))


def randomized_100(texts):
    return _sklearn(texts, 100, n_iter=5)


def randomized_100_float64(texts):
    return _sklearn(texts, 100, "float64", n_iter=5)


def randomized_256(texts):
    return _sklearn(texts, 256, n_iter=5)


def arpack_100(texts):
    return _sklearn(texts, 100, algorithm="arpack")


def sparse_projection_100(texts):
    from sklearn.random_projection import SparseRandomProjection

    return partial(SparseRandomProjection(100, random_state=0).fit_transform, rows(texts, "float32"))


MEASURES = [
    Measure("100 axes, float32", svd_100, "`TruncatedSVD`, randomized", randomized_100),
    Measure("100 axes, float32", svd_100, "`TruncatedSVD`, ARPACK", arpack_100),
    Measure("100 axes, float64", svd_100_float64, "`TruncatedSVD`, randomized", randomized_100_float64),
    Measure("256 axes, float32", svd_256, "`TruncatedSVD`, randomized", randomized_256),
    Measure("100 axes on two threads, wall time", svd_100_two_threads, "wirecopy, one thread", svd_100, "wall"),
    Measure('100 axes, `method="projection"`', projection_100, "`SparseRandomProjection`", sparse_projection_100),
]


def squares(function, texts) -> float:
    work = function(texts)
    work()
    return float((work.func.__self__.singular_values_.astype(float) ** 2).sum())


if __name__ == "__main__":
    print("| rows | wirecopy | randomized | ARPACK |\n|---|---|---|---|")
    for name in inputs.names():
        found = [f"{squares(f, inputs.texts(name)):.1f}" for f in (svd_100, randomized_100, arpack_100)]
        print(f"| {name}, 100 axes |", " | ".join(found), "|", flush=True)
