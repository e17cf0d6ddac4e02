"""Texts made to hurt the vectorizers: counts are exact, and what cannot be counted is named. How the time grows is in
tests/bench/growth.py."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import numpy as np
import pytest
import wirecopy as wc
from reference import hashing, terms
from wirecopy._core import murmur3

ALPHABET = " abcdefgh"  # in order of code points; the space is only put around words


def counts(X, vectorizer) -> dict[str, int]:
    """Term to count of a matrix of one row."""
    assert X.shape[0] == 1
    return dict(zip(vectorizer.get_feature_names_out()[X.indices].tolist(), X.data.tolist(), strict=True))


# NUL.


@pytest.mark.parametrize("wide", ["", " \u0394", " \U0001f600"], ids=["one byte", "two bytes", "four bytes"])
def test_nul_is_no_end_of_a_text(wide: str) -> None:
    """Whatever the width of the characters, and in Arrow's buffers too."""
    text = "a\0bridge\0\0closed bridge\0" + wide
    for analyzer, terms_of in [
        ("word", lambda t: terms.words(t.lower(), 1, 2)),
        ("char", lambda t: terms.characters(t.lower(), 1, 2)),
        ("char_wb", lambda t: terms.characters_in_words(t.lower(), 1, 2)),
    ]:
        vectorizer = wc.CountVectorizer(analyzer=analyzer, ngram_range=(1, 2))
        assert counts(vectorizer.fit_transform([text]), vectorizer) == Counter(terms_of(text))
        arrow = pytest.importorskip("pyarrow").array([text])
        assert (vectorizer.transform(arrow) != vectorizer.transform([text])).nnz == 0


def test_nul_in_a_given_vocabulary() -> None:
    X = wc.CountVectorizer(analyzer="char", vocabulary=["a\0", "a", "\0"], ngram_range=(1, 2)).transform(
        ["a\0a", "\0\0"]
    )
    assert X.toarray().tolist() == [[1, 2, 1], [0, 0, 2]]


# Lone surrogates.


@pytest.mark.parametrize("bad", ["\ud800", "\udfff", "\udce9"])
@pytest.mark.parametrize("prefix", ["", "caf\u00e9 ", "\u0394 ", "\U0001f600 bridge "])
@pytest.mark.parametrize("analyzer", ["word", "char", "char_wb", "icu"])
def test_a_lone_surrogate_is_named_by_row_and_code_point(analyzer: str, prefix: str, bad: str) -> None:
    texts = ["bridge closed"] * 5000 + [prefix + bad + " bridge"] + ["bridge"] * 10
    for work in (
        wc.CountVectorizer(analyzer=analyzer).fit_transform,
        wc.CountVectorizer(analyzer=analyzer, vocabulary=["bridge"]).transform,
        wc.HashingVectorizer(analyzer=analyzer).transform,
        lambda t: wc.TfidfVectorizer(analyzer=analyzer, threads=2).fit_transform(iter(t)),
    ):
        with pytest.raises(wc.TextError, match="lone surrogate") as caught:
            work(texts)
        assert (caught.value.article, caught.value.offset) == (5000, len(prefix))


# Length.


def test_a_million_times_one_word() -> None:
    vectorizer = wc.CountVectorizer(ngram_range=(1, 2))
    found = counts(vectorizer.fit_transform(["Bridge " * 1_000_000]), vectorizer)
    assert found == {"bridge": 1_000_000, "bridge bridge": 999_999}
    vectorizer = wc.CountVectorizer(analyzer="char_wb", ngram_range=(8, 8))
    assert counts(vectorizer.fit_transform(["Bridge " * 1_000_000]), vectorizer) == {" bridge ": 1_000_000}


def test_two_hundred_thousand_articles_of_one_word() -> None:
    texts = [f"w{i:06}" for i in range(200_000)]
    random.Random(7).shuffle(texts)
    vectorizer = wc.CountVectorizer(threads=2)
    X = vectorizer.fit_transform(texts)
    assert X.shape == (200_000, 200_000) and X.nnz == 200_000
    assert (X.data == 1).all() and (np.diff(X.indptr) == 1).all()
    assert vectorizer.get_feature_names_out()[X.indices].tolist() == texts


@pytest.fixture(scope="module")
def no_space() -> str:
    letters = np.frombuffer(ALPHABET[1:].encode(), dtype=np.uint8)
    return letters[np.random.default_rng(5).integers(0, len(letters), 20_000_000)].tobytes().decode()


def codes(text: str, n: int) -> np.ndarray:
    """Each n-gram as a number to the base of the alphabet, by place; in order where the n-grams are."""
    place_of = np.zeros(128, dtype=np.int32)
    place_of[[ord(c) for c in ALPHABET]] = np.arange(len(ALPHABET))
    units = place_of[np.frombuffer(text.encode(), dtype=np.uint8)]
    out = np.zeros(len(units) - n + 1, dtype=np.int32)
    for i in range(n):
        out *= len(ALPHABET)
        out += units[i : len(units) - n + 1 + i]
    return out


