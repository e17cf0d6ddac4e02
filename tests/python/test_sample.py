"""What the program finds in the sample articles, held against what was written into them."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from typing import Any

import pytest
import wirecopy as wc
from wirecopy import sample
from wirecopy._core import label_names, relation_names
from wirecopy.words import COPIES


@pytest.fixture(scope="module")
def articles() -> dict[str, dict[str, Any]]:
    return {article["id"]: article for article in sample.load()}


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return sample.truth()


@pytest.fixture(scope="module")
def copies() -> wc.Copies:
    return wc.find_copies(sample.load(), progress=False)


@pytest.fixture(scope="module")
def pairs(copies: wc.Copies) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["a"], row["b"]): row for row in copies.pairs.to_pylist()}


def true_pairs(truth: dict[str, Any], *relations: str) -> dict[tuple[str, str], dict[str, str]]:
    return {(pair["a"], pair["b"]): pair for pair in truth["pairs"] if pair["relation"] in relations}


def test_the_sample_is_what_it_promises(articles: dict[str, dict[str, Any]], truth: dict[str, Any]) -> None:
    assert len(sample.load()) == len(articles) >= 60
    assert len({article["outlet"] for article in articles.values()}) >= 12
    assert {article["language"] for article in articles.values()} == {"en", "de", "es", "zh"}
    for article in articles.values():
        assert list(article) == ["id", "outlet", "published", "language", "text"]
        assert dt.datetime.fromisoformat(article["published"]).tzinfo is not None
    assert {pair["relation"] for pair in truth["pairs"]} == set(relation_names) - {"none"}
    assert set(truth["furniture"]) == set(articles)
    labels = {label for spans in truth["furniture"].values() for _, _, label in spans}
    assert labels == set(label_names) - {"body"}


def test_the_truth_is_sound(articles: dict[str, dict[str, Any]], truth: dict[str, Any]) -> None:
    for name in ("clusters", "stories"):
        members = list(itertools.chain.from_iterable(truth[name]))
        assert len(members) == len(set(members)) and set(members) <= set(articles)
        assert all(len(group) >= 2 for group in truth[name])
    clusters = [set(cluster) for cluster in truth["clusters"]]
    stories = [set(story) for story in truth["stories"]]
    assert all(any(cluster <= story for story in stories) for cluster in clusters)
    inside = {tuple(sorted(pair)) for cluster in clusters for pair in itertools.combinations(cluster, 2)}
    assert {tuple(sorted(pair)) for pair in true_pairs(truth, *COPIES)} == inside
    when = {key: dt.datetime.fromisoformat(article["published"]) for key, article in articles.items()}
    assert all(when[pair["a"]] <= when[pair["b"]] for pair in truth["pairs"])
    for key, spans in truth["furniture"].items():
        text, last = articles[key]["text"], 0
        for start, end, _ in spans:
            assert last <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            last = end


def test_it_holds_what_news_texts_come_with(articles: dict[str, dict[str, Any]], copies: wc.Copies) -> None:
    wrapped = articles["ferry-post"]["text"]
    assert len(re.findall(r"\w-\n\w", wrapped)) >= 3 and "4.4O" in wrapped
    notes = Counter(row["note"] for row in copies.articles.to_pylist())
    assert notes["empty"] == 1 and notes["too_short"] == 1 and notes["exact_only"] == 2
    mirror = [article["text"] for article in articles.values() if article["outlet"] == "Kestrel Bay Mirror"]
    assert len(mirror) >= 4 and len(set.intersection(*(set(text.split("\n\n")) for text in mirror))) == 3


def groups(copies: wc.Copies, labels: Any) -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for key, label in zip(copies.articles.to_arrow()["id"].to_pylist(), labels.tolist(), strict=True):
        found.setdefault(label, set()).add(key)
    return {frozenset(group) for group in found.values() if len(group) > 1}


def test_clusters_exactly(copies: wc.Copies, truth: dict[str, Any]) -> None:
    assert groups(copies, copies.labels_) == {frozenset(cluster) for cluster in truth["clusters"]}
    assert len(copies.bridges) == 0


def test_stories_exactly(copies: wc.Copies, truth: dict[str, Any]) -> None:
    assert groups(copies, copies.story_labels_) == {frozenset(story) for story in truth["stories"]}


def test_the_origin_is_the_source(copies: wc.Copies, truth: dict[str, Any]) -> None:
    sources = {pair["a"] for pair in truth["pairs"] if pair["direction"] == "a_to_b" and pair["relation"] in COPIES}
    origins = {row["origin"] for row in copies.clusters.to_pylist()}
    assert sources <= origins and len(origins - sources) == 1  # a note of two outlets, of which neither is the source


def test_copies_exactly(pairs: dict[tuple[str, str], dict[str, Any]], truth: dict[str, Any]) -> None:
    true = true_pairs(truth, *COPIES)
    found = {key: row["relation"] for key, row in pairs.items() if row["relation"] in COPIES}
    assert found == {key: pair["relation"] for key, pair in true.items()}


def test_shared_quotations_exactly(pairs: dict[tuple[str, str], dict[str, Any]], truth: dict[str, Any]) -> None:
    true = set(true_pairs(truth, "shared_quote"))
    assert len(true) >= 20
    assert {key for key, row in pairs.items() if row["relation"] == "shared_quote"} == true


def test_rewrites_exactly(pairs: dict[tuple[str, str], dict[str, Any]], truth: dict[str, Any]) -> None:
    true = set(true_pairs(truth, "rewrite"))
    assert len(true) >= 30
    assert {key for key, row in pairs.items() if row["relation"] == "rewrite"} == true


def test_what_the_source_decided_is_explained(copies: wc.Copies) -> None:
    for a, b in (("ferry-courier", "ferry-sentinel"), ("bruecke-tannwerder-kurz", "bruecke-nacherzaehlt")):
        for one, other, side in ((a, b, "a"), (b, a, "b")):
            found = copies.explain(one, other)
            assert found.relation == "rewrite" and found.evidence[f"told_{side}"] < 0.4
            assert dict(found.reasons)["source_told"] == found.evidence[f"source_told_{side}"] > 0.3


def test_two_rewrites_of_one_article_are_explained(copies: wc.Copies) -> None:
    """Each in words of its own, they are no nearer to each other than two reports of one event."""
    for one, other in (("ferry-lantern", "ferry-sentinel"), ("ferry-sentinel", "ferry-lantern")):
        found = copies.explain(one, other)
        assert max(found.evidence["told_a"], found.evidence["told_b"]) < 0.4
        assert (found.relation, found.direction) == ("rewrite", "undetermined")
        of_source = [copies.explain("ferry-meridian", rewrite).evidence["facts_b"] for rewrite in (one, other)]
        assert dict(found.reasons)["source_facts"] == found.evidence["source_facts"] == min(of_source) > 0.5


def test_a_rewrite_of_an_article_is_one_of_its_copies(truth: dict[str, Any]) -> None:
    relation = {frozenset((pair["a"], pair["b"])): pair["relation"] for pair in truth["pairs"]}
    rewrites = true_pairs(truth, "rewrite")
    assert any(relation.get(frozenset((a, c))) == "excerpt" for a, b in rewrites for c in {x for p in rewrites for x in p})
    for a, b in rewrites:
        for source, rewrite in ((a, b), (b, a)):
            for other in {x for pair in relation for x in pair} - {a, b}:
                if relation.get(frozenset((source, other))) in COPIES:
                    assert relation[frozenset((other, rewrite))] == "rewrite", (source, other, rewrite)


def test_independent_reports(
    pairs: dict[tuple[str, str], dict[str, Any]], truth: dict[str, Any], copies: wc.Copies
) -> None:
    true = true_pairs(truth, "same_story")
    story = dict(zip(copies.articles.to_arrow()["id"].to_pylist(), copies.story_labels_.tolist(), strict=True))
    assert len(true) == 7 and all(story[a] == story[b] for a, b in true)
    found = {key for key, row in pairs.items() if row["relation"] == "same_story"}
    assert set(true) <= found
    # What the truth lists of one report holds for the other copies of it, and for nothing in another story.
    stories = [set(members) for members in truth["stories"]]
    assert all(any({a, b} <= members for members in stories) for a, b in found)


def test_directions(pairs: dict[tuple[str, str], dict[str, Any]], truth: dict[str, Any]) -> None:
    known = [pair for pair in truth["pairs"] if pair["direction"] == "a_to_b"]
    assert len(known) >= 30
    for pair in known:
        assert pairs[pair["a"], pair["b"]]["direction"] == "a_to_b", pair
    for key in true_pairs(truth, "shared_quote", "same_story"):
        assert key not in pairs or pairs[key]["direction"] == "undetermined"


def test_nothing_else_across_stories(pairs: dict[tuple[str, str], dict[str, Any]], truth: dict[str, Any]) -> None:
    story = {key: number for number, members in enumerate(truth["stories"]) for key in members}
    true = true_pairs(truth, *relation_names)
    across = {(a, b) for a, b in pairs if (a, b) not in true and (a not in story or story[a] != story.get(b))}
    assert across == set()


def marks(text: str, spans: Any) -> list[str]:
    labels = ["body"] * len(text)
    for start, end, label in spans:
        labels[start:end] = [label] * (end - start)
    return [label for label, letter in zip(labels, text, strict=True) if not letter.isspace()]


def test_furniture(copies: wc.Copies, articles: dict[str, dict[str, Any]], truth: dict[str, Any]) -> None:
    right, whole, said = Counter(), Counter(), Counter()
    for key, article in articles.items():
        want = marks(article["text"], truth["furniture"][key])
        got = marks(article["text"], copies.spans_of(key))
        whole.update(want)
        said.update(got)
        right.update(label for label, other in zip(want, got, strict=True) if label == other)
    assert right.total() >= 0.998 * whole.total()
    assert right["body"] >= 0.995 * whole["body"] and right["body"] >= 0.99 * said["body"]
    # The least share of each label found.
    least = {
        "outlet": 1, "caption": 1, "credit": 1, "tagline": 1, "metadata": 1, "crosshead": 1, "dateline": 1,
        "headline": 0.98, "byline": 0.98, "boilerplate": 0.99, "deck": 0.98,
    }
    assert set(least) | {"body"} == set(whole)
    for label, share in least.items():
        assert right[label] >= share * whole[label], label
        assert right[label] >= 0.8 * said[label], label


def test_what_an_outlet_repeats_is_no_body(copies: wc.Copies, articles: dict[str, dict[str, Any]]) -> None:
    line = "The Mirror is put together above the old customs house on Quay Street and printed in Port Ellery."
    printed = [key for key, article in articles.items() if line in article["text"]]
    assert len(printed) >= 4
    for key in printed:
        text = articles[key]["text"]
        labels = {span.label for span in copies.spans_of(key) if text[span.start : span.end] == line}
        assert labels == {"boilerplate"}, key
    alone = wc.clean(articles[printed[0]]["text"])
    assert line in alone.body  # one article alone does not tell


# Every sentence told anew, but near the source's words and in its order.
CLOSE_PARAPHRASE = (
    "In Tannwerder darf seit Donnerstag niemand mehr über die Sarnebrücke. Der Grund ist ein 1,40 Meter "
    "langer Riss, den Prüfer in einem 1961 gefertigten Hauptträger entdeckten.\n\n"
    "Zunächst sei er ihnen wie ein Schatten erschienen, berichtete die Ingenieurin Henrike Olbers, die die "
    "Prüfgruppe leitet; eine Kollegin habe dann sogar einen Finger hineinlegen können. Als ein Lastwagen "
    "vorbeifuhr, klaffte der Spalt auseinander. Nach einer halben Stunde waren die Schranken unten.\n\n"
    "Betroffen sind täglich 23.000 Autos und die Straßenbahnlinie 4. Wer ans andere Ufer will, fährt 31 "
    "Kilometer weit über Hohenrade. Eine Ausflugsfähre soll von Montag an Fußgänger und Radfahrer übersetzen.\n\n"
    "Jasper Wendt, der Oberbürgermeister, nannte den Tag schwarz und sprach zugleich von Glück. Vor vier "
    "Jahren hat die Stadt 58 Millionen Euro für einen Neubau beantragt, das Land verschob die Entscheidung "
    "zweimal. Am Freitag lädt das Verkehrsministerium ein. Mit einem Hilfsgerüst dürften Gutachtern zufolge "
    "in frühestens neun Monaten Busse und Rettungswagen wieder rollen, Lastwagen nie mehr. Dabei hatte der "
    "Konstrukteur Aurel Hagedorn dem 1963 eröffneten Bau achtzig Jahre versprochen.\n\n"
)


def test_a_close_paraphrase_is_no_copy(articles: dict[str, dict[str, Any]]) -> None:
    retold = {"id": "retold", "outlet": "Süderquell-Bote", "language": "de", "text": CLOSE_PARAPHRASE}
    pile = [article for article in articles.values() if article["id"] != "bruecke-nacherzaehlt"] + [retold]
    found = wc.find_copies(pile, progress=False).explain("bruecke-nordkorrespondenz", "retold")
    assert found.relation == "rewrite"
