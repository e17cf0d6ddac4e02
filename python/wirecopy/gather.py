"""Stage 0 in Python: texts and metadata, gathered row by row or column by column, checked, and made into articles."""

from __future__ import annotations

import math
import numbers
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from wirecopy import _core
from wirecopy.articles import ROLES, Articles
from wirecopy.errors import WHAT_TO_DO_UTF8, TextError, naming_articles
from wirecopy.times import hours_since_1970


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


def check_utf8(offsets: np.ndarray, data: np.ndarray, articles: Articles | None = None) -> None:
    """Raises TextError at the first text that is not well-formed UTF-8."""
    with naming_articles(articles):
        _core.validate(offsets, data)


def as_utf8(text: str | bytes, name: str = "text") -> bytes:
    """One text as well-formed UTF-8. Raises TextError, TypeError."""
    gathered = Gathered()
    gathered.add(text, {}, name)
    return bytes(gathered.data)
