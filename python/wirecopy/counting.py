"""Stage 3 in Python: from a vectorizer's texts to counted rows, in the core or, for steps only Python has, in Python."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import scipy.sparse as sp
from wirecopy import _core, analyzers, characters, frames, languages
from wirecopy.errors import WHAT_TO_DO_UTF8, TextError
from wirecopy.estimators import make_csr

# Of an iterable that is no list, so many texts are held at a time.
_BATCH = 4096
_NO_IDF = np.zeros(0)


class CoreRows:
    """Texts counted by the core."""

    def __init__(self, rows: _core.CountedRows, binary: bool, threads: int) -> None:
        self._rows = rows
        self._binary = binary
        self._threads = threads

    @property
    def shape(self) -> tuple[int, int]:
        return self._rows.rows, self._rows.columns

    def articles_with(self) -> np.ndarray:
        """In how many texts each column is."""
        return self._rows.rows_with()

    def occurrences(self) -> np.ndarray:
        """How often each column is in all texts; once in each where counts are binary."""
        return self._rows.rows_with() if self._binary else self._rows.totals()

    def keep(self, columns: np.ndarray) -> None:
        """Leaves out all columns but these, which ascend."""
        mask = np.zeros(self._rows.columns, dtype=np.uint8)
        mask[columns] = 1
        self._rows.keep(mask)

    def vocabulary(self) -> Vocabulary:
        """The terms alone; the rows are gone."""
        self._rows.forget_rows()
        return Vocabulary(self._rows, None)

    def term_list(self) -> list[Any]:
        """The term of each column."""
        return _core.strings(*self._rows.terms())

    def matrix(self, dtype: Any, *, sublinear: bool = False, idf: np.ndarray = _NO_IDF, norm: str | None = None) -> Any:
        """Counts, or weights, as CSR."""
        kind = np.dtype(dtype)
        taken = kind.name if kind.name in ("float64", "float32", "int64", "int32") else "int64"
        indptr, indices, values = self._rows.matrix(taken, self._binary, sublinear, idf, norm or "", self._threads)
        return make_csr(values.astype(kind, copy=False), indices, indptr, self.shape)


class PythonRows:
    """Texts counted in plain Python."""

    def __init__(self, terms: list[Any], counts: Any, binary: bool) -> None:
        if binary:
            counts.data.fill(1)
        self._terms = terms
        self._counts = counts

    @property
    def shape(self) -> tuple[int, int]:
        return self._counts.shape

    def articles_with(self) -> np.ndarray:
        """In how many texts each column is."""
        return np.bincount(self._counts.indices, minlength=self.shape[1])

    def occurrences(self) -> np.ndarray:
        """How often each column is in all texts."""
        counts = self._counts
        return np.bincount(counts.indices, weights=counts.data, minlength=self.shape[1]).astype(np.int64)

    def keep(self, columns: np.ndarray) -> None:
        """Leaves out all columns but these, which ascend."""
        self._terms = [self._terms[i] for i in columns.tolist()]
        self._counts = self._counts[:, columns]

    def term_list(self) -> list[Any]:
        """The term of each column."""
        return self._terms

    def matrix(self, dtype: Any) -> Any:
        """Counts as CSR."""
        counts = self._counts
        return make_csr(counts.data.astype(dtype), counts.indices, counts.indptr, counts.shape)


def count(vectorizer: Any, raw: Iterable[Any], *, keep_rows: bool = True) -> CoreRows | PythonRows:
    """Counts the terms of texts, which become columns in order of the alphabet."""
    analyze = vectorizer.build_analyzer()  # also checks the parameters
    counter = None if vectorizer._needs_python() else _Counter(vectorizer, keep_rows=keep_rows)
    if counter is not None and counter.feed(raw := counter.held(raw)):
        return CoreRows(counter.finish(), bool(vectorizer.binary), vectorizer._threads())
    return PythonRows(*_count_in_python(analyze, raw, None), bool(vectorizer.binary))


def count_known(vectorizer: Any, raw: Iterable[Any], known: Vocabulary) -> CoreRows | PythonRows:
    """Counts the terms of a vocabulary; others are passed over."""
    analyze = vectorizer.build_analyzer()
    if not vectorizer._needs_python() and known.is_text():
        counter = _Counter(vectorizer, vocabulary=known.handle())
        if counter.feed(raw := counter.held(raw)):
            return CoreRows(counter.finish(), bool(vectorizer.binary), vectorizer._threads())
    return PythonRows(*_count_in_python(analyze, raw, known.columns()), bool(vectorizer.binary))


def count_hashed(vectorizer: Any, raw: Iterable[Any]) -> CoreRows | None:
    """Counts terms in columns by their hashes; None where Python has to."""
    vectorizer.build_analyzer()
    if vectorizer._needs_python():
        return None
    counter = _Counter(vectorizer)
    if not counter.feed(counter.held(raw)):
        return None
    rows = counter.counter.finish_hashed(
        int(vectorizer.n_features), bool(vectorizer.alternate_sign), vectorizer._threads()
    )
    return CoreRows(rows, bool(vectorizer.binary), vectorizer._threads())


class Vocabulary:
    """The terms of a fitted vectorizer: as the core left them, or a dict of the caller's."""

    def __init__(self, source: Any, columns: dict[Any, int] | None) -> None:
        self._source = source  # counted rows or, once their terms have been asked for, offsets and UTF-8 bytes
        self._columns = columns
        self._size = -1 if columns is None else len(columns)  # of the dict as it was taken
        self._handle: _core.Vocabulary | None = None

    def __len__(self) -> int:
        if self._columns is not None:
            return len(self._columns)
        return self._source.columns if isinstance(self._source, _core.CountedRows) else len(self._source[0]) - 1

    def _terms(self) -> tuple[np.ndarray, np.ndarray] | None:
        if isinstance(self._source, _core.CountedRows):
            self._source = self._source.terms()
        return self._source

    def is_text(self) -> bool:
        """Whether every term is a str."""
        return self._columns is None or all(isinstance(term, str) for term in self._columns)

    def columns(self) -> dict[Any, int]:
        """Term to column."""
        if self._columns is None:
            self._columns = dict(zip(_core.strings(*self._terms()), itertools.count()))
            self._size = len(self._columns)
        return self._columns

    def is_of(self, columns: dict[Any, int]) -> bool:
        """Whether this stands for a dict as it is now."""
        return self._columns is columns and self._size == len(columns)

    def handle(self) -> _core.Vocabulary:
        """The core's form, made when first asked for."""
        if self._handle is None:
            terms = self._terms()
            if terms is not None:
                offsets, data = terms
                places = np.arange(len(self), dtype=np.int32)
            else:
                # A term with a lone surrogate is in no text that is taken.
                known = {term: column for term, column in self.columns().items() if _is_well_formed(term)}
                offsets, data = analyzers.encode(known)
                places = np.fromiter(known.values(), dtype=np.int32, count=len(known))
            self._handle = _core.Vocabulary(offsets, data, places)
        return self._handle

    def __reduce__(self) -> Any:
        terms = self._terms()
        return type(self), (terms, None if terms is not None else self._columns)


