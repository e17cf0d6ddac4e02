"""Vocabularies learned in parts: what the parts give together is what the whole gives, to the last bit."""

from __future__ import annotations

import pickle

import pytest
import wirecopy as wc
from hypothesis import given, settings
from hypothesis import strategies as st

WORDS = st.lists(st.sampled_from("the bridge was shut on tuesday harbour ferry 橋は閉鎖 naïve".split()), max_size=12)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=12)
LIMITS = st.fixed_dictionaries(
    {
        "min_df": st.sampled_from([1, 2, 0.3]),
        "max_df": st.sampled_from([1.0, 0.6, 4]),
        "max_features": st.sampled_from([None, 1, 4]),
        "binary": st.booleans(),
        "ngram_range": st.sampled_from([(1, 1), (1, 2)]),
    }
)


def cut(texts, cuts):
    at = sorted({min(c, len(texts)) for c in cuts})
    return [texts[a:b] for a, b in zip([0, *at], [*at, len(texts)], strict=True)]


def outcome(vectorizer, texts):
    """All that was learned, or the error."""
    try:
        X = vectorizer.transform(texts)
    except ValueError as error:
        return str(error)
    idf = vectorizer.idf_.tobytes() if getattr(vectorizer, "use_idf", False) else b""
    names = vectorizer.get_feature_names_out().tolist()
    return list(vectorizer.vocabulary_.items()), names, idf, X.shape, X.data.tobytes(), X.indices.tolist()


def learned(vectorizer, texts):
    try:
        return outcome(vectorizer.fit(texts), texts)
    except ValueError as error:
        return str(error)


CUTS = st.lists(st.integers(0, 12), max_size=4)


@settings(max_examples=60)
@given(TEXTS, CUTS, LIMITS, st.sampled_from([wc.CountVectorizer, wc.TfidfVectorizer]))
def test_parts_are_the_whole(texts, cuts, limits, made) -> None:
    want = learned(made(**limits), texts)
    parts = cut(texts, cuts)
    one = made(**limits)
    for part in parts:
        assert one.partial_fit(part) is one
    assert outcome(one, texts) == want

    several = [pickle.loads(pickle.dumps(made(**limits).partial_fit(part))) for part in parts]
    merged = made(**limits)
    for vectorizer in reversed(several):
        assert merged.merge(vectorizer) is merged
    assert outcome(merged, texts) == want


@settings(max_examples=40)
@given(TEXTS, TEXTS, st.booleans(), st.booleans())
def test_a_given_vocabulary(first, second, smooth, with_idf) -> None:
    how = {"vocabulary": ["harbour", "the", "nowhere"], "smooth_idf": smooth or not with_idf, "use_idf": with_idf}
    if not how["smooth_idf"]:
        first = [*first, "nowhere harbour the"]
    parts = wc.TfidfVectorizer(**how).partial_fit(first).partial_fit(second)
    whole = wc.TfidfVectorizer(**how).fit(first + second)
    assert outcome(parts, first) == outcome(whole, first)


def test_what_is_learned_can_be_used_between_parts() -> None:
    vectorizer = wc.TfidfVectorizer(min_df=2).partial_fit(["aa bb", "bb cc"])
    assert vectorizer.vocabulary_ == {"bb": 0}
    vectorizer.partial_fit(["aa"])
    assert vectorizer.vocabulary_ == {"aa": 0, "bb": 1}
    assert vectorizer.transform(["aa bb"]).shape == (1, 2)
    assert len(vectorizer.idf_) == 2
    again = wc.TfidfVectorizer(min_df=2).fit(["cc", "cc"])
    assert outcome(vectorizer.fit(["cc", "cc"]), ["cc"]) == outcome(again, ["cc"])


def test_nothing_learned_yet() -> None:
    for made in (wc.CountVectorizer, wc.TfidfVectorizer):
        vectorizer = made(min_df=2)
        assert not hasattr(vectorizer, "vocabulary_") and not vectorizer.__sklearn_is_fitted__()
        with pytest.raises(AttributeError, match="vocabulary_"):
            vectorizer.vocabulary_  # noqa: B018
        with pytest.raises(ValueError, match="lower min_df"):
            vectorizer.partial_fit(["aa", "bb"]).transform(["aa"])
        assert vectorizer.partial_fit(["aa"]).transform(["aa"]).shape == (1, 1)


def test_an_error_in_a_part_changes_nothing() -> None:
    vectorizer = wc.TfidfVectorizer().partial_fit(["aa bb"])
    before = outcome(vectorizer, ["aa"])
    for bad in ("one text", ["aa", None], ["aa", "\ud800"]):
        with pytest.raises(ValueError):
            vectorizer.partial_fit(bad)
        assert outcome(vectorizer, ["aa"]) == before


def test_what_cannot_be_merged() -> None:
    part = wc.CountVectorizer().partial_fit(["aa"])
    with pytest.raises(TypeError, match="TfidfVectorizer"):
        part.merge(wc.TfidfVectorizer().partial_fit(["aa"]))
    for other in (wc.CountVectorizer(), wc.CountVectorizer().fit(["aa"])):
        with pytest.raises(ValueError, match="partial_fit"):
            part.merge(other)
    for made in (wc.CountVectorizer, wc.TfidfVectorizer):
        with pytest.raises(ValueError, match="partial_fit"):
            made().fit(["aa"]).merge(made().partial_fit(["aa"]))
        with pytest.raises(ValueError, match="partial_fit"):
            made().fit(["aa"]).partial_fit(["aa"])
    for parameters in ({"lowercase": False}, {"ngram_range": (1, 2)}, {"stop_words": ["bb"]}, {"vocabulary": ["aa"]}):
        with pytest.raises(ValueError, match="differ"):
            part.merge(wc.CountVectorizer(**parameters).partial_fit(["aa"]))


def test_a_pickle_holds_no_more_than_was_learned() -> None:
    texts = [f"word{i} word{i + 1}" for i in range(5000)]
    fitted = len(pickle.dumps(wc.TfidfVectorizer(min_df=2).fit([*texts, "word1"])))
    few = len(pickle.dumps(wc.TfidfVectorizer(min_df=2, max_features=10).fit([*texts, "word1"])))
    assert fitted < 5001 * 40 and few < 3000
    grown = wc.CountVectorizer().partial_fit(texts)
    again = pickle.loads(pickle.dumps(grown))
    assert len(pickle.dumps(again)) <= len(pickle.dumps(grown)) < 5001 * 40
    assert (again.transform(texts) != grown.transform(texts)).nnz == 0