@pytest.mark.parametrize(("analyzer", "low", "high"), [("char", 2, 3), ("char_wb", 3, 5)])
def test_twenty_megabytes_without_a_space_by_characters(no_space: str, analyzer: str, low: int, high: int) -> None:
    text = no_space if analyzer == "char" else f" {no_space} "
    vectorizer = wc.CountVectorizer(analyzer=analyzer, ngram_range=(low, high))
    X = vectorizer.fit_transform([no_space])
    names = vectorizer.get_feature_names_out()
    lengths = np.fromiter(map(len, names), dtype=np.int64, count=len(names))
    row = np.zeros(len(names), dtype=np.int64)
    row[X.indices] = X.data
    for n in range(low, high + 1):
        truth = np.bincount(codes(text, n))
        known = np.flatnonzero(truth)
        found = codes("".join(names[lengths == n]), n)[::n]
        assert np.array_equal(found, known) and np.array_equal(row[lengths == n], truth[known])
    assert X.sum() == sum(len(text) - n + 1 for n in range(low, high + 1))


def test_twenty_megabytes_without_a_space_are_one_word(no_space: str) -> None:
    for analyzer in ("word", "icu"):
        vectorizer = wc.CountVectorizer(analyzer=analyzer)
        X = vectorizer.fit_transform([no_space, no_space + "a", no_space])
        assert vectorizer.get_feature_names_out().tolist() == [no_space, no_space + "a"]
        assert X.toarray().tolist() == [[1, 0], [0, 1], [1, 0]]


@pytest.mark.parametrize("lone", ["", "\u00c4", "\u0416"], ids=["ASCII", "one byte wider", "two bytes"])
def test_words_of_thousands_of_letters_fold_as_short_ones_do(lone: str) -> None:
    """On both sides of 4,096 bytes, from where on words of ASCII take a way of their own; every length of the last block."""
    random_letters = random.Random(3)
    signs = "abcxyzABCXYZ0189_"
    words = ["".join(random_letters.choices(signs, k=k)) + lone for k in (*range(4088, 4106), 8192, 70_001)]
    texts = [f"The {word} of {word.swapcase()} Bridge" for word in words] + [" ".join(words)]
    vectorizer = wc.CountVectorizer(analyzer="icu")
    X = vectorizer.fit_transform(texts)
    rows = [Counter(word.casefold() for word in text.split()) for text in texts]
    names = vectorizer.get_feature_names_out().tolist()
    assert names == sorted(set().union(*rows))
    truth = [[row[name] for name in names] for row in rows]
    assert X.toarray().tolist() == truth
    assert vectorizer.transform(texts).toarray().tolist() == truth
    without = wc.CountVectorizer(analyzer="icu", stop_words=[words[-1].casefold()]).fit(texts)
    assert set(names) - set(without.get_feature_names_out()) == {words[-1].casefold()}


def test_two_million_combining_marks() -> None:
    """No word by the pattern, as marks are no word characters; part of their letter's word by UAX #29."""
    text = "e" + "\u0301\u0316" * 1_000_000
    vectorizer = wc.CountVectorizer()
    assert counts(vectorizer.fit_transform([text + " bridge"]), vectorizer) == {"bridge": 1}
    vectorizer = wc.CountVectorizer(analyzer="char", ngram_range=(2, 2))
    found = counts(vectorizer.fit_transform([text]), vectorizer)
    assert found == {"e\u0301": 1, "\u0301\u0316": 1_000_000, "\u0316\u0301": 999_999}
    vectorizer = wc.CountVectorizer(analyzer="icu")
    X = vectorizer.fit_transform([text + " bridge", "bridge"])
    assert X.toarray().sum(axis=1).tolist() == [2, 1] and X.shape == (2, 2)


# Collisions.


def test_words_that_collide_under_an_unseeded_hash() -> None:
    """The same blocks of 8 bytes in every order: one hash for all, where blocks are mixed by exclusive or."""
    blocks = ["bridges_", "closures", "comet_ab", "firework", "harbours", "petition", "railways", "senators"]
    words = ["".join(order) for order in itertools.permutations(blocks)]
    vectorizer = wc.CountVectorizer()
    X = vectorizer.fit_transform([" ".join(words), " ".join(words[::2])])
    names = sorted(words)
    assert vectorizer.get_feature_names_out().tolist() == names
    halves = set(words[::2])
    assert X.toarray().tolist() == [[1] * len(names), [int(name in halves) for name in names]]


def test_words_with_one_murmur_hash_share_a_column() -> None:
    """4,096 words whose MurmurHash3 is the same in all 32 bits: twelve times a choice of two blocks that lead to one
    state."""
    rng = np.random.default_rng(11)
    prefix, choices = "", []
    while len(choices) < 12:
        letters = (rng.integers(0, 26, (200_000, 8), dtype=np.uint8) + ord("a")).tobytes()
        blocks = [letters[i : i + 8] for i in range(0, len(letters), 8)]
        states = murmur3([prefix.encode() + block for block in blocks])
        order = np.argsort(states, kind="stable")
        for i in np.flatnonzero(states[order][1:] == states[order][:-1]):
            pair = sorted({blocks[order[i]].decode(), blocks[order[i + 1]].decode()})
            if len(pair) == 2:
                choices.append(pair)
                prefix += pair[0]
                break
    words = ["".join(chosen) for chosen in itertools.product(*choices)]
    assert len(words) == 4096 and len({hashing.murmur3(word.encode()) for word in words[:50] + words[-50:]}) == 1
    X = wc.HashingVectorizer(norm=None, alternate_sign=False).transform([" ".join(words), words[7]])
    assert X.data.tolist() == [4096, 1] and X.indices[0] == X.indices[1]
    vectorizer = wc.CountVectorizer()
    assert vectorizer.fit_transform([" ".join(words)]).data.tolist() == [1] * 4096
