"""
The C++ core of wirecopy; use the package above it.
"""
from __future__ import annotations
import collections.abc
import numpy
import numpy.typing
import typing
__all__: list[str] = ['CharacterTables', 'CountedRows', 'Kept', 'MinHashIndex', 'MinHasher', 'SimilarityJoin', 'TermCounter', 'TextError', 'Vocabulary', 'align', 'align_sentences', 'bands_recall', 'candidate_pairs', 'case_ignorable', 'cased', 'change_names', 'choose_bands', 'clean', 'cluster_pairs', 'default_options', 'direction_names', 'encode_texts', 'expansion', 'explain', 'find_copies', 'find_parents', 'fold', 'frac_containment', 'frac_sets', 'frac_texts', 'icu_version', 'inverse_frequency', 'inverse_frequency_of', 'label_names', 'minhash_sets', 'minhash_texts', 'murmur3', 'nearest', 'note_names', 'pack_signatures', 'packed_similarity', 'pairs_of_sets', 'parent_reason_names', 'project', 'project_randomly', 'random_projection', 'relation_names', 'sentence_boundaries', 'sentences', 'shared_values', 'shingle_join', 'shingle_sets', 'signature_similarity', 'similarity_join', 'space_character', 'strings', 'tokenize', 'transmission_tree', 'tree_margin', 'truncated_svd', 'unicode_version', 'validate', 'version', 'weigh', 'word_boundaries', 'word_character', 'word_vectors']
class TextError(ValueError):
    """
    A text that cannot be used: .article (row) and .offset (UTF-8 byte).
    """
class CharacterTables:
    """
    What code points are to a counter.
    """
    def __init__(self, classes: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], values: typing.Annotated[numpy.typing.ArrayLike, numpy.uint32], expansions: typing.Annotated[numpy.typing.ArrayLike, numpy.uint32]) -> None:
        ...
class Vocabulary:
    """
    Which term has which column.
    """
    def __init__(self, offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], columns: typing.Annotated[numpy.typing.ArrayLike, numpy.int32]) -> None:
        ...
class CountedRows:
    """
    Counted texts before they are a matrix.
    """
    def forget_rows(self) -> None:
        """
        Keeps nothing but the terms.
        """
    def keep(self, columns: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8]) -> None:
        """
        Keeps the columns with a byte other than 0.
        """
    def matrix(self, dtype: str, binary: bool, sublinear: bool, idf: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], norm: str, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> tuple:
        """
        (indptr, indices, values); int32 up to 2^31 - 1 entries, int64 beyond.
        """
    def rows_with(self) -> numpy.typing.NDArray[numpy.int64]:
        """
        Texts with each column, int64.
        """
    def terms(self) -> tuple[numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.uint8]]:
        """
        (offsets, UTF-8 bytes) of the term of each column.
        """
    def totals(self) -> numpy.typing.NDArray[numpy.int64]:
        """
        Count of each column in all texts, int64.
        """
    @property
    def columns(self) -> int:
        ...
    @property
    def rows(self) -> int:
        ...
