"""The joins against scipy's products of whole matrices, and against every pair of articles counted out."""

from __future__ import annotations

import csv
import gzip
import json

import numpy as np
import pytest
import scipy.sparse as sp
import wirecopy as wc


def read(folder):
    path = next(folder.glob("docs.jsonl*"))
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    return [article["text"] for article in articles], [str(article["id"]) for article in articles]


def invented(rows, seed):
    draw = np.random.default_rng(seed)
    chosen = np.minimum(draw.zipf(1.3, (rows, 80)), 5000) - 1
    counts = sp.csr_matrix((np.ones(rows * 80), chosen.ravel(), np.arange(0, rows * 80 + 1, 80)), shape=(rows, 5000))
    counts.sum_duplicates()
    return wc.TfidfTransformer().fit_transform(counts)


def assert_joined(x, threshold, threads):
    product = sp.triu(x @ x.T, k=1).tocoo()
    kept = product.data >= threshold
    # A product within rounding of the threshold could fall on either side.
    sure = np.abs(product.data - threshold) > 1e-12
    found = wc.similarity_join(x, threshold=threshold, threads=threads)
    want = {
        (a, b): v
        for a, b, v in zip(product.row[kept].tolist(), product.col[kept].tolist(), product.data[kept], strict=True)
    }
    maybe = set(zip(product.row[~sure].tolist(), product.col[~sure].tolist(), strict=True))
    got = list(zip(found.a.tolist(), found.b.tolist(), strict=True))
    assert got == sorted(got)
    assert (set(got) ^ set(want)) <= maybe
    assert len(got) > 20
    for pair, value in zip(got, found.similarity.tolist(), strict=True):
        assert abs(value - want.get(pair, threshold)) < 1e-12


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("threshold", [0.15, 0.3, 0.4])
def test_invented_rows(threshold, threads) -> None:
    assert_joined(invented(700, 3), threshold, threads)


@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.8])
def test_articles(shared_data, threshold) -> None:
    texts, _ = read(shared_data / "bbc")
    assert_joined(wc.TfidfVectorizer().fit_transform(texts), threshold, None)


def test_nearest_of_invented_rows() -> None:
    x, y = invented(300, 1), invented(400, 2)
    product = (x @ y.T).toarray()
    found = wc.nearest(x, 7, y)
    order = np.argsort(-product, axis=1, kind="stable")[:, :7]
    np.testing.assert_allclose(found.similarity, np.take_along_axis(product, order, axis=1), rtol=1e-12)
    np.testing.assert_allclose(np.take_along_axis(product, found.indices, axis=1), found.similarity, rtol=1e-12)


@pytest.mark.parametrize("name", ["bbc", "reuters"])
def test_no_shingle_pair_is_missing(shared_data, name) -> None:
    texts, ids = read(shared_data / name)
    row = {article: i for i, article in enumerate(ids)}
    found = wc.shingle_join(texts, unit="regex", min_containment=0.1)
    shared = dict(zip(zip(found.a.tolist(), found.b.tolist(), strict=True), found.shared.tolist(), strict=True))
    resemblance = dict(
        zip(zip(found.a.tolist(), found.b.tolist(), strict=True), found.resemblance.tolist(), strict=True)
    )
    with open(shared_data / name / "oracle_5gram_pairs.tsv", newline="") as lines:
        pairs = list(csv.DictReader(lines, delimiter="\t"))
    assert len(pairs) > 200
    known = set()
    for pair in pairs:
        key = tuple(sorted((row[pair["a"]], row[pair["b"]])))
        known.add(key)
        assert shared[key] == int(pair["inter"])
        assert resemblance[key] == pytest.approx(float(pair["jaccard"]), abs=6e-5)
    assert {key for key, value in resemblance.items() if value >= 0.1001} <= known
