"""Stage 0 in Python: articles in whatever form they come, as one UTF-8 buffer with offsets."""

from __future__ import annotations

import math
import numbers
import os
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from wirecopy import _core
from wirecopy.errors import WHAT_TO_DO_UTF8, TextError, naming_articles
from wirecopy.times import hours_since_1970

ROLES = ("id", "outlet", "published", "language")


@dataclass(frozen=True)
class Columns:
    """Which column holds what. For id, outlet, published and language: None is the column of that name where there is
    one, False is none."""

    text: str = "text"
    id: str | bool | None = None
    outlet: str | bool | None = None
    published: str | bool | None = None
    language: str | bool | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise TypeError(f"text must be the name of a column, not {self.text!r}")
        for role in ROLES:
            value = getattr(self, role)
            if value is not None and value is not False and not isinstance(value, str):
                raise TypeError(f"{role} must be the name of a column, None or False, not {value!r}")

    def choose(self, names: Iterable[str], where: str) -> dict[str, str]:
        """Role -> column, of the columns there are. Raises ValueError for a missing one."""
        there = list(names)
        chosen = {}
        for role in ("text", *ROLES):
            value = getattr(self, role)
            if value is False:
                continue
            column = role if value is None else value
            if column in there:
                chosen[role] = column
            elif value is not None:
                listed = ", ".join(map(repr, there[:40])) or "none"
                raise ValueError(f"{where}: there is no column {column!r} for {role}. The columns are: {listed}")
        return chosen


@dataclass(frozen=True)
class Articles:
    """Articles as the core takes them.

    Attributes
    ----------
    offsets : int64 array, n + 1
    data : uint8 array
        The text of row i is data[offsets[i]:offsets[i + 1]], well-formed UTF-8.
    ids : pyarrow Array or None
        Integers or strings, as given.
    outlets, languages : list of str
        '' where not known.
    hours : float64 array
        Times of publication, hours since 1970 (UTC); NaN where not known.
    """

    offsets: np.ndarray
    data: np.ndarray
    ids: pa.Array | None
    outlets: list[str]
    languages: list[str]
    hours: np.ndarray
    _rows: dict[Any, int] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def raw(self, row: int) -> bytes:
        """UTF-8 text of one article."""
        return self.data[self.offsets[row] : self.offsets[row + 1]].tobytes()

    def text(self, row: int) -> str:
        """Text of one article."""
        return self.raw(row).decode()

    def id(self, row: int) -> Any:
        """The id as given, or the row number where there are no ids."""
        return row if self.ids is None else self.ids[row].as_py()

    def name(self, row: int) -> str:
        """What messages call the article."""
        return f"article {row}" if self.ids is None else f"article {self.id(row)!r} (row {row})"

    def id_column(self, rows: np.ndarray | None = None) -> pa.Array:
        """The ids of some rows (of all), as an Arrow array."""
        if self.ids is None:
            return pa.array(np.arange(len(self)) if rows is None else rows, type=pa.int64())
        return self.ids if rows is None else self.ids.take(pa.array(rows, type=pa.int64()))

    def row(self, key: Any) -> int:
        """Row of an article, by its id as given; by row number where ids are not numbers.

        Raises KeyError where there is no such article.
        """
        if self.ids is not None and not self._rows:
            self._rows.update((value, row) for row, value in enumerate(self.ids.to_pylist()))
        if isinstance(key, (np.generic,)):
            key = key.item()
        if self._rows and key in self._rows and not isinstance(key, bool):
            return self._rows[key]
        by_row = self.ids is None or not pa.types.is_integer(self.ids.type)
        if by_row and isinstance(key, int) and not isinstance(key, bool) and 0 <= key < len(self):
            return key
        kind = "rows are 0 to" if self.ids is None else "there are ids such as"
        example = len(self) - 1 if self.ids is None else (self.id(0) if len(self) else "none")
        raise KeyError(f"there is no article {key!r}; {kind} {example!r}")


