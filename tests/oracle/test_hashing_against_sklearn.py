"""Hashed rows against scikit-learn's: the same matrix, entry by entry."""

from __future__ import annotations

import itertools
import json
import pickle

import numpy as np
import pytest
import wirecopy as wc
from sklearn.base import clone
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.utils import murmurhash3_32
from wirecopy._core import murmur3

SETTINGS = {
    "default": {},
    "few columns, some cancel out": {"n_features": 11, "norm": None},
    "binary": {"n_features": 300, "binary": True, "norm": "l1"},
    "no signs": {"alternate_sign": False, "n_features": 1000, "norm": "l1", "stop_words": "english"},
    "whole numbers": {"dtype": np.int64, "norm": None, "ngram_range": (1, 2)},
    "whole numbers, normal": {"dtype": np.int32, "n_features": 97},
    "float32, char_wb": {"dtype": np.float32, "analyzer": "char_wb", "ngram_range": (3, 4)},
    "char, ascii": {"analyzer": "char", "strip_accents": "ascii", "ngram_range": (1, 3), "n_features": 2**31 - 2},
    "functions": {"tokenizer": str.split, "token_pattern": None, "preprocessor": str.upper},
    "bytes": {"analyzer": lambda text: text.encode().split(), "n_features": 1},
}


@pytest.mark.parametrize("name", SETTINGS)
def test_articles(shared_data, name) -> None:
    texts = ["", "the", *SENTENCES]
    for source in ("bbc/docs.jsonl", "reuters/docs.jsonl"):
        with open(shared_data / source, encoding="utf-8") as lines:
            texts += [json.loads(line)["text"][:1500] for line in itertools.islice(lines, 60)]
    assert_same(SETTINGS[name], texts)


SENTENCES = [
    "The bridge was shut on Tuesday, the harbour authority said.",
    "Ο ΟΔΟΣ ήταν κλειστός. İstanbul'da köprü kapalı. Le café fermé à l'aube",
    "橋は火曜日に閉鎖された。 สะพานถูกปิด प्रधानमंत्री ने पुल बंद किया",
    "snake_case __init__ 3.14 U.S. a b c",
]


@pytest.mark.parametrize("name", SETTINGS)
def test_sentences(name) -> None:
    assert_same(SETTINGS[name], SENTENCES)


def assert_same(setting, texts):
    got, want = wc.HashingVectorizer(**setting).fit_transform(texts), HashingVectorizer(**setting).fit_transform(texts)
    assert type(got) is type(want) and got.shape == want.shape
    for part in ("data", "indices", "indptr"):
        assert getattr(got, part).dtype == getattr(want, part).dtype
    np.testing.assert_array_equal(got.indptr, want.indptr)
    np.testing.assert_array_equal(got.indices, want.indices)
    np.testing.assert_allclose(got.data, want.data, rtol=1e-12 if got.dtype == np.float64 else 1e-6, atol=0)


def test_something_cancels_out_in_these_tests() -> None:
    assert (wc.HashingVectorizer(**SETTINGS["few columns, some cancel out"]).transform(SENTENCES).data == 0).any()


def test_hashes() -> None:
    terms = [text[:n].encode() for text in SENTENCES for n in range(len(text))]
    assert murmur3(terms).view(np.int32).tolist() == [murmurhash3_32(term, seed=0) for term in terms]


def test_nothing_is_learned() -> None:
    vectorizer = wc.HashingVectorizer(n_features=8, threads=2)
    before = vars(vectorizer).copy()
    assert vectorizer.fit(SENTENCES) is vectorizer and vectorizer.partial_fit(SENTENCES) is vectorizer
    assert vars(vectorizer) == before
    assert clone(vectorizer).get_params() == vectorizer.get_params()
    again = pickle.loads(pickle.dumps(vectorizer)).transform(SENTENCES)
    np.testing.assert_array_equal(again.toarray(), vectorizer.transform(SENTENCES).toarray())
    assert not vectorizer.__sklearn_tags__().requires_fit
