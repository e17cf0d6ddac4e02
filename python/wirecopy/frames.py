"""Articles from pandas, polars and anything that speaks Arrow, without a copy of the text where Arrow allows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from wirecopy import times
from wirecopy.articles import Articles, Columns
from wirecopy.errors import TextError
from wirecopy.gather import Gathered, buffers, build, check_utf8, ids_of

Values = Any  # pa.ChunkedArray, or a list where Arrow has no type for the values


def is_frame(value: Any) -> bool:
    """Whether this is a frame, a series or an Arrow object."""
    return (
        hasattr(value, "__arrow_c_stream__")
        or hasattr(value, "__arrow_c_array__")
        or _is_from(value, "pandas", ("DataFrame", "Series", "Index"))
        or _is_from(value, "polars", ("DataFrame", "LazyFrame", "Series"))
    )


def read_frame(frame: Any, columns: Columns) -> Articles:
    """Articles of a frame; of a series or array, each value is a text."""
    names, get = _open(frame)
    if names is None:
        columns.refuse_named("articles given as one column of texts")
        return _articles(get("text"), {}, "text")
    chosen = columns.choose(names, type(frame).__name__)
    values = get.many(list(chosen.values())) if isinstance(get, _Stream) else {c: get(c) for c in chosen.values()}
    meta = {role: values[column] for role, column in chosen.items() if role != "text"}
    return _articles(values[chosen["text"]], meta, chosen["text"])


def text_parts(column: Any) -> list[tuple[np.ndarray, np.ndarray]] | None:
    """A column of texts as (offsets, UTF-8 bytes) where its own memory can be read; None where it holds Python objects.

    Raises TextError for a null.
    """
    if _is_from(column, "pandas", ("Series", "Index")) and not hasattr(column.array, "__arrow_array__"):
        return None
    names, get = _open(column)
    if names is not None:
        return None
    values = get("text")
    if not isinstance(values, pa.ChunkedArray):
        return None
    return [buffers(part) for part in large_text(values, "text", _namer(None)).chunks]


class _Stream:
    """A stream of Arrow batches: read once, wanted columns only."""

    def __init__(self, reader: pa.RecordBatchReader) -> None:
        self.reader = reader

    def many(self, names: list[str]) -> dict[str, pa.ChunkedArray]:
        unique = list(dict.fromkeys(names))
        schema = pa.schema([self.reader.schema.field(name) for name in unique])
        table = pa.Table.from_batches([batch.select(unique) for batch in self.reader], schema=schema)
        return {name: table.column(name) for name in unique}


def _open(frame: Any) -> tuple[list[str] | None, Any]:
    """The columns' names (None: there is but one, without a name) and a function from name to values."""
    if _is_from(frame, "pandas", ("DataFrame",)):
        names = [name for name in frame.columns if isinstance(name, str)]
        return names, lambda name: _from_pandas(frame[name], name)
    if _is_from(frame, "pandas", ("Series", "Index")):
        return None, lambda name: _from_pandas(frame, name)
    if _is_from(frame, "polars", ("LazyFrame",)):
        frame = frame.collect()
    if _is_from(frame, "polars", ("DataFrame",)):
        return list(frame.columns), lambda name: _chunked(frame.get_column(name).to_arrow())
    if _is_from(frame, "polars", ("Series",)):
        return None, lambda name: _chunked(frame.to_arrow())
    if isinstance(frame, pa.RecordBatch):
        frame = pa.Table.from_batches([frame])
    if isinstance(frame, pa.Table):
        return _unique(frame.schema.names), frame.column
    if isinstance(frame, (pa.Array, pa.ChunkedArray)):
        return None, lambda name: _chunked(frame)
    if isinstance(frame, pa.RecordBatchReader):
        return _unique(frame.schema.names), _Stream(frame)
    if hasattr(frame, "__arrow_c_stream__"):
        try:
            reader = pa.RecordBatchReader.from_stream(frame)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            return None, lambda name: pa.chunked_array(frame)
        return _unique(reader.schema.names), _Stream(reader)
    batch = pa.array(frame)
    if pa.types.is_struct(batch.type):
        return _open(pa.RecordBatch.from_struct_array(batch))
    return None, lambda name: _chunked(batch)


