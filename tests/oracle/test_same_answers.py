"""Small questions to ours and to scikit-learn's: the same answer, or an error that is of the same kind."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import sklearn.feature_extraction.text as peer
import wirecopy as wc
from sklearn.exceptions import NotFittedError

T = ["aa bb", "bb cc", "cc dd ee"]
PAIRS = [(1, 2), (3, 4)]
ANSWERS = {
    "a series": lambda m: m.CountVectorizer().fit_transform(pd.Series(T, index=[5, 6, 7])).toarray(),
    "an array": lambda m: m.CountVectorizer().fit_transform(np.array(T)).toarray(),
    "an array of objects": lambda m: m.CountVectorizer().fit_transform(np.array(T, dtype=object)).toarray(),
    "a generator": lambda m: m.TfidfVectorizer().fit_transform(t for t in T).toarray(),
    "counts of no texts": lambda m: m.CountVectorizer().fit(T).transform([]).toarray(),
    "bytes": lambda m: m.CountVectorizer().fit([b"aa bb"]).vocabulary_,
    "bytes in part": lambda m: m.CountVectorizer(decode_error="ignore").fit([b"aa \xff bb"]).vocabulary_,
    "Latin-1": lambda m: m.CountVectorizer(encoding="latin-1").fit([b"caf\xe9"]).vocabulary_,
    "terms of a row": lambda m: m.CountVectorizer().fit(T).inverse_transform([[1, 0, 0, 0, 1]])[0],
    "columns of a vocabulary": lambda m: m.CountVectorizer(vocabulary={"bb": 1, "aa": 0}).fit_transform(T).toarray(),
    "names before fit": lambda m: m.TfidfVectorizer(vocabulary=["bb", "aa"]).get_feature_names_out(),
    "terms that are tuples": lambda m: m.CountVectorizer(analyzer=lambda text: PAIRS).fit(T).vocabulary_,
    "terms that are numbers": lambda m: m.CountVectorizer(analyzer=lambda text: [2, 1]).fit(T).get_feature_names_out(),
    "max_features beyond": lambda m: m.CountVectorizer(max_features=100).fit(T).vocabulary_,
    "max_df, a count": lambda m: m.CountVectorizer(max_df=1).fit(T).vocabulary_,
    "min_df, a share": lambda m: m.CountVectorizer(min_df=1.0).fit(["aa bb", "aa"]).vocabulary_,
    "bool": lambda m: m.CountVectorizer(dtype=bool).fit_transform(["aa aa bb"]).toarray(),
    "uint8 runs over": lambda m: m.CountVectorizer(dtype=np.uint8).fit_transform(["aa " * 300]).toarray(),
    "int8, hashed": lambda m: m.HashingVectorizer(dtype=np.int8, norm=None).transform(T).toarray().sum(axis=1),
    "weights of lists": lambda m: m.TfidfTransformer().fit_transform([[1, 2], [3, 0]]).toarray(),
    "weights of whole numbers": lambda m: m.TfidfTransformer().fit_transform(np.array([[1, 2], [0, 3]])).toarray(),
    "logarithms, no norm": lambda m: m.TfidfVectorizer(norm=None, sublinear_tf=True).fit_transform(T * 2).toarray(),
    "in print": lambda m: repr(m.TfidfVectorizer(min_df=2, norm="l1")),
}
ERRORS = {
    "bad bytes": (UnicodeDecodeError, lambda m: m.CountVectorizer().fit([b"aa \xff"])),
    "no idf": (AttributeError, lambda m: m.TfidfVectorizer(use_idf=False).fit(T).idf_),
    "unknown parameter": (ValueError, lambda m: m.CountVectorizer().set_params(foo=1)),
    "parameters by place": (TypeError, lambda m: m.CountVectorizer("content")),
    "not fitted": (NotFittedError, lambda m: m.TfidfVectorizer().transform(T)),
    "a vocabulary, no idf": (NotFittedError, lambda m: m.TfidfVectorizer(vocabulary=["aa"]).transform(T)),
    "no names yet": (NotFittedError, lambda m: m.TfidfVectorizer().get_feature_names_out()),
    "ngram_range, a list": (ValueError, lambda m: m.CountVectorizer(ngram_range=[1, 2]).fit(T)),
    "NaN": (ValueError, lambda m: m.TfidfTransformer().fit(np.array([[np.nan, 1]]))),
    "one dimension": (ValueError, lambda m: m.TfidfTransformer().fit([1, 2])),
    "no file": (FileNotFoundError, lambda m: m.CountVectorizer(input="filename").fit(["no such file"])),
}


@pytest.mark.parametrize("question", ANSWERS)
def test_answers(question) -> None:
    got, want = ANSWERS[question](wc), ANSWERS[question](peer)
    assert type(got) is type(want)
    if isinstance(want, np.ndarray):
        assert (got.dtype, got.shape) == (want.dtype, want.shape)
        if want.dtype.kind == "f":
            np.testing.assert_allclose(got, want, rtol=1e-12)
        else:
            assert got.tolist() == want.tolist()
    else:
        assert got == want


@pytest.mark.parametrize("question", ERRORS)
def test_errors(question) -> None:
    kind, ask = ERRORS[question]
    for module in (wc, peer):
        with pytest.raises(kind):
            ask(module)
