"""Whatever the texts are: input keeps them, spans slice them, output is safe."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import html
import io
import json
import math
import re

import numpy as np
import polars as pl
import pyarrow as pa
import wirecopy as wc
from hypothesis import given, settings
from hypothesis import strategies as st
from wirecopy.articles import Columns
from wirecopy.output import csv_cell
from wirecopy.report.marked import escape, marked
from wirecopy.text import read_articles
from wirecopy.times import hours_since_1970, to_arrow
from wirecopy.words import plain

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
TEXTS = st.lists(TEXT, max_size=12)
NEWS = st.lists(
    st.sampled_from(
        ["By Oona Field", "LONDON (Reuters) - ", "The bridge is shut.", "\n", "\n\n", " ", "Read more", "\U0001f600",
         "é", "橋は閉鎖", "สะพานปิด", "الجسر مغلق.", "4.7 million", "\"Yes,\" she said.", "(c) All rights reserved"]
    ),
    max_size=25,
).map(" ".join)


def texts_of(value) -> list[str]:
    articles = read_articles(value, Columns())
    return [articles.text(row) for row in range(len(articles))]


@given(TEXTS)
def test_every_form_keeps_the_texts(texts: list[str]) -> None:
    assert texts_of(texts) == texts
    assert texts_of([text.encode() for text in texts]) == texts
    assert texts_of([{"text": text} for text in texts] or [""]) == (texts or [""])
    assert texts_of(pa.table({"text": pa.array(texts, pa.string())})) == texts
    assert texts_of(pa.table({"text": pa.array(texts, pa.large_string())}).slice(1)) == texts[1:]
    assert texts_of(pl.DataFrame({"text": texts}, schema={"text": pl.String})) == texts


@given(TEXTS.filter(bool))
def test_files_keep_the_texts(tmp_path_factory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("files")
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(lines.encode(), 1))
    assert texts_of(folder / "a.jsonl.gz") == texts
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["text"])
    writer.writerows([text.replace("\0", "")] for text in texts)
    (folder / "a.csv").write_bytes(out.getvalue().encode())
    assert texts_of(folder / "a.csv") == [text.replace("\0", "") for text in texts]


@given(st.binary(max_size=60))
def test_bytes_are_read_as_python_reads_them(raw: bytes) -> None:
    try:
        want = raw.decode()
    except UnicodeDecodeError as error:
        for form in ([b"first", raw], pa.array([b"first", raw])):
            try:
                read_articles(form, Columns())
            except wc.TextError as caught:
                assert (caught.article, caught.offset) == (1, error.start)
            else:
                raise AssertionError("ill-formed bytes were taken") from None
    else:
        assert texts_of([raw]) == texts_of(pa.array([raw])) == [want]


@given(st.one_of(TEXT, NEWS))
def test_tokens_and_sentences_slice_the_text(text: str) -> None:
    for tokens in (wc.tokenize(text), wc.sentences(text)):
        last = 0
        for token in tokens:
            assert last <= token.start < token.end
            assert text[token.start : token.end] == token.text
            last = token.end
    boundaries = wc.word_boundaries(text).tolist()
    assert boundaries == sorted(set(boundaries))
    assert not text or (boundaries[0], boundaries[-1]) == (0, len(text))


@given(st.one_of(TEXT, NEWS))
def test_cleaned_spans_tile_the_text(text: str) -> None:
    cleaned = wc.clean(text)
    last = 0
    for span in cleaned.spans:
        assert last <= span.start < span.end <= len(text)
        assert not text[last : span.start].strip()
        last = span.end
    assert not text[last:].strip()


@given(NEWS, NEWS)
def test_passages_lie_inside_both_texts(a: str, b: str) -> None:
    taken: list[tuple[int, int]] = []
    for p in wc.align(a, b):
        assert 0 <= p.a_start < p.a_end <= len(a)
        assert 0 <= p.b_start < p.b_end <= len(b)
        assert 0 < p.identity <= 1
        taken.append((p.b_start, p.b_end))
    taken.sort()
    assert all(first[1] <= second[0] for first, second in zip(taken, taken[1:], strict=False))


@settings(max_examples=30)
@given(st.lists(NEWS, max_size=6))
def test_results_are_whole(texts: list[str]) -> None:
    copies = wc.find_copies(texts, progress=False)
    assert len(copies.labels_) == len(copies.story_labels_) == len(copies.articles) == len(texts)
    sizes = np.bincount(copies.labels_) if texts else np.zeros(0, int)
    assert sorted(row["size"] for row in copies.clusters.to_pylist()) == sorted(sizes[sizes > 1].tolist())
    for row in copies.pairs.to_pylist():
        assert row["a"] < row["b"]
        for name in ("similarity", "resemblance", "aligned_a", "aligned_b"):
            assert row[name] is None or 0 <= row[name] <= 1 + 1e-9
        explanation = copies.explain(row["a"], row["b"])
        assert (explanation.relation, explanation.direction) == (row["relation"], row["direction"])


@given(TEXT, st.data())
def test_marked_text_is_the_text(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    ranges = [tuple(sorted(data.draw(st.tuples(place, place)))) + (n,) for n in range(data.draw(st.integers(0, 4)))]
    out = marked(text, wc.clean(text).spans, ranges)
    inside = re.sub(r"<[^>]*>", "", out)
    # A line break of two characters may be cut in two by a mark.
    assert html.unescape(inside).replace("\n", "") == html.unescape(escape(text)).replace("\n", "")
    assert html.unescape(escape(text)).count("<") == text.count("<")


@given(st.text())
def test_escape_and_plain_leave_nothing_that_acts(text: str) -> None:
    controls = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    assert not re.search(f"[<>\"'{controls}]", escape(text))
    assert not re.search(f"[{controls}]", plain(text))
    cell = csv_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell in (text, "'" + text)


@given(st.datetimes(timezones=st.timezones() | st.none()))
def test_times_go_in_and_come_out(value) -> None:
    try:
        utc = (value if value.tzinfo else value.replace(tzinfo=dt.timezone.utc)).astimezone(dt.timezone.utc)
    except OverflowError:
        return
    hours = hours_since_1970(value)
    assert math.isclose(hours, hours_since_1970(utc.isoformat()), abs_tol=1e-8)
    (again,) = to_arrow(np.array([hours])).to_pylist()
    # From 1850 to 2089 a double of hours tells microseconds apart; further off its own steps are coarser.
    coarse = 0 if abs(hours) < 2**20 else 1 + math.ceil(3.6e9 * math.ulp(hours))
    assert abs(again - utc) <= dt.timedelta(microseconds=coarse)
