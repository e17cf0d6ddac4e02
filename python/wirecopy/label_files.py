"""Columns of labels and scores from files, for the commands that measure."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wirecopy.files import kind_of

YES, NO = ("1", "true", "yes", "y", "1.0"), ("0", "false", "no", "n", "0.0")


def read_columns(path: Path, names: Sequence[str]) -> dict[str, list[Any]]:
    """Columns of a .csv, .tsv, .jsonl or .parquet file, each also with .gz. Empty cells of CSV are None.

    Raises ValueError for a file of another kind, a column that is not there, a line that cannot be read; OSError.
    """
    kind = kind_of(path)
    if kind in ("", ".txt"):
        raise ValueError(f"{path}: labels stand in a column; taken are .csv, .tsv, .jsonl, .parquet, each also with .gz")
    raw = gzip.decompress(path.read_bytes()) if path.name.lower().endswith(".gz") else path.read_bytes()
    if kind == ".parquet":
        import pyarrow.parquet as pq

        there = pq.read_schema(io.BytesIO(raw)).names
        _check(path, names, there)
        table = pq.read_table(io.BytesIO(raw), columns=list(dict.fromkeys(names)))
        return {name: table[name].to_pylist() for name in names}
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: byte {error.start} is not UTF-8") from None
    if kind in (".csv", ".tsv"):
        csv.field_size_limit(2**31 - 1)
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if kind == ".tsv" else ",")
        _check(path, names, reader.fieldnames or [])
        rows = list(reader)
        return {name: [row[name] or None for row in rows] for name in names}
    items = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: not JSON ({error})") from None
        if not isinstance(item, dict):
            raise ValueError(f"{path}, line {number}: {type(item).__name__} where an object belongs")
        items.append(item)
    _check(path, names, list(dict.fromkeys(key for item in items for key in item)))
    return {name: [item.get(name) for item in items] for name in names}


def _check(path: Path, names: Sequence[str], there: Sequence[str]) -> None:
    for name in names:
        if name not in there:
            raise ValueError(f"{path}: there is no column {name!r}. The columns are: {', '.join(map(repr, there)) or 'none'}")


def numbers(values: Sequence[Any], name: str) -> list[float]:
    """A column of numbers; ValueError names the row of what is none."""
    found = []
    for row, value in enumerate(values):
        try:
            found.append(float(value))
        except (TypeError, ValueError):
            raise ValueError(f"{name}, row {row}: {value!r} is not a number") from None
    return found


def switches(values: Sequence[Any], name: str) -> list[bool]:
    """A column of true and false (1 and 0, yes and no); ValueError names the row of what is neither."""
    found = []
    for row, value in enumerate(values):
        word = str(value).strip().lower()
        if word not in YES + NO:
            raise ValueError(f"{name}, row {row}: {value!r} is neither true nor false (1 or 0, yes or no)")
        found.append(word in YES)
    return found