class Gathered:
    """Articles as they are read, row by row."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.offsets = array("q", [0])
        self.meta: dict[str, list[Any]] = {role: [] for role in ROLES}
        self.has: set[str] = set()

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def add(self, text: Any, given: Mapping[str, Any], where: str = "") -> None:
        """Appends one article. `given` maps roles to values; `where` says where it stands ("a.jsonl, line 3")."""
        row = len(self)
        if isinstance(text, str):
            try:
                encoded = text.encode()
            except UnicodeEncodeError as error:
                raise self.error(
                    row, given, error.start, where,
                    f"lone surrogate {text[error.start]!a} at code point {error.start}. Text read with "
                    "errors='surrogateescape' must be decoded with its own encoding",
                ) from None
        else:
            encoded = self._encoded(text, row, given, where)
        self.data += encoded
        self.offsets.append(len(self.data))
        for role in ROLES:
            value = given.get(role)
            self.meta[role].append(value)
            if role in given:
                self.has.add(role)

    def add_column(self, text: pa.ChunkedArray, meta: Mapping[str, list[Any]]) -> None:
        """Appends many articles: large_string without nulls, checked."""
        for part in text.chunks:
            offsets, data = buffers(part)
            base = len(self.data)
            self.data += memoryview(data)
            self.offsets.frombytes((offsets[1:] + base).tobytes())
        for role in ROLES:
            values = meta.get(role)
            if values is not None:
                self.has.add(role)
            self.meta[role].extend(values if values is not None else [None] * len(text))

    def _encoded(self, text: Any, row: int, given: Mapping[str, Any], where: str) -> bytes:
        if isinstance(text, (bytes, bytearray, memoryview)):
            encoded = bytes(text)
            try:
                encoded.decode()
            except UnicodeDecodeError as error:
                raise self.error(
                    row, given, error.start, where,
                    f"byte {error.start} (0x{encoded[error.start]:02x}) is not UTF-8. {WHAT_TO_DO_UTF8}",
                ) from None
            return encoded
        missing = text is None or type(text).__name__ in ("NAType", "NaTType")
        if missing or (isinstance(text, numbers.Real) and math.isnan(text)):
            raise self.error(row, given, 0, where, "the text is missing (null). Leave the article out, or give ''")
        raise TypeError(
            f"{self._name(row, given, where)}: the text must be str or bytes, not {type(text).__name__}"
        )

    def error(self, row: int, given: Mapping[str, Any], offset: int, where: str, what: str) -> TextError:
        """A TextError that names the article and the place it was read from."""
        article = given.get("id")
        return TextError(row if article is None else article, offset, f"{self._name(row, given, where)}: {what}", row)

    @staticmethod
    def _name(row: int, given: Mapping[str, Any], where: str) -> str:
        article = given.get("id")
        name = f"article {row}" if article is None else f"article {article!r} (row {row})"
        return f"{name}, {where}" if where else name

    def articles(self) -> Articles:
        """What was gathered, checked."""
        offsets = np.frombuffer(self.offsets, dtype=np.int64)
        data = np.frombuffer(self.data, dtype=np.uint8)
        return build(offsets, data, {role: self.meta[role] if role in self.has else None for role in ROLES})


def build(
    offsets: np.ndarray, data: np.ndarray, meta: Mapping[str, Sequence[Any] | pa.Array | np.ndarray | None]
) -> Articles:
    """Articles out of a checked buffer and their metadata, which is checked here."""
    n = len(offsets) - 1
    ids = ids_of(meta.get("id"))

    def name(row: int) -> str:
        return f"article {row}" if ids is None else f"article {ids[row].as_py()!r} (row {row})"

    published = meta.get("published")
    if published is None:
        hours = np.full(n, np.nan)
    elif isinstance(published, np.ndarray) and published.dtype == np.float64:
        hours = published
    else:
        hours = np.empty(n)
        for row, value in enumerate(published):
            try:
                hours[row] = hours_since_1970(value)
            except (ValueError, OverflowError) as error:
                raise ValueError(
                    f"{name(row)}: published: {error}. Mend it, or leave the column out with published=False"
                ) from None
    words = {role: _words(role, meta.get(role), n, name) for role in ("outlet", "language")}
    return Articles(offsets, data, ids, words["outlet"], words["language"], hours)


def ids_of(values: Sequence[Any] | pa.Array | None) -> pa.Array | None:
    """Ids as an Arrow array of int64, uint64 or large_string. Refuses missing, mixed and repeated ones."""
    if values is None:
        return None
    hint = "Give every article one, or id=False to use row numbers"
    if not isinstance(values, pa.Array):
        values = [value.item() if isinstance(value, np.generic) else value for value in values]
        for row, value in enumerate(values):
            if value is None or value != value:
                raise ValueError(f"article {row} has no id. {hint}")
            if not isinstance(value, (str, int)) or isinstance(value, bool):
                raise TypeError(f"article {row}: an id must be str or int, not {type(value).__name__} ({value!r})")
            if isinstance(value, str) is not isinstance(values[0], str):
                raise TypeError(
                    f"article {row}: ids must be all str or all int; the first is {values[0]!r}, this {value!r}"
                )
        try:
            if values and isinstance(values[0], str):
                values = pa.array(values, type=pa.large_string())
            else:
                values = pa.array(values, type=pa.int64() if max(values, default=0) < 2**63 else pa.uint64())
        except (OverflowError, UnicodeEncodeError) as error:
            raise ValueError(f"ids must be well-formed text or fit 64 bits ({error}). {hint}") from None
    if values.null_count:
        row = int(np.argmax(values.is_null().to_numpy(zero_copy_only=False)))
        raise ValueError(f"article {row} has no id. {hint}")
    if len(values.unique()) != len(values):
        seen: dict[Any, int] = {}
        for row, value in enumerate(values.to_pylist()):
            if value in seen:
                raise ValueError(
                    f"articles {seen[value]} and {row} have the same id {value!r}. "
                    "Ids must differ; id=False takes row numbers"
                )
            seen[value] = row
    return values


def _words(role: str, values: Any, n: int, name: Any) -> list[str]:
    """Outlets or languages: str, '' where not known."""
    if values is None:
        return [""] * n
    result = []
    for row, value in enumerate(values):
        if type(value) is not str:
            value = value.item() if isinstance(value, np.generic) else value
            if value is None or value != value or type(value).__name__ == "NAType":
                value = ""
            elif isinstance(value, int) and not isinstance(value, bool) and role == "outlet":
                value = str(value)
            elif not isinstance(value, str):
                raise TypeError(f"{name(row)}: {role} must be str, not {type(value).__name__}")
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise ValueError(f"{name(row)}: {role} holds a lone surrogate at code point {error.start}") from None
        result.append(value)
    return result


def buffers(text: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Offsets (int64, from 0) and bytes of a large_string array, as views of its buffers."""
    n = len(text)
    _, offset_buffer, data_buffer = text.buffers()
    if n == 0 or offset_buffer is None:
        return np.zeros(n + 1, dtype=np.int64), np.zeros(0, dtype=np.uint8)
    offsets = np.frombuffer(offset_buffer, dtype=np.int64)[text.offset : text.offset + n + 1]
    empty = data_buffer is None or data_buffer.size == 0
    data = np.zeros(0, dtype=np.uint8) if empty else np.frombuffer(data_buffer, dtype=np.uint8)
    data = data[offsets[0] : offsets[-1]]
    return (offsets if offsets[0] == 0 else offsets - offsets[0]), data