class TermCounter:
    """
    Counts the terms of texts, batch by batch.
    """
    def __init__(self, unit: str, shortest: typing.SupportsInt | typing.SupportsIndex, min_n: typing.SupportsInt | typing.SupportsIndex, max_n: typing.SupportsInt | typing.SupportsIndex, lowercase: bool, stop_words: collections.abc.Sequence[str], counted_as: collections.abc.Sequence[tuple[str, str]], tables: CharacterTables, vocabulary: Vocabulary, keep_rows: bool) -> None:
        ...
    def add(self, texts: list, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> bool:
        """
        Counts a list of str; False, with nothing counted, where not all are. Offsets of errors are code points.
        """
    def add_utf8(self, offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], threads: typing.SupportsInt | typing.SupportsIndex = 0) -> None:
        """
        Counts UTF-8 texts. Offsets of errors are bytes.
        """
    def finish(self, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> CountedRows:
        """
        Rows whose columns are in order of the terms, or those of the vocabulary.
        """
    def finish_hashed(self, columns: typing.SupportsInt | typing.SupportsIndex, alternate_sign: bool, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> CountedRows:
        """
        Rows whose columns are hashes of the terms.
        """
class SimilarityJoin:
    """
    similarity_join, read a part of the rows at a time.
    """
    def __init__(self, x: typing.Any, y: typing.Any, threshold: typing.SupportsFloat | typing.SupportsIndex, filter: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.float64], typing.Annotated[numpy.typing.ArrayLike, numpy.float64], typing.SupportsFloat | typing.SupportsIndex, typing.Annotated[numpy.typing.ArrayLike, numpy.int32], typing.Annotated[numpy.typing.ArrayLike, numpy.int32], typing.Annotated[numpy.typing.ArrayLike, numpy.int32], typing.Annotated[numpy.typing.ArrayLike, numpy.int32]], threads: typing.SupportsInt | typing.SupportsIndex = 0) -> None:
        ...
    def read(self, begin: typing.SupportsInt | typing.SupportsIndex, end: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> tuple:
        """
        (a, b, similarity).
        """
    @property
    def rows(self) -> int:
        ...
    @property
    def stretch(self) -> int:
        ...
class MinHasher:
    def __init__(self, k: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex) -> None:
        ...
    def update(self, signature: numpy.typing.NDArray[numpy.uint32], shingles: typing.Annotated[numpy.typing.ArrayLike, numpy.uint64]) -> None:
        """
        In place; for few shingles: nothing watches for a stop.
        """
class MinHashIndex:
    def __init__(self, k: typing.SupportsInt | typing.SupportsIndex, bands: typing.SupportsInt | typing.SupportsIndex, rows: typing.SupportsInt | typing.SupportsIndex) -> None:
        ...
    def __len__(self) -> int:
        ...
    def insert(self, signature: typing.Annotated[numpy.typing.ArrayLike, numpy.uint32]) -> int:
        ...
    def query(self, signature: typing.Annotated[numpy.typing.ArrayLike, numpy.uint32]) -> list[int]:
        ...
    def remove(self, row: typing.SupportsInt | typing.SupportsIndex) -> None:
        ...
class Kept:
    """
    What explain needs of a run of find_copies.
    """
def align(a: bytes, b: bytes, options: dict = {}) -> dict:
    """
    Passages of two texts, code points.
    """
def align_sentences(a: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.uint32], typing.Annotated[numpy.typing.ArrayLike, numpy.uint32], typing.Annotated[numpy.typing.ArrayLike, numpy.int32], typing.Annotated[numpy.typing.ArrayLike, numpy.float64]], b: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.uint32], typing.Annotated[numpy.typing.ArrayLike, numpy.uint32], typing.Annotated[numpy.typing.ArrayLike, numpy.int32], typing.Annotated[numpy.typing.ArrayLike, numpy.float64]], vectors: typing.Annotated[numpy.typing.ArrayLike, numpy.float32], like: typing.SupportsFloat | typing.SupportsIndex = 0.6, least: typing.SupportsFloat | typing.SupportsIndex = 0.25) -> dict:
    """
    Matches of two texts, each (ends of sentences, terms, vectors, weights).
    """
def bands_recall(bands: typing.SupportsInt | typing.SupportsIndex, rows: typing.SupportsInt | typing.SupportsIndex, s: typing.SupportsFloat | typing.SupportsIndex) -> float:
    """
    1 - (1 - s^rows)^bands.
    """
def candidate_pairs(signatures: typing.Annotated[numpy.typing.ArrayLike, numpy.uint32], k: typing.SupportsInt | typing.SupportsIndex, bands: typing.SupportsInt | typing.SupportsIndex, rows: typing.SupportsInt | typing.SupportsIndex, collapse: bool, max_pairs: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> tuple[numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int64]]:
    """
    (a, b).
    """
def choose_bands(threshold: typing.SupportsFloat | typing.SupportsIndex, k: typing.SupportsInt | typing.SupportsIndex, recall: typing.SupportsFloat | typing.SupportsIndex) -> tuple[int, int]:
    """
    (bands, rows).
    """
def clean(offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], outlets: collections.abc.Sequence[str], languages: collections.abc.Sequence[str], threads: typing.SupportsInt | typing.SupportsIndex = 0, tick: typing.Any = None) -> dict:
    """
    Labelled spans of each article: dict of offsets, start, end, label, confidence.
    """
