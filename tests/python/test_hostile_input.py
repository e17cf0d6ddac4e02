"""Input made to hurt: the result is right, and it comes. What may hang or take all memory runs in its own process."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import wirecopy as wc
from python.wire_desk import BRIDGE, COMET, FIRE

PATIENCE = 300  # seconds; far more than any of these takes


def alone(code: str) -> dict:
    """Runs `code` in a process of its own. It fills the dict `out`, which comes back."""
    script = "import json\nimport wirecopy as wc\nout = {}\n" + textwrap.dedent(code) + "\nprint(json.dumps(out))\n"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=PATIENCE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def command(*arguments: str | Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "wirecopy.cli", *map(str, arguments)], capture_output=True, timeout=PATIENCE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


# Size.


def test_a_hundred_megabytes_of_spaces() -> None:
    out = alone(
        """
        text = " " * 100_000_000
        copies = wc.find_copies([text, "x" + text, "short"], progress=False)
        out["labels"] = copies.labels_.tolist()
        out["notes"] = copies.articles.to_arrow()["note"].to_pylist()
        out["spans"] = len(wc.clean(text).spans)
        """
    )
    assert out == {"labels": [0, 1, 2], "notes": ["empty", "too_short", "too_short"], "spans": 0}


def test_twenty_megabytes_without_a_space() -> None:
    """UAX #29 makes one word of it, however long, and a body of one word matches nothing."""
    out = alone(
        """
        import random
        text = "".join(random.Random(5).choices("etaoinshrdlucmfwygp", k=20_000_000))
        copies = wc.find_copies([text, text, "q" + text[:30]], progress=False, clean=False)
        out["notes"] = copies.articles.to_arrow()["note"].to_pylist()
        out["tokens"] = copies.articles.to_arrow()["tokens"].to_pylist()
        out["spans"] = [list(span) for span in wc.clean(text).spans]
        """
    )
    assert out["notes"] == ["too_short"] * 3 and out["tokens"] == [1, 1, 1]
    assert [out["spans"][0][0], out["spans"][-1][1]] == [0, 20_000_000]


def test_two_million_combining_marks() -> None:
    out = alone(
        """
        text = "e" + "\\u0301\\u0316" * 1_000_000
        copies = wc.find_copies([text + " one two", text + " one two", text], progress=False)
        out["labels"] = copies.labels_.tolist()
        out["relations"] = copies.pairs.to_arrow()["relation"].to_pylist()
        tokens = wc.tokenize(text)
        out["tokens"] = [[token.start, token.end] for token in tokens]
        out["passages"] = len(wc.align(text, text))
        """
    )
    assert out == {"labels": [0, 0, 1], "relations": ["exact"], "tokens": [[0, 2_000_001]], "passages": 0}


def test_a_line_of_a_million_of_one_letter() -> None:
    out = alone(
        """
        text = "a" * 1_000_000
        out["passages"] = [list(passage) for passage in wc.align(text, text)]
        out["labels"] = wc.find_copies([text + " b c", text + " b c"], progress=False).labels_.tolist()
        spans = wc.clean(text).spans
        out["held"] = [spans[0].start, spans[-1].end]
        """
    )
    assert out == {"passages": [[0, 1_000_000, 0, 1_000_000, 1.0]], "labels": [0, 0], "held": [0, 1_000_000]}


def test_one_word_two_hundred_thousand_times() -> None:
    out = alone(
        f"""
        text = "bridge " * 200_000
        copies = wc.find_copies([text, text, text[:-7], {FIRE!r}], progress=False, clean=False)
        out["labels"] = copies.labels_.tolist()
        out["relations"] = copies.relations()
        out["tokens"] = copies.articles.to_arrow()["tokens"].to_pylist()
        out["tiled"] = sum(span.end - span.start for span in wc.clean(text).spans)
        """
    )
    assert out["labels"][:2] == [0, 0] and out["labels"][3] not in out["labels"][:3]
    assert out["relations"]["exact"] == 1
    assert out["tokens"][:3] == [200_000, 200_000, 199_999]
    assert out["tiled"] >= 200_000 * 6


def test_ten_thousand_identical_articles() -> None:
    copies = wc.find_copies([FIRE] * 10_000 + [COMET], progress=False)
    assert copies.labels_.tolist() == [0] * 10_000 + [1]
    (cluster,) = copies.clusters.to_pylist()
    assert cluster["size"] == 10_000
    # A row for every pair would be fifty million: the first of the body stands for the others, and the funnel says so.
    assert len(copies.pairs) == 9_999
    assert dict(copies.funnel)["pairs left to the first article of their body"] == 10_000 * 9_999 // 2 - 9_999


def test_two_thousand_articles_of_one_word() -> None:
    copies = wc.find_copies([f"word{n % 50}" for n in range(2_000)], progress=False)
    assert copies.labels_.tolist() == list(range(2_000))
    assert len(copies.pairs) == len(copies.clusters) == 0
    assert dict(copies.funnel)["articles too_short"] == 2_000


# Characters.

WRAPPED = {
    "NUL": "\0{}\0\0",
    "byte order mark": "\ufeff{}",
    "bidi controls": "\u202e{}\u202c\u2066\u2069\u200f",
    "emoji": "\U0001f469\u200d\U0001f467\u200d\U0001f466 {} \U0001f3f4\U000e0067\U000e0062\U000e007f\U0001f1eb",
    "variation selectors": "\ufe0f{}\ufe0f\U000e0100",
    "controls": "\x01\x02{}\x7f\x85\x9f",
    "private use and noncharacters": "\ue000{}\ufffe\uffff\U0010ffff",
    "marks without a base": "\u0301\u0301 {} \u20dd",
    "unassigned": "\u0378{}\U000e0fff",
}


