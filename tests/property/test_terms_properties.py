"""Whatever the texts are: counts and weights are those of plain Python, for any number of threads."""

from __future__ import annotations

import math
import pickle
import re

import numpy as np
import pytest
import wirecopy as wc
from hypothesis import given
from hypothesis import strategies as st
from reference import terms, vectors
from wirecopy import characters

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
NEWS = st.lists(
    st.sampled_from(
        [
            "The",
            "the",
            "bridge",
            "a",
            "I",
            "ΟΔΟΣ",
            "ΟΔΟΣ.",
            "İstanbul",
            "naïve",
            "ﬁne",
            "प्रधानमंत्री",
            "橋は閉鎖",
            "x_y",
            "__",
            "3.5",
            " ",
            "  ",
            "\n\n",
            "\x1c",
            "\u00a0 ",
            "\u2009",
            "e\u0301",
            "\U0001f600",
            "ǆ",
            "-",
            "'s",
        ]
    ),
    max_size=20,
).map(" ".join)
TEXTS = st.lists(st.one_of(ANY, NEWS), min_size=1, max_size=8)
RANGE = st.tuples(st.integers(1, 3), st.integers(0, 2)).map(lambda pair: (pair[0], pair[0] + pair[1]))
THREADS = st.integers(1, 3)


def assert_counts(vectorizer, texts, terms_of):
    names, rows = terms.count(texts, terms_of)
    if not names:
        with pytest.raises(ValueError, match="empty vocabulary"):
            vectorizer.fit_transform(texts)
        return
    X = vectorizer.fit_transform(texts)
    assert vectorizer.get_feature_names_out().tolist() == names
    assert list(vectorizer.vocabulary_.items()) == [(name, i) for i, name in enumerate(names)]
    for i, row in enumerate(rows):
        start, end = X.indptr[i], X.indptr[i + 1]
        assert X.indices[start:end].tolist() == sorted(names.index(term) for term in row)
        assert {names[c]: v for c, v in zip(X.indices[start:end], X.data[start:end], strict=True)} == row
    assert (vectorizer.transform(texts) != X).nnz == 0
    again = pickle.loads(pickle.dumps(vectorizer))
    assert (again.transform(texts) != X).nnz == 0


@given(TEXTS, RANGE, THREADS)
def test_words(texts, ngram_range, threads) -> None:
    vectorizer = wc.CountVectorizer(ngram_range=ngram_range, threads=threads)
    assert_counts(vectorizer, texts, lambda text: terms.words(text.lower(), *ngram_range))


@given(TEXTS, RANGE, st.lists(st.sampled_from(["the", "bridge", "οδος"]), min_size=1))
def test_stop_words_go_before_terms_are_made(texts, ngram_range, stop_words) -> None:
    vectorizer = wc.CountVectorizer(ngram_range=ngram_range, stop_words=stop_words)
    assert_counts(vectorizer, texts, lambda text: terms.words(text.lower(), *ngram_range, stop_words))


@given(TEXTS, RANGE, THREADS)
def test_characters(texts, ngram_range, threads) -> None:
    vectorizer = wc.CountVectorizer(analyzer="char", lowercase=False, ngram_range=ngram_range, threads=threads)
    assert_counts(vectorizer, texts, lambda text: terms.characters(text, *ngram_range))


@given(TEXTS, RANGE, THREADS)
def test_characters_in_words(texts, ngram_range, threads) -> None:
    vectorizer = wc.CountVectorizer(analyzer="char_wb", ngram_range=ngram_range, threads=threads)
    assert_counts(vectorizer, texts, lambda text: terms.characters_in_words(text.lower(), *ngram_range))


@given(TEXTS, st.sampled_from([r"(?u)\b\w+\b", r"[a-z]+", r"(\w)\w+", r"\S+"]))
def test_other_patterns(texts, pattern) -> None:
    vectorizer = wc.CountVectorizer(token_pattern=pattern)
    assert_counts(vectorizer, texts, lambda text: re.findall(pattern, text.lower()))


@given(TEXTS, st.sampled_from([None, "ascii", "unicode"]), st.sampled_from(["word", "char", "char_wb"]))
def test_the_core_does_what_build_analyzer_does(texts, strip_accents, analyzer) -> None:
    vectorizer = wc.CountVectorizer(strip_accents=strip_accents, analyzer=analyzer, ngram_range=(1, 2))
    assert_counts(vectorizer, texts, vectorizer.build_analyzer())


@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning")  # columns of zeros, not smooth
@given(
    st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4), min_size=1, max_size=7),
    st.sampled_from(["l1", "l2", None]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    THREADS,
)
def test_weights(counts, norm, use_idf, smooth, sublinear, threads) -> None:
    transformer = wc.TfidfTransformer(
        norm=norm, use_idf=use_idf, smooth_idf=smooth, sublinear_tf=sublinear, threads=threads
    )
    weighed = transformer.fit_transform(np.array(counts)).toarray()
    np.testing.assert_allclose(weighed, vectors.tfidf(counts, norm, use_idf, smooth, sublinear), rtol=1e-12, atol=0)


def test_classes_are_those_of_this_pythons_re() -> None:
    classes = characters.classes()
    text = "".join(chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000)
    for pattern, bit in ((r"\w", 1), (r"\s", 2)):
        want = {ord(c) for c in re.findall(pattern, text)}
        assert {c for c in np.flatnonzero(classes & bit).tolist() if not 0xD800 <= c < 0xE000} == want


def test_terms_equally_frequent_at_the_cut_go_by_the_alphabet() -> None:
    vectorizer = wc.CountVectorizer(max_features=2).fit(["dd cc bb aa", "cc"])
    assert vectorizer.get_feature_names_out().tolist() == ["aa", "cc"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"ngram_range": (2, 1)},
        {"ngram_range": (0, 1)},
        {"ngram_range": 2},
        {"analyzer": "words"},
        {"stop_words": "klingon"},
        {"max_df": 1.5},
        {"min_df": math.nan},
        {"max_features": 0},
        {"strip_accents": "all"},
        {"input": "text"},
        {"vocabulary": []},
        {"vocabulary": ["a", "a"]},
        {"vocabulary": {"a": 1}},
        {"token_pattern": r"(\w)(\w)"},
        {"max_df": 1, "min_df": 2},
        {"min_df": 3},
        {"threads": 0},
    ],
)
def test_bad_parameters_are_refused(parameters) -> None:
    with pytest.raises(ValueError):
        wc.CountVectorizer(**parameters).fit(["aa bb", "bb"])


def test_bad_texts_are_named() -> None:
    for bad, offset in ((None, 0), (math.nan, 0), ("x\ud800", 1)):
        with pytest.raises(wc.TextError) as caught:
            wc.TfidfVectorizer().fit(["good", bad])
        assert (caught.value.article, caught.value.offset) == (1, offset)
    with pytest.raises(TypeError, match="article 1"):
        wc.TfidfVectorizer().fit(["good", 7])
    with pytest.raises(ValueError, match="list"):
        wc.TfidfVectorizer().fit("one text")
    with pytest.raises(ValueError, match="fitted"):
        wc.TfidfVectorizer().transform(["text"])
