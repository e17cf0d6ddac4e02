"""The joins in the shapes of scikit-learn: an estimator of neighbours, and a graph of distances for its clusterers."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from wirecopy.estimators import (
    Estimator,
    check_columns,
    is_whole,
    learn_columns,
    make_csr,
    not_fitted,
    read_csr,
    refuse,
)
from wirecopy.joins import SimilarPairs, nearest, similarity_join

MODES = ("connectivity", "distance")


class NearestArticles(Estimator):
    """Nearest articles by cosine, with the methods of scikit-learn's NearestNeighbors. Exact.

    Rows are brought to length 1 first. A distance is 1 - cosine: 0 for rows of one direction, 1 for rows that share
    nothing.

    Parameters
    ----------
    n_neighbors : int
    radius : float
        Over 0 and below 1: rows that share nothing are at distance 1 from each other.
    metric : 'cosine'
    threads : int, optional
        None: every core. Results do not depend on it.

    Attributes
    ----------
    n_samples_fit_, n_features_in_ : int
    feature_names_in_ : array of str, where X was a frame
    effective_metric_ : 'cosine'
    """

    def __init__(
        self, n_neighbors: int = 5, *, radius: float = 0.5, metric: str = "cosine", threads: int | None = None
    ) -> None:
        self.n_neighbors = n_neighbors
        self.radius = radius
        self.metric = metric
        self.threads = threads

    def fit(self, X: Any, y: Any = None) -> NearestArticles:
        """Keeps the rows of X (sparse or an array)."""
        if self.metric != "cosine":
            raise refuse("metric", self.metric, "'cosine'")
        self._neighbors(self.n_neighbors)
        rows = _unit_rows(X)
        learn_columns(self, X if hasattr(X, "shape") else rows, rows.shape[1])
        self._rows = rows
        self.n_samples_fit_ = rows.shape[0]
        self.effective_metric_ = "cosine"
        return self

    def kneighbors(self, X: Any = None, n_neighbors: int | None = None, return_distance: bool = True) -> Any:
        """The nearest of the fitted rows: (distances, indices), rows x n_neighbors, nearest first, ties by index.

        Without X, those of each fitted row, itself left out. Rows that share nothing with it come last, by index.
        """
        rows, k = self._query(X), self._neighbors(n_neighbors)
        others = self.n_samples_fit_ - (rows is None)
        if k > others:
            raise ValueError(f"Expected n_neighbors <= n_samples_fit: n_neighbors = {k}, of {others} rows to choose from")
        if rows is None:
            found = nearest(self._rows, k, threads=self.threads)
        else:
            found = nearest(rows, k, self._rows, threads=self.threads)
        indices, distances = found.indices, _distance(found.similarity)
        for row in np.flatnonzero((indices < 0).any(axis=1)):
            self._fill(row, self._rows if rows is None else rows, rows is None, indices, distances)
        return (distances, indices) if return_distance else indices

    def kneighbors_graph(self, X: Any = None, n_neighbors: int | None = None, mode: str = "connectivity") -> Any:
        """CSR, rows x fitted rows: 1 or the distance of each neighbour. Without X a row is not its own neighbour."""
        _check_mode(mode)
        distances, indices = self.kneighbors(X, n_neighbors)
        data = np.ones(indices.size) if mode == "connectivity" else distances.ravel()
        indptr = np.arange(0, indices.size + 1, indices.shape[1])
        graph = sp.csr_matrix((data, indices.ravel(), indptr), shape=(len(indices), self.n_samples_fit_))
        graph.sort_indices()
        return graph

    def radius_neighbors(
        self, X: Any = None, radius: float | None = None, return_distance: bool = True, sort_results: bool = False
    ) -> Any:
        """All fitted rows within `radius`: (distances, indices), an array of arrays each.

        By index or, with `sort_results`, nearest first. Without X a row is not its own neighbour.
        """
        graph = self.radius_neighbors_graph(X, radius, mode="distance")
        distances, indices = np.empty(graph.shape[0], dtype=object), np.empty(graph.shape[0], dtype=object)
        for row in range(graph.shape[0]):
            at = slice(graph.indptr[row], graph.indptr[row + 1])
            order = np.argsort(graph.data[at], kind="stable") if sort_results else slice(None)
            distances[row] = graph.data[at][order]
            indices[row] = graph.indices[at][order].astype(np.int64)
        return (distances, indices) if return_distance else indices

    def radius_neighbors_graph(self, X: Any = None, radius: float | None = None, mode: str = "connectivity") -> Any:
        """CSR, rows x fitted rows: 1 or the distance of each row within `radius`; a distance of 0 is an entry."""
        _check_mode(mode)
        rows, reach = self._query(X), self.radius if radius is None else radius
        if not isinstance(reach, (int, float, np.number)) or not 0 < reach < 1:
            raise refuse("radius", reach, "a number over 0 and below 1 (rows that share nothing are at distance 1)")
        threshold = 1 - float(reach)
        if rows is None:
            pairs = similarity_join(self._rows, threshold=threshold, threads=self.threads)
            graph = similarity_graph(pairs, self.n_samples_fit_)
        else:
            pairs = similarity_join(rows, self._rows, threshold=threshold, threads=self.threads)
            graph = _graph(pairs.a, pairs.b, _distance(pairs.similarity), (rows.shape[0], self.n_samples_fit_))
        if mode == "connectivity":
            graph.data[:] = 1
        return graph

    def _fill(self, row: int, rows: Any, own: bool, indices: np.ndarray, distances: np.ndarray) -> None:
        """Gives a row that has fewer neighbours with a cosine over 0 the others: at distance 1 or more."""
        product = self._rows @ rows[[row]].T
        all_distances = _distance((product.toarray() if sp.issparse(product) else product).ravel().astype(np.float64))
        known = indices[row][indices[row] >= 0]
        # A rounding error must not put one of them before those that are nearer for certain.
        all_distances = np.maximum(all_distances, 1)
        all_distances[known] = np.inf
        if own:
            all_distances[row] = np.inf
        missing = indices.shape[1] - len(known)
        chosen = np.argsort(all_distances, kind="stable")[:missing]
        indices[row, len(known) :] = chosen
        distances[row, len(known) :] = all_distances[chosen]

    def _query(self, X: Any) -> Any:
        if not self._is_fitted():
            raise not_fitted(self)
        if X is None:
            return None
        rows = _unit_rows(X)
        if rows.shape[0] == 0:
            raise ValueError(f"Found array with 0 sample(s) (shape={rows.shape}) while a minimum of 1 is required.")
        check_columns(self, X, rows.shape[1], self.n_features_in_)
        if sp.issparse(rows) != sp.issparse(self._rows):
            return sp.csr_array(rows) if sp.issparse(self._rows) else rows.toarray()
        return rows

    def _neighbors(self, given: Any) -> int:
        count = self.n_neighbors if given is None else given
        if not is_whole(count) or count < 1:
            raise refuse("n_neighbors", count, "a whole number of 1 or more")
        return int(count)

    def _is_fitted(self) -> bool:
        return hasattr(self, "_rows")


def similarity_graph(pairs: SimilarPairs, n: int, *, connect: bool = False) -> sp.csr_matrix:
    """Pairs as a sparse graph of distances (1 - similarity) for clusterers with ``metric="precomputed"``.

    Parameters
    ----------
    pairs : SimilarPairs
        Of `similarity_join` of a matrix with itself.
    n : int
        Rows of that matrix.
    connect : bool
        Links the parts that no pair connects into one, by entries of distance 1 (that of rows that share nothing)
        between their first rows. scikit-learn's HDBSCAN refuses a graph in several parts, and also wants every row to have
        `min_samples` neighbours or ``metric_params={"max_distance": 1.0}``.

    Returns
    -------
    scipy.sparse.csr_matrix, n x n, float64
        Symmetric; what is no entry is further than every pair. A distance of 0 is an entry like any other.

    Examples
    --------
    >>> pairs = wc.similarity_join(X, threshold=0.7)                                    # doctest: +SKIP
    >>> DBSCAN(eps=0.3, metric="precomputed").fit(wc.similarity_graph(pairs, len(X)))   # doctest: +SKIP
    """
    if not is_whole(n) or n < 0:
        raise refuse("n", n, "the number of rows")
    if len(pairs.a) and int(max(pairs.a.max(), pairs.b.max())) >= n:
        raise ValueError(f"a pair names row {int(max(pairs.a.max(), pairs.b.max()))}, of {n} rows")
    a, b, distances = pairs.a, pairs.b, _distance(pairs.similarity)
    if connect and n > 0:
        parts = sp.coo_matrix((np.ones(len(a)), (a, b)), shape=(n, n))
        _, part = sp.csgraph.connected_components(parts, directed=False)
        first = np.unique(part, return_index=True)[1]
        first.sort()
        a = np.concatenate([a, np.full(len(first) - 1, first[0])])
        b = np.concatenate([b, first[1:]])
        distances = np.concatenate([distances, np.ones(len(first) - 1)])
    return _graph(np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([distances, distances]), (n, n))


def _graph(a: np.ndarray, b: np.ndarray, distances: np.ndarray, shape: tuple[int, int]) -> sp.csr_matrix:
    order = np.lexsort((b, a))
    indptr = np.concatenate([[0], np.cumsum(np.bincount(a, minlength=shape[0]))])
    return sp.csr_matrix(make_csr(distances[order], b[order], indptr, shape))


def _distance(similarity: np.ndarray) -> np.ndarray:
    """1 - cosine, which rounding takes over neither end."""
    return np.clip(1 - similarity, 0, 2)


def _unit_rows(X: Any) -> Any:
    """The rows at length 1, sparse or dense as X is; rows of zeros stay so."""
    if sp.issparse(X):
        rows = read_csr(X).copy()
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).ravel())
        per_entry = np.repeat(np.where(lengths > 0, lengths, 1), np.diff(rows.indptr))
        rows.data = (rows.data / per_entry).astype(rows.dtype)
        return rows
    rows = read_csr(X).toarray()
    lengths = np.linalg.norm(rows.astype(np.float64, copy=False), axis=1)
    return (rows / np.where(lengths > 0, lengths, 1)[:, None]).astype(rows.dtype)


def _check_mode(mode: str) -> None:
    if mode not in MODES:
        raise refuse("mode", mode, "'connectivity' or 'distance'")