def cluster_pairs(n: typing.SupportsInt | typing.SupportsIndex, a: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], b: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], weight: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], method: str = 'average', threshold: typing.SupportsFloat | typing.SupportsIndex = 0.5, threads: typing.SupportsInt | typing.SupportsIndex = 0, tick: typing.Any = None) -> tuple[numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int64]]:
    """
    (labels, indices of the bridges) of rows 0..n-1.
    """
def default_options() -> dict:
    """
    Every option of find_copies with its default.
    """
def encode_texts(texts: tuple) -> typing.Any:
    """
    (offsets, UTF-8) of str, or None where one of them holds a lone surrogate.
    """
def explain(kept: Kept, offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], outlets: collections.abc.Sequence[str], languages: collections.abc.Sequence[str], hours: typing.Any, a: typing.SupportsInt | typing.SupportsIndex, b: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> dict:
    """
    All measures of one pair of a run's articles.
    """
def find_copies(offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], outlets: collections.abc.Sequence[str], languages: collections.abc.Sequence[str], hours: typing.Any, background: collections.abc.Sequence[tuple[str, collections.abc.Sequence[str], typing.Annotated[numpy.typing.ArrayLike, numpy.float32]]], options: dict = {}, threads: typing.SupportsInt | typing.SupportsIndex = 0, tick: typing.Any = None) -> dict:
    """
    Pairs, labels, furniture and the funnel of the articles, as arrays.
    """
def find_parents(kept: Kept, offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], hours: typing.Any, labels: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], sources: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], copies: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], margin: typing.SupportsFloat | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0, tick: typing.Any = None) -> dict:
    """
    What each of a run's articles was made of, as arrays; -1 is none.
    """
def fold(token: bytes) -> str:
    """
    NFKC_Casefold of a token.
    """
def frac_containment(shared: typing.Annotated[numpy.typing.ArrayLike, numpy.uint64], sampled: typing.Annotated[numpy.typing.ArrayLike, numpy.uint64], size: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], scale: typing.Annotated[numpy.typing.ArrayLike, numpy.float64]) -> typing.Any:
    """
    The share of a set that is in another, out of samples.
    """
def frac_sets(sets: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.int64], typing.Annotated[numpy.typing.ArrayLike, numpy.uint64]], scale: typing.SupportsFloat | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> tuple:
    """
    (starts, values) of the samples.
    """
def frac_texts(texts: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.int64], typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], str, typing.SupportsInt | typing.SupportsIndex, CharacterTables], scale: typing.SupportsFloat | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> tuple[numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.uint64], numpy.typing.NDArray[numpy.int64]]:
    """
    (starts, values, sizes of the whole sets).
    """
def icu_version() -> str:
    ...
def inverse_frequency(indices: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], columns: typing.SupportsInt | typing.SupportsIndex, rows: typing.SupportsInt | typing.SupportsIndex, smooth: bool) -> numpy.typing.NDArray[numpy.float64]:
    """
    Inverse frequency of each column.
    """
def inverse_frequency_of(rows_with: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], rows: typing.SupportsInt | typing.SupportsIndex, smooth: bool) -> numpy.typing.NDArray[numpy.float64]:
    """
    Inverse frequency of columns that so many rows have.
    """
def minhash_sets(sets: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.int64], typing.Annotated[numpy.typing.ArrayLike, numpy.uint64]], k: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> numpy.typing.NDArray[numpy.uint32]:
    """
    Signatures, flat, k to a row; sets are (starts, values).
    """
def minhash_texts(texts: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.int64], typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], str, typing.SupportsInt | typing.SupportsIndex, CharacterTables], k: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> numpy.typing.NDArray[numpy.uint32]:
    """
    The same of the shingles of texts.
    """
def murmur3(terms: collections.abc.Sequence[bytes], seed: typing.SupportsInt | typing.SupportsIndex = 0) -> numpy.typing.NDArray[numpy.uint32]:
    """
    MurmurHash3 (x86, 32 bits) of each of some bytes, uint32.
    """
def nearest(x: typing.Any, y: typing.Any, k: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> tuple[numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.float64]]:
    """
    (indices, similarity), flat, k to a row.
    """
