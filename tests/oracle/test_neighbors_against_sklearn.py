"""NearestArticles against scikit-learn's NearestNeighbors, and its clusterers on similarity_graph."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import scipy.sparse as sp
import wirecopy as wc
from sklearn.base import clone
from sklearn.cluster import DBSCAN, HDBSCAN
from sklearn.exceptions import NotFittedError
from sklearn.metrics import adjusted_rand_score
from sklearn.metrics.pairwise import cosine_distances
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator


def rows(count, seed, columns=60):
    """Several rows around each of some centres, unlike in length; values of 0 among them."""
    draw = np.random.default_rng(seed)
    centres = draw.random((count // 8 + 1, columns)) * (draw.random((count // 8 + 1, columns)) < 0.2)
    noise = 0.02 * draw.random((count, columns)) * (draw.random((count, columns)) < 0.3)
    return (np.repeat(centres, 8, axis=0)[:count] + noise) * draw.uniform(0.1, 10, (count, 1))


@pytest.mark.parametrize("form", [np.asarray, sp.csr_matrix])
@pytest.mark.parametrize("own", [True, False])
def test_neighbours_are_those_of_scikit_learn(form, own) -> None:
    x, query = rows(120, 1), None if own else rows(40, 2)
    ours = wc.NearestArticles(6, radius=0.3, threads=2).fit(form(x))
    theirs = NearestNeighbors(n_neighbors=6, radius=0.3, metric="cosine").fit(x)
    given = None if own else form(query)
    distances, indices = ours.kneighbors(given)
    their_distances, their_indices = theirs.kneighbors(query)
    np.testing.assert_allclose(distances, their_distances, atol=1e-12)
    assert (indices == their_indices).mean() > 0.99  # rounding may swap neighbours that are equally near
    graph, their_graph = ours.kneighbors_graph(given, mode="distance"), theirs.kneighbors_graph(query, mode="distance")
    assert graph.shape == their_graph.shape and graph.nnz == their_graph.nnz
    assert (ours.kneighbors_graph(given, 3).sum(axis=1) == 3).all()
    found = ours.radius_neighbors(given, sort_results=True)
    for row, (near, which) in enumerate(zip(*found, strict=True)):
        all_distances = cosine_distances(x[[row]] if own else query[[row]], x)[0]
        if own:
            all_distances[row] = 9
        assert sorted(which.tolist()) == np.flatnonzero(all_distances <= 0.3).tolist()
        np.testing.assert_allclose(near, np.sort(all_distances[all_distances <= 0.3]), atol=1e-12)
    assert ours.radius_neighbors_graph(given).sum() == sum(len(near) for near in found[0])


@pytest.mark.parametrize("form", [np.asarray, sp.csr_matrix])
def test_rows_that_share_nothing_fill_up(form) -> None:
    x = np.array([[1.0, 0, 0], [2, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 3]])
    distances, indices = wc.NearestArticles(4).fit(form(x)).kneighbors()
    assert indices.tolist() == [[1, 2, 3, 4], [0, 2, 3, 4], [0, 1, 3, 4], [0, 1, 2, 4], [0, 1, 2, 3]]
    assert distances.tolist() == [[0, 1, 1, 1], [0, 1, 1, 1], [1] * 4, [1] * 4, [1] * 4]
    with pytest.raises(ValueError, match="n_samples_fit"):
        wc.NearestArticles(5).fit(form(x)).kneighbors()


@pytest.mark.filterwarnings("ignore:Estimator NearestArticles does not inherit")
def test_every_check_of_scikit_learn() -> None:
    results = check_estimator(wc.NearestArticles(), on_fail=None, on_skip=None)
    assert {r["check_name"]: r["exception"] for r in results if r["status"] not in ("passed", "skipped")} == {}
    assert sum(r["status"] == "passed" for r in results) > 20


def test_is_an_estimator() -> None:
    nearest = wc.NearestArticles(3, radius=0.2)
    assert clone(nearest).get_params() == nearest.get_params() == {
        "n_neighbors": 3, "radius": 0.2, "metric": "cosine", "threads": None,
    }
    with pytest.raises(NotFittedError):
        nearest.kneighbors()
    x = rows(40, 3)
    fitted = pickle.loads(pickle.dumps(nearest.fit(x)))
    assert (fitted.kneighbors()[1] == nearest.kneighbors()[1]).all()
    texts = ["the bridge is shut", "the bridge was shut", "snow fell", "more snow fell"] * 3
    piped = make_pipeline(wc.TfidfVectorizer(), wc.NearestArticles(2)).fit(texts)
    assert piped[-1].kneighbors(piped[0].transform(["bridge shut"]))[1].max() % 4 < 2


def test_bad_parameters_are_refused() -> None:
    x = rows(20, 4)
    for bad in ({"n_neighbors": 0}, {"n_neighbors": 1.5}, {"metric": "euclidean"}):
        with pytest.raises(ValueError):
            wc.NearestArticles(**bad).fit(x)
    for radius in (0, 1, "x"):
        with pytest.raises(ValueError, match="radius"):
            wc.NearestArticles(radius=radius).fit(x).radius_neighbors()
    with pytest.raises(ValueError, match="mode"):
        wc.NearestArticles().fit(x).kneighbors_graph(mode="both")
    pairs = wc.similarity_join(x, threshold=0.5)
    with pytest.raises(ValueError, match="names row"):
        wc.similarity_graph(pairs, 3)
    with pytest.raises(ValueError):
        wc.similarity_graph(pairs, -1)


@pytest.mark.parametrize("eps", [0.05, 0.2, 0.4])
def test_dbscan_clusters_the_graph_as_it_does_the_rows(eps) -> None:
    x = np.concatenate([rows(150, 5), rows(8, 5)])  # some rows stand twice: distances of 0
    unit = x / np.maximum(np.linalg.norm(x, axis=1), 1e-300)[:, None]
    graph = wc.similarity_graph(wc.similarity_join(unit, threshold=1 - eps), len(x))
    assert (graph != graph.T).nnz == 0
    found = DBSCAN(eps=eps, min_samples=3, metric="precomputed").fit(graph).labels_
    want = DBSCAN(eps=eps, min_samples=3, metric="cosine").fit(x).labels_
    assert found.tolist() == want.tolist()
    assert found.max() > 3


def test_hdbscan_takes_the_graph() -> None:
    x = rows(120, 6)
    unit = x / np.linalg.norm(x, axis=1)[:, None]
    pairs = wc.similarity_join(unit, threshold=0.3)
    graph = wc.similarity_graph(pairs, len(x), connect=True)
    assert sp.csgraph.connected_components(graph)[0] == 1
    clusterer = HDBSCAN(min_cluster_size=4, metric="precomputed", metric_params={"max_distance": 1.0}, copy=True)
    found = clusterer.fit(graph).labels_
    want = HDBSCAN(min_cluster_size=4, metric="precomputed", copy=True).fit(np.minimum(cosine_distances(x), 1)).labels_
    assert found.max() + 1 == want.max() + 1 == 15
    assert adjusted_rand_score(found, want) == 1
    assert ((found < 0) == (want < 0)).all()