class _Counter:
    """A counter of the core, fed with what a vectorizer takes for texts."""

    def __init__(self, vectorizer: Any, *, vocabulary: Any = None, keep_rows: bool = True) -> None:
        self.vectorizer = vectorizer
        self.vocabulary = vocabulary
        self.keep_rows = keep_rows
        self.threads = vectorizer._threads()
        self.row = 0
        self.counter: Any = None

    def held(self, raw: Iterable[Any]) -> Iterable[Any]:
        """`raw`, in a form that can be gone through as often as needed."""
        once = self.vectorizer.stemmer is not None or self.vectorizer.analyzer == "icu"
        return raw if frames.is_frame(raw) or not once else list(raw)

    def feed(self, raw: Iterable[Any]) -> bool:
        """Counts the texts; False where Python has to, before anything is counted."""
        stemmer = languages.stemmer_of(self.vectorizer.stemmer) if self.vectorizer.analyzer in ("word", "icu") else None
        counted_as: list[tuple[str, str]] = []
        if stemmer is not None:
            self.counter = self._counter((1, 1), [], None, False)
            self._add(raw)
            words = _core.strings(*self.counter.finish(self.threads).terms())
            counted_as = [(word, stem) for word in words if (stem := stemmer(word)) != word]
            if any(not isinstance(stem, str) or not stem or " " in stem for _, stem in counted_as):
                return False
        self.row = 0
        self.counter = self._counter(self.vectorizer.ngram_range, counted_as, self.vocabulary, self.keep_rows)
        self._add(raw)
        return True

    def finish(self) -> _core.CountedRows:
        """The counted rows."""
        return self.counter.finish(self.threads)

    def _counter(self, ngrams: Any, counted_as: Any, vocabulary: Any, keep_rows: bool) -> _core.TermCounter:
        how = self.vectorizer
        words = how.analyzer in ("word", "icu")
        stop_words = [w for w in sorted(how.get_stop_words() or ()) if _is_well_formed(w)] if words else []
        accents = how.strip_accents if isinstance(how.strip_accents, str) else None
        lowercase = bool(how.lowercase) and not callable(how.strip_accents) and how.analyzer != "icu"
        shortest = analyzers.RUNS.get(how.token_pattern, 1) if how.analyzer == "word" else 1
        tables = None if how.analyzer == "icu" else characters.tables(lowercase, accents)
        return _core.TermCounter(
            how.analyzer, shortest, int(ngrams[0]), int(ngrams[1]), lowercase, stop_words, counted_as, tables,
            vocabulary, keep_rows,
        )

    def _add(self, raw: Iterable[Any]) -> None:
        if self.vectorizer.input == "content" and frames.is_frame(raw):
            parts = frames.text_parts(raw)
            if parts is not None:
                for offsets, data in parts:
                    with _naming(self.row, None):
                        self.counter.add_utf8(offsets, data, self.threads)
                    self.row += len(offsets) - 1
                return
        how = self.vectorizer
        prepare: Callable[[str], str] | None = how.build_preprocessor() if callable(how.strip_accents) else None
        as_they_are = prepare is None and how.input == "content"
        for batch in _batches(raw):
            if not (as_they_are and self._add_strs(batch)):
                texts = [self._text(self.row + place, item, prepare) for place, item in enumerate(batch)]
                self._add_strs(texts)
            self.row += len(batch)

    def _add_strs(self, texts: list[Any]) -> bool:
        """False, with nothing counted, where not all are str."""
        with _naming(self.row, texts):
            return self.counter.add(texts, self.threads)

    def _text(self, row: int, item: Any, prepare: Callable[[str], str] | None) -> str:
        try:
            text = self.vectorizer.decode(item)
        except UnicodeDecodeError:
            raise
        except ValueError as error:
            raise TextError(row, 0, f"article {row}: {error}") from None
        if not isinstance(text, str):
            raise TypeError(f"article {row}: a text must be str or bytes, not {type(text).__name__}")
        if prepare is None:
            return text
        prepared = prepare(text)
        if not isinstance(prepared, str):
            raise TypeError(f"article {row}: strip_accents must give str, not {type(prepared).__name__}")
        return prepared


