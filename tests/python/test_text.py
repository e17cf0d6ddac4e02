"""Stage 0: articles in every form."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from python.wire_desk import desk
from wirecopy.articles import Columns
from wirecopy.text import read_articles
from wirecopy.times import hours_since_1970

TEXTS = ["plain", "", "Ünïcödé 😀 漢字", "line\r\nbreak \x00 NUL", "e\u0301"]


def texts_of(articles) -> list[str]:
    return [articles.text(row) for row in range(len(articles))]


def read(value, **columns):
    return read_articles(value, Columns(**columns))


@pytest.mark.parametrize(
    "form",
    [
        list, tuple, iter, lambda x: [t.encode() for t in x], lambda x: [{"text": t} for t in x],
        lambda x: np.array(x, dtype=object), lambda x: np.array(x),
        pd.Series, lambda x: pd.Series(x, dtype=object), lambda x: pd.Series(x, dtype="category"),
        lambda x: pd.DataFrame({"text": x}), lambda x: pd.DataFrame({"text": x, "other": [1, "two", None, 4.0, b"5"]}),
        lambda x: pl.Series(x), lambda x: pl.DataFrame({"text": x}), lambda x: pl.LazyFrame({"text": x}),
        lambda x: pl.concat([pl.DataFrame({"text": x[:2]}), pl.DataFrame({"text": x[2:]})], rechunk=False),
        lambda x: pa.array(x), lambda x: pa.array(x, pa.string_view()), lambda x: pa.array(x).dictionary_encode(),
        lambda x: pa.array([t.encode() for t in x]), lambda x: pa.chunked_array([x[:1], [], x[1:]], pa.string()),
        lambda x: pa.table({"text": pa.chunked_array([x[:2], x[2:]])}), lambda x: pa.record_batch({"text": x}),
        lambda x: pa.table({"text": x}).to_reader(max_chunksize=2),
        lambda x: pa.table({"text": ["left out", *x, "left out"]}).slice(1, len(x)),
    ],
)
def test_every_form_gives_the_same_texts(form) -> None:
    assert texts_of(read(form(TEXTS))) == TEXTS


class Stream:
    """An object that offers nothing but the Arrow stream."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema=None):
        return self._table.__arrow_c_stream__(requested_schema)


def test_arrow_stream_of_anything() -> None:
    table = pa.table({"id": [7, 8], "body": ["one", "two"], "other": [[1], [2]]})
    articles = read(Stream(table), text="body")
    assert texts_of(articles) == ["one", "two"]
    assert articles.ids.to_pylist() == [7, 8]


def test_one_arrow_column_is_not_copied() -> None:
    column = pa.array(["first", "second"], pa.large_string())
    articles = read(pa.table({"text": column}))
    assert articles.data.ctypes.data == column.buffers()[2].address


def write(folder: Path, kind: str, rows: list[dict]) -> Path:
    path = folder / f"articles{kind}"
    plain = kind.removesuffix(".gz")
    if plain == ".jsonl":
        raw = "".join(json.dumps(row) + "\n" for row in rows).encode()
    elif plain in (".csv", ".tsv"):
        import io

        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(rows[0]), delimiter="\t" if plain == ".tsv" else ",")
        writer.writeheader()
        writer.writerows(rows)
        raw = out.getvalue().encode()
    else:
        sink = pa.BufferOutputStream()
        pq.write_table(pa.Table.from_pylist(rows), sink)
        raw = sink.getvalue().to_pybytes()
    path.write_bytes(gzip.compress(raw) if kind.endswith(".gz") else raw)
    return path


@pytest.mark.parametrize("kind", [".jsonl", ".csv", ".tsv", ".parquet"])
@pytest.mark.parametrize("gz", ["", ".gz"])
def test_files(tmp_path: Path, kind: str, gz: str) -> None:
    rows = desk()
    path = write(tmp_path, kind + gz, rows)
    for given in (path, str(path), [path]):
        articles = read(given)
        assert texts_of(articles) == [row["text"] for row in rows]
        assert articles.ids.to_pylist() == [row["id"] for row in rows]
        assert articles.outlets == [row["outlet"] or "" for row in rows]
        assert articles.languages == ["en"] * len(rows)
        assert articles.hours[1] - articles.hours[0] == 7.5
        assert math.isnan(articles.hours[4])


