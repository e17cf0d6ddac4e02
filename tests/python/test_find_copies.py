"""All stages in one call, and what comes out."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import wirecopy as wc
from python.wire_desk import BRIDGE, COMET, FIRE, desk

PAIR_COLUMNS = [
    "a", "b", "relation", "direction", "similarity", "resemblance", "containment_a", "containment_b", "aligned_a",
    "aligned_b", "shared_words", "hours", "reasons", "collapsed",
]


@pytest.fixture(scope="module")
def copies() -> wc.Copies:
    return wc.find_copies(desk())


def test_pairs(copies: wc.Copies) -> None:
    frame = copies.pairs.to_pandas()
    assert list(frame.columns) == copies.pairs.columns == PAIR_COLUMNS
    found = {(row.a, row.b): row for row in frame.itertuples()}
    assert set(found) == {("b1", "b2"), ("f1", "f2")}
    bridge, fire = found["b1", "b2"], found["f1", "f2"]
    assert (bridge.relation, bridge.direction, bridge.hours) == ("exact", "a_to_b", 7.5)
    assert (fire.relation, fire.direction, fire.hours) == ("exact", "a_to_b", 24.0)
    assert all(isinstance(value, str) for value in [*frame.relation, *frame.direction])
    assert "published_first" in {reason["name"] for reason in bridge.reasons}
    assert bridge.aligned_a == bridge.aligned_b == 1


def test_labels(copies: wc.Copies) -> None:
    labels, stories = copies.labels_, copies.story_labels_
    assert labels.dtype == stories.dtype == np.int64
    assert labels.tolist() == [0, 0, 1, 1, 2, 3]
    assert len(stories) == 6 and stories.min() >= 0
    assert stories[0] == stories[1] and stories[2] == stories[3] and stories[0] != stories[2]


def test_articles_and_notes(copies: wc.Copies) -> None:
    rows = copies.articles.to_pylist()
    assert [row["id"] for row in rows] == ["b1", "b2", "f1", "f2", "c1", "s1"]
    assert [row["note"] for row in rows] == ["used"] * 5 + ["too_short"]
    assert rows[4]["outlet"] is None and rows[4]["published"] is None
    assert rows[1]["published"].isoformat() == "2026-03-02T15:30:00+00:00"
    assert rows[1]["body_share"] < 1 == rows[0]["body_share"]
    assert rows[5]["tokens"] == 2


def test_clusters_and_stories(copies: wc.Copies) -> None:
    first, second = copies.clusters.to_pylist()
    assert first["articles"] == ["b1", "b2"] and second["articles"] == ["f1", "f2"]
    assert (first["size"], first["outlets"], first["origin"], first["exact"], first["excerpt"]) == (2, 2, "b1", 1, 0)
    assert first["last"] - first["first"] == pd.Timedelta(hours=7.5)
    assert [row["articles"] for row in copies.stories.to_pylist()] == [["b1", "b2"], ["f1", "f2"]]


def test_furniture(copies: wc.Copies) -> None:
    texts = {article["id"]: article["text"] for article in desk()}
    rows = copies.furniture.to_pylist()
    assert {row["label"] for row in rows} == {"headline", "byline"}
    for row in rows:
        assert texts[row["article"]][row["start"] : row["end"]] == row["text"]
    assert [span.label for span in copies.spans_of("b2") if span.label != "body"] == [row["label"] for row in rows]


def test_funnel(copies: wc.Copies) -> None:
    assert copies.funnel[0] == ("articles", 6)
    assert all(isinstance(step, str) and isinstance(count, int) for step, count in copies.funnel)


def test_tables_in_three_forms(copies: wc.Copies) -> None:
    for name in ("articles", "pairs", "clusters", "stories", "furniture", "bridges"):
        table = getattr(copies, name)
        assert len(table) == len(table.to_pandas()) == len(table.to_polars()) == table.to_arrow().num_rows
        assert list(table.to_polars().columns) == list(table.to_pandas().columns) == table.columns
        assert pa.table(table).equals(table.to_arrow())
        assert name.split()[0][:4] in repr(table)


def test_explain(copies: wc.Copies) -> None:
    explanation = copies.explain("b1", "b2")
    assert (explanation.a, explanation.b) == ("b1", "b2")
    assert (explanation.relation, explanation.direction) == ("exact", "a_to_b")
    assert explanation.evidence["aligned_a"] == copies.pairs.to_pylist()[0]["aligned_a"]
    (passage,) = explanation.passages
    shared = explanation.text_b[passage.b_start : passage.b_end]
    assert shared.startswith("The old iron bridge") and "Oona" not in shared
    assert str(explanation).startswith("b1 and b2: exact (the same body)")
    assert copies.explain(0, 1) == explanation
    assert sum(value for _, value in explanation.contributions) == pytest.approx(1, abs=1e-9)
    heaviest, value = explanation.contributions[0]
    assert f"similarity 1.000 is {heaviest} {value:.3f}" in str(explanation)
    assert copies.text_of("f1") == FIRE
    for key in ("no such", 6, -1, True, None):
        with pytest.raises(KeyError):
            copies.explain("b1", key)
    with pytest.raises(ValueError, match="two different"):
        copies.explain("b1", 0)


def test_numbers_as_ids() -> None:
    copies = wc.find_copies([{"id": 1, "text": BRIDGE}, {"id": 0, "text": BRIDGE + " Late news from the quay."}])
    assert copies.explain(1, 0).text_a == BRIDGE
    assert copies.pairs.to_pylist()[0]["a"] == 1
    with pytest.raises(KeyError):
        copies.explain(1, 2)


def test_compare_is_explain_of_two() -> None:
    a, b = desk()[:2]
    alone, among = wc.compare(a, b), wc.find_copies([a, b]).explain("b1", "b2")
    assert (alone.relation, alone.direction, alone.passages) == (among.relation, among.direction, among.passages)
    assert wc.compare(a["text"], COMET).relation == "none"
    with pytest.raises(ValueError, match="'text'"):
        wc.compare({"body": "x"}, "y")


def test_results_do_not_depend_on_threads_or_order() -> None:
    articles = desk()
    one = wc.find_copies(articles, threads=1)
    four = wc.find_copies(articles, threads=4)
    assert one.pairs.to_arrow().equals(four.pairs.to_arrow())
    assert one.clusters.to_arrow().equals(four.clusters.to_arrow())
    turned = wc.find_copies(articles[::-1])
    assert {frozenset(row["articles"]) for row in turned.clusters.to_pylist()} == {
        frozenset(row["articles"]) for row in one.clusters.to_pylist()
    }
    scores = [sorted(row["similarity"] for row in copies.pairs.to_pylist()) for copies in (one, turned)]
    assert scores[0] == scores[1]


def test_window() -> None:
    assert len(wc.find_copies(desk(), window=10).pairs) == 1
    assert len(wc.find_copies(desk(), window=pd.Timedelta(hours=24).to_pytimedelta()).pairs) == 2
    assert len(wc.find_copies(desk(), window=math.inf).pairs) == 2


def test_nothing_at_all() -> None:
    for articles in ([], [""], ["", " "], ["No news", "No news"]):
        copies = wc.find_copies(articles)
        assert len(copies) == len(articles) == len(copies.labels_) == len(copies.articles)
        assert len(copies.pairs) == len(copies.clusters) == len(copies.bridges) == 0
        assert copies.clusters.to_polars().height == 0
        assert "0 pairs" in repr(copies)


def test_ten_thousand_identical_articles() -> None:
    copies = wc.find_copies([FIRE] * 10_000)
    assert set(copies.labels_.tolist()) == {0}
    (cluster,) = copies.clusters.to_pylist()
    assert cluster["size"] == 10_000


def test_frame_and_file_give_the_same(tmp_path) -> None:
    frame = pd.DataFrame(desk())
    frame.to_json(tmp_path / "a.jsonl.gz", orient="records", lines=True)
    frame.to_csv(tmp_path / "a.csv", index=False)
    want = wc.find_copies(desk()).pairs.to_arrow()
    for form in (frame, str(tmp_path / "a.jsonl.gz"), tmp_path / "a.csv", pa.Table.from_pandas(frame)):
        assert wc.find_copies(form).pairs.to_arrow().equals(want)


def test_progress_is_told_to_a_function() -> None:
    seen: list[tuple[str, int, int]] = []
    wc.find_copies([f"{FIRE} {n}" for n in range(400)], progress=lambda *step: seen.append(step))
    assert seen
    assert all(isinstance(stage, str) and 0 <= done <= total for stage, done, total in seen)


def test_what_progress_raises_reaches_the_caller() -> None:
    class Enough(Exception):
        pass

    def stop(stage: str, done: int, total: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        wc.find_copies([f"{FIRE} {n}" for n in range(400)], progress=stop)


def test_other_threads_run_meanwhile() -> None:
    beats = 0
    done = threading.Event()

    def beat() -> None:
        nonlocal beats
        while not done.is_set():
            beats += 1
            time.sleep(0.001)

    other = threading.Thread(target=beat)
    other.start()
    before = beats
    wc.find_copies([f"{FIRE} {n}" for n in range(500)], progress=False)
    done.set()
    other.join()
    assert beats - before > 2


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_stops_a_run() -> None:
    program = (
        "import sys, wirecopy as wc\n"
        "print('ready', flush=True)\n"
        f"text = {BRIDGE!r}\n"
        "wc.find_copies([' '.join(text.split()[n % 7:]) + f' {n}' for n in range(20000)], threads=1, progress=False)\n"
        "print('done', flush=True)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout is not None and run.stdout.readline() == "ready\n"
    time.sleep(1.5)
    run.send_signal(signal.SIGINT)
    out, errors = run.communicate(timeout=60)
    assert "KeyboardInterrupt" in errors
    assert "done" not in out


def test_languages_load_their_word_lists() -> None:
    from wirecopy.background import MAIN_LANGUAGES, backgrounds, base_language

    assert [entry[0] for entry in backgrounds(["de", "pt-BR", "xx-unknown"])] == ["de", "pt"]
    assert {entry[0] for entry in backgrounds([""])} == set(MAIN_LANGUAGES)
    ((_, words, zipf),) = backgrounds(["en-GB"])
    known = dict(zip(words, zipf.tolist(), strict=True))
    assert known["the"] > 7 > known["minister"] > 3
    assert len(words) == len(set(words)) == len(zipf) > 20_000
    assert base_language("zh_Hant") == "zh"


def notice(firm: str, quarter: str, net: str, before: str, revenue: str, who: str, town: str) -> str:
    return (
        f"{firm} said net profit in the {quarter} rose to {net} million marks from {before} million a year ago. Revenue was "
        f"{revenue} million marks. The company, based in {town}, said that orders were higher than a year ago and that the "
        f"board would propose an unchanged dividend to the annual meeting. {who} said the company expects no change in the "
        "second half."
    )


def test_two_firms_results_of_one_template_are_no_copies() -> None:
    one = ("Halvorsen Pumps", "first quarter", "14.2", "11.7", "402", "Chairman Ida Brenn", "Lurvik")
    other = notice("Ostmark Kabel", "third quarter", "87.5", "90.1", "1,260", "Finance director Karl Tove", "Grunau")
    assert wc.compare(notice(*one), other).relation not in {"exact", "reprint", "excerpt", "rewrite"}
    corrected = notice(*one).replace("14.2", "14.9")
    assert wc.compare(notice(*one), corrected).relation == "reprint"


def forecast(who: str, day: str, shortage: str, bills: str, notes: str) -> str:
    return (
        f"{who} said it forecast a shortage of about {shortage} million marks in the money market on {day}.\n"
        f"Among the factors that drain money are bills of {bills} million marks that fall due, while a fall in the\n"
        f"circulation of notes adds {notes} million marks. The banks had asked for more on the day before."
    )


def test_what_two_items_of_one_template_say_otherwise() -> None:
    one = forecast("The Bank of Lurvik", "Monday", "350", "175", "40")
    other_day = wc.compare(one, forecast("The Bank of Lurvik", "Friday", "420", "264", "85")).evidence
    assert other_day["differing"] >= 4 and other_day["agreed"] < 0.9  # three numbers and a day; the numbers are lost, too
    other_bank = wc.compare(one, forecast("Grunau Kredit", "Monday", "350", "175", "40")).evidence
    assert other_bank["other_subject"] == 1 and other_bank["differing"] <= 2
    update = one.replace("on Monday.", "on Monday, less than on Thursday.") + " Dealers in Grunau were not surprised."
    same = wc.compare(one, update)
    assert same.evidence["agreed"] == 1 and same.evidence["differing"] == 0 and same.evidence["other_subject"] == 0
    assert same.relation in {"reprint", "excerpt"}
    misread = one.replace("shortage", "shortoge").replace("money", "rnoney").replace("factors", "foctors")
    evidence = wc.compare(one, misread.replace("circulation", "circulotion").replace("350", "850")).evidence
    assert evidence["misread"] > 0.05 and 0 < evidence["differing"] < 1.5  # a number among misread words may be misread


def test_a_page_that_is_hardly_more_than_its_headline() -> None:
    """A poll under the headline of a report, in two prints and under another headline."""
    poll = "Should the board have sold the ferry? Vote here"
    bridge = "Old iron bridge over the Varn shut until the spring"
    sign_up = "Sign up for our newsletter to get the news in your inbox every morning."
    pages = [
        f"{bridge}\n\nBy Oona Field\n\n{poll}",
        f"{bridge}\n\nBy Ann Voss\n\n{poll}\n\n{sign_up}",
        f"Eleven stables burn down at the Quellin racecourse\n\nBy Oona Field\n\n{poll}",
        f"{bridge}\n\nBy Tom Reed\n\n{BRIDGE}",
        FIRE,
        COMET,
    ]
    copies = wc.find_copies(pages, progress=False)
    assert copies.explain(0, 1).relation == "exact"
    assert copies.explain(0, 2).evidence["edge"] < 0.1
    assert copies.labels_.tolist() == [0, 0, 1, 0, 2, 3]
    assert {row["note"] for row in copies.articles.to_pylist()} == {"used"}
