"""What the vectorizers check of their parameters, and what they warn of."""

from __future__ import annotations

import numbers
import warnings
from collections.abc import Iterable
from typing import Any

from wirecopy.analyzers import DEFAULT_PATTERN
from wirecopy.estimators import is_whole, refuse


def check_texts(raw_documents: Any) -> None:
    """Raises ValueError for one text where many are taken."""
    if isinstance(raw_documents, (str, bytes)):
        raise ValueError(
            "Iterable over raw text documents expected, string object received. One text goes in a list: [text]"
        )
    if not isinstance(raw_documents, Iterable):
        raise ValueError(f"Iterable over raw text documents expected, not {type(raw_documents).__name__}")


def check_steps(vectorizer: Any) -> None:
    """Checks the parameters by which a text is taken apart."""
    ngrams = vectorizer.ngram_range
    if not isinstance(ngrams, tuple) or len(ngrams) != 2 or not all(map(is_whole, ngrams)):
        raise refuse("ngram_range", ngrams, "a tuple of two whole numbers")
    if ngrams[0] > ngrams[1]:
        raise ValueError(f"Invalid value for ngram_range={ngrams} lower boundary larger than the upper boundary.")
    if ngrams[0] < 1:
        raise refuse("ngram_range", ngrams, "(low, high) with 1 <= low <= high")
    named = (("input", ("content", "filename", "file")), ("decode_error", ("strict", "ignore", "replace")))
    for name, taken in named:
        if getattr(vectorizer, name) not in taken:
            raise refuse(name, getattr(vectorizer, name), " or ".join(map(repr, taken)))


def check_limits(vectorizer: Any) -> None:
    """Checks min_df, max_df and max_features."""
    for name in ("max_df", "min_df"):
        value = getattr(vectorizer, name)
        whole = is_whole(value) and value >= 1
        share = isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral) and 0 <= value <= 1
        if not whole and not share:
            raise refuse(name, value, "a share of the articles from 0.0 to 1.0, or a count of 1 or more")
    most = vectorizer.max_features
    if most is not None and not (is_whole(most) and most >= 1):
        raise refuse("max_features", most, "None or a whole number of 1 or more")


def warn_of_unused(vectorizer: Any) -> None:
    """Warns of each parameter that another one makes useless."""
    analyzer = vectorizer.analyzer
    unused = []
    if vectorizer.tokenizer is not None and vectorizer.token_pattern is not None:
        unused.append(("token_pattern", "'tokenizer' is not None"))
    if callable(analyzer):
        unused += [("preprocessor", "'analyzer' is callable")] if vectorizer.preprocessor is not None else []
        unused += [("ngram_range", "'analyzer' is callable")] if vectorizer.ngram_range != (1, 1) else []
    if callable(analyzer) or analyzer not in ("word", "icu"):
        why = "'analyzer' != 'word'"
        unused += [(name, why) for name in ("stop_words", "stemmer") if getattr(vectorizer, name) is not None]
    if callable(analyzer) or analyzer != "word":
        why = "'analyzer' != 'word'"
        unused += [("token_pattern", why)] if vectorizer.token_pattern not in (None, DEFAULT_PATTERN) else []
        unused += [("tokenizer", why)] if vectorizer.tokenizer is not None else []
    for name, why in unused:
        warnings.warn(f"The parameter '{name}' will not be used since {why}", stacklevel=4)