def pack_signatures(signatures: typing.Annotated[numpy.typing.ArrayLike, numpy.uint32], k: typing.SupportsInt | typing.SupportsIndex, bits: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> numpy.typing.NDArray[numpy.uint64]:
    """
    A few bits of each minimum, flat.
    """
def packed_similarity(packed: typing.Annotated[numpy.typing.ArrayLike, numpy.uint64], k: typing.SupportsInt | typing.SupportsIndex, bits: typing.SupportsInt | typing.SupportsIndex, a: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], b: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], threads: typing.SupportsInt | typing.SupportsIndex = 0) -> numpy.typing.NDArray[numpy.float64]:
    """
    Of rows a[i] and b[i].
    """
def pairs_of_sets(sets: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.int64], typing.Annotated[numpy.typing.ArrayLike, numpy.uint64]], min_shared: typing.SupportsInt | typing.SupportsIndex, min_share: typing.SupportsFloat | typing.SupportsIndex, max_pairs: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> tuple[numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int64]]:
    """
    (a, b, shared).
    """
def project(indptr: numpy.ndarray, indices: numpy.ndarray, values: numpy.ndarray, columns: typing.SupportsInt | typing.SupportsIndex, axes: numpy.ndarray, components: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> typing.Any:
    """
    The rows on the axes, flat and row by row, of the type of the values.
    """
def project_randomly(indptr: numpy.ndarray, indices: numpy.ndarray, values: numpy.ndarray, columns: typing.SupportsInt | typing.SupportsIndex, components: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> typing.Any:
    """
    The rows on random axes, flat and row by row.
    """
def random_projection(components: typing.SupportsInt | typing.SupportsIndex, columns: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex) -> tuple[numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int32], numpy.typing.NDArray[numpy.int8], float]:
    """
    (component, column and sign of each entry; their absolute value).
    """
def sentence_boundaries(text: bytes, language: str = '') -> numpy.typing.NDArray[numpy.uint32]:
    """
    Every sentence boundary, code points.
    """
def sentences(text: bytes, language: str = '') -> tuple[numpy.typing.NDArray[numpy.uint32], numpy.typing.NDArray[numpy.uint32]]:
    """
    (starts, ends) of the sentences, code points.
    """
def shared_values(sets: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.int64], typing.Annotated[numpy.typing.ArrayLike, numpy.uint64]], a: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], b: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], threads: typing.SupportsInt | typing.SupportsIndex = 0) -> numpy.typing.NDArray[numpy.int64]:
    """
    What sets a[i] and b[i] have in common.
    """
def shingle_join(offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], second: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.int64], typing.Annotated[numpy.typing.ArrayLike, numpy.uint8]] | None, unit: str, n: typing.SupportsInt | typing.SupportsIndex, min_containment: typing.SupportsFloat | typing.SupportsIndex, min_resemblance: typing.SupportsFloat | typing.SupportsIndex, min_shared: typing.SupportsInt | typing.SupportsIndex, lower: CharacterTables, by: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.float64], typing.Annotated[numpy.typing.ArrayLike, numpy.float64], typing.SupportsFloat | typing.SupportsIndex, typing.Annotated[numpy.typing.ArrayLike, numpy.int32], typing.Annotated[numpy.typing.ArrayLike, numpy.int32], typing.Annotated[numpy.typing.ArrayLike, numpy.int32], typing.Annotated[numpy.typing.ArrayLike, numpy.int32]], max_articles: typing.SupportsInt | typing.SupportsIndex, max_pairs: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> tuple[numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.int64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.float64], int]:
    """
    (a, b, shared, resemblance, containment_a, containment_b, shingles left out).
    """
def shingle_sets(texts: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.int64], typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], str, typing.SupportsInt | typing.SupportsIndex, CharacterTables], threads: typing.SupportsInt | typing.SupportsIndex = 0) -> tuple:
    """
    (starts, values); texts are (offsets, data, unit, n, tables of lower case).
    """
def signature_similarity(signatures: typing.Annotated[numpy.typing.ArrayLike, numpy.uint32], k: typing.SupportsInt | typing.SupportsIndex, a: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], b: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], threads: typing.SupportsInt | typing.SupportsIndex = 0) -> numpy.typing.NDArray[numpy.float64]:
    """
    Of rows a[i] and b[i].
    """
