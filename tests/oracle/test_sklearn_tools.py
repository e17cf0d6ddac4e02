"""The vectorizers inside scikit-learn's own tools: the same results as with scikit-learn's vectorizers."""

from __future__ import annotations

import pickle

import joblib
import numpy as np
import pandas as pd
import pytest
import sklearn
import sklearn.feature_extraction.text as peer
import wirecopy as wc
from sklearn.base import clone
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import FeatureUnion, make_pipeline, make_union
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator
from sklearn.utils.validation import check_is_fitted

SMALL = {"CountVectorizer": {}, "HashingVectorizer": {"n_features": 256}, "TfidfVectorizer": {}}
NAMES = tuple(SMALL)
TEXTS = [
    f"{a} {b} {c}"
    for a, b in [("bridge", "shut"), ("ferry", "late"), ("harbour", "open"), ("council", "votes")]
    for c in ("on tuesday", "again", "says the mayor", "after the storm", "in winter")
]
LABELS = [i // 10 for i in range(20)]


def both(make):
    """What `make` gives of a module's classes: ours, then scikit-learn's."""
    return make(wc), make(peer)


def named(name, **parameters):
    """A vectorizer by its name: ours, then scikit-learn's."""
    return both(lambda module: getattr(module, name)(**SMALL.get(name, {}), **parameters))


def assert_same(got, want):
    got, want = (x.toarray() if hasattr(x, "toarray") else np.asarray(x) for x in (got, want))
    np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-12)


def test_pipeline_and_cross_validation() -> None:
    for name in NAMES:
        got, want = (make_pipeline(vectorizer, LogisticRegression()) for vectorizer in named(name))
        assert_same(cross_val_score(got, TEXTS, LABELS, cv=2), cross_val_score(want, TEXTS, LABELS, cv=2))
        assert_same(got.fit(TEXTS, LABELS).predict_proba(TEXTS), want.fit(TEXTS, LABELS).predict_proba(TEXTS))
        check_is_fitted(got)


def test_grid_search() -> None:
    grid = {"tfidfvectorizer__ngram_range": [(1, 1), (1, 2)], "tfidfvectorizer__norm": ["l1", "l2"]}
    got, want = both(
        lambda module: GridSearchCV(make_pipeline(module.TfidfVectorizer(), MultinomialNB()), grid, cv=2)
    )
    got.fit(TEXTS, LABELS), want.fit(TEXTS, LABELS)
    assert_same(got.cv_results_["mean_test_score"], want.cv_results_["mean_test_score"])
    assert got.best_params_ == want.best_params_


def test_column_transformer_and_union() -> None:
    table = pd.DataFrame({"title": TEXTS, "text": TEXTS[::-1], "length": np.arange(20.0)})

    def made(module):
        union = make_union(module.TfidfVectorizer(), module.CountVectorizer(analyzer="char", ngram_range=(2, 2)))
        return make_column_transformer(
            (module.TfidfVectorizer(), "title"), (union, "text"), (StandardScaler(), ["length"])
        )

    got, want = both(made)
    assert_same(got.fit_transform(table), want.fit_transform(table))
    assert got.get_feature_names_out().tolist() == want.get_feature_names_out().tolist()
    assert_same(clone(got).fit(table).transform(table[:3]), clone(want).fit(table).transform(table[:3]))


def test_two_steps_are_one_and_bm25_is_a_step() -> None:
    got, want = both(lambda module: make_pipeline(module.CountVectorizer(min_df=2), module.TfidfTransformer()))
    assert_same(got.fit_transform(TEXTS), want.fit_transform(TEXTS))
    assert got.get_feature_names_out().tolist() == want.get_feature_names_out().tolist()
    searched = make_pipeline(wc.CountVectorizer(), wc.Bm25Transformer(), LogisticRegression())
    assert searched.fit(TEXTS, LABELS).score(TEXTS, LABELS) > 0.9
    grid = GridSearchCV(searched, {"bm25transformer__k1": [0.5, 1.5]}, cv=2).fit(TEXTS, LABELS)
    assert grid.best_params_["bm25transformer__k1"] in (0.5, 1.5)


def test_set_output_is_refused_as_scikit_learns_does() -> None:
    for name in NAMES:
        for module in (wc, peer):
            assert not hasattr(getattr(module, name)(), "set_output")
            with pytest.raises(ValueError, match="set_output"):
                make_pipeline(getattr(module, name)()).set_output(transform="pandas")


