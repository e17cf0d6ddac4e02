"""wirecopy evaluate, reprints and threshold, run as a person would."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import wirecopy as wc
from wirecopy import sample
from wirecopy.cli import main


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.jsonl"
    cluster = {name: at for at, names in enumerate(sample.truth()["clusters"]) for name in names}
    rows = [{**article, "true": cluster.get(article["id"], article["id"])} for article in sample.load()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_evaluate_what_is_found(labelled: Path, capsys) -> None:
    assert main(["evaluate", str(labelled), "--truth", "true", "--json", "--rounds", "50"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["adjusted_rand"] == {"value": 1.0, "low": 1.0, "high": 1.0} and found["articles"] == 67
    assert main(["evaluate", str(labelled), "--truth", "true", "--cluster", ".9"]) == 0
    assert "bootstrap rounds over clusters" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "parquet", "csv.gz"])
def test_evaluate_a_column(tmp_path: Path, form: str, capsys) -> None:
    path, found, true = tmp_path / f"labels.{form}", ["a", "a", "b", "b", "c"], ["1", "1", "1", "2", ""]
    rows = list(zip(found, true, strict=True))
    if form == "parquet":
        pq.write_table(pa.table({"found": found, "true": [x or None for x in true]}), path)
    elif form == "jsonl":
        path.write_text("".join(json.dumps({"found": a, "true": b or None}) + "\n" for a, b in rows))
    else:
        mark = "\t" if form == "tsv" else ","
        text = "".join(f"{mark.join(row)}\n" for row in [("found", "true"), *rows])
        path.write_bytes(gzip.compress(text.encode()) if form.endswith("gz") else text.encode())
    assert main(["evaluate", str(path), "--truth", "true", "--labels", "found", "--json", "--resample", "articles"]) == 0
    got = json.loads(capsys.readouterr().out)
    want = wc.evaluate(found, [x or None for x in true], resample="articles")
    assert got["bcubed_f1"] == want.bcubed_f1._asdict() and got["articles"] == 4


def test_reprints_and_then_evaluate(labelled: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "made.jsonl"
    command = ["reprints", str(labelled), "-o", str(out), "--copies", "2", "--seed", "1", "--changes", "cut,headline"]
    assert main(command) == 0
    assert "of them reprints" in capsys.readouterr().out
    want = wc.make_reprints(labelled, copies=2, seed=1, changes=["cut", "headline"])
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["text"] for row in rows] == want.to_arrow()["text"].to_pylist()
    assert main(command) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["evaluate", str(out), "--truth", "cluster", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["bcubed_recall"]["value"] > 0.95


def test_threshold(tmp_path: Path, capsys) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("score,same\n.9,yes\n.7,1\n.4,no\n.1,false\n")
    assert main(["threshold", str(path), "--json"]) == 0
    got = json.loads(capsys.readouterr().out)
    assert got["threshold"]["value"] == 0.55 and got["pairs"] == 4 and got["same"] == 2
    assert main(["threshold", str(path)]) == 0
    assert "threshold         0.550" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "words"),
    [("score\n1\n", "no column 'same'"), ("score,same\nx,1\n", "'x' is not a number"), ("score,same\n1,perhaps\n", "neither")],
)
def test_wrong_tables(tmp_path: Path, text: str, words: str, capsys) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(text)
    assert main(["threshold", str(path)]) == 2
    assert words in capsys.readouterr().err
    assert main(["evaluate", str(tmp_path), "--truth", "x"]) == 2
    assert "labels stand in a column" in capsys.readouterr().err