@pytest.mark.parametrize("frame", WRAPPED.values(), ids=WRAPPED)
def test_characters_round_a_copy(frame: str) -> None:
    text = frame.format(FIRE)
    copies = wc.find_copies([FIRE, text, COMET], progress=False)
    assert copies.labels_.tolist() == [0, 0, 1]
    assert copies.pairs.to_arrow()["relation"].to_pylist()[0] in ("exact", "reprint")
    found = wc.align(FIRE, text)
    assert [letters(text[p.b_start : p.b_end]) for p in found] == [letters(FIRE)]
    for token in [*wc.tokenize(text), *wc.sentences(text)]:
        assert text[token.start : token.end] == token.text
    last = 0
    for span in wc.clean(text).spans:
        assert not text[last : span.start].strip()
        last = span.end
    page = copies.explain(0, 1)._repr_html_()
    assert "\0" not in page and "\u202e" not in page


@pytest.mark.parametrize("between", ["\0", "\u200b", "\u00ad", "\ufeff", "\u2060"])
def test_characters_inside_words(between: str) -> None:
    """What cannot be seen does not hide a copy from the aligner."""
    text = between.join(BRIDGE)
    (passage,) = wc.align(BRIDGE, text)
    assert passage.identity == 1
    assert letters(text[passage.b_start : passage.b_end]) == letters(BRIDGE)


def test_lone_surrogates_name_article_and_place() -> None:
    with pytest.raises(wc.TextError, match="article 1.*code point 6") as caught:
        wc.find_copies([BRIDGE, "broken\ud800 text", "\udfff"])
    assert (caught.value.article, caught.value.offset) == (1, 6)
    with pytest.raises(wc.TextError, match="'second'") as caught:
        wc.find_copies([{"id": "first", "text": ""}, {"id": "second", "text": b"\xed\xa0\x80"}])
    assert (caught.value.article, caught.value.offset, caught.value.row) == ("second", 0, 1)


# Numbers, shapes.


@pytest.mark.parametrize("name", ["cluster", "story", "reprint", "excerpt", "window"])
def test_thresholds_that_are_no_number(name: str) -> None:
    for value in (math.nan, np.float32("nan"), -math.inf):
        with pytest.raises(ValueError, match=name):
            wc.find_copies([FIRE, FIRE], **{name: value})


def test_other_thresholds_that_are_no_number() -> None:
    rows = np.eye(2)
    for call in (
        lambda: wc.similarity_join(rows, threshold=math.nan),
        lambda: wc.shingle_join([FIRE, FIRE], min_containment=math.nan),
        lambda: wc.cluster_pairs(2, [0], [1], [math.nan]),
        lambda: wc.similarity_join(rows * math.nan, threshold=0.5),
    ):
        with pytest.raises(ValueError):
            call()


def test_no_article_and_one_article() -> None:
    none = wc.find_copies([], progress=False)
    assert none.labels_.tolist() == none.story_labels_.tolist() == []
    assert all(len(table) == 0 for table in (none.articles, none.pairs, none.clusters, none.stories, none.furniture))
    one = wc.find_copies([FIRE], progress=False)
    assert one.labels_.tolist() == one.story_labels_.tolist() == [0]
    assert (len(one.articles), len(one.pairs), len(one.clusters), len(one.stories)) == (1, 0, 0, 0)
    with pytest.raises(ValueError):
        one.explain(0, 0)


# Files, on the command line.


def test_an_output_folder_that_exists(tmp_path: Path) -> None:
    articles, out = tmp_path / "a.jsonl", tmp_path / "out"
    articles.write_text("".join(json.dumps({"text": text}) + "\n" for text in (FIRE, FIRE)), encoding="utf-8")
    out.mkdir()
    (out / "mine.txt").write_text("kept", encoding="utf-8")
    done = command("find", articles, "-o", out)
    assert done.returncode == 2 and "exists and is not empty" in done.stderr and str(out) in done.stderr
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "name, raw, words",
    [
        ("folder/notes.md", b"nothing for us", "no .txt in this folder"),
        ("a.txt", b"caf\xe9 was not UTF-8", "byte 3 (0xe9) is not UTF-8"),
        ("a.csv", b"id,body\n1,text\n", "The columns are: 'id', 'body'"),
        ("a.jsonl", b'{"text": "ok"}\n\x00\x00\x00\n', "line 2: not JSON"),
        ("a.jsonl", b'{"text": ' + b"[" * 1_000_000 + b"\n", "line 1: not JSON"),
        ("a.parquet", b"PAR1" + b"\xff" * 100 + b"PAR1", "not a Parquet file"),
        ("a.txt.gz", b"\x1f\x8b\x08\x00" + b"\x00" * 20, "gzip"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, name: str, raw: bytes, words: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(raw)
    given = path.parent if name.startswith("folder") else path
    done = command("find", given, "-o", tmp_path / "out")
    assert done.returncode == 2, done.stderr
    assert words in done.stderr and str(given) in done.stderr
    assert done.stdout == "" and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_names_that_are_hostile(tmp_path: Path) -> None:
    """Names of files are shown, never obeyed."""
    names = ["-o.txt", "a\x1b[31m.txt", "$(touch owned).txt", "<script>alert(1)</script>.txt".replace("/", "\u2215")]
    for name in names:
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(FIRE, encoding="utf-8")
    page = tmp_path / "page.html"
    done = command("find", tmp_path / "in", "--html", page)
    assert done.returncode == 0 and "\x1b" not in done.stdout
    shown = page.read_text(encoding="utf-8")
    assert "<script>alert(1)" not in shown and "\x1b" not in shown
    assert not list(tmp_path.rglob("owned"))


def test_a_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIRE, encoding="utf-8")
    try:
        (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("this file system has no links")
    done = command("find", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 articles" in done.stdout