def test_metadata_routing() -> None:
    weights = np.arange(1.0, 21.0)

    def made(module):
        last = LogisticRegression().set_fit_request(sample_weight=True)
        union = FeatureUnion([("words", module.TfidfVectorizer()), ("hashed", module.HashingVectorizer(n_features=16))])
        return make_pipeline(ColumnTransformer([("union", union, "text")]), last)

    table = pd.DataFrame({"text": TEXTS})
    with sklearn.config_context(enable_metadata_routing=True):
        got, want = both(made)
        got.fit(table, LABELS, sample_weight=weights), want.fit(table, LABELS, sample_weight=weights)
        assert_same(got.predict_proba(table), want.predict_proba(table))


@pytest.mark.parametrize("name", [*NAMES, "TfidfTransformer"])
def test_tags(name) -> None:
    got, want = (estimator.__sklearn_tags__() for estimator in named(name))
    assert got.input_tags == want.input_tags
    assert (got.requires_fit, got.no_validation, got.non_deterministic) == (
        want.requires_fit, want.no_validation, want.non_deterministic
    )
    assert (got.estimator_type, got.target_tags) == (want.estimator_type, want.target_tags)


@pytest.mark.parametrize("interface", ["spmatrix", "sparray"])
def test_arrays_or_matrices(interface) -> None:
    if "sparse_interface" not in sklearn.get_config():
        pytest.skip("this scikit-learn has no such setting")
    with sklearn.config_context(sparse_interface=interface):
        for name in NAMES:
            got, want = (vectorizer.fit_transform(TEXTS) for vectorizer in named(name))
            assert type(got) is type(want)


def test_subclasses_with_steps_of_their_own() -> None:
    def made(module):
        class Shouting(module.CountVectorizer):
            def build_tokenizer(self):
                return lambda text: [word + "!" for word in text.split()]

        class Backwards(module.TfidfVectorizer):
            def build_analyzer(self):
                usual = super().build_analyzer()
                return lambda text: [term[::-1] for term in usual(text)]

        class Plain(module.CountVectorizer):
            def build_preprocessor(self):
                return lambda text: text.replace("b", "xx")

            def decode(self, item):
                return item["text"]

        return [
            Shouting().fit(TEXTS).vocabulary_,
            Backwards().fit(TEXTS).vocabulary_,
            Plain().fit([{"text": text} for text in TEXTS]).vocabulary_,
        ]

    got, want = both(made)
    assert got == want


def test_jobs_and_pickles() -> None:
    vectorizer = wc.TfidfVectorizer().fit(TEXTS)
    rows = joblib.Parallel(n_jobs=2)(joblib.delayed(vectorizer.transform)([text]) for text in TEXTS[:4])
    for row, text in zip(rows, TEXTS, strict=False):
        assert (row != vectorizer.transform([text])).nnz == 0
    for name in NAMES:
        got, want = (len(pickle.dumps(vectorizer.fit(TEXTS * 50))) for vectorizer in named(name))
        assert got < 1.1 * want + 200


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("estimator", [wc.TfidfTransformer(), wc.Bm25Transformer(), *(getattr(wc, n)() for n in NAMES)])
def test_estimator_checks(estimator) -> None:
    results = check_estimator(estimator, on_fail=None)
    assert [(r["check_name"], str(r["exception"])) for r in results if r["status"] == "failed"] == []
    assert any(r["status"] == "passed" for r in results)


def test_names_of_frames() -> None:
    counts = pd.DataFrame([[1, 0], [2, 1]], columns=["aa", "bb"])
    for transformer in (wc.TfidfTransformer(), peer.TfidfTransformer(), wc.Bm25Transformer()):
        transformer.fit(counts)
        assert transformer.feature_names_in_.tolist() == ["aa", "bb"] == transformer.get_feature_names_out().tolist()
        with pytest.raises(ValueError, match="should match"):
            transformer.transform(counts.rename(columns={"aa": "cc"}))
        with pytest.raises(ValueError, match="feature_names_in_"):
            transformer.get_feature_names_out(["cc", "bb"])
        with pytest.warns(UserWarning, match="does not have valid feature names"):
            transformer.transform(counts.to_numpy())
        transformer.fit(counts.to_numpy())
        assert not hasattr(transformer, "feature_names_in_")
        assert transformer.get_feature_names_out(["cc", "bb"]).tolist() == ["cc", "bb"]
        with pytest.warns(UserWarning, match="fitted without feature names"):
            transformer.transform(counts)
