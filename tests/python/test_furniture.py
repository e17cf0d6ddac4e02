"""Furniture added to one article of a pair changes none of their scores by more than .02, however short the article is."""

from __future__ import annotations

import pytest
import wirecopy as wc
from wirecopy import sample

SCORES = ("similarity", "resemblance", "containment_a", "containment_b", "aligned_a", "aligned_b")
ABOVE = {
    "section": ["Home > Region > Harbour"],
    "headline and byline": ["Council keeps the old ferry", "By Ann Voss"],
    "date": ["Council keeps the old ferry", "Published 4 March 2021, 10:32"],
    "caption": ["The ferry at its berth on Monday. Photo: Ann Voss"],
    "deck": ["Council keeps the old ferry", "It sails on.", "By Ann Voss"],
    "minutes": ["Reading time: 4 minutes"],
}
BELOW = {
    "credit": ["(Reporting by Ann Voss; Editing by Tom Reed)"],
    "related": ["Related stories", "Fishermen want a larger quay", "What the bridge will cost"],
    "ranking": ["Most read", "1", "Fishermen want a larger quay", "2", "What the bridge will cost"],
    "cookies": ["We use cookies on our site. By going on you accept our cookie policy."],
    "device": ["This website keeps small files on your device. You can change your settings."],
    "sign-up": ["Sign up for our newsletter to get the news in your inbox every morning."],
    "copyright": ["© 2021 Ellery Gazette"],
    "share": ["Share", "Tweet", "Copy link"],
    "tags": ["Tags: harbour, ferry, bridge"],
    "author": ["Ann Voss is a correspondent in Ellery."],
    "company": ["About Ellery Media", "Ellery Media prints nine weeklies."],
    "correction": ["Correction: An earlier version of this article misspelled the name of the ferry."],
    "question": ["What do you think? Tell us in the comments below."],
    "tip": ["Do you know more? Contact our reporters."],
    "opinion": ["The views expressed in this article are those of the author."],
    "gift": ["Good journalism costs money. Become a supporter."],
    "archive": ["From our archive", "Fishermen want a larger quay.", "What the bridge will cost"],
    "address": ["https://gazette.example/harbour/what-the-bridge-will-cost-and-why"],
}


def scores(a: str, b: str) -> dict[str, float]:
    rows = wc.find_copies([a, b]).pairs.to_pylist()
    return {name: rows[0][name] if rows else 0.0 for name in SCORES}


def pairs(paragraphs: int) -> list[tuple[list[str], str]]:
    """Articles of so many paragraphs, each with a copy that lacks its first words."""
    found = []
    for article in sample.load():
        if article["language"] != "en":
            continue
        body = [line for line in wc.clean(article["text"]).body.split("\n") if len(line.split()) >= 16 and line[-1] == "."]
        if len(body) >= paragraphs:
            body = body[:paragraphs]
            found.append((body, "\n\n".join(body).split(" ", 3)[3]))
    return found[:4]


@pytest.mark.parametrize("paragraphs", [1, 2, 3])
def test_no_score_changes(paragraphs: int) -> None:
    found = pairs(paragraphs)
    assert len(found) == 4
    for body, copy in found:
        before = scores("\n\n".join(body), copy)
        assert before["aligned_a"] > 0.5
        for separator in ("\n", "\n\n"):
            printed = {name: separator.join([*lines, *body]) for name, lines in ABOVE.items()}
            printed |= {name: separator.join([*body, *lines]) for name, lines in BELOW.items()}
            printed["all"] = separator.join([*ABOVE["headline and byline"], *body, *BELOW["related"], *BELOW["copyright"]])
            for name, text in printed.items():
                after = scores(text, copy)
                assert all(abs(after[k] - before[k]) <= 0.02 for k in SCORES), (name, text, before, after)


def test_furniture_makes_no_pair() -> None:
    """Short articles that share nothing but what stands around them are no pair."""
    first, second = (body for body, _ in pairs(1)[:2])
    around = [*BELOW["related"], *BELOW["device"], *BELOW["sign-up"], *BELOW["copyright"]]
    printed = ["\n\n".join([*body, *around]) for body in (first, second)]
    assert scores(*printed)["aligned_a"] == scores(first[0], second[0])["aligned_a"]


def labels(text: str) -> list[str]:
    return [span.label for span in wc.clean(text).spans]


REPORT = (
    "Residents of the harbour district will vote on Sunday whether to keep the old crane, the council said on Tuesday.",
    "The crane was built in 1911 and has not moved since the war. It stands on a concrete plinth beside the fish market.",
    "An engineer of the port, Signe Halloran, told the council that the rust had reached the hook and that nobody insures it.",
)