def test_folder_of_texts(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_text("zwei", encoding="utf-8")
    (tmp_path / "one.txt").write_bytes(b"\xef\xbb\xbfeins")
    (tmp_path / "b" / "three.txt.gz").write_bytes(gzip.compress(b"drei"))
    (tmp_path / ".hidden.txt").write_text("not read", encoding="utf-8")
    (tmp_path / "notes.md").write_text("not read", encoding="utf-8")
    articles = read(tmp_path)
    assert articles.ids.to_pylist() == ["b/three.txt.gz", "b/two.txt", "one.txt"]
    assert texts_of(articles) == ["drei", "zwei", "eins"]
    assert read(tmp_path, id=False).ids is None


def test_ragged_and_mixed_columns_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"text": "one", "x": 1}\n\n{"y": {"deep": []}, "text": "two", "x": "word"}\n{"x": null, "text": "three"}',
        encoding="utf-8",
    )
    assert texts_of(read(path)) == ["one", "two", "three"]


def test_several_inputs_follow_one_another(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "x.txt").write_text("from a folder", encoding="utf-8")
    lines = write(tmp_path, ".jsonl", [{"id": "j", "text": "from a line"}])
    articles = read([lines, tmp_path / "f"])
    assert articles.ids.to_pylist() == ["j", "f/x.txt"]


def test_columns() -> None:
    rows = [{"body": "t", "key": 3, "paper": "P", "outlet": "O", "when": 3600}]
    articles = read(rows, text="body", id="key", outlet="paper", published="when")
    assert (articles.ids.to_pylist(), articles.outlets, articles.hours.tolist()) == ([3], ["P"], [1.0])
    ignored = read(rows, text="body", outlet=False)
    assert (ignored.ids, ignored.outlets) == (None, [""])
    assert np.isnan(ignored.hours).all()


@pytest.mark.parametrize(
    "value, hours",
    [
        ("1970-01-01", 0.0), ("1970-01-02T01:30:00Z", 25.5), ("19700102T013000+0130", 24.0),
        ("1970-01-01 00:00:36.5", 36.5 / 3600),
        ("1970-01-01T02:00-01:00", 3.0), (dt.datetime(1970, 1, 1, 5), 5.0), (dt.date(1970, 1, 3), 48.0),
        (dt.datetime(1970, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=2))), -2.0), (7200, 2.0),
        (np.float32(3600), 1.0),
        (np.datetime64("1970-01-01T06"), 6.0), (pd.Timestamp("1970-01-01T03:00", tz="UTC"), 3.0),
        ("1700000000", 1.7e9 / 3600),
        ("1960-01-01", -3653 * 24.0),
    ],
)
def test_times(value, hours: float) -> None:
    assert hours_since_1970(value) == pytest.approx(hours, abs=1e-9)


@pytest.mark.parametrize("value", [None, math.nan, "", "  ", pd.NaT, pd.NA, np.datetime64("NaT")])
def test_unknown_times(value) -> None:
    assert math.isnan(hours_since_1970(value))


@pytest.mark.parametrize(
    "value", ["yesterday", "7/23/17", "2026-13-01", "2026-02-30", 1.7e12, True, [1], "2026-01-01T25:00"]
)
def test_times_that_cannot_be_read(value) -> None:
    with pytest.raises(ValueError):
        hours_since_1970(value)


@pytest.mark.parametrize(
    "column",
    [
        pa.array([dt.datetime(2026, 3, 2, 8), None], pa.timestamp("ns")),
        pa.array([dt.datetime(2026, 3, 2, 8), None], pa.timestamp("s", tz="Asia/Tokyo")),
        pa.array(["2026-03-02T08:00", None]),
    ],
)
def test_columns_of_times(column: pa.Array) -> None:
    hours = read(pa.table({"text": ["a", "b"], "published": column})).hours
    assert hours[0] == hours_since_1970("2026-03-02T08:00")
    assert math.isnan(hours[1])


def test_times_come_out_as_they_went_in() -> None:
    from wirecopy.times import to_arrow

    given = [dt.datetime(2026, 3, 2, 8, 1, 2, 345678, dt.timezone.utc), dt.datetime(1911, 5, 6, tzinfo=dt.timezone.utc)]
    assert to_arrow(np.array([hours_since_1970(one) for one in given])).to_pylist() == given
