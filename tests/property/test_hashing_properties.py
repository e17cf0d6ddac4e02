"""Hashed terms are those of the plain reference, whatever the texts."""

from __future__ import annotations

import numpy as np
import pytest
import wirecopy as wc
from hypothesis import given
from hypothesis import strategies as st
from reference import hashing, terms
from wirecopy._core import murmur3

TEXTS = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
        st.lists(st.sampled_from(["the", "bridge", "橋は閉鎖", "naïve", "ΟΔΟΣ", "x"]), max_size=20).map(" ".join),
    ),
    min_size=1,
    max_size=6,
)


@given(st.lists(st.binary(max_size=40)), st.integers(0, 2**32 - 1))
def test_murmur(data, seed) -> None:
    assert murmur3(data, seed).tolist() == [hashing.murmur3(term, seed) for term in data]


@given(
    TEXTS,
    st.sampled_from([1, 2, 7, 16, 1000, 2**20, 2**31 - 2]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["l1", "l2", None]),
    st.sampled_from([np.float64, np.float32]),
)
def test_rows(texts, columns, alternate_sign, binary, norm, dtype) -> None:
    vectorizer = wc.HashingVectorizer(
        n_features=columns, alternate_sign=alternate_sign, binary=binary, norm=norm, dtype=dtype, ngram_range=(1, 2)
    )
    X = vectorizer.transform(texts)
    assert X.shape == (len(texts), columns) and X.dtype == dtype
    for i, text in enumerate(texts):
        want = hashing.row(terms.words(text.lower(), 1, 2), columns, alternate_sign, binary, norm)
        start, end = X.indptr[i], X.indptr[i + 1]
        assert X.indices[start:end].tolist() == list(want)
        np.testing.assert_allclose(
            X.data[start:end], list(want.values()), rtol=1e-14 if dtype == np.float64 else 1e-7, atol=0
        )


def test_batches_are_one_matrix(monkeypatch) -> None:
    texts = [f"word{i} word{i + 1} word{i % 3}" for i in range(50)]
    whole = wc.HashingVectorizer(n_features=64).transform(texts)
    monkeypatch.setattr("wirecopy.hashing._BATCH", 7)
    parts = wc.HashingVectorizer(n_features=64).transform(iter(texts))
    for name in ("data", "indices", "indptr"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))


@pytest.mark.parametrize(
    "parameters", [{"n_features": 0}, {"n_features": 2**31 - 1}, {"n_features": 2.0}, {"norm": "l3"}, {"analyzer": "x"},
                   {"ngram_range": (2, 1)}, {"threads": 0}]
)
def test_bad_parameters_are_refused(parameters) -> None:
    with pytest.raises(ValueError):
        wc.HashingVectorizer(**parameters).fit_transform(["aa bb"])


def test_bad_texts_are_named() -> None:
    for bad in (None, np.nan, "x\ud800"):
        with pytest.raises(wc.TextError, match="article 1") as caught:
            wc.HashingVectorizer(analyzer="char").transform(["good", bad])
        assert caught.value.article == 1
    with pytest.raises(ValueError, match="empty"):
        wc.HashingVectorizer().transform([])
    with pytest.raises(TypeError, match="strings"):
        wc.HashingVectorizer(analyzer=lambda text: [3]).transform(["a"])
    with pytest.raises(ValueError, match="single string"):
        wc.HashingVectorizer(analyzer=str.upper).transform(["a"])
