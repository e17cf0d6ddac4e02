"""Benchmarks of the joins: which rows are alike."""

from __future__ import annotations

from measure import Measure


def join_wirecopy(texts):
    import wirecopy as wc

    X = wc.TfidfVectorizer(threads=1).fit_transform(texts)
    return lambda: wc.similarity_join(X, threshold=0.5, threads=1)


def join_scipy(texts):
    from sklearn.feature_extraction.text import TfidfVectorizer

    X = TfidfVectorizer().fit_transform(texts)

    def all_pairs():
        for start in range(0, X.shape[0], 500):
            block = (X[start : start + 500] @ X.T).tocoo()
            block.data[block.data < 0.5] = 0
            block.eliminate_zeros()

    return all_pairs


MEASURES = [
    Measure(
        "cosine pairs at .5",
        join_wirecopy,
        "scikit-learn's rows, scipy product",
        join_scipy,
        only=("allsides", "sample"),
    )
]
