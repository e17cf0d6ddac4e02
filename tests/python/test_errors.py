"""Bad input: each error names the article and the offset, and says what to do."""

from __future__ import annotations

import gzip
import math
import pickle
import sys
import threading
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import wirecopy as wc

# Arrow itself does not look whether a string is UTF-8.
ILL_FORMED = pa.Array.from_buffers(
    pa.string(), 1, [None, pa.py_buffer(np.array([0, 2], "i4")), pa.py_buffer(b"a\xff")]
)

@pytest.mark.parametrize(
    "articles, article, offset, words",
    [
        (["good", "b\udc00d"], 1, 1, "code point 1"),
        (["good", b"bad \xff here"], 1, 4, "byte 4"),
        ([b"\xed\xa0\x80"], 0, 0, "not UTF-8"),
        (["good", None], 1, 0, "missing"),
        ([math.nan], 0, 0, "missing"),
        ([{"id": "x", "text": None}], "x", 0, "missing"),
        ([{"id": 5, "text": "a\ud800"}], 5, 1, "code point 1"),
        (pd.DataFrame({"id": ["p", "q"], "text": ["a", None]}), "q", 0, "missing"),
        (pd.DataFrame({"text": ["a", math.nan]}, dtype=object), 1, 0, "missing"),
        (pd.DataFrame({"id": ["p", "q"], "text": pd.Series(["a", "b\udc00"], dtype=object)}), "q", 1, "surrogate"),
        (pl.DataFrame({"id": ["p", "q"], "text": ["a", None]}), "q", 0, "missing"),
        (pa.array(["a", None, "b"]), 1, 0, "missing"),
        (pa.chunked_array([["a"], ["b", None]]), 2, 0, "missing"),
        (pa.table({"id": ["u", "v"], "text": pa.array([b"ok", b"n\xc3("])}), "v", 1, "byte 1"),
        (ILL_FORMED, 0, 1, "byte 1"),
    ],
)
def test_texts_that_cannot_be_used(articles, article, offset: int, words: str) -> None:
    with pytest.raises(wc.TextError) as caught:
        wc.find_copies(articles)
    assert (caught.value.article, caught.value.offset) == (article, offset)
    assert words in str(caught.value)
    assert repr(article) in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_text_error_survives_pickling() -> None:
    error = wc.TextError("x", 3, "what", 7)
    again = pickle.loads(pickle.dumps(error))
    assert (again.article, again.offset, again.row, str(again)) == ("x", 3, 7, "what")


@pytest.mark.parametrize(
    "articles, kind, words",
    [
        ("no such file", ValueError, "neither a file nor a folder"),
        ("x" * 100_000, ValueError, "neither a file nor a folder"),
        ("a\0b", ValueError, "neither a file nor a folder"),
        (Path("no such file"), FileNotFoundError, "no such file"),
        (b"text", TypeError, "list"),
        ({"text": "one"}, TypeError, "list"),
        ({"a", "b"}, TypeError, "set"),
        (None, TypeError, "NoneType"),
        (5, TypeError, "int"),
        ([5], TypeError, "article 0: the text must be str or bytes, not int"),
        (np.array([["a"]]), TypeError, "one dimension"),
        (pa.array([1, 2]), TypeError, "int64"),
        (pd.DataFrame({"body": ["a"]}), ValueError, "The columns are: 'body'"),
        (pl.DataFrame({"body": ["a"]}), ValueError, "The columns are: 'body'"),
        (pa.table({"body": ["a"]}), ValueError, "The columns are: 'body'"),
        ([{"body": "a"}], ValueError, "'body'"),
        ([{"id": 1, "text": "a"}, {"id": 1, "text": "b"}], ValueError, "articles 0 and 1 have the same id 1"),
        ([{"id": "x", "text": "a"}, {"text": "b"}], ValueError, "article 1 has no id"),
        ([{"id": "x", "text": "a"}, {"id": 2, "text": "b"}], TypeError, "article 1"),
        ([{"id": 1.5, "text": "a"}], TypeError, "float"),
        (pd.DataFrame({"id": [1, None], "text": ["a", "b"]}), (ValueError, TypeError), "id"),
        (pl.DataFrame({"id": ["k", "k"], "text": ["a", "b"]}), ValueError, "same id 'k'"),
        ([{"id": "x", "text": "a", "published": "soon"}], ValueError, "article 'x' (row 0): published: 'soon'"),
        ([{"text": "a", "outlet": 1.5}], TypeError, "article 0: outlet"),
        ([{"text": "a", "outlet": "\ud800"}], ValueError, "outlet holds a lone surrogate"),
        (pd.concat([pd.DataFrame({"text": ["a"]})] * 2, axis=1), ValueError, "more than one column"),
    ],
)
def test_wrong_input(articles, kind, words: str) -> None:
    with pytest.raises(kind) as caught:
        wc.find_copies(articles)
    assert words in str(caught.value)


def test_a_named_column_must_be_there() -> None:
    columns = {"text": ["a"], "x": [1]}
    for articles in ([{"text": "a", "x": 1}], pd.DataFrame(columns), pl.DataFrame(columns), pa.table(columns)):
        with pytest.raises(ValueError, match=r"no column 'paper' for outlet. The columns are: 'text', 'x'"):
            wc.find_copies(articles, outlet="paper")
    with pytest.raises(ValueError, match="no column 'paper'"):
        wc.find_copies(["plain"], outlet="paper")


