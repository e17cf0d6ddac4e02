"""
The C++ core of wirecopy; use the package above it.
"""
from __future__ import annotations
import collections.abc
import numpy
import numpy.typing
import typing
__all__: list[str] = ['Kept', 'TextError', 'align', 'clean', 'cluster_pairs', 'default_options', 'direction_names', 'explain', 'find_copies', 'fold', 'icu_version', 'label_names', 'note_names', 'relation_names', 'sentence_boundaries', 'sentences', 'tokenize', 'unicode_version', 'validate', 'version', 'word_boundaries']
class TextError(ValueError):
    """
    A text that cannot be used: .article (row) and .offset (UTF-8 byte).
    """
class Kept:
    """
    What explain needs of a run of find_copies.
    """
def align(a: bytes, b: bytes, options: dict = {}) -> dict:
    """
    Passages of two texts, code points.
    """
def clean(offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], outlets: collections.abc.Sequence[str], languages: collections.abc.Sequence[str], threads: typing.SupportsInt | typing.SupportsIndex = 0, tick: typing.Any = None) -> dict:
    """
    Labelled spans of each article: dict of offsets, start, end, label.
    """
def cluster_pairs(n: typing.SupportsInt | typing.SupportsIndex, a: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], b: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], weight: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], method: str = 'average', threshold: typing.SupportsFloat | typing.SupportsIndex = 0.5, threads: typing.SupportsInt | typing.SupportsIndex = 0, tick: typing.Any = None) -> tuple[numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int64]]:
    """
    (labels, indices of the bridges) of rows 0..n-1.
    """
def default_options() -> dict:
    """
    Every option of find_copies with its default.
    """
def explain(kept: Kept, offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], outlets: collections.abc.Sequence[str], languages: collections.abc.Sequence[str], hours: typing.Any, a: typing.SupportsInt | typing.SupportsIndex, b: typing.SupportsInt | typing.SupportsIndex) -> dict:
    """
    All measures of one pair of a run's articles.
    """
def find_copies(offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], outlets: collections.abc.Sequence[str], languages: collections.abc.Sequence[str], hours: typing.Any, background: collections.abc.Sequence[tuple[str, collections.abc.Sequence[str], typing.Annotated[numpy.typing.ArrayLike, numpy.float32]]], options: dict = {}, threads: typing.SupportsInt | typing.SupportsIndex = 0, tick: typing.Any = None) -> dict:
    """
    Pairs, labels, furniture and the funnel of the articles, as arrays.
    """
def fold(token: bytes) -> str:
    """
    NFKC_Casefold of a token.
    """
def icu_version() -> str:
    ...
def sentence_boundaries(text: bytes, language: str = '') -> numpy.typing.NDArray[numpy.uint32]:
    """
    Every sentence boundary, code points.
    """
def sentences(text: bytes, language: str = '') -> tuple[numpy.typing.NDArray[numpy.uint32], numpy.typing.NDArray[numpy.uint32]]:
    """
    (starts, ends) of the sentences, code points.
    """
def tokenize(text: bytes, language: str = '') -> tuple[numpy.typing.NDArray[numpy.uint32], numpy.typing.NDArray[numpy.uint32]]:
    """
    (starts, ends) of the words, code points.
    """
def unicode_version() -> str:
    ...
def validate(offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8]) -> None:
    """
    Raise TextError at the first text that is not UTF-8.
    """
def word_boundaries(text: bytes, language: str = '') -> numpy.typing.NDArray[numpy.uint32]:
    """
    Every word boundary, code points.
    """
direction_names: list = ['a_to_b', 'b_to_a', 'undetermined']
label_names: list = ['body', 'headline', 'deck', 'crosshead', 'byline', 'outlet', 'dateline', 'caption', 'credit', 'tagline', 'metadata', 'boilerplate']
note_names: list = ['used', 'exact_only', 'too_short', 'empty']
relation_names: list = ['exact', 'reprint', 'excerpt', 'rewrite', 'shared_quote', 'same_story', 'none']
version: str = '0.1.0'
