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
