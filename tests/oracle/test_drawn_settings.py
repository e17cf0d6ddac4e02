"""Settings drawn at random, on articles of four collections: the same matrices as scikit-learn's."""

from __future__ import annotations

import gzip
import itertools
import json
import random

import numpy as np
import pytest
import sklearn.feature_extraction.text as peer
import wirecopy as wc

SOURCES = ("reuters/docs.jsonl", "bbc/docs.jsonl", "allsides/docs.jsonl.gz", "languages/xquad_12.jsonl.gz")
PATTERNS = (r"(?u)\b\w\w+\b", r"(?u)\b\w+\b", r"\w+", r"[^\W\d_]{3,}", r"(?i)[a-z]+(?:'[a-z]+)?", r"\S+", r"(\w)\w*")


def drawn(seed: int) -> tuple[str, dict]:
    """The name of a vectorizer and parameters that fit together."""
    draw = random.Random(seed)
    name = draw.choice(["CountVectorizer", "TfidfVectorizer", "TfidfVectorizer", "HashingVectorizer"])
    low = draw.randint(1, 3)
    setting = {
        "analyzer": draw.choice(["word", "word", "word", "char", "char_wb"]),
        "ngram_range": (low, low + draw.randint(0, 2)),
        "lowercase": draw.random() < 0.7,
        "strip_accents": draw.choice([None, None, "ascii", "unicode"]),
        "binary": draw.random() < 0.3,
        "dtype": draw.choice([np.float64, np.float64, np.float32]),
    }
    if setting["analyzer"] == "word":
        setting["token_pattern"] = draw.choice(PATTERNS)
        setting["stop_words"] = draw.choice([None, "english", ["the", "of", "and", "der", "de", "la"]])
    if name == "HashingVectorizer":
        setting |= {"n_features": draw.choice([31, 1000, 2**18]), "alternate_sign": draw.random() < 0.5}
    else:
        setting |= {
            "min_df": draw.choice([1, 1, 2, 5, 0.01, 0.03]),
            "max_df": draw.choice([1.0, 1.0, 0.9, 0.4, 100]),
            "max_features": draw.choice([None, None, 10, 300, 2000]),
        }
    if name == "CountVectorizer":
        setting["dtype"] = draw.choice([np.int64, np.int32, np.float64])
    else:
        setting["norm"] = draw.choice(["l2", "l2", "l1", None])
    if name == "TfidfVectorizer":
        setting |= {name: draw.random() < 0.5 for name in ("use_idf", "smooth_idf", "sublinear_tf")}
    return name, setting


@pytest.fixture(scope="module")
def articles(shared_data):
    found = {}
    for source in SOURCES:
        opener = gzip.open if source.endswith(".gz") else open
        with opener(shared_data / source, "rt", encoding="utf-8") as lines:
            found[source] = [json.loads(line)["text"][:300] for line in itertools.islice(lines, 90)]
    return found


def without_a_tie(setting: dict, texts: list[str]) -> dict:
    """With max_features moved to where no two equally frequent terms are cut apart: there scikit-learn has no rule."""
    if setting.get("max_features") is None:
        return setting
    how = {k: v for k, v in setting.items() if k not in ("norm", "use_idf", "smooth_idf", "sublinear_tf", "dtype")}
    counts = peer.CountVectorizer(**how | {"max_features": None}).fit_transform(texts)
    totals = np.sort(np.asarray(counts.sum(axis=0)).ravel())[::-1]
    most = min(setting["max_features"], len(totals))
    while 0 < most < len(totals) and totals[most - 1] == totals[most]:
        most -= 1
    return setting | {"max_features": most or None}


@pytest.mark.filterwarnings("ignore:Your stop_words may be inconsistent")
@pytest.mark.parametrize("seed", range(40))
def test_same_matrices(articles, seed) -> None:
    name, setting = drawn(seed)
    compared = 0
    for texts in articles.values():
        try:
            how = without_a_tie(setting, texts[:70])
            theirs = getattr(peer, name)(**how)
            first = theirs.fit_transform(texts[:70])
        except ValueError:
            with pytest.raises(ValueError):
                getattr(wc, name)(**setting).fit_transform(texts[:70])
            continue
        compared += 1
        ours = getattr(wc, name)(**how)
        for got, want in (
            (ours.fit_transform(texts[:70]), first),
            (ours.transform(texts[70:]), theirs.transform(texts[70:])),
        ):
            want.sort_indices()
            assert type(got) is type(want) and got.shape == want.shape
            for part in ("data", "indices", "indptr"):
                assert getattr(got, part).dtype == getattr(want, part).dtype
            np.testing.assert_array_equal(got.indptr, want.indptr)
            np.testing.assert_array_equal(got.indices, want.indices)
            np.testing.assert_allclose(got.data, want.data, rtol=1e-6 if got.dtype == np.float32 else 1e-12, atol=0)
        if name != "HashingVectorizer":
            assert ours.vocabulary_ == theirs.vocabulary_
    assert compared >= 2


def test_the_draw_reaches_everything() -> None:
    settings = [drawn(seed) for seed in range(40)]
    names = [name for name, _ in settings]
    assert {names.count(name) > 4 for name in names} == {True} and len(set(names)) == 3
    for key, wanted in {
        "analyzer": {"word", "char", "char_wb"},
        "strip_accents": {None, "ascii", "unicode"},
        "norm": {"l1", "l2", None},
        "max_features": {None, 10, 300, 2000},
        "token_pattern": set(PATTERNS),
    }.items():
        assert {setting[key] for _, setting in settings if key in setting} == wanted
