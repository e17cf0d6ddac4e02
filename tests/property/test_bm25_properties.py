"""BM25 rows times a query's counts are the scores of the plain reference and of bm25s."""

from __future__ import annotations

import itertools
import json
import math
import pickle
from collections import Counter

import bm25s
import numpy as np
import pytest
import wirecopy as wc
from hypothesis import given
from hypothesis import strategies as st
from reference import bm25

WORDS = st.lists(st.sampled_from("aa bb cc dd ee ff".split()), max_size=10)


@given(
    st.lists(WORDS, min_size=1, max_size=8).filter(any),
    WORDS,
    st.sampled_from([0, 0.5, 1.2, 1.5, 3.0]),
    st.sampled_from([0, 0.3, 0.75, 1]),
)
def test_scores(articles, query, k1, b) -> None:
    counter = wc.CountVectorizer(analyzer=list)
    counts = counter.fit_transform(articles)
    got = wc.Bm25Transformer(k1=k1, b=b).fit_transform(counts) @ counter.transform([query]).T
    want = bm25.scores([Counter(article) for article in articles], Counter(query), k1, b)
    np.testing.assert_allclose(got.toarray().ravel(), want, rtol=1e-13, atol=0)


def test_against_bm25s(shared_data) -> None:
    with open(shared_data / "reuters/docs.jsonl", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in itertools.islice(lines, 400)]
    counter = wc.CountVectorizer()
    weights = wc.Bm25Transformer(k1=1.2, b=0.6).fit_transform(counter.fit_transform(texts))
    analyze = counter.build_analyzer()
    peer = bm25s.BM25(method="lucene", k1=1.2, b=0.6, dtype="float64")
    peer.index([analyze(text) for text in texts], show_progress=False)
    for query in texts[:20]:
        want = peer.get_scores(analyze(query))
        got = (weights @ counter.transform([query]).T).toarray().ravel()
        np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-12)


def test_every_form_and_dtype() -> None:
    counts = wc.CountVectorizer().fit_transform(["aa bb bb", "bb cc", ""])
    want = wc.Bm25Transformer().fit_transform(counts)
    assert want.dtype == np.float64 and (want.data > 0).all()
    for form in (counts.toarray(), counts.tocsc(), counts.astype(np.float64)):
        np.testing.assert_array_equal(wc.Bm25Transformer().fit_transform(form).toarray(), want.toarray())
    small = wc.Bm25Transformer().fit_transform(counts.astype(np.float32))
    assert small.dtype == np.float32
    np.testing.assert_allclose(small.toarray(), want.toarray(), rtol=1e-6)
    stored_zero = counts.astype(np.float64)
    stored_zero.data[0] = 0
    gone = stored_zero.copy()
    gone.eliminate_zeros()
    for k1 in (0, 1.5):
        np.testing.assert_array_equal(
            wc.Bm25Transformer(k1=k1).fit_transform(stored_zero).toarray(),
            wc.Bm25Transformer(k1=k1).fit_transform(gone).toarray(),
        )


def test_an_estimator() -> None:
    from sklearn.base import clone

    transformer = wc.Bm25Transformer(k1=2.0)
    with pytest.raises(ValueError, match="fitted"):
        transformer.transform(np.eye(2))
    transformer.fit(np.eye(3))
    assert transformer.get_feature_names_out().tolist() == ["x0", "x1", "x2"]
    assert clone(transformer).get_params() == {"k1": 2.0, "b": 0.75}
    again = pickle.loads(pickle.dumps(transformer))
    np.testing.assert_array_equal(again.transform(np.eye(3)).toarray(), transformer.transform(np.eye(3)).toarray())
    with pytest.raises(ValueError, match="is expecting"):
        transformer.transform(np.eye(2))
    with pytest.raises(ValueError, match="Negative"):
        transformer.fit(-np.eye(2))
    for name, values in (("k1", [-1, math.nan, math.inf, "1"]), ("b", [1.1, -0.1, True, None])):
        for value in values:
            with pytest.raises(ValueError, match=name):
                wc.Bm25Transformer(**{name: value}).fit(np.eye(2))
    assert wc.Bm25Transformer().fit_transform(np.zeros((2, 2))).nnz == 0
    with pytest.raises(ValueError, match="0 sample"):
        wc.Bm25Transformer().fit(np.zeros((0, 2)))
