"""Vectorizers read texts where they lie: lists of str, columns of Arrow, pandas and polars; the same rows from each."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import wirecopy as wc

TEXTS = ["The bridge was shut.", "Ο ΟΔΟΣ ήταν κλειστός", "", "橋は閉鎖 bridge", "the ferry 🎉 ran, the bridge did not"]
COLUMNS = {
    "Arrow string": lambda texts: pa.array(texts),
    "Arrow large_string": lambda texts: pa.array(texts, pa.large_string()),
    "Arrow string_view": lambda texts: pa.array(texts, pa.string_view()),
    "Arrow in chunks": lambda texts: pa.chunked_array([texts[:2], texts[2:]]),
    "Arrow, cut out of the middle": lambda texts: pa.array(["before", *texts, "after"])[1:-1],
    "Arrow dictionary": lambda texts: pa.array(texts).dictionary_encode(),
    "polars": lambda texts: pl.Series(texts),
    "pandas": lambda texts: pd.Series(texts, index=range(5, 5 + len(texts))),
    "pandas object": lambda texts: pd.Series(texts, dtype=object),
    "pandas Arrow": lambda texts: pd.Series(texts, dtype=pd.ArrowDtype(pa.string())),
    "numpy": lambda texts: np.array(texts, dtype=object),
    "generator": lambda texts: (text for text in texts),
    "bytes": lambda texts: [text.encode() for text in texts],
}
VECTORIZERS = {
    "words": wc.TfidfVectorizer(),
    "pairs": wc.CountVectorizer(ngram_range=(1, 2)),
    "characters": wc.CountVectorizer(analyzer="char_wb", ngram_range=(2, 3)),
    "icu": wc.TfidfVectorizer(analyzer="icu"),
    "stems": wc.CountVectorizer(stemmer="english"),
    "hashed": wc.HashingVectorizer(n_features=64),
}


@pytest.mark.parametrize("how", VECTORIZERS)
@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_gives_the_rows_of_the_list(column, how) -> None:
    vectorizer = VECTORIZERS[how]
    want = vectorizer.fit_transform(TEXTS).toarray()
    np.testing.assert_array_equal(vectorizer.fit_transform(COLUMNS[column](TEXTS)).toarray(), want)
    np.testing.assert_array_equal(vectorizer.transform(COLUMNS[column](TEXTS)).toarray(), want)


@pytest.mark.parametrize("column", ["Arrow string", "Arrow in chunks", "polars", "pandas", "pandas object"])
def test_a_null_is_named(column) -> None:
    with pytest.raises((wc.TextError, TypeError), match="article 3"):
        wc.TfidfVectorizer().fit(COLUMNS[column](["a b", "c d", "e f", None, "g h"]))


def test_ill_formed_bytes_in_arrow_are_named() -> None:
    broken = pa.array([b"good text", b"bad \xff text"]).view(pa.string())
    with pytest.raises(wc.TextError) as caught:
        wc.TfidfVectorizer().fit(broken)
    assert (caught.value.article, caught.value.offset) == (1, 4)


def test_the_vocabulary_is_a_dict_once_it_is_asked_for() -> None:
    vectorizer = wc.TfidfVectorizer(ngram_range=(1, 2))
    rows = vectorizer.fit_transform(TEXTS)
    assert "vocabulary_" not in vars(vectorizer)
    again = pickle.loads(pickle.dumps(vectorizer))
    assert "vocabulary_" not in vars(again)
    np.testing.assert_array_equal(again.transform(TEXTS).toarray(), rows.toarray())
    names = vectorizer.get_feature_names_out().tolist()
    assert list(vectorizer.vocabulary_) == names == sorted(names) and len(names) == rows.shape[1]
    assert again.vocabulary_ == vectorizer.vocabulary_


def test_a_vocabulary_that_was_changed_is_the_one_that_counts() -> None:
    vectorizer = wc.CountVectorizer().fit(["aa bb cc"])
    del vectorizer.vocabulary_["cc"]
    assert vectorizer.transform(["aa bb cc cc"]).toarray().tolist() == [[1, 1]]
    vectorizer.vocabulary_ = {"dd": 0}
    assert vectorizer.transform(["aa dd"]).toarray().tolist() == [[1]]


def test_no_utf8_copy_stays_in_the_str() -> None:
    import sys

    text = "naïve façade — " * 1000
    before = sys.getsizeof(text)
    wc.TfidfVectorizer().fit_transform([text])
    wc.TfidfVectorizer(analyzer="char_wb").fit([text]).transform([text])
    assert sys.getsizeof(text) == before
    text.encode()  # the codec itself keeps none either
    assert sys.getsizeof(text) == before
