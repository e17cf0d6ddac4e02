"""Benchmarks of the joins: which rows are alike. Ours and the peer's work on the same TF-IDF rows, float32, as
scikit-learn makes them.

python tests/bench/joins.py [ARTICLES]     whether the pairs are those of brute force in float64, and those of the peer
"""

from __future__ import annotations

import os
import sys
from functools import partial

from measure import Measure


def rows(texts):
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    # Shorter ones are tables and notes without text.
    return TfidfVectorizer(dtype=np.float32).fit_transform([text for text in texts if len(text) >= 200])


def _join(texts, threshold, threads=1):
    import wirecopy as wc

    return partial(wc.similarity_join, rows(texts), threshold=threshold, threads=threads)


def join_8(texts):
    return _join(texts, 0.8)


def join_5(texts):
    return _join(texts, 0.5)


def join_3(texts):
    return _join(texts, 0.3)


def join_5_two_threads(texts):
    return _join(texts, 0.5, threads=2)


def nearest_10(texts):
    import wirecopy as wc

    return partial(wc.nearest, rows(texts), 10, threads=1)


def _sparse_dot_topn(texts, top, threshold):
    from sparse_dot_topn import sp_matmul_topn

    X = rows(texts)
    # The transpose is made before: the peer is given both.
    return partial(sp_matmul_topn, X, X.T.tocsr(), top_n=top or X.shape[0], threshold=threshold, sort=False)


def topn_8(texts):
    return _sparse_dot_topn(texts, None, 0.8)


def topn_5(texts):
    return _sparse_dot_topn(texts, None, 0.5)


def topn_3(texts):
    return _sparse_dot_topn(texts, None, 0.3)


def topn_10(texts):
    return _sparse_dot_topn(texts, 10, 0)


def radius_5(texts):
    from sklearn.neighbors import NearestNeighbors

    X = rows(texts)
    return partial(NearestNeighbors(metric="cosine", radius=0.5, n_jobs=1).fit(X).radius_neighbors_graph, X)


def neighbors_10(texts):
    from sklearn.neighbors import NearestNeighbors

    X = rows(texts)
    return partial(NearestNeighbors(n_neighbors=10, metric="cosine", n_jobs=1).fit(X).kneighbors)


TOPN = "`sp_matmul_topn` of sparse_dot_topn"
MEASURES = [
    Measure("cosine pairs at .8", join_8, TOPN, topn_8),
    Measure("cosine pairs at .5", join_5, TOPN, topn_5),
    Measure("cosine pairs at .3", join_3, TOPN, topn_3),
    Measure("the 10 nearest rows", nearest_10, TOPN, topn_10),
    Measure("cosine pairs at .5", join_5, "scikit-learn `radius_neighbors_graph`", radius_5),
    Measure("the 10 nearest rows", nearest_10, "scikit-learn `kneighbors`", neighbors_10),
    Measure("cosine pairs at .5 on two threads, wall time", join_5_two_threads, "wirecopy, one thread", join_5, "wall"),
]


def brute_force(X, threshold, block=500):
    """Pairs a < b by products of whole blocks of rows in float64: a x rows + b, and the similarity of each."""
    import numpy as np

    exact = X.astype(np.float64)
    transposed, keys, values = exact.T.tocsr(), [], []
    for start in range(0, X.shape[0], block):
        product = exact[start : start + block] @ transposed
        product.sort_indices()
        a = np.repeat(np.arange(product.shape[0]) + start, np.diff(product.indptr))
        kept = (product.data >= threshold) & (a < product.indices)
        keys.append(a[kept] * X.shape[0] + product.indices[kept])
        values.append(product.data[kept])
    return np.concatenate(keys), np.concatenate(values)


def agreement(X, threshold) -> str:
    """How many pairs both find, and how many only one of them, further than 1e-6 from the threshold or nearer."""
    import numpy as np
    import wirecopy as wc

    found = wc.similarity_join(X, threshold=threshold)
    keys, values = brute_force(X, threshold)
    ours = found.a * X.shape[0] + found.b
    _, at, there = np.intersect1d(ours, keys, assume_unique=True, return_indices=True)
    alone = np.concatenate([np.delete(found.similarity, at), np.delete(values, there)])
    near = int((np.abs(alone - threshold) <= 1e-6).sum())
    error = np.abs(found.similarity[at] - values[there]).max(initial=0)
    return f"| {len(keys):,} | {len(alone) - near} | {near} | {error:.1e} |"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        os.environ["WIRECOPY_BENCH_ARTICLES"] = sys.argv[1]
    import inputs

    print("| input | threshold | pairs of brute force | of one alone | of these within 1e-6 | largest difference |")
    print("|---|---|---|---|---|---|")
    for name in inputs.names():
        held = rows(inputs.texts(name))
        for bound in (0.8, 0.5, 0.3):
            print(f"| {name} | {bound} ", agreement(held, bound), flush=True)