def _unique(names: list[str]) -> list[str]:
    """The names that stand for one column only."""
    return [name for name in names if names.count(name) == 1]


def _is_from(value: Any, package: str, names: tuple[str, ...]) -> bool:
    return any(
        kind.__module__.split(".", 1)[0] == package and kind.__name__ in names for kind in type(value).__mro__
    )


def _chunked(values: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    return values if isinstance(values, pa.ChunkedArray) else pa.chunked_array([values])


def _from_pandas(series: Any, name: str) -> Values:
    if getattr(series, "ndim", 1) != 1:
        raise ValueError(f"DataFrame: there is more than one column {name!r}; rename one")
    try:
        return _chunked(pa.array(series, from_pandas=True))
    except (pa.ArrowException, UnicodeError, TypeError, OverflowError):
        return series.tolist()


def _articles(text: Values, meta: Mapping[str, Values], column: str) -> Articles:
    plain = {role: _plain(role, values) for role, values in meta.items()}
    if isinstance(text, list):
        gathered = Gathered()
        for row, value in enumerate(text):
            gathered.add(value, {role: values[row] for role, values in _listed(plain).items()})
        return gathered.articles()
    ids = ids_of(plain.get("id"))
    large = large_text(text, column, _namer(ids))
    joined = large.combine_chunks() if large.num_chunks != 1 else large.chunk(0)
    if isinstance(joined, pa.ChunkedArray):
        joined = pa.concat_arrays(joined.chunks)
    offsets, data = buffers(joined)
    articles = build(offsets, data, {**plain, "id": ids})
    check_utf8(offsets, data, articles)
    return articles


def _listed(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {role: values.to_pylist() if isinstance(values, pa.Array) else values for role, values in plain.items()}


def _namer(ids: pa.Array | None) -> Callable[[int], tuple[Any, str]]:
    def name(row: int) -> tuple[Any, str]:
        if ids is None:
            return row, f"article {row}"
        return ids[row].as_py(), f"article {ids[row].as_py()!r} (row {row})"

    return name


def large_text(
    text: pa.ChunkedArray, column: str, name: Callable[[int], tuple[Any, str]], first_row: int = 0
) -> pa.ChunkedArray:
    """A column of texts as large_string (or large_binary) without nulls. `name` tells a row's id and name."""
    if text.null_count:
        row = first_row
        for part in text.chunks:
            if part.null_count:
                row += int(np.argmax(part.is_null().to_numpy(zero_copy_only=False)))
                break
            row += len(part)
        article, called = name(row)
        raise TextError(article, 0, f"{called}: the text is missing (null). Leave the article out, or give ''", row)
    kind = text.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
        text = text.cast(kind)
    if pa.types.is_large_string(kind) or pa.types.is_large_binary(kind):
        return text
    if pa.types.is_string(kind) or kind == pa.string_view():
        return text.cast(pa.large_string())
    if pa.types.is_binary(kind) or kind == pa.binary_view():
        return text.cast(pa.large_binary())
    if len(text) == 0:
        return pa.chunked_array([], type=pa.large_string())
    raise TypeError(f"the column {column!r} must hold str, not {kind}. Name the right one with text=...")


def _plain(role: str, values: Values) -> Any:
    """Metadata as the checks take them: ids as Arrow or list, hours as float64, the rest as lists."""
    if isinstance(values, list):
        return values
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if role == "published":
        hours = times.from_arrow(values)
        return values.to_pylist() if hours is None else hours
    if role == "id":
        return _ids(values)
    return values.to_pylist()


def _ids(values: pa.ChunkedArray) -> Any:
    kind = values.type
    if pa.types.is_integer(kind):
        values = values if kind == pa.uint64() else values.cast(pa.int64())
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind) or kind == pa.string_view():
        values = values.cast(pa.large_string())
    else:
        return values.to_pylist()
    return pa.concat_arrays(values.chunks) if values.num_chunks else pa.array([], type=values.type)


def meta_lists(meta: Mapping[str, Values]) -> dict[str, list[Any]]:
    """Metadata columns of a batch as lists, times as aware datetimes or as they are."""
    return {role: _chunked(values).to_pylist() for role, values in meta.items()}
