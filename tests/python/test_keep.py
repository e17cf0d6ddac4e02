"""One article of each cluster, ways to make clusters, and the origins of a story."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import wirecopy as wc
from python.wire_desk import BRIDGE, COMET, FIRE
from wirecopy import sample
from wirecopy.cli import main


def desk() -> list[dict]:
    return [
        {"id": "late", "outlet": "Star", "published": "2026-03-03", "text": BRIDGE + "\n\n" + FIRE},
        {"id": "first", "outlet": "Agency", "published": "2026-03-02", "text": BRIDGE},
        {"id": "mail1", "outlet": "Mail", "published": "2026-03-04", "text": BRIDGE},
        {"id": "mail2", "outlet": "Mail", "published": "2026-03-05", "text": BRIDGE + " The harbour board meets again on Friday."},
        {"id": "alone", "outlet": None, "published": None, "text": COMET},
    ]


@pytest.mark.parametrize(
    ("policy", "prefer", "kept"),
    [
        ("first", (), "first"), ("longest", (), "late"), ("first", "Mail", "mail1"), ("longest", ["Mail"], "mail2"),
        ("longest", ["Nobody", "Agency", "Mail"], "first"), ("first", ["Nobody"], "first"),
    ],
)
def test_keep(policy: str, prefer, kept: str) -> None:
    rows = wc.find_copies(desk()).keep(policy, prefer=prefer).to_pylist()
    assert [row["id"] for row in rows] == [row["id"] for row in desk() if row["id"] in (kept, "alone")]
    texts = {row["id"]: row["text"] for row in desk()}
    assert all(row["text"] == texts[row["id"]] for row in rows)
    assert {row["id"]: row["articles"] for row in rows} == {kept: 4, "alone": 1}


def test_keep_agrees_with_the_clusters() -> None:
    copies = wc.find_copies(sample.load())
    rows = copies.keep().to_pylist()
    assert len(rows) == copies.labels_.max() + 1 and sum(row["articles"] for row in rows) == len(copies)
    by = {row["cluster"]: row["id"] for row in rows}
    assert all(by[row["cluster"]] == row["origin"] for row in copies.clusters.to_pylist())
    again = wc.find_copies(copies.keep())
    assert len(again.clusters) == 0
    assert len(wc.find_copies([]).keep()) == 0


def test_wrong_policies() -> None:
    copies = wc.find_copies(desk())
    with pytest.raises(ValueError, match="policy must be 'first' or 'longest'"):
        copies.keep("last")
    with pytest.raises(TypeError, match="names of outlets"):
        copies.keep(prefer=[3])


def test_the_command_writes_what_is_kept_and_who_copied_whom(tmp_path: Path, capsys) -> None:
    path = tmp_path / "desk.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in desk()), encoding="utf-8")
    out = tmp_path / "out"
    command = ["find", str(path), "-o", str(out), "--keep", "longest", "--prefer", "Mail", "--trees", "-q"]
    assert main(command) == 0
    copies = wc.find_copies(path)
    assert pq.read_table(out / "kept.parquet").equals(copies.keep("longest", prefer="Mail").to_arrow())
    assert pq.read_table(out / "parents.parquet").equals(copies.parents.to_arrow())
    assert pq.read_table(out / "versions.parquet").equals(copies.versions.to_arrow())
    assert main(["find", str(path), "--trees"]) == 2
    assert "add -o DIR" in capsys.readouterr().err
    assert main(["find", str(path), "-o", str(out), "--prefer", "Mail"]) == 2
    assert "--keep" in capsys.readouterr().err


def chain() -> list[str]:
    """Each text shares its middle with the next, the first and the last share nothing."""
    sentences = [part.strip() + "." for text in (BRIDGE, FIRE, COMET) for part in text.replace("\n\n", " ").split(". ")]
    return [" ".join(sentences[at : at + 5]) for at in range(0, len(sentences) - 4, 2)]


def test_ways_to_make_clusters() -> None:
    found = {how: wc.find_copies(chain(), method=how, clean=False) for how in ("average", "components", "correlation")}
    assert found["average"].labels_.tolist() == wc.find_copies(chain(), clean=False).labels_.tolist()
    sizes = {how: len(set(copies.labels_.tolist())) for how, copies in found.items()}
    assert sizes["components"] < sizes["average"]
    assert sizes["components"] <= sizes["correlation"]
    assert all(copies.pairs.to_pylist() == found["average"].pairs.to_pylist() for copies in found.values())
    truth = sample.truth()["clusters"]
    cluster = {name: at for at, names in enumerate(truth) for name in names}
    want = [cluster.get(article["id"], article["id"]) for article in sample.load()]
    for how in ("components", "correlation"):
        assert wc.evaluate(wc.find_copies(sample.load(), method=how), want, rounds=0).bcubed_f1.value > 0.95
    with pytest.raises(ValueError, match="'average', 'components' or 'correlation', not 'single'"):
        wc.find_copies(chain(), method="single")


def test_reprints_and_own_reports_are_as_many_origins() -> None:
    """Of the sample's ferry story: its copies are one origin, a retelling of them none, own reports one each."""
    copies = wc.find_copies(sample.load())
    truth = sample.truth()
    cluster = {name: at for at, names in enumerate(truth["clusters"]) for name in names}
    for row in copies.stories.to_pylist():
        group = {name: cluster.get(name, name) for name in row["articles"]}
        for pair in truth["pairs"]:  # joined where one was made from the other
            if pair["relation"] == "rewrite" and pair["a"] in group and pair["b"] in group:
                old, new = group[pair["b"]], group[pair["a"]]
                group = {name: new if label == old else label for name, label in group.items()}
        assert row["origins"] <= len(set(group.values()))
        assert 1 <= row["origins"] <= row["clusters"]
    reports = [BRIDGE] * 40
    own = [
        "Rivets broke in the night, and by morning the crossing at Ostrelle was shut. Tilda Mornay had heard them from the toll "
        "house; the harbour board sent divers, who saw cracked piers. Nobody expects carts on the Varn bridge before spring.",
        "Bakers in Ostrelle ask who will bring the flour. Until the Varn bridge opens again, in spring at best, their guild "
        "depends on a ferry with room for three lorries. A night boat, it told the harbour board, is the least.",
    ]
    told = wc.find_copies(reports + own, clean=False)
    story = told.stories.to_pylist()[0]
    assert (story["size"], story["clusters"], story["origins"]) == (42, 3, 3)


def test_a_story_without_pairs_has_as_many_origins_as_clusters() -> None:
    copies = wc.find_copies(desk())
    labels = np.unique(copies.story_labels_)
    assert len(labels) == 2 and [row["origins"] for row in copies.stories.to_pylist()] == [1]
