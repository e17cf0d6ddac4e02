"""Who copied whom: on invented reprints whose parents are known, and on small cases read by hand."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
import wirecopy as wc
from python.wire_desk import BRIDGE, COMET, FIRE
from wirecopy import sample

START = dt.datetime(2026, 3, 2, 8, tzinfo=dt.timezone.utc)


def reprints(**options) -> list[dict]:
    """Chains of copies of copies of those sample articles that are no copies of each other."""
    first = {names[0] for names in sample.truth()["clusters"]}
    in_some = {name for names in sample.truth()["clusters"] for name in names}
    apart = [a for a in sample.load() if a["id"] in first or a["id"] not in in_some]
    return wc.make_reprints(apart, copies=5, share=1.0, chains=0.8, **options).to_pylist()


def without_times(rows: list[dict]) -> list[dict]:
    return [{**row, "published": None} for row in rows]


COLUMNS = ("id", "text", "outlet", "published", "language")


@pytest.fixture(scope="module")
def made() -> list[list[dict]]:
    """Some 1,000 copies in all, on pages that were read well."""
    return [reprints(seed=seed, noise=0.01) for seed in range(6)]


def found(rows: list[dict]) -> wc.Copies:
    return wc.find_copies([{name: row[name] for name in COLUMNS} for row in rows], progress=False)


def test_parents_of_reprints(made: list[list[dict]]) -> None:
    copies = decided = right = 0
    for rows in made:
        by = {row["id"]: row for row in rows}
        for row in found(rows).parents.to_pylist():
            truth = by[row["article"]]["parent"]
            assert row["nearest"] is None or by[row["nearest"]]["published"] < by[row["article"]]["published"]
            if truth is not None:
                copies += 1
                decided += row["parent"] is not None
                right += row["parent"] == truth
    assert decided >= 0.8 * copies > 800
    assert right >= 0.9 * decided and right >= 0.8 * copies


def test_directions_of_reprints_without_times(made: list[list[dict]]) -> None:
    decided = right = copies = 0
    for rows in made:
        by = {row["id"]: row for row in rows}
        for row in found(without_times(rows)).pairs.to_pylist():
            a, b = by[row["a"]], by[row["b"]]
            if a["parent"] == b["id"] or b["parent"] == a["id"]:
                copies += 1
                decided += row["direction"] != "undetermined"
                right += row["direction"] == ("a_to_b" if b["parent"] == a["id"] else "b_to_a")
    assert copies > 800
    assert decided >= 0.5 * copies and right >= 0.8 * decided


def test_parents_of_the_sample() -> None:
    """Every parent is a source in the truth, but for two briefs of which it says only that they are the same."""
    truth = sample.truth()["pairs"]
    sources = {(pair["a"], pair["b"]) for pair in truth if pair["direction"] == "a_to_b"}
    given = {(row["parent"], row["article"]) for row in wc.find_copies(sample.load()).parents.to_pylist() if row["parent"]}
    assert given - sources == {("brief-courier", "brief-herald")}
    assert len(given) >= 20


def at(hours: float) -> str:
    return (START + dt.timedelta(hours=hours)).isoformat()


def ferry() -> list[dict]:
    """The agency's report; a copy that misspells a name; a copy of that one, cut; an update by the agency."""
    misspelt = BRIDGE.replace("Mornay", "Mornya").replace("joke", "yoke")
    return [
        {"id": "wire", "outlet": "Agency", "published": at(0), "text": BRIDGE},
        {"id": "post", "outlet": "Northbank Post", "published": at(2), "text": misspelt},
        {"id": "star", "outlet": "Quellin Star", "published": at(5), "text": misspelt[: misspelt.index(" and asked")] + "."},
        {"id": "wire2", "outlet": "Agency", "published": at(9), "text": BRIDGE + "\n\n" + FIRE},
        {"id": "mail", "outlet": "Mail", "published": at(11), "text": BRIDGE},
        {"id": "other", "outlet": "Mail", "published": at(11), "text": COMET},
    ]


def test_errors_are_carried_along() -> None:
    copies = wc.find_copies(ferry())
    rows = {row["article"]: row for row in copies.parents.to_pylist()}
    assert set(rows) == {"wire", "post", "star", "wire2", "mail"}
    assert {name: row["parent"] for name, row in rows.items()} == {
        "wire": None, "post": "wire", "star": "post", "wire2": "wire", "mail": "wire",
    }
    assert [rows[name]["why"] for name in ("wire", "post", "star", "mail")] == ["first", "only_one", "fewest_changes", "same_text"]
    assert [rows[name]["change"] for name in ("wire", "post", "star", "wire2", "mail")] == [
        None, "correction", "correction", "update", "same",
    ]
    assert rows["mail"]["share"] == 1 and 0.4 < rows["wire2"]["share"] < 0.8 and rows["wire"]["share"] is None
    versions = copies.versions.to_pylist()
    assert [(row["article"], row["step"], row["before"], row["change"]) for row in versions] == [
        ("wire", 0, None, None), ("wire2", 1, "wire", "update"),
    ]


