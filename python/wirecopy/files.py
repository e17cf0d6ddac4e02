"""Articles from files: a folder of .txt, .jsonl, .csv, .tsv, .parquet, .txt, .html, each also with .gz."""

from __future__ import annotations

import csv
import gzip
import json
import os
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
from wirecopy import frames
from wirecopy.articles import ROLES, Articles, Columns
from wirecopy.errors import TextError
from wirecopy.gather import Gathered, buffers, check_utf8
from wirecopy.html import read_html

Tick = Callable[[str, int, int], object]
BOM = b"\xef\xbb\xbf"
KINDS = (".txt", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".html", ".htm")
TO_UTF8 = "Convert it: iconv -f {} -t UTF-8 FILE > NEW"


def exists(path: str) -> bool:
    """Whether there is such a file or folder; False for what cannot be a path at all."""
    try:
        return bool(path) and os.path.exists(path)
    except (OSError, ValueError):
        return False


def kind_of(path: Path) -> str:
    """The suffix that tells what is in a file, without .gz; '' for one that is not known."""
    name = path.name.lower()
    name = name[:-3] if name.endswith(".gz") else name
    suffix = os.path.splitext(name)[1]
    return suffix if suffix in KINDS else ""


def read_paths(paths: list[Path], columns: Columns, tick: Tick | None = None) -> Articles:
    """Articles of files and folders, one after another.

    A folder gives every .txt and .txt.gz in it and in the folders below, in order of their relative paths ('/'
    between the parts), which are their ids; names that begin with a dot are left out. A .txt file alone has its name
    as its id, and so has an .html file, which is read by `read_html`.
    """
    found: list[tuple[Path, str]] = []
    for path in paths:
        if path.is_dir():
            found.extend(_texts_below(path, prefix=path.name + "/" if len(paths) > 1 else ""))
        elif not path.exists():
            raise FileNotFoundError(f"{path}: there is no such file or folder")
        elif not kind_of(path):
            raise ValueError(f"{path}: what is in it cannot be told. Taken are {', '.join(KINDS)}, each also with .gz")
        else:
            found.append((path, path.name))
    reading = _Reading(columns, tick, sum(path.stat().st_size for path, _ in found))
    for path, name in found:
        reading.read(path, name, kind_of(path))
    return reading.articles()


def _texts_below(folder: Path, prefix: str) -> list[tuple[Path, str]]:
    found = []
    others: set[str] = set()
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(at, name)
            if name.startswith("."):
                continue
            if kind_of(path) == ".txt":
                found.append((path, prefix + path.relative_to(folder).as_posix()))
            else:
                others.add(kind_of(path))
    if not found:
        known = sorted(others - {""})
        hint = f" It holds {', '.join(known)}: name those files themselves." if known else ""
        raise ValueError(f"{folder}: no .txt in this folder, or in those below it.{hint}")
    return sorted(found, key=lambda item: item[1])


