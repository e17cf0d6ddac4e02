"""Stage 3 in Python: the steps from a text to its terms, which the counting and the hashing vectorizers share."""

from __future__ import annotations

import math
import numbers
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from wirecopy import analyzers, languages
from wirecopy.estimators import Estimator, refuse


class TextSteps(Estimator):
    """decode, preprocess, tokenize, leave out stop words, stem, join: each step on its own, in plain Python."""

    _text_input = True
    _sparse_input = False

    # The parameters; each vectorizer's constructor sets them.
    input: str
    encoding: str
    decode_error: str
    strip_accents: Any
    lowercase: bool
    preprocessor: Callable[[str], str] | None
    tokenizer: Callable[[str], list[str]] | None
    stop_words: Any
    token_pattern: str | None
    ngram_range: tuple[int, int]
    analyzer: Any
    stemmer: Any

    def decode(self, item: Any) -> str:
        """An item of the input as str."""
        if self.input == "filename":
            with open(item, "rb") as file:
                item = file.read()
        elif self.input == "file":
            item = item.read()
        if isinstance(item, bytes):
            item = item.decode(self.encoding, self.decode_error)
        if item is None or (isinstance(item, numbers.Real) and math.isnan(item)):
            name = "None" if item is None else "np.nan"
            raise ValueError(
                f"{name} is an invalid document, expected byte or unicode string. Leave the article out, or give ''"
            )
        return item

    def build_preprocessor(self) -> Callable[[str], str]:
        """The function that lower-cases and strips accents; with analyzer='icu' words are folded later."""
        if self.preprocessor is not None:
            return self.preprocessor
        lower = bool(self.lowercase) and self.analyzer != "icu"
        return partial(analyzers.preprocess, lower=lower, strip=analyzers.accents(self.strip_accents))

    def build_tokenizer(self) -> Callable[[str], list[str]]:
        """The function that takes a text apart into words."""
        if self.analyzer == "icu":
            return partial(analyzers.icu_words, fold=self._folds())
        return self.tokenizer if self.tokenizer is not None else analyzers.tokenizer_of(self.token_pattern)

    def get_stop_words(self) -> frozenset[str] | None:
        """The words left out, None where there are none."""
        if self.stop_words is None:
            return None
        words = self.stop_words
        words = languages.stop_words_named(words) if isinstance(words, str) else frozenset(words)
        return frozenset(map(analyzers.fold_word, words)) if self.analyzer == "icu" and self._folds() else words

    def build_analyzer(self) -> Callable[[Any], Any]:
        """The function from an item of the input to its terms, in plain Python."""
        if callable(self.analyzer):
            return analyzers.analyzer_of(self.decode, _as_it_is, self.analyzer)
        prepare = self.build_preprocessor()
        if self.analyzer in ("char", "char_wb"):
            ngrams = analyzers.char_ngrams if self.analyzer == "char" else analyzers.char_wb_ngrams
            split: Callable[[str], Any] = partial(ngrams, ngram_range=self.ngram_range)
        elif self.analyzer in ("word", "icu"):
            stop_words, tokenize = self.get_stop_words(), self.build_tokenizer()
            self._check_stop_words_consistency(stop_words, prepare, tokenize)
            stem = languages.stemmer_of(self.stemmer)
            stems = None if stem is None else languages.Stemmed(stem)
            split = partial(analyzers.tokenize_and_join, tokenize, stop_words, self.ngram_range, stems=stems)
        else:
            raise refuse("analyzer", self.analyzer, "'word', 'icu', 'char', 'char_wb' or a function")
        return analyzers.analyzer_of(self.decode, prepare, split)

    def _folds(self) -> bool:
        return bool(self.lowercase) and self.preprocessor is None

    def _needs_python(self) -> bool:
        """Whether a step is one that only Python has: a function of the caller's, or a method of a subclass."""
        if callable(self.analyzer) or self.preprocessor is not None:
            return True
        if self.analyzer == "icu" and (not self.lowercase or self.strip_accents is not None):
            return True
        if self.analyzer == "word" and not (self.tokenizer is None and self.token_pattern in analyzers.RUNS):
            return True
        return any(getattr(type(self), step) is not getattr(TextSteps, step) for step in _STEPS)

    def _check_stop_words_consistency(
        self, stop_words: Iterable[str] | None, preprocess: Any, tokenize: Any
    ) -> bool | str | None:
        """Warns, once for each list, of stop words that a tokenizer takes apart into words that are not in the list.

        Whether they are consistent; None where the list was looked at before, "error" where a function of the caller's
        takes no single words.
        """
        if id(self.stop_words) == getattr(self, "_stop_words_id", None):
            return None
        words = stop_words or frozenset()
        try:
            left = sorted({token for word in words for token in tokenize(preprocess(word)) if token not in words})
        except Exception:
            return "error"
        finally:
            self._stop_words_id = id(self.stop_words)
        if left:
            warnings.warn(
                "Your stop_words may be inconsistent with your preprocessing. Tokenizing the stop words generated "
                f"tokens {left} not in stop_words.", stacklevel=5,
            )
        return not left

    def __getstate__(self) -> dict[str, Any]:
        # The id means nothing in another process.
        return {name: value for name, value in self.__dict__.items() if name != "_stop_words_id"}


_STEPS = ("decode", "build_preprocessor", "build_tokenizer", "get_stop_words", "build_analyzer")


def _as_it_is(text: Any) -> Any:
    return text
