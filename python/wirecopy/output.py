"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

FORMATS = ("parquet", "jsonl", "csv")


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` in one step, once all is written and on the disk."""
    target = Path(path)
    name = target.parent / f".{target.name}.{secrets.token_hex(6)}.tmp"
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Writes UTF-8 text."""
    with replacing(path) as file:
        file.write(text.encode("utf-8"))


def write_table(path: Path, table: pa.Table, form: str) -> None:
    """Writes a table as Parquet, JSONL or CSV."""
    with replacing(path) as file:
        if form == "parquet":
            import pyarrow.parquet as pq

            pq.write_table(table, file, compression="zstd")
        elif form == "jsonl":
            for batch in table.to_batches(max_chunksize=4096):
                for row in batch.to_pylist():
                    line = json.dumps(row, ensure_ascii=False, allow_nan=False, default=_json)
                    file.write(line.encode("utf-8") + b"\n")
        else:
            text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
            writer = csv.writer(text)
            writer.writerow(table.column_names)
            for batch in table.to_batches(max_chunksize=4096):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    writer.writerow([csv_cell(value) for value in row])
            text.detach()


def csv_cell(value: Any) -> Any:
    """A value for a cell; text a spreadsheet would run as a formula gets a quote before it."""
    if value is None:
        return ""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=_json)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def _json(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError(f"{type(value).__name__} has no JSON form")