def test_two_sources() -> None:
    both = [
        {"id": "bridge", "published": at(0), "text": BRIDGE},
        {"id": "fire", "published": at(1), "text": FIRE + "\n\n" + BRIDGE[:150]},
        {"id": "roundup", "published": at(3), "text": BRIDGE + "\n\n" + FIRE},
    ]
    row = wc.find_copies(both).parents.to_pylist()[-1]
    assert (row["article"], row["parent"], row["also"]) == ("roundup", "bridge", "fire")
    assert 0.2 < row["also_share"] < 0.6 and row["share"] + row["also_share"] > 0.95


def test_two_that_explain_it_equally_well() -> None:
    def typed(mistake: str) -> str:
        return BRIDGE.replace("a joke and asked", mistake)

    rows = [("first", 0, typed("a yoke and asked")), ("second", 2, typed("a joke und asked")), ("third", 4, BRIDGE)]
    copies = wc.find_copies([{"id": name, "published": at(hours), "text": text} for name, hours, text in rows])
    third = copies.parents.to_pylist()[-1]
    assert (third["parent"], third["why"]) == (None, "undetermined") and third["nearest"] in ("first", "second")


def test_without_times() -> None:
    cut = BRIDGE[: BRIDGE.index("Ferries")]
    rows = {r["article"]: r for r in wc.find_copies([{"id": "cut", "text": cut}, {"id": "whole", "text": BRIDGE}]).parents.to_pylist()}
    assert (rows["cut"]["parent"], rows["cut"]["change"], rows["whole"]["why"]) == ("whole", "cut", "first")
    credited = BRIDGE.replace("Repairs will cost", "The Harbour Gazette wrote that repairs will cost")
    rows = {r["article"]: r for r in wc.find_copies([
        {"id": "copy", "outlet": "Star", "text": credited}, {"id": "source", "outlet": "Harbour Gazette", "text": BRIDGE},
    ]).parents.to_pylist()}
    assert rows["copy"]["parent"] == "source" and rows["source"]["parent"] is None


def test_the_stage_alone() -> None:
    rows = [row for row in ferry() if row["id"] != "other"]
    alone = wc.transmission_tree(rows).to_pylist()
    clustered = {row["article"]: row for row in wc.find_copies(rows, clean=False).parents.to_pylist()}
    assert [row["article"] for row in alone] == [row["id"] for row in rows]
    assert all(clustered[row["article"]] == {"cluster": 0, **row} for row in alone)
    assert wc.transmission_tree(rows, margin=0).to_pylist()[2]["parent"] == "post"
    assert wc.transmission_tree(rows, margin=50).to_pylist()[2]["parent"] is None
    assert len(wc.transmission_tree([])) == 0
    with pytest.raises(ValueError, match="margin"):
        wc.transmission_tree(rows, margin=-1)


def test_the_picture() -> None:
    copies = wc.find_copies(ferry())
    tree = copies.tree("star")
    assert len(tree) == 5 and [(row["article"], row["depth"]) for row in tree.rows()] == [
        ("wire", 0), ("post", 1), ("star", 2), ("wire2", 1), ("mail", 1),
    ]
    assert str(tree).splitlines()[2].strip().startswith("└ star  correction")
    picture = ET.fromstring(tree.svg())
    assert len(picture.findall("{*}circle")) == 5 and len(picture.findall("{*}path")) == 4
    assert copies.tree("wire").svg() == tree.svg() == tree._repr_svg_()
    with pytest.raises(ValueError, match="in no cluster"):
        copies.tree("other")
    with pytest.raises(KeyError):
        copies.tree("nobody")


def test_names_in_the_picture_are_escaped(tmp_path) -> None:
    rows = [{**row, "id": f"<b>{row['id']}", "outlet": '"&<script>'} for row in ferry()]
    tree = wc.find_copies(rows).tree("<b>wire")
    tree.to_svg(tmp_path / "tree.svg")
    text = (tmp_path / "tree.svg").read_text(encoding="utf-8")
    assert "<script>" not in text and "<b>" not in text
    assert ET.fromstring(text).tag.endswith("svg")


def test_a_long_chain_is_cut_short_and_says_so() -> None:
    from wirecopy.report.tree import SHOWN, tree_svg

    rows = [
        {"article": n, "nearest": n - 1 if n else None, "parent": None, "change": "same" if n else None, "share": 1.0, "depth": n}
        for n in range(SHOWN + 5)
    ]
    text = tree_svg(rows, {}, {n: float("nan") for n in range(SHOWN + 5)})
    assert f"the first {SHOWN} of {SHOWN + 5} articles" in text and text.count("stroke-dasharray") == SHOWN - 1


def test_nothing_to_draw() -> None:
    copies = wc.find_copies([COMET])
    assert len(copies.parents) == len(copies.versions) == 0
    assert copies.parents.columns[:3] == ["cluster", "article", "parent"]
    assert len(wc.find_copies([]).parents) == len(wc.find_copies([]).versions) == 0