@pytest.mark.parametrize(
    "options, kind",
    [
        ({"window": math.nan}, ValueError), ({"window": -1}, ValueError), ({"cluster": 1.5}, ValueError),
        ({"story": -0.1}, ValueError), ({"reprint": math.nan}, ValueError), ({"excerpt": math.inf}, ValueError),
        ({"excerpt": "0.4"}, TypeError), ({"max_pairs": 0}, ValueError), ({"max_pairs": 1.5}, TypeError),
        ({"threads": 0}, ValueError), ({"threads": True}, TypeError), ({"clean": 1}, TypeError),
        ({"text": 5}, TypeError), ({"id": True}, TypeError), ({"progress": "yes"}, TypeError),
        ({"no_such_option": 1}, TypeError),
    ],
)
def test_options_out_of_range(options: dict, kind: type[Exception]) -> None:
    with pytest.raises(kind) as caught:
        wc.find_copies(["a"], **options)
    assert next(iter(options)) in str(caught.value)


@pytest.mark.parametrize(
    "name, raw, words",
    [
        ("a.jsonl", b'{"text": "ok"}\n{"text": }\n', "line 2: not JSON"),
        ("a.jsonl", b'["list"]\n', "line 1: list"),
        ("a.jsonl", b'{"id": 1}\n', "The columns are: 'id'"),
        ("a.jsonl", b'{"text": null}\n', "line 1: the text is missing"),
        ("a.jsonl", b'{"text": "a\\ud800"}\n', "line 1: lone surrogate"),
        ("a.jsonl", b'{"text": "ok"}\n{"text": "\xff"}\n', "line 2: byte 10 of the line (0xff) is not UTF-8"),
        ("a.jsonl", b"[" * 100_000, "line 1: not JSON"),
        ("a.jsonl", '{"text": "a"}'.encode("utf-16"), "UTF-16"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"id,body\n1,x\n", "The columns are: 'id', 'body'"),
        ("a.csv", b"id;text\n1;x\n", "separated by ','"),
        ("a.csv", b"id,text\n1,x,y\n", "line 2: 3 fields"),
        ("a.csv", b'id,text\n1,"never closed\n', "not CSV"),
        ("a.csv", b"id,text\n1,caf\xe9\n", "line 2: byte 5 of the line (0xe9) is not UTF-8"),
        ("a.txt", b"caf\xe9", "byte 3 (0xe9) is not UTF-8"),
        ("a.txt", "text".encode("utf-16"), "UTF-16"),
        ("a.txt.gz", b"not gzip", "gzip"),
        ("a.txt.gz", gzip.compress(b"cut off" * 100)[:-9], "gzip"),
        ("a.parquet", b"PAR1 nothing", "Parquet"),
        ("a.docx", b"", "Taken are .txt"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, raw: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(ValueError) as caught:
        wc.find_copies(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_folder_without_articles(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "x"}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"no \.txt in this folder.*It holds \.jsonl"):
        wc.find_copies(tmp_path)


def test_parquet_with_bad_text_names_the_row(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"id": ["u", "v"], "text": [b"ok", b"n\xff"]}), tmp_path / "a.parquet")
    with pytest.raises(wc.TextError, match="byte 1 is not UTF-8") as caught:
        wc.find_copies(tmp_path / "a.parquet")
    assert (caught.value.article, caught.value.offset, caught.value.row) == ("v", 1, 1)


@pytest.mark.parametrize("call", [wc.clean, wc.tokenize, wc.sentences, wc.word_boundaries, lambda t: wc.align("a", t)])
def test_single_texts(call) -> None:
    with pytest.raises(wc.TextError):
        call("a\udfff")
    with pytest.raises(wc.TextError):
        call(b"\xff")
    with pytest.raises(wc.TextError):
        call(None)
    with pytest.raises(TypeError):
        call(5)


def test_what_a_vectorizer_cannot_count_is_named() -> None:
    """Also where most are str: nothing of a list is counted before all of it is known to be text."""
    with pytest.raises(TypeError, match="article 2: a text must be str or bytes, not int"):
        wc.CountVectorizer().fit(["a bridge", "closed", 5])
    with pytest.raises(TypeError, match="article 1: strip_accents must give str, not NoneType"):
        wc.CountVectorizer(strip_accents=lambda text: None if "closed" in text else text).fit(["a bridge", "closed"])
    mixed = wc.CountVectorizer().fit_transform(["a bridge", b"bridge closed", "closed"])
    assert mixed.toarray().tolist() == [[1, 0], [1, 1], [0, 1]]


def test_texts_are_held_while_they_are_counted() -> None:
    """A list that is emptied meanwhile changes nothing, and no text is held for longer."""
    texts = [f"bridge {k} closed " * 200 for k in range(5000)]
    truth = wc.CountVectorizer().fit_transform(texts)
    references = [sys.getrefcount(text) for text in texts]
    given = [text + "." for text in texts]
    free, over = sys.getrefcount(given[0]), threading.Event()

    def empty_once_held() -> None:
        while not over.is_set():
            if sys.getrefcount(given[0]) > free:
                given.clear()
                return

    other = threading.Thread(target=empty_once_held)
    other.start()
    found = wc.CountVectorizer(threads=2).fit_transform(given)
    over.set()
    other.join()
    assert not given
    assert (found != truth).nnz == 0
    assert [sys.getrefcount(text) for text in texts] == references
