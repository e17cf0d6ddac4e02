"""The command line, run as a person would."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import wirecopy as wc
from python.wire_desk import BRIDGE, COMET, FIRE, desk
from wirecopy.cli import main

TABLES = ["articles", "bridges", "clusters", "furniture", "pairs", "stories"]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "desk.jsonl"
    path.parent.mkdir()
    path.write_text("".join(json.dumps(article) + "\n" for article in desk()), encoding="utf-8")
    return path


def test_find_prints_what_it_found(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", str(articles)]) == 0
    out, errors = capsys.readouterr()
    assert "6 articles" in out and "2 clusters of copies" in out and "origin b1: The old iron bridge" in out
    assert "Traceback" not in errors


@pytest.mark.parametrize("form", ["parquet", "jsonl", "csv"])
def test_find_writes_tables_and_page(articles: Path, tmp_path: Path, form: str, capsys) -> None:
    out, page = tmp_path / "out", tmp_path / "page.html"
    assert main(["find", str(articles), "-o", str(out), "--html", str(page), "--format", form, "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    assert {path.name for path in out.iterdir()} == {"funnel.json", *(f"{name}.{form}" for name in TABLES)}
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    pairs = wc.find_copies(articles).pairs
    path = out / f"pairs.{form}"
    if form == "parquet":
        assert pq.read_table(path).equals(pairs.to_arrow())
    elif form == "jsonl":
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert rows == pairs.to_pylist()
    else:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [(row["a"], row["b"], row["relation"]) for row in rows] == [("b1", "b2", "exact"), ("f1", "f2", "exact")]
        assert json.loads(rows[0]["reasons"])[0]["name"] == pairs.to_pylist()[0]["reasons"][0]["name"]
    assert {path.name for path in tmp_path.iterdir()} == {"in", "out", "page.html"}


def test_columns_and_window(tmp_path: Path, capsys) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["key", "body", "paper", "when"])
        writer.writerows([["x", FIRE, "P", "2026-03-01"], ["y", FIRE, "Q", "2026-03-03"]])
    named = ["find", str(path), "--text", "body", "--id", "key", "--outlet", "paper", "--published", "when"]
    assert main([*named, "--threads", "1"]) == 0
    assert "2 articles,    2 outlets, origin x" in capsys.readouterr().out
    assert main([*named, "--window", "24"]) == 0
    assert "0 pairs with a relation" in capsys.readouterr().out
    assert main(["find", str(path), "--text", "body", "--id", ""]) == 0
    assert "origin 0" in capsys.readouterr().out


def test_several_inputs(tmp_path: Path, capsys) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(FIRE, encoding="utf-8")
    assert main(["find", str(tmp_path / "one"), str(tmp_path / "two")]) == 0
    assert "origin one/a.txt" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments, words",
    [
        ([], "usage"),
        (["find"], "INPUT"),
        (["nonsense"], "nonsense"),
        (["find", "no such file"], "no such file or folder"),
        (["find", "{desk}", "--window", "nan"], "window must be at least 0"),
        (["find", "{desk}", "--cluster", "7"], "cluster must be between 0 and 1"),
        (["find", "{desk}", "--threads", "0"], "threads must be at least 1"),
        (["find", "{desk}", "--format", "xml"], "xml"),
        (["find", "{desk}", "--text", "body"], "The columns are: 'id', 'outlet'"),
        (["find", "{desk}", "-o", "{in}"], "not empty"),
        (["find", "{desk}", "-o", "{desk}"], "-o names a folder"),
        (["find", "{desk}", "-o", "{in}/no/such"], "no such folder"),
        (["find", "{desk}", "--html", "{desk}"], "--force"),
        (["find", "{desk}", "--html", "{desk}", "--force"], "is an input"),
        (["find", "{desk}", "--html", "{in}"], "a file in a folder"),
        (["compare", "{desk}", "no such file"], "No such file"),
        (["clean", "no such file"], "No such file"),
        (["config"], "--cmake"),
    ],
)
def test_wrong_usage(articles: Path, arguments: list[str], words: str, capsys) -> None:
    filled = [part.replace("{desk}", str(articles)).replace("{in}", str(articles.parent)) for part in arguments]
    before = articles.read_bytes()
    assert main(filled) == 2
    out, errors = capsys.readouterr()
    assert words in errors
    assert out == "" and "Traceback" not in errors
    assert articles.read_bytes() == before


def test_nothing_usable(tmp_path: Path, capsys) -> None:
    path = tmp_path / "a.jsonl"
    for lines in ("", '{"text": ""}\n{"text": "No news"}\n'):
        path.write_text(lines, encoding="utf-8")
        assert main(["find", str(path), "-o", str(tmp_path / "out")]) == 1
        assert "nothing usable" in capsys.readouterr().err
        assert not (tmp_path / "out").exists()


def test_force_writes_into_a_folder_and_leaves_the_rest(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert main(["find", str(articles), "-o", str(out), "-q"]) == 0
    (out / "mine.txt").write_text("kept", encoding="utf-8")
    assert main(["find", str(articles), "-o", str(out), "-q"]) == 2
    assert main(["find", str(articles), "-o", str(out), "-q", "--force"]) == 0
    assert (out / "mine.txt").read_text(encoding="utf-8") == "kept"
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".tmp")]


def test_input_is_not_written_over(tmp_path: Path, capsys) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in desk()), encoding="utf-8")
    assert main(["find", str(path), "-o", str(tmp_path), "--format", "jsonl", "--force"]) == 2
    assert "is an input" in capsys.readouterr().err
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[0])["id"] == "b1"


def test_csv_cells_are_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    ids = ["=1+1", "+x", "-x", "@x", "\tx", "\rx", "plain"]
    path.write_text("".join(json.dumps({"id": i, "text": FIRE}) + "\n" for i in ids), encoding="utf-8")
    assert main(["find", str(path), "-o", str(tmp_path / "out"), "--format", "csv", "-q"]) == 0
    with (tmp_path / "out" / "articles.csv").open(encoding="utf-8", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["'" + i for i in ids[:-1]] + ["plain"]


def test_terminal_escapes_are_stripped(tmp_path: Path, capsys) -> None:
    path = tmp_path / "a.jsonl"
    bad = "\x1b]0;owned\x07\x1b[31mred\u202e\x9b2J"
    rows = [{"id": f"{bad}{n}", "text": bad + FIRE} for n in (1, 2)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main(["find", str(path)]) == 0
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(bad + FIRE, encoding="utf-8")
    assert main(["compare", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]) == 0
    assert main(["clean", str(tmp_path / "a.txt")]) == 0
    assert main(["clean", str(tmp_path / "a.txt"), "--body"]) == 0
    assert main(["find", str(path), "--text", "\x1b[31m"]) == 2
    out, errors = capsys.readouterr()
    assert "red" in out and "A fire that began" in out
    assert not set(out + errors) & set("\x1b\x07\x9b\u202e")


def test_compare(tmp_path: Path, capsys) -> None:
    a, b, page = tmp_path / "a.txt", tmp_path / "b.text", tmp_path / "pair.html"
    a.write_text(BRIDGE, encoding="utf-8")
    b.write_text("Bridge shut\n\nBy Oona Field\n\n" + BRIDGE, encoding="utf-8")
    assert main(["compare", str(a), str(b), "--html", str(page)]) == 0
    assert "exact (the same body)" in capsys.readouterr().out
    assert "<mark" in page.read_text(encoding="utf-8")
    assert main(["compare", str(a), str(b), "--html", str(page)]) == 2
    capsys.readouterr()
    assert main(["compare", str(a), str(b), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["relation"] == "exact" and data["evidence"]["hours"] is None
    passage = data["passages"][0]
    assert b.read_text(encoding="utf-8")[passage["b_start"] : passage["b_end"]].startswith("The old iron bridge")


def test_clean(tmp_path: Path, capsys) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bridge shut until spring\n\nBy Oona Field\n\n" + BRIDGE, encoding="utf-8")
    assert main(["clean", str(path)]) == 0
    assert "byline      By Oona Field" in capsys.readouterr().out
    assert main(["clean", str(path), "--body"]) == 0
    assert "Oona" not in capsys.readouterr().out
    assert main(["clean", str(path), "--json"]) == 0
    spans = json.loads(capsys.readouterr().out)["spans"]
    assert [span["label"] for span in spans][:2] == ["headline", "byline"]
    assert main(["clean", str(path), "--html"]) == 0
    assert "By Oona Field" in capsys.readouterr().out


def run(*arguments: str, **given) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "wirecopy.cli", *arguments], capture_output=True, timeout=120, **given)


def test_clean_of_standard_input() -> None:
    done = run("clean", "-", "--body", input=COMET.encode())
    assert done.returncode == 0 and done.stdout.decode().split() == COMET.split()
    done = run("clean", "-", input=b"bad \xff")
    assert done.returncode == 2 and b"byte 4" in done.stderr


def test_version_and_config(capsys) -> None:
    assert main(["--version"]) == main(["config", "--version"]) == 0
    assert capsys.readouterr().out.split() == [wc.__version__] * 2


def test_a_terminal_of_another_encoding(articles: Path) -> None:
    done = run("find", str(articles), env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0 and b"clusters of copies" in done.stdout


def test_progress_is_lines_where_there_is_no_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    words = BRIDGE.split()
    with path.open("w", encoding="utf-8") as file:
        for n in range(30_000):
            file.write(json.dumps({"text": " ".join(words[n % 50 :]) + f" {n} " + " ".join(words[: n % 50])}) + "\n")
    run_ = subprocess.Popen(
        [sys.executable, "-m", "wirecopy.cli", "find", str(path), "-o", str(tmp_path / "out")],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE,
    )
    assert run_.stderr is not None
    first = run_.stderr.readline()
    assert first.startswith(b"wirecopy: ") and first.rstrip().endswith(b"%")
    if os.name != "nt":
        time.sleep(0.2)
        run_.send_signal(signal.SIGINT)
        _, errors = run_.communicate(timeout=60)
        assert run_.returncode == 130
        assert errors.endswith(b"wirecopy: stopped\n") and b"Traceback" not in errors
        assert {entry.name for entry in tmp_path.iterdir()} == {"a.jsonl"}
    else:
        run_.kill()
        run_.communicate()
