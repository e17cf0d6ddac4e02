"""Stage 2: body and furniture."""

from __future__ import annotations

import itertools
import random

import pytest
import wirecopy as wc
from python.wire_desk import BRIDGE, COMET, FIRE, desk

LABELS = {
    "body", "headline", "deck", "crosshead", "byline", "outlet", "dateline", "caption", "credit", "tagline", "metadata",
    "boilerplate",
}


def tiles(cleaned: wc.Cleaned) -> bool:
    """Spans are in order, do not overlap, and leave out white space only."""
    covered = bytearray(len(cleaned.text))
    last = 0
    for span in cleaned.spans:
        assert last <= span.start < span.end
        last = span.end
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return all(mark or char.isspace() for mark, char in zip(covered, cleaned.text, strict=True))


@pytest.mark.parametrize("text", [BRIDGE, "\U0001f600 Short.", "", " \n ", desk()[1]["text"], "a\r\n\r\nb\tc"])
def test_spans_tile(text: str) -> None:
    cleaned = wc.clean(text)
    assert tiles(cleaned)
    assert {span.label for span in cleaned.spans} <= LABELS


def test_furniture_round_a_story() -> None:
    text = "Bridge shut until spring\n\nBy Oona Field\n\nOSTRELLE, March 2 (Reuters) - " + BRIDGE
    cleaned = wc.clean(text)
    labels = {text[span.start : span.end]: span.label for span in cleaned.spans}
    assert labels["Bridge shut until spring"] == "headline"
    assert labels["By Oona Field"] == "byline"
    assert any(label == "dateline" and part.startswith("OSTRELLE") for part, label in labels.items())
    assert cleaned.body.split() == BRIDGE.split()
    assert [span for span in cleaned.spans if span.label != "body"] == cleaned.furniture


def test_a_line_whose_sentence_goes_on_is_no_headline() -> None:
    prose = (
        "is issuing notes of 40 crowns due in May,\nthe bridge wardens said. The issue is set at par and will be\n"
        "listed in Quellin. The selling fee is a crown for each note.\n"
    )
    cleaned = wc.clean("Harrow Mill and Tannery of Quellin\n" + prose)
    assert cleaned.spans[0].label == "body" and cleaned.body.startswith("Harrow Mill")
    cleaned = wc.clean("Harrow Mill issues notes at par\n\nThe mill of Quellin " + prose)
    assert cleaned.spans[0].label == "headline"


def test_what_an_outlet_repeats() -> None:
    footer = "The Quellin Star is printed on the old ferry quay by the sisters Runciter"
    texts = [BRIDGE, FIRE, COMET]
    articles = [{"id": n, "outlet": "Quellin Star", "text": f"{text}\n\n{footer}"} for n, text in enumerate(texts)]
    alone = [wc.clean(article["text"]) for article in articles]
    together = wc.clean_all(articles)
    assert any(footer in one.body for one in alone)
    assert not any(footer in one.body for one in together)
    assert all(tiles(one) for one in together)
    assert wc.clean_all(articles, threads=1) == wc.clean_all(articles, threads=3)


def test_how_sure_each_label_is() -> None:
    articles = desk()
    cleaned, copies = wc.clean_all(articles, threads=1), wc.find_copies(articles, progress=False)
    assert all(len(one.confidence) == len(one.spans) for one in cleaned)
    assert all(0 < sure < 1 for one in cleaned for sure in one.confidence)
    assert [one.confidence for one in wc.clean_all(articles, threads=3)] == [one.confidence for one in cleaned]
    rows = copies.furniture.to_pylist()
    expected = [sure for one in cleaned for s, sure in zip(one.spans, one.confidence, strict=True) if s.label != "body"]
    assert [row["confidence"] for row in rows] == pytest.approx(expected, abs=1e-4)


def test_a_body_is_not_taken_away_by_what_others_have() -> None:
    long = " ".join(BRIDGE.split()[:40]) + " and nobody was hurt, the harbour board of the town said in its yearly report."
    own = [f"{FIRE}\n\n{long}", f"{COMET}\n\n{long}", f"{BRIDGE[-400:]} {FIRE[:300]}\n\n{long}"]
    only = f"{long}\n\nNo one else knew."
    articles = [{"id": n, "outlet": "Quellin Star", "text": text} for n, text in enumerate([*own, only])]
    together = wc.clean_all(articles)
    assert not any(long in one.body for one in together[:3])
    assert long in together[3].body and "No one else knew." in together[3].body


def test_a_source_whose_sentences_are_scattered_over_many_keeps_its_body() -> None:
    """Reprints that each hide the source's sentences among more text of their own make them common, and the source all common."""
    source = " ".join(
        f"The {a} {b} of Quellin was counted by the {c} wardens on the eve of the fair, and {n} of its planks were found rotten."
        for n, (a, b, c) in enumerate(itertools.product(["old", "north"], ["bridge", "mill"], ["first", "second", "third"]))
    )
    def own(k: int) -> str:
        return " ".join(f"Keeper {k * 97 + n * 13} wrote in book {k + n} that lamp {n * k + 7} burned low." for n in range(60))

    articles = [{"id": f"r{k}", "text": own(k) + " " + source} for k in range(60)] + [{"id": "source", "text": source + " Nobody knew it before."}]
    together = wc.clean_all(articles)
    assert source not in together[0].body and len(together[0].body) > 1000
    assert source in together[-1].body


def test_clean_all_keeps_order_and_text() -> None:
    articles = desk()
    assert [one.text for one in wc.clean_all(articles)] == [article["text"] for article in articles]
    assert wc.clean_all([]) == []


def test_shown_in_a_notebook() -> None:
    shown = wc.clean("Bridge <b>shut</b> & \u202eturned until spring\n\nBy Oona Field\n\n" + BRIDGE)._repr_html_()
    assert "<b>" not in shown
    assert "&lt;b&gt;shut&lt;/b&gt; &amp; [U+202E]turned" in shown
    assert '<small class="label">byline</small> By Oona Field' in shown
    assert BRIDGE not in repr(wc.clean(BRIDGE)) and "body of" in repr(wc.clean(BRIDGE))


def test_what_many_japanese_articles_share_is_cut_between_characters() -> None:
    """報 and 慅 hold bytes that are white space as code points."""
    shared = "この記事は地方通信社の配信を受けた各紙の編集局が共同で制作し、" * 6 + "転載には許可が要る。"
    random_ = random.Random(5)
    kanji = "報慅山川空海町村駅船橋雨雪風春秋夏冬東西南北人子犬猫鳥魚花木石水火土日月星"

    def own(sentences: int) -> str:
        return "".join("".join(random_.choices(kanji, k=24)) + "。" for _ in range(sentences))

    texts = [own(random_.randint(12, 20)) + shared + own(random_.randint(12, 20)) for _ in range(60)]
    for text, cleaned in zip(texts, wc.clean_all(texts), strict=True):
        assert [text[s.start : s.end] for s in cleaned.spans if s.label == "boilerplate"] == [shared]
    assert len(wc.find_copies(texts, progress=False).articles) == 60
