"""Stop words, stemmers and words by UAX #29: the vectorizers beyond scikit-learn's parameters."""

from __future__ import annotations

import itertools
import json
import pickle
import sys

import pytest
import snowballstemmer
import stop_words
import wirecopy as wc
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from wirecopy import analyzers

VECTORIZERS = (wc.CountVectorizer, wc.TfidfVectorizer, wc.HashingVectorizer)


def terms(text, **parameters):
    """The terms of one text, the same for the analyzer and for what is counted."""
    vectorizer = wc.CountVectorizer(**parameters)
    found = list(vectorizer.build_analyzer()(text))
    assert vectorizer.fit([text]).get_feature_names_out().tolist() == sorted(set(found))
    for made in (wc.CountVectorizer, wc.HashingVectorizer):
        again = pickle.loads(pickle.dumps(made(**parameters).build_analyzer()))
        assert list(again(text)) == found
    return found


def test_english_stop_words_are_scikit_learns() -> None:
    for vectorizer in VECTORIZERS:
        assert vectorizer(stop_words="english").get_stop_words() == ENGLISH_STOP_WORDS
    assert len(ENGLISH_STOP_WORDS) == 318
    assert terms("The bridge was not open to us", stop_words="english") == ["bridge", "open"]


def test_stop_words_of_other_languages() -> None:
    assert terms("Die Brücke ist nicht offen", stop_words="german") == ["brücke", "offen"]
    assert terms("Die Brücke ist nicht offen", stop_words="de") == ["brücke", "offen"]
    assert wc.CountVectorizer(stop_words="fr").get_stop_words() == frozenset(stop_words.get_stop_words("french"))
    with pytest.raises(ValueError, match="'klingon' is not a built-in stop list"):
        wc.CountVectorizer(stop_words="klingon").fit(["aa"])


def test_missing_libraries_are_named(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "stop_words", None)
    monkeypatch.setitem(sys.modules, "snowballstemmer", None)
    assert len(wc.CountVectorizer(stop_words="english").get_stop_words()) == 318
    with pytest.raises(ValueError, match=r"not a built-in stop list.*wirecopy\[languages\].*stop-words"):
        wc.CountVectorizer(stop_words="german").get_stop_words()
    with pytest.raises(ImportError, match=r"wirecopy\[languages\].*snowballstemmer"):
        wc.CountVectorizer(stemmer="german").fit(["aa"])


def test_stems_come_after_stop_words_and_before_runs_of_words() -> None:
    text = "Bridges were closing; the bridge closed"
    assert terms(text, stemmer="english") == ["bridg", "were", "close", "the", "bridg", "close"]
    assert terms(text, stemmer="english", stop_words=["were", "the"], ngram_range=(2, 2)) == [
        "bridg close", "close bridg", "bridg close"
    ]
    # Stop words are compared with words, not with stems.
    assert terms(text, stemmer="english", stop_words=["bridg", "were", "the"]) == ["bridg", "close", "bridg", "close"]


def test_a_word_is_stemmed_once() -> None:
    asked = []

    def shorten(word):
        asked.append(word)
        return word[:3]

    vectorizer = wc.TfidfVectorizer(stemmer=shorten)
    vectorizer.fit(["bridge bridges ferry", "bridge ferries", "ferry"] * 5)
    assert vectorizer.get_feature_names_out().tolist() == ["bri", "fer"]
    assert sorted(asked) == ["bridge", "bridges", "ferries", "ferry"]


def test_stems_of_articles(shared_data) -> None:
    stem = snowballstemmer.stemmer("english").stemWord
    with open(shared_data / "bbc/docs.jsonl", encoding="utf-8") as lines:
        for text in (json.loads(line)["text"] for line in itertools.islice(lines, 20)):
            assert terms(text, stemmer="english") == [stem(word) for word in terms(text)]


def test_words_by_uax29() -> None:
    text = "Don't stop प्रधानमंत्री! 橋は閉鎖。 Straße U.S. 3.5 สะพานถูกปิด"
    assert terms(text, analyzer="icu") == [analyzers.fold_word(token.text) for token in wc.tokenize(text)]
    assert terms(text, analyzer="icu", lowercase=False) == [token.text for token in wc.tokenize(text)]
    assert "प्रधानमंत्री" in terms(text, analyzer="icu") and "strasse" in terms(text, analyzer="icu")
    assert terms("Don't STOP", analyzer="icu", stop_words=["don't"]) == ["stop"]
    assert terms("Die Straße", analyzer="icu", stop_words=["Straße"]) == ["die"]
    assert terms("naïve façade", analyzer="icu", strip_accents="unicode", ngram_range=(2, 2)) == ["naive facade"]
    assert terms("the bridges", analyzer="icu", stemmer="english", stop_words="english") == ["bridg"]
    assert terms("The Bridge", analyzer="icu", preprocessor=str.upper) == ["THE", "BRIDGE"]


@pytest.mark.parametrize("made", VECTORIZERS)
@pytest.mark.parametrize(
    "parameters, name",
    [
        ({"analyzer": "char", "stemmer": "english"}, "stemmer"),
        ({"analyzer": str.split, "stemmer": "english"}, "stemmer"),
        ({"analyzer": "icu", "token_pattern": r"\w+"}, "token_pattern"),
        ({"analyzer": "icu", "token_pattern": None, "tokenizer": str.split}, "tokenizer"),
    ],
)
def test_what_is_not_used_is_warned_of(made, parameters, name) -> None:
    with pytest.warns(UserWarning, match=f"'{name}' will not be used since"):
        made(**parameters).fit_transform(["aa bb", "bb cc"])


@pytest.mark.parametrize("stemmer", ["klingon", 3, ["english"]])
def test_bad_stemmers_are_refused(stemmer) -> None:
    for made in VECTORIZERS:
        with pytest.raises(ValueError, match="stemmer"):
            made(stemmer=stemmer).fit_transform(["aa"])


def test_parts_with_stems() -> None:
    texts = ["the bridges are closed", "a bridge closes", "कल पुल बंद"]
    for parameters in ({"stemmer": "english"}, {"analyzer": "icu", "stop_words": "english"}):
        whole = wc.TfidfVectorizer(**parameters).fit(texts)
        parts = wc.TfidfVectorizer(**parameters).partial_fit(texts[:1])
        parts.merge(pickle.loads(pickle.dumps(wc.TfidfVectorizer(**parameters).partial_fit(texts[1:]))))
        assert parts.vocabulary_ == whole.vocabulary_
        assert parts.idf_.tolist() == whole.idf_.tolist()