def test_lines_around_an_article_change_nothing_inside() -> None:
    """Of every article of the sample, whatever is in it: what lies inside is judged without what is cut off its ends."""
    below = ["Share", "Tweet", "Copy link", "© 2021 Ellery Gazette"]
    for article in sample.load():
        text = article["text"].rstrip()
        if not any(letter.isalpha() for letter in text):
            continue  # then any line is more
        before = [(span.label, text[span.start : span.end]) for span in wc.clean(text).spans]
        longer = "\n\n".join([text, *below])
        after = [(span.label, longer[span.start : span.end]) for span in wc.clean(longer).spans]
        assert after[: len(before)] == before, article["id"]
        assert [label for label, _ in after[len(before) :]] == ["boilerplate"] * len(below)


def test_two_agencies_stand_before_one_report() -> None:
    text = "PARIS, Jan 7 (Reuters) - LONDON (AP) — " + REPORT[0]
    spans = wc.clean(text).spans
    assert [span.label for span in spans] == ["dateline", "body"]
    assert text[spans[1].start :] == REPORT[0]


@pytest.mark.parametrize("separator", ["\n", "\n\n"])
def test_paragraphs_of_one_length_are_no_column(separator: str) -> None:
    """Without spaces a line may break off anywhere; these end sentences."""
    sentences = [
        "議会は古い渡し船をあと二冬残すことを火曜日に決めた。",
        "橋の工事が一年遅れ、島の子どもたちは船で通学している。",
        "漁師たちは大きな岸壁を求め、署名を市長に手渡していた。",
        "渡し船は日に四往復し、冬の嵐の日には運休するという。",
    ]
    text = separator.join(["港の議会、古い渡し船をあと二冬残すと決める", *sentences, "シェア"])
    assert labels(text) == ["headline", *["body"] * 4, "boilerplate"]


def test_a_title_over_rows_of_numbers_is_none_of_them() -> None:
    rows = ["Shr 43 cts vs 21 cts", "Net 6,846,000 vs 3,386,000", "Revs 14.5 mln vs 11.0 mln"]
    assert labels("\n".join(["Harbour crane firm doubles its profit", *rows])) == ["headline", *["body"] * 3]
    spelled = ["Oper shr profit two cts vs loss 19 cts", *rows]
    assert labels("\n".join(spelled)) == ["body"] * 4
    assert labels("\n".join(["UPDATE 1-Best year for crane firm since 1911", *spelled])) == ["metadata", "headline", *["body"] * 4]


def test_companies_between_angle_brackets_are_no_menu() -> None:
    text = "<Crane Corp Ltd> said <Harbour Investments Ltd> (HIL) is trying to disrupt its planned merger with <Quay Ltd>."
    assert labels("\n".join([text, REPORT[1], "Share", "Tweet", "Email"])) == ["body", "body", *["boilerplate"] * 3]


def test_of_a_picture_alone_the_caption_is_the_article() -> None:
    caption = (
        "In this file picture the old crane of Port Ellery stands above the fish market, where it has been since 1911, while "
        "engineers of the port look at the rust on its hook. (AP Photo/Ann Voss)"
    )
    text = "\n\n".join([caption, "You may also like", "Fishermen want a larger quay", "What the bridge will cost"])
    assert wc.clean(text).body == wc.clean(caption).body == caption


def test_titles_under_a_heading_are_of_the_page_however_short_the_article_is() -> None:
    short = ["Shr 43 cts vs 21 cts", "Net 6,846,000 vs 3,386,000 in the year before", "Revs 14.5 mln vs 11.0 mln"]
    assert labels("\n".join([*short, "Read more:", "Fishermen want a larger quay"])) == [*["body"] * 3, *["boilerplate"] * 2]
    # Between paragraphs it is not the end.
    assert labels("\n\n".join([*REPORT[:2], "Read more:", REPORT[2], REPORT[0]]))[3:] == ["body", "body"]


@pytest.mark.parametrize("line", ["by Tom Reed, Staff Writer", "dpa/AFP", "(c)AFP", "© Ellery Gazette 2021. All of it is ours."])
def test_lines_known_by_their_shape(line: str) -> None:
    first, last = labels("\n\n".join([line, *REPORT])), labels("\n\n".join([*REPORT, line]))
    assert first[1:] == last[:-1] == ["body"] * 3 and last[-1] != "body"


def test_reports_on_copyright_are_no_notices() -> None:
    first = "Copyright law was last changed in 2020, and singers of the harbour choir want it changed again, they said on Tuesday."
    assert labels("\n\n".join([first, *REPORT])) == ["body"] * 4


@pytest.mark.parametrize(
    "sentence",
    [
        "Об этом сообщил Telegram-канал порта.",
        "Europa will die Weiterverbreitung von Atomwaffen verhindern.",
        "La pesca está expresamente prohibida en el puerto.",
        "El boletín semanal del ministerio registra once casos.",
        "Deux rapports sur le même sujet ont été rendus.",
    ],
)
def test_words_of_pages_that_reporting_uses_too(sentence: str) -> None:
    assert labels("\n\n".join([REPORT[0], sentence, REPORT[1], REPORT[2]])) == ["body"] * 4