def read_articles(articles: Any, columns: Columns, tick: Any = None) -> Articles:
    """Articles in any of the forms `find_copies` takes.

    Raises
    ------
    TextError
        For a text that is missing or not well-formed.
    ValueError, TypeError, OSError
        For a column that is not there, a wrong type, a file that cannot be read.
    """
    from wirecopy import files, frames

    if isinstance(articles, str):
        if not files.exists(articles):
            shown = articles if len(articles) <= 80 else articles[:77] + "..."
            raise ValueError(
                f"{shown!r} is neither a file nor a folder. A str is a path; one article is given in a list: [text]"
            )
        return files.read_paths([Path(articles)], columns, tick)
    if isinstance(articles, os.PathLike):
        return files.read_paths([Path(articles)], columns, tick)
    if isinstance(articles, Articles):
        return articles
    if frames.is_frame(articles):
        return frames.read_frame(articles, columns)
    if isinstance(articles, Mapping):
        raise TypeError("one article is given in a list: [{'text': ...}]; columns are given as a frame or Arrow table")
    if isinstance(articles, (bytes, bytearray, memoryview)):
        raise TypeError("one article is given in a list: [text]")
    if isinstance(articles, (set, frozenset)) or not isinstance(articles, (Iterable, np.ndarray)):
        raise TypeError(
            f"articles must be a list of str or dict, a frame, an Arrow table or a path, not {type(articles).__name__}"
        )
    if isinstance(articles, np.ndarray):
        if articles.ndim != 1:
            raise TypeError(f"an array of articles must have one dimension, not {articles.ndim}")
        articles = articles.tolist()
    if not isinstance(articles, (list, tuple)):
        articles = list(articles)
    if articles and isinstance(articles[0], os.PathLike):
        for row, path in enumerate(articles):
            if not isinstance(path, os.PathLike):
                raise TypeError(f"item {row} is {type(path).__name__}; in a list of paths all must be paths")
        return files.read_paths([Path(path) for path in articles], columns, tick)
    return _from_items(articles, columns)


def _from_items(items: Sequence[Any], columns: Columns) -> Articles:
    names: dict[str, None] = {}
    some_dict = False
    for item in items:
        if isinstance(item, Mapping):
            some_dict = True
            names.update(dict.fromkeys(key for key in item if isinstance(key, str)))
    chosen: dict[str, str] = {}
    if some_dict:
        chosen = columns.choose(names, "articles")
    elif any(isinstance(getattr(columns, role), str) for role in ROLES):
        columns.choose([], "articles given as plain texts")
    if some_dict and "text" not in chosen:
        raise ValueError(f"articles: no article has the key {columns.text!r}. The keys are: {list(names)[:40]}")
    gathered = Gathered()
    for item in items:
        if isinstance(item, Mapping):
            given = {role: item.get(column) for role, column in chosen.items() if role != "text"}
            gathered.add(item.get(chosen["text"]), given)
        else:
            gathered.add(item, {})
    return gathered.articles()


def check_utf8(offsets: np.ndarray, data: np.ndarray, articles: Articles | None = None) -> None:
    """Raises TextError at the first text that is not well-formed UTF-8."""
    with naming_articles(articles):
        _core.validate(offsets, data)


def as_utf8(text: str | bytes, name: str = "text") -> bytes:
    """One text as well-formed UTF-8. Raises TextError, TypeError."""
    gathered = Gathered()
    gathered.add(text, {}, name)
    return bytes(gathered.data)
