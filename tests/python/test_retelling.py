"""Which sentences of two articles tell the same: shown by explain, for people and as data."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import wirecopy as wc
from wirecopy import sample
from wirecopy.commands import explanation_data
from wirecopy.report.marked import explanation_html


@pytest.fixture(scope="module")
def copies() -> wc.Copies:
    return wc.find_copies(sample.load(), progress=False)


@pytest.fixture(scope="module")
def rewrite(copies: wc.Copies) -> wc.Explanation:
    return copies.explain("ferry-meridian", "ferry-lantern")


def told(found: wc.Explanation) -> list[tuple[str, str]]:
    return [
        (found.text_a[s.a_start : s.a_end], found.text_b[s.b_start : s.b_end]) for s in found.retelling.sentences
    ]


def test_the_sentences_of_a_rewrite(rewrite: wc.Explanation) -> None:
    begins = [(a[:30], b[:30]) for a, b in told(rewrite)]
    assert ("The Maren Holt, a 90-metre ves", "The 90-metre Maren Holt, run b") in begins
    assert ("Fishermen on the island have a", "Fishermen twice requested new ") in begins
    found = rewrite.retelling
    assert found.told_a > 0.45 and found.told_b > 0.45 and found.in_order == 1 and not found.learned
    assert all(0.25 < s.similarity <= 1 and not s.moved and s.alike == [] for s in found.sentences)


def test_no_sentence_is_in_two(copies: wc.Copies) -> None:
    for pair in sample.truth()["pairs"]:
        found = copies.explain(pair["a"], pair["b"])
        for side in ("a", "b"):
            spans = sorted((getattr(s, f"{side}_start"), getattr(s, f"{side}_end")) for s in found.retelling.sentences)
            assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))
            text = getattr(found, f"text_{side}")
            assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)


def test_the_other_way_round_it_is_the_same(copies: wc.Copies, rewrite: wc.Explanation) -> None:
    other = copies.explain("ferry-lantern", "ferry-meridian")
    assert told(other) == [(b, a) for a, b in told(rewrite)]
    assert (other.retelling.told_a, other.retelling.told_b) == (rewrite.retelling.told_b, rewrite.retelling.told_a)


def test_independent_reports_tell_less_of_each_other(copies: wc.Copies) -> None:
    shares: dict[str, list[float]] = {"reprint": [], "rewrite": [], "same_story": []}
    for pair in sample.truth()["pairs"]:
        if pair["relation"] in shares:
            found = copies.explain(pair["a"], pair["b"]).retelling
            shares[pair["relation"]].append(max(found.told_a, found.told_b))
    mean = {relation: sum(values) / len(values) for relation, values in shares.items()}
    assert mean["reprint"] > 0.8 > 0.5 > mean["rewrite"] > 2 * mean["same_story"]


def test_a_moved_sentence_is_marked() -> None:
    parts = [
        "Divers from Tarnholm raised the bell of the Astrid Lund on Tuesday after 113 years.",
        "The council of Bex will pay 48,000 crowns for its repair, said mayor Pell Auster.",
        "Schoolchildren from Orrin sang while a crane of the Kettle shipyard lifted it ashore.",
    ]
    found = wc.compare(" ".join(parts), " ".join([parts[1], parts[2], parts[0]])).retelling
    assert [s.moved for s in found.sentences] == [True, False, False]
    assert found.told_a == found.told_b == pytest.approx(1) and 0.5 < found.in_order < 1


def test_it_is_shown(rewrite: wc.Explanation) -> None:
    shown = str(rewrite)
    assert "sentences of b tell 48% of a, sentences of a 48% of b" in shown and "100% of it in order" in shown
    assert "    a: The Maren Holt, a 90-metre vessel" in shown and "    b: The 90-metre Maren Holt" in shown
    page = explanation_html(rewrite)
    assert "sentences that tell the same" in page
    data: Any = json.loads(json.dumps(explanation_data(rewrite)["retelling"]))
    assert data["told_a"] == rewrite.retelling.told_a and data["learned"] is False
    assert [(s["a_start"], s["b_end"]) for s in data["sentences"]] == [
        (s.a_start, s.b_end) for s in rewrite.retelling.sentences
    ]


def test_words_of_articles_are_escaped(rewrite: wc.Explanation) -> None:
    first = rewrite.retelling.sentences[0]._replace(alike=[("<b>ferry", "ship&", 0.9)])
    changed = replace(rewrite, retelling=replace(rewrite.retelling, sentences=[first]))
    assert "&lt;b&gt;ferry ~ ship&amp; 0.90" in explanation_html(changed)
    assert "<b>ferry ~ ship& 0.90" in str(changed)
    assert explanation_data(changed)["retelling"]["sentences"][0]["alike"] == [
        {"a": "<b>ferry", "b": "ship&", "similarity": 0.9}
    ]


def letters(draw: random.Random, count: int) -> str:
    return "".join(draw.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(count))


def word(subject: int, number: int) -> str:
    return letters(random.Random(100 * subject + number), 6)


def unlike_stories(count: int) -> list[str]:
    """Articles on fifteen subjects, each with names of its own; a subject's words 0 and 1 stand among the same others."""
    draw = random.Random(5)
    texts = []
    for i in range(count):
        sentences = []
        for _ in range(3):
            sentences.append("It was " + " ".join(letters(draw, 9).title() for _ in range(12)) + ".")
            numbers = [draw.randrange(2), *(draw.randrange(2, 10) for _ in range(3))]
            sentences.append("Then " + " ".join(word(i % 15, number) for number in numbers) + ".")
        texts.append(" ".join(sentences))
    return texts


def test_what_is_alike_is_learned_once_and_the_same_for_all_threads() -> None:
    one, other = word(4, 0), word(4, 1)
    texts = [
        *unlike_stories(520),
        f"The {one} reached Tarnholm at 6.40 with Ilse Marandt. Pell Auster sat on.",
        f"A {other} came in at 6.40, Ilse Marandt aboard, to Tarnholm. Nobody spoke.",
    ]
    found = []
    for pile, a, b in ((texts, 520, 521), (texts[::-1], 1, 0)):
        copies = wc.find_copies([{"text": text, "language": "en"} for text in pile], progress=False)
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _, of=copies, x=a, y=b: of.explain(x, y).retelling, range(4)))
        assert all(answer == answers[0] for answer in answers)
        found.append(answers[0])
    assert found[0] == found[1] and found[0].learned
    words = {(a, b): value for sentence in found[0].sentences for a, b, value in sentence.alike}
    assert words[one, other] > 0.8
    few = wc.find_copies([{"text": text, "language": "en"} for text in texts[-400:]], progress=False).explain(398, 399)
    assert not few.retelling.learned and few.retelling.sentences[0].alike == []


def test_long_passages_are_cut_where_words_end_or_after_300_characters() -> None:
    chinese = "".join(chr(0x4E00 + 7 * k) for k in range(400)) + "。"
    shown = "".join(str(wc.compare(chinese, chinese)).split())
    assert chinese[:300] in shown and chinese[:301] not in shown and chinese[:300] + "..." in shown
    english = " ".join(f"word{k}" for k in range(200)) + "."
    lines = str(wc.compare(english, english))
    assert " ".join(f"word{k}" for k in range(40)) in " ".join(lines.split()) and "word45" not in lines