class _Reading:
    """What has been read so far."""

    def __init__(self, columns: Columns, tick: Tick | None, total: int) -> None:
        self._columns = columns
        self._tick = tick
        self._total = total
        self._done = 0
        self._file: BinaryIO | None = None
        self._last = time.monotonic()
        self._gathered = Gathered()
        self._path = Path()

    def articles(self) -> Articles:
        has_ids = "id" in self._gathered.has
        if has_ids and any(value is None for value in self._gathered.meta["id"]):
            row = self._gathered.meta["id"].index(None)
            raise ValueError(f"article {row} has no id, though others have. Give all one, or id=False for row numbers")
        return self._gathered.articles()

    def read(self, path: Path, name: str, kind: str) -> None:
        """Appends the articles of one file, which is of this kind (".txt")."""
        self._path = path
        try:
            with open(path, "rb") as file:
                self._file = file
                stream: BinaryIO = gzip.open(file) if path.name.lower().endswith(".gz") else file  # type: ignore[assignment]
                if kind == ".parquet":
                    self._parquet(stream)
                elif kind == ".txt":
                    self._text(stream, name)
                elif kind in (".html", ".htm"):
                    self._html(stream, name)
                elif kind in (".csv", ".tsv"):
                    self._csv(stream, "\t" if kind == ".tsv" else ",")
                else:
                    self._jsonl(stream)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise ValueError(f"{path}: not a whole gzip file ({error}). Fetch or write it again") from None
        finally:
            self._file = None
        self._done += path.stat().st_size
        self._show(always=True)

    def _show(self, always: bool = False) -> None:
        if self._tick is None:
            return
        now = time.monotonic()
        if always or now - self._last >= 0.05:
            self._last = now
            here = self._file.tell() if self._file is not None else 0
            self._tick("read", self._done + here, self._total)

    def _text(self, stream: BinaryIO, name: str) -> None:
        raw = stream.read()
        _refuse_utf16(raw[:4], self._path)
        text = raw[3:] if raw.startswith(BOM) else raw
        try:
            text.decode()
        except UnicodeDecodeError as error:
            offset = error.start + len(raw) - len(text)
            raise TextError(
                name, offset,
                f"{self._path}: byte {offset} (0x{raw[offset]:02x}) is not UTF-8. {TO_UTF8.format('WINDOWS-1252')}",
                len(self._gathered),
            ) from None
        given = {} if self._columns.id is False else {"id": name}
        self._gathered.add(text, given, str(self._path))
        self._show()

    def _html(self, stream: BinaryIO, name: str) -> None:
        try:
            found = read_html(stream.read())
        except TextError as error:
            raise TextError(name, 0, f"{self._path}: {error}", len(self._gathered)) from None
        given = {} if self._columns.id is False else {"id": name}
        taken = {role: found[role] for role in ("outlet", "published") if role in found}
        given |= {role: value for role, value in taken.items() if getattr(self._columns, role) is not False}
        self._gathered.add(found["text"], given, str(self._path))
        self._show()

    def _lines(self, stream: BinaryIO) -> Iterator[str]:
        """The lines of a file, decoded; an error names the line."""
        for number, line in enumerate(stream, 1):
            if number == 1:
                _refuse_utf16(line[:4], self._path)
                line = line.removeprefix(BOM)
            try:
                yield line.decode()
            except UnicodeDecodeError as error:
                raise TextError(
                    len(self._gathered), error.start,
                    f"{self._path}, line {number}: byte {error.start} of the line (0x{line[error.start]:02x}) is not "
                    f"UTF-8. {TO_UTF8.format('WINDOWS-1252')}",
                    len(self._gathered),
                ) from None
            self._show()

    def _jsonl(self, stream: BinaryIO) -> None:
        seen: dict[str, None] = {}
        named = [value for role in ROLES if isinstance(value := getattr(self._columns, role), str)]
        roles = {
            role: value or role for role in ROLES if (value := getattr(self._columns, role)) is not False
        }
        text = self._columns.text
        for number, line in enumerate(self._lines(stream), 1):
            if not line.strip():
                continue
            where = f"{self._path}, line {number}"
            try:
                item = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise ValueError(f"{where}: not JSON ({error}). Each line must be one JSON object") from None
            if not isinstance(item, dict):
                kind = type(item).__name__
                raise ValueError(f"{where}: {kind} where an object belongs, such as {{\"text\": \"...\"}}")
            if text not in item:
                self._columns.choose(item, where)
            seen.update(dict.fromkeys(item))
            given = {role: item[column] for role, column in roles.items() if column in item}
            self._gathered.add(item[text], given, where)
        for name in named:
            if name not in seen:
                self._columns.choose(seen, str(self._path))

    def _csv(self, stream: BinaryIO, delimiter: str) -> None:
        csv.field_size_limit(2**31 - 1)
        rows = csv.reader(self._lines(stream), delimiter=delimiter, strict=True)
        try:
            names = next(rows, None)
            if not names:
                raise ValueError(f"{self._path}: empty; the first line must name the columns")
            other = next((mark for mark in ";\t|," if len(names) == 1 and mark in names[0]), "")
            hint = f" Columns are separated by {delimiter!r} here, not by {other!r}." if other else ""
            chosen = self._columns.choose(names, str(self._path), hint)
            places = {role: names.index(column) for role, column in chosen.items()}
            place = places.pop("text")
            for row in rows:
                if not row:
                    continue
                where = f"{self._path}, line {rows.line_num}"
                if len(row) != len(names):
                    raise ValueError(f"{where}: {len(row)} fields where the first line names {len(names)} columns")
                given = {role: row[at] or None for role, at in places.items()}
                self._gathered.add(row[place], given, where)
        except csv.Error as error:
            raise ValueError(
                f"{self._path}, line {rows.line_num}: not CSV ({error}). Texts that hold quotes or line breaks stand "
                'in quotes, quotes doubled'
            ) from None

    def _parquet(self, stream: BinaryIO) -> None:
        import pyarrow.parquet as pq

        # A Parquet file is read from its end, which a gzip stream cannot do.
        source = pa.BufferReader(stream.read()) if isinstance(stream, gzip.GzipFile) else pa.PythonFile(stream, "r")
        try:
            parquet = pq.ParquetFile(source)
            chosen = self._columns.choose(parquet.schema_arrow.names, str(self._path))
            for batch in parquet.iter_batches(batch_size=1024, columns=list(dict.fromkeys(chosen.values()))):
                values = {role: pa.chunked_array([batch.column(name)]) for role, name in chosen.items()}
                self._batch(values.pop("text"), chosen["text"], frames.meta_lists(values))
        except pa.ArrowException as error:
            raise ValueError(f"{self._path}: not a Parquet file that can be read ({error})") from None

    def _batch(self, text: pa.ChunkedArray, column: str, meta: dict[str, list[Any]]) -> None:
        first = len(self._gathered)
        ids = meta.get("id")

        def name(row: int) -> tuple[Any, str]:
            article = ids[row - first] if ids else row
            return article, f"article {article!r} (row {row}), {self._path}"

        large = frames.large_text(text, column, name, first)
        row = first
        for part in large.chunks:
            offsets, data = buffers(part)
            try:
                check_utf8(offsets, data)
            except TextError as error:
                article, called = name(row + int(error.row or 0))
                what = f"byte {error.offset} is not UTF-8. Write the file again with well-formed text"
                raise TextError(article, error.offset, f"{called}: {what}", row + int(error.row or 0)) from None
            row += len(part)
        self._gathered.add_column(large, meta)
        self._show()


def read_text(path: Path) -> str:
    """One file as one article, whatever its suffix; gunzipped where it ends in .gz. Errors as `read_paths`."""
    reading = _Reading(Columns(), None, 0)
    reading.read(path, path.name, ".txt")
    return reading.articles().text(0)


def _refuse_utf16(head: bytes, path: Path) -> None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError(f"{path}: this is UTF-16 (it starts with its byte order mark). {TO_UTF8.format('UTF-16')}")


