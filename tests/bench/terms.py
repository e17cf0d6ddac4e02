"""Benchmarks of the vectorizers: texts to rows of terms."""

from __future__ import annotations

from measure import Measure


def tfidf_wirecopy(texts, threads=1):
    import wirecopy as wc

    return lambda: wc.TfidfVectorizer(threads=threads).fit_transform(texts)


def tfidf_wirecopy_two_threads(texts):
    return tfidf_wirecopy(texts, threads=2)


def tfidf_wirecopy_arrow(texts):
    import pyarrow as pa
    import wirecopy as wc

    array = pa.array(texts, pa.large_string())
    return lambda: wc.TfidfVectorizer(threads=1).fit_transform(array)


def tfidf_sklearn(texts):
    from sklearn.feature_extraction.text import TfidfVectorizer

    return lambda: TfidfVectorizer().fit_transform(texts)


def pairs_wirecopy(texts):
    import wirecopy as wc

    return lambda: wc.TfidfVectorizer(ngram_range=(1, 2), threads=1).fit_transform(texts)


def pairs_sklearn(texts):
    from sklearn.feature_extraction.text import TfidfVectorizer

    return lambda: TfidfVectorizer(ngram_range=(1, 2)).fit_transform(texts)


def char_wb_wirecopy(texts):
    import wirecopy as wc

    return lambda: wc.TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), threads=1).fit_transform(texts)


def char_wb_sklearn(texts):
    from sklearn.feature_extraction.text import TfidfVectorizer

    return lambda: TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit_transform(texts)


def transform_wirecopy(texts):
    import wirecopy as wc

    fitted = wc.TfidfVectorizer(threads=1).fit(texts)
    return lambda: fitted.transform(texts)


def transform_sklearn(texts):
    from sklearn.feature_extraction.text import TfidfVectorizer

    fitted = TfidfVectorizer().fit(texts)
    return lambda: fitted.transform(texts)


def hashing_wirecopy(texts):
    import wirecopy as wc

    return lambda: wc.HashingVectorizer(threads=1).transform(texts)


def hashing_sklearn(texts):
    from sklearn.feature_extraction.text import HashingVectorizer

    return lambda: HashingVectorizer().transform(texts)


def icu_wirecopy(texts):
    import wirecopy as wc

    return lambda: wc.CountVectorizer(analyzer="icu", threads=1).fit_transform(texts)


def icu_pyicu(texts):
    from collections import Counter

    import icu

    breaker = icu.BreakIterator.createWordInstance(icu.Locale.getRoot())
    wide = [icu.UnicodeString(text) for text in texts]  # converted before the clock starts

    def count(text):
        breaker.setText(text)
        counts, start = Counter(), 0
        for end in breaker:
            if breaker.getRuleStatus() >= 100:  # a word or a number
                counts[str(text[start:end]).casefold()] += 1
            start = end
        return counts

    return lambda: [count(text) for text in wide]


def bm25_wirecopy(texts):
    import wirecopy as wc

    return lambda: wc.Bm25Transformer().fit_transform(wc.CountVectorizer(threads=1).fit_transform(texts))


def bm25_bm25s(texts):
    import bm25s

    def index():
        words = bm25s.tokenize(texts, stopwords=None, show_progress=False)
        ranked = bm25s.BM25()
        ranked.index(words, show_progress=False)
        return ranked

    return index


MEASURES = [
    Measure("`TfidfVectorizer().fit_transform`", tfidf_wirecopy, "scikit-learn", tfidf_sklearn),
    Measure("the same from an Arrow array", tfidf_wirecopy_arrow, "scikit-learn, from a list", tfidf_sklearn),
    Measure(
        "the same on two threads, wall time", tfidf_wirecopy_two_threads, "wirecopy, one thread", tfidf_wirecopy, "wall"
    ),
    Measure("`ngram_range=(1, 2)`", pairs_wirecopy, "scikit-learn", pairs_sklearn),
    Measure('`analyzer="char_wb"`, (3, 5)', char_wb_wirecopy, "scikit-learn", char_wb_sklearn),
    Measure("`transform` of all texts", transform_wirecopy, "scikit-learn", transform_sklearn),
    Measure("`HashingVectorizer().transform`", hashing_wirecopy, "scikit-learn", hashing_sklearn),
    Measure('`CountVectorizer(analyzer="icu")`', icu_wirecopy, "PyICU and Counter", icu_pyicu),
    Measure("`CountVectorizer`, `Bm25Transformer`", bm25_wirecopy, "bm25s", bm25_bm25s),
]