def similarity_join(x: typing.Any, y: typing.Any, threshold: typing.SupportsFloat | typing.SupportsIndex, filter: tuple[typing.Annotated[numpy.typing.ArrayLike, numpy.float64], typing.Annotated[numpy.typing.ArrayLike, numpy.float64], typing.SupportsFloat | typing.SupportsIndex, typing.Annotated[numpy.typing.ArrayLike, numpy.int32], typing.Annotated[numpy.typing.ArrayLike, numpy.int32], typing.Annotated[numpy.typing.ArrayLike, numpy.int32], typing.Annotated[numpy.typing.ArrayLike, numpy.int32]], max_pairs: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> tuple:
    """
    (a, b, similarity); a matrix is (indptr, indices, values, columns) or an array of two dimensions, a filter (hours, hours_y, window, same, same_y, different, different_y).
    """
def strings(offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8]) -> list:
    """
    A list of str out of UTF-8 texts.
    """
def tokenize(text: bytes, language: str = '') -> tuple[numpy.typing.NDArray[numpy.uint32], numpy.typing.NDArray[numpy.uint32]]:
    """
    (starts, ends) of the words, code points.
    """
def transmission_tree(offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8], hours: typing.Any, sources: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], copies: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], margin: typing.SupportsFloat | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0, tick: typing.Any = None) -> dict:
    """
    The same of the copies of one text, given whole.
    """
def truncated_svd(indptr: numpy.ndarray, indices: numpy.ndarray, values: numpy.ndarray, columns: typing.SupportsInt | typing.SupportsIndex, components: typing.SupportsInt | typing.SupportsIndex, iterations: typing.SupportsInt | typing.SupportsIndex, oversamples: typing.SupportsInt | typing.SupportsIndex, seed: typing.SupportsInt | typing.SupportsIndex, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> tuple:
    """
    (axes; singular values; the rows on the axes; the variances of their columns), all flat, of the type of the values; the variance of all columns together.
    """
def unicode_version() -> str:
    ...
def validate(offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], data: typing.Annotated[numpy.typing.ArrayLike, numpy.uint8]) -> None:
    """
    Raise TextError at the first text that is not UTF-8.
    """
def weigh(indptr: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], indices: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], counts: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], idf: typing.Annotated[numpy.typing.ArrayLike, numpy.float64], sublinear: bool, norm: str, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> numpy.typing.NDArray[numpy.float64]:
    """
    Weights of counts.
    """
def word_boundaries(text: bytes, language: str = '') -> numpy.typing.NDArray[numpy.uint32]:
    """
    Every word boundary, code points.
    """
def word_vectors(offsets: typing.Annotated[numpy.typing.ArrayLike, numpy.int64], words: typing.Annotated[numpy.typing.ArrayLike, numpy.int32], vocabulary: typing.SupportsInt | typing.SupportsIndex, components: typing.SupportsInt | typing.SupportsIndex = 64, window: typing.SupportsInt | typing.SupportsIndex = 5, smoothing: typing.SupportsFloat | typing.SupportsIndex = 0.75, iterations: typing.SupportsInt | typing.SupportsIndex = 5, seed: typing.SupportsInt | typing.SupportsIndex = 0, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> numpy.ndarray:
    """
    Vectors of words of numbered sentences: words x components.
    """
case_ignorable: int = 8
cased: int = 4
change_names: list = ['same', 'correction', 'cut', 'update']
direction_names: list = ['a_to_b', 'b_to_a', 'undetermined']
expansion: int = 2147483648
label_names: list = ['body', 'headline', 'deck', 'crosshead', 'byline', 'outlet', 'dateline', 'caption', 'credit', 'tagline', 'metadata', 'boilerplate']
note_names: list = ['used', 'exact_only', 'too_short', 'empty']
parent_reason_names: list = ['first', 'same_text', 'only_one', 'fewest_changes', 'undetermined']
relation_names: list = ['exact', 'reprint', 'excerpt', 'rewrite', 'shared_quote', 'same_story', 'none']
space_character: int = 2
tree_margin: float = 0.3
version: str = '0.1.0'
word_character: int = 1
