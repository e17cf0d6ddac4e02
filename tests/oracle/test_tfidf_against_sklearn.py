"""The vectorizers against scikit-learn: same vocabulary, same places, values to 1e-12; clone, Pipeline and pickle."""

from __future__ import annotations

import gzip
import itertools
import json
import pickle

import numpy as np
import pytest
import sklearn.feature_extraction.text as peer
import wirecopy as wc
from sklearn.base import clone
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.pipeline import make_pipeline

SETTINGS = {
    "default": {},
    "words 1-2": {"ngram_range": (1, 2)},
    "words 2-3 without stop words": {
        "ngram_range": (2, 3),
        "stop_words": sorted(ENGLISH_STOP_WORDS),
        "token_pattern": r"(?u)\b\w+\b",
    },
    "char_wb 3-5": {"analyzer": "char_wb", "ngram_range": (3, 5)},
    "char 1-3, ascii": {"analyzer": "char", "ngram_range": (1, 3), "strip_accents": "ascii", "norm": None},
    "min_df, max_df": {"min_df": 3, "max_df": 0.4},
    "sublinear, l1, not smooth": {"sublinear_tf": True, "norm": "l1", "smooth_idf": False},
    "binary, unicode": {"binary": True, "strip_accents": "unicode", "use_idf": False},
    "float32, case kept": {"dtype": np.float32, "lowercase": False},
    "another pattern": {"token_pattern": r"[^\W\d]+", "min_df": 2},
    "own tokenizer": {"tokenizer": str.split, "token_pattern": None},
}
SOURCES = [
    "reuters/docs.jsonl",
    "bbc/docs.jsonl",
    *(f"languages/{name}.jsonl.gz" for name in ("de_gnad", "ja_wikinews", "th_gov", "xquad_12", "zh_cctv")),
]
SENTENCES = [
    "The bridge was shut on Tuesday, the harbour authority said.",
    "THE BRIDGE was shut; the ferry was not.",
    "Ο ΟΔΟΣ ήταν κλειστός. İstanbul'da köprü kapalı",
    "Le café fermé à l'aube, naïve façade. Ⅻ ½ x² e\u0301",
    "橋は火曜日に閉鎖された。",
    "สะพานถูกปิด\u00a0\u2009วันอังคาร",
    "प्रधानमंत्री ने पुल बंद किया",
    "",
    "a b  c \n\n\t d \x1c e",
    "snake_case __init__ 3.14 U.S.",
]


def assert_same(texts, setting, later):
    ours, theirs = wc.TfidfVectorizer(**setting), peer.TfidfVectorizer(**setting)
    for got, want in (
        (ours.fit_transform(texts), theirs.fit_transform(texts)),
        (ours.transform(later), theirs.transform(later)),
    ):
        want.sort_indices()
        assert type(got) is type(want)
        assert got.shape == want.shape
        for name in ("data", "indices", "indptr"):
            assert getattr(got, name).dtype == getattr(want, name).dtype
        np.testing.assert_array_equal(got.indptr, want.indptr)
        np.testing.assert_array_equal(got.indices, want.indices)
        tolerance = 1e-12 if got.dtype == np.float64 else 1e-6
        np.testing.assert_allclose(got.data, want.data, rtol=tolerance, atol=0)
    assert ours.vocabulary_ == theirs.vocabulary_
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    if ours.use_idf:
        np.testing.assert_allclose(ours.idf_, theirs.idf_, rtol=1e-12 if ours.idf_.dtype == np.float64 else 1e-6)
    for got, want in zip(
        ours.inverse_transform(ours.transform(later)), theirs.inverse_transform(theirs.transform(later)), strict=True
    ):
        assert got.tolist() == want.tolist()


@pytest.mark.parametrize("name", SETTINGS)
def test_sentences(name) -> None:
    setting = SETTINGS[name]
    texts = SENTENCES * 2 if "min_df" in setting else SENTENCES
    assert_same(
        texts * (2 if setting.get("max_df") else 1), setting, [*SENTENCES[:4], "wholly other words, the bridge"]
    )


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("source", SOURCES)
def test_articles(shared_data, source, name) -> None:
    path = shared_data / source
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"][:1200] for line in itertools.islice(lines, 150)]
    assert_same(texts[:120], SETTINGS[name], texts[120:])


def test_max_features_where_no_tie_is_cut() -> None:
    texts = ["aa aa aa bb bb cc", "bb dd dd dd dd", "cc ee"]
    for most, kept in ((1, ["dd"]), (3, ["aa", "bb", "dd"]), (4, ["aa", "bb", "cc", "dd"])):
        assert wc.CountVectorizer(max_features=most).fit(texts).get_feature_names_out().tolist() == kept
        assert_same(texts, {"max_features": most}, texts)


