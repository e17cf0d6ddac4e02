"""Benchmarks of words: ours, and those of others from Python. Others hand out objects, ours arrays; so a second row of
ours makes objects too. `tokens.cpp` measures the kernels alone."""

from __future__ import annotations

from measure import Measure


def boundaries_wirecopy(texts):
    import wirecopy as wc

    return lambda: sum(len(wc.word_boundaries(t)) - 1 for t in texts)


def words_wirecopy(texts):
    import wirecopy as wc

    return lambda: sum(len(wc.tokenize(t)) for t in texts)


def boundaries_pyicu(texts):
    import icu

    breaker = icu.BreakIterator.createWordInstance(icu.Locale.getRoot())
    wide = [icu.UnicodeString(t) for t in texts]  # converted before the clock starts

    def count():
        n = 0
        for text in wide:
            breaker.setText(text)
            n += sum(1 for _ in breaker)
        return n

    return count


def boundaries_stringzilla(texts):
    import stringzilla

    return lambda: sum(sum(1 for _ in stringzilla.utf8_wordbreaks(t)) for t in texts)


def words_tokenizers_whitespace(texts):
    from tokenizers.pre_tokenizers import Whitespace

    splitter = Whitespace()
    return lambda: sum(len(splitter.pre_tokenize_str(t)) for t in texts)


def words_tokenizers_bert(texts):
    from tokenizers.pre_tokenizers import BertPreTokenizer

    splitter = BertPreTokenizer()
    return lambda: sum(len(splitter.pre_tokenize_str(t)) for t in texts)


MEASURES = [
    Measure("every boundary (ours: as an array)", boundaries_wirecopy, "PyICU", boundaries_pyicu),
    Measure("every boundary (ours: as an array)", boundaries_wirecopy, "stringzilla", boundaries_stringzilla),
    Measure(
        "words as objects", words_wirecopy, "tokenizers, `Whitespace`, a fifth", words_tokenizers_whitespace, share=5
    ),
    Measure(
        "words as objects", words_wirecopy, "tokenizers, `BertPreTokenizer`, a fifth", words_tokenizers_bert, share=5
    ),
]