def _batches(raw: Iterable[Any]) -> Iterator[list[Any]]:
    if isinstance(raw, list):
        yield raw
        return
    items = iter(raw)
    while batch := list(itertools.islice(items, _BATCH)):
        yield batch


class _naming:
    """Turns the core's TextError into one that says what is wrong and what to do."""

    def __init__(self, first_row: int, texts: list[str] | None) -> None:
        self.first_row = first_row
        self.texts = texts

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, _core.TextError):
            return
        row, offset = int(error.article), int(error.offset)
        if self.texts is None:
            raise TextError(
                row, offset, f"article {row}: {error} (byte {offset} of its UTF-8 text). {WHAT_TO_DO_UTF8}"
            ) from None
        text = self.texts[row - self.first_row]
        if offset >= len(text) or not "\ud800" <= text[offset] <= "\udfff":  # too long, for one
            message = str(error) if str(error).startswith("article") else f"article {row}: {error}"
            raise TextError(row, offset, message) from None
        character = text[offset]
        raise TextError(
            row, offset,
            f"article {row}: lone surrogate {character!a} at code point {offset} of the text. Text read with "
            "errors='surrogateescape' must be decoded with its own encoding",
        ) from None


def _is_well_formed(term: str) -> bool:
    try:
        term.encode()
    except UnicodeEncodeError:
        return False
    return True


def _count_in_python(
    analyze: Callable[[Any], Any], raw: Iterable[Any], vocabulary: dict[Any, int] | None
) -> tuple[list[Any], Any]:
    known: dict[Any, int] = {} if vocabulary is None else vocabulary
    indptr, indices, counts = [0], [], []
    for item in raw:
        row: dict[int, int] = {}
        for term in analyze(item):
            column = known.setdefault(term, len(known)) if vocabulary is None else known.get(term)
            if column is not None:
                row[column] = row.get(column, 0) + 1
        indices.extend(row)
        counts.extend(row.values())
        indptr.append(len(indices))
    terms = sorted(known) if vocabulary is None else []
    shape = (len(indptr) - 1, len(known))
    matrix = sp.csr_array((np.array(counts, dtype=np.int64), np.array(indices, dtype=np.int64), indptr), shape=shape)
    if vocabulary is None:
        place = np.empty(len(known), dtype=np.int64)
        place[[known[term] for term in terms]] = np.arange(len(terms))
        matrix.indices = place[matrix.indices]
        matrix.has_sorted_indices = False
    matrix.sort_indices()
    return terms, matrix