def test_parameters_are_scikit_learns_threads_and_stemmer() -> None:
    for name in ("CountVectorizer", "TfidfTransformer", "TfidfVectorizer", "HashingVectorizer"):
        ours, theirs = getattr(wc, name)().get_params(), getattr(peer, name)().get_params()
        assert ours.pop("threads") is None
        assert name == "TfidfTransformer" or ours.pop("stemmer") is None
        assert ours == theirs


def test_clone_pipeline_and_pickle() -> None:
    pipeline = make_pipeline(wc.TfidfVectorizer(min_df=2, threads=2), wc.ArticleVectors(3))
    again = clone(pipeline)
    assert again[0].get_params() == pipeline[0].get_params()
    vectors = pipeline.fit_transform(SENTENCES)
    assert vectors.shape == (len(SENTENCES), 3)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(pipeline)).transform(SENTENCES), vectors)
    two_steps = make_pipeline(wc.CountVectorizer(), wc.TfidfTransformer()).set_params(tfidftransformer__norm="l1")
    got, want = two_steps.fit_transform(SENTENCES), peer.TfidfVectorizer(norm="l1").fit_transform(SENTENCES)
    np.testing.assert_allclose(got.toarray(), want.toarray(), rtol=1e-12, atol=0)


@pytest.mark.parametrize(
    "parameters",
    [
        {"ngram_range": (2, 1)},
        {"analyzer": "x"},
        {"max_df": 2.0},
        {"min_df": 0},
        {"max_features": -1},
        {"vocabulary": []},
        {"vocabulary": ["aa", "aa"]},
        {"vocabulary": {"aa": 0, "bb": 2}},
        {"norm": "l3"},
        {"min_df": 5},
        {"token_pattern": "(a)(b)"},
    ],
)
def test_both_refuse(parameters) -> None:
    for module in (wc, peer):
        with pytest.raises(ValueError):
            module.TfidfVectorizer(**parameters).fit(["aa bb", "bb cc"])


@pytest.mark.parametrize("texts", ["one text", [], ["a", "!"], [np.nan]])
def test_both_refuse_texts(texts) -> None:
    for module in (wc, peer):
        with pytest.raises(ValueError):
            module.TfidfVectorizer().fit(texts)


@pytest.mark.parametrize(
    "parameters",
    [
        {"stop_words": ["don't"]},
        {"analyzer": "char", "stop_words": ["aa"]},
        {"tokenizer": str.split},
        {"vocabulary": ["AA"]},
        {"dtype": np.int32},
    ],
)
def test_both_warn(parameters) -> None:
    for module in (wc, peer):
        with pytest.warns(UserWarning):
            module.TfidfVectorizer(**parameters).fit(["aa bb", "bb cc"])


def test_not_fitted_is_scikit_learns_error() -> None:
    from sklearn.exceptions import NotFittedError

    for estimator in (wc.TfidfVectorizer(), wc.CountVectorizer()):
        with pytest.raises(NotFittedError):
            estimator.transform(["text"])
    with pytest.raises(NotFittedError):
        wc.TfidfVectorizer().idf_  # noqa: B018
    with pytest.raises(NotFittedError):
        wc.TfidfTransformer().transform(np.eye(2))


def test_dense_and_sparse_counts_in_every_form() -> None:
    counts = wc.CountVectorizer().fit_transform(SENTENCES)
    want = peer.TfidfTransformer().fit_transform(counts).toarray()
    for form in (counts, counts.tocsc(), counts.toarray(), counts.astype(np.float64), counts.tocoo()):
        np.testing.assert_allclose(wc.TfidfTransformer().fit_transform(form).toarray(), want, rtol=1e-12, atol=0)
    with pytest.raises(ValueError, match="is expecting"):
        wc.TfidfTransformer().fit(counts).transform(counts[:, 1:])


@pytest.mark.parametrize("copy", [True, False])
def test_what_copy_writes_over(copy) -> None:
    counts = wc.CountVectorizer(dtype=np.float64).fit_transform(SENTENCES)
    twice = counts.copy()
    twice.indices[:] = twice.indices[0]  # entries with one place are added up, which needs arrays of its own
    twice.has_canonical_format = False
    for X in (counts, counts.astype(np.int64), counts.tocsc(), counts.toarray(), twice):
        given, transformer = X.copy(), wc.TfidfTransformer().fit(X)
        want = transformer.transform(X)
        got = transformer.transform(given, copy=copy)
        np.testing.assert_array_equal(got.toarray(), want.toarray())
        assert (got is given) == (X is counts and not copy)
        if got is not given:
            assert np.array_equal(*(x.toarray() if hasattr(x, "toarray") else x for x in (given, X)))
