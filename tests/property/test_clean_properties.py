"""Whatever the articles are: labels tile the text, repeats are what a slow reading finds, a body stays a body."""

from __future__ import annotations

import random

import wirecopy as wc
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reference import clean_common, clean_repeats
from reference.tokens import WHITE
from wirecopy import _core

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
LINES = [
    "OSTRELLE, March 2 (Reuters) - The bridge over the Varn is shut, the harbour board said on Monday.",
    "By Oona Field",
    "Bridge shut until spring", "Read more: the ferry timetable", "(c) 2026 The Courier. All rights reserved.",
    "Photo: T. Mornay",
    "Repairs will cost 4.7 million crowns, the board said, and half of that is still to be found.", "Sport", "* * *",
    "\"We could hear the rivets go at night,\" said the bridge master, who has kept the toll house for thirty years.",
    "橋は閉鎖された。", "الجسر مغلق حتى الربيع.", "\U0001f600", "Follow us @courier", "12.03.2026 08:15", "-30-",
]
ENDS = ["\n", "\n\n", " ", "\r\n", "\t", "\u2029", "\u3000\n", "\x1c", ""]
NEWS = st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(ENDS)), max_size=25).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)
OUTLET = st.sampled_from(["", "Courier", "Northbank Post"])
ANY_ARTICLE = st.fixed_dictionaries({"outlet": OUTLET, "text": st.one_of(ANY, NEWS)})

NAMES = "Mornay Runciter Dallow Field Okafor Lindqvist Tamm Reyes Holub Achterberg".split()
PLACES = "Ostrelle Quellin Varn Skerryvane Port Ellery Bramholt".split()
VERBS = "said told warned asked found closed opened paid counted carried".split()
NOUNS = "bridge ferry harbour market school mill council engine river road bakery orchard court lamp station".split()
ADJECTIVES = "old narrow northern new broken public second empty loud cheap".split()


def sentence(random_: random.Random) -> str:
    pick = random_.choice
    return (
        f"The {pick(ADJECTIVES)} {pick(NOUNS)} near {pick(PLACES)} was {pick(VERBS)} by {pick(NAMES)}, who "
        f"{pick(VERBS)} on Monday that {random_.randint(2, 900)} {pick(NOUNS)}s would be {pick(VERBS)} before the "
        f"{pick(ADJECTIVES)} {pick(NOUNS)} of the {pick(NOUNS)}."
    )


def article(random_: random.Random, paragraphs: int) -> str:
    return "\n\n".join(
        " ".join(sentence(random_) for _ in range(random_.randint(2, 4))) for _ in range(paragraphs)
    )


@st.composite
def outlets(draw) -> list[dict]:
    """Articles of a few outlets: each of its own sentences, some with lines that others of the outlet also have, some a
    copy of another."""
    random_ = random.Random(draw(st.integers(0, 2**32)))
    lines = {
        name: [sentence(random_), sentence(random_), " ".join(sentence(random_) for _ in range(3)),
               f"{name} is printed on the old quay", "Short line", "Seventeen  bytes\u3000."]
        for name in ("Courier", "Northbank Post", "")
    }
    made: list[dict] = []
    for _ in range(draw(st.integers(1, 14))):
        name = draw(st.sampled_from(["Courier", "Courier", "Northbank Post", ""]))
        if made and draw(st.integers(0, 4)) == 0:
            text = draw(st.sampled_from(made))["text"]
        else:
            parts = article(random_, draw(st.integers(0, 4))).split("\n\n")
            for line in draw(st.lists(st.sampled_from(lines[name]), max_size=3)):
                spaced = line.replace(" ", draw(st.sampled_from([" ", "  ", "\u00a0"])))
                parts.insert(draw(st.integers(0, len(parts))), spaced)
            text = "\n\n".join(parts)
        made.append({"outlet": name, "text": text})
    return made


def assert_tiles(cleaned: wc.Cleaned) -> None:
    text, last = cleaned.text, 0
    for span in cleaned.spans:
        assert last <= span.start < span.end <= len(text)
        assert set(text[last : span.start]) <= WHITE
        assert text[span.start] not in WHITE and text[span.end - 1] not in WHITE
        assert span.label in _core.label_names
        last = span.end
    assert set(text[last:]) <= WHITE


@given(st.one_of(ANY, NEWS), OUTLET)
@example("\u2028a\u2029\x85b\x1c", "")
def test_spans_tile(text, outlet) -> None:
    assert_tiles(wc.clean(text, outlet=outlet or None))


@settings(max_examples=60)
@given(st.one_of(outlets(), st.lists(ANY_ARTICLE, max_size=8)))
def test_repeats_are_those_of_a_slow_reading(articles) -> None:
    alone = [wc.clean(one["text"], outlet=one["outlet"] or None) for one in articles]
    parts = [[(c.text[s.start : s.end], s.label) for s in c.spans] for c in alone]
    expected = clean_repeats.relabel([(one["outlet"], part) for one, part in zip(articles, parts, strict=True)])
    for threads in (1, 2, 4):
        together = wc.clean_all(articles, threads=threads)
        for one, found, labels in zip(alone, together, expected, strict=True):
            assert_tiles(found)
            assert [(s.start, s.end) for s in found.spans] == [(s.start, s.end) for s in one.spans]
            assert [s.label for s in found.spans] == labels


def test_the_generated_outlets_repeat_something() -> None:
    """Guards the test above: on articles that share a line, the slow reading finds it."""
    random_ = random.Random(7)
    line = "The Courier is printed on the old quay by two sisters."
    texts = [article(random_, 3) + "\n\n" + line for _ in range(4)]
    alone = [wc.clean(text, outlet="Courier") for text in texts]
    spans = [("Courier", [(c.text[s.start : s.end], s.label) for s in c.spans]) for c in alone]
    assert [labels[-1] for labels in clean_repeats.relabel(spans)] == ["boilerplate"] * 4
    assert [labels[-1][1] for _, labels in spans] != ["boilerplate"] * 4


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(2, 8), st.booleans())
def test_a_body_stays_a_body(seed, paragraphs, with_furniture) -> None:
    text = article(random.Random(seed), paragraphs)
    page = text
    if with_furniture:
        page = f"Bridge shut until spring\n\nBy Oona Field\n\n{text}\n\n(c) 2026 The Courier. All rights reserved."
    body = wc.clean(page).body
    again = wc.clean(body).body
    letters = sum(c.isalnum() for c in text)
    assert sum(c.isalnum() for c in body) >= 0.98 * letters
    assert sum(c.isalnum() for c in again) >= 0.98 * sum(c.isalnum() for c in body)


@st.composite
def sharing(draw) -> list[str]:
    """Some sixty articles, many of which hold one of a few passages: at the start, in the middle or at the end, as a line of
    its own or inside one, in full or in part, now and then as the larger part."""
    random_ = random.Random(draw(st.integers(0, 2**32)))
    passages = [(" ".join(sentence(random_) for _ in range(random_.randint(1, 4))), random_.uniform(0.3, 1)) for _ in range(3)]
    texts = []
    for _ in range(draw(st.integers(45, 75))):
        own = " ".join(sentence(random_) for _ in range(random_.randint(4, 20)))
        for passage, often in passages:
            if random_.random() < often:
                kept = passage if random_.random() < 0.9 else passage[: random_.randint(0, len(passage))]
                gap = random_.choice([" ", "\n", "\n\n"])
                own = random_.choice([own + gap + kept, kept + gap + own])
        texts.append(own)
    return texts


@settings(max_examples=15, deadline=None)
@given(sharing())
def test_what_many_have_in_common_is_what_a_slow_reading_finds(texts) -> None:
    alone = [[(s.start, s.end, s.label) for s in wc.clean(text).spans] for text in texts]
    together = [[(s.start, s.end, s.label) for s in cleaned.spans] for cleaned in wc.clean_all(texts)]
    assert together == clean_common.relabel(list(zip(texts, alone)))


NOTES = [
    "Correction: An earlier version of this article misspelled a name.",
    "What do you think? Tell us in the comments below.",
    "Oona Quill is a reporter in Bergholm who covers harbours.",
    "The views expressed in this article are those of the author.",
    "About Northbank Media\n\nNorthbank Media prints nine weeklies.",
    "Most read\n\nGoats ate a hat.",
    "https://courier.example/news/bridge/why-the-bridge-over-the-varn-is-shut",
    "The Goats Of Bergholm Have Eaten Another Hat",
]
HEADS = ["Bridge shut until spring\n\nIt will cost money.\n\nBy Oona Quill", "By Oona Quill", "4 min read"]


def told(random_: random.Random) -> str:
    """A paragraph as reporting has them: somebody says something, and it may use the words of notes."""
    pick, name = random_.choice, random_.choice(NAMES)
    return pick([
        sentence(random_),
        f"{name} is a {pick(['reporter', 'writer', 'professor'])} who was {pick(VERBS)} near {pick(PLACES)}, {pick(NAMES)} said. "
        + sentence(random_),
        f"\"Tell us what you think in the comments below,\" {name} {pick(VERBS)} on Monday. " + sentence(random_),
        sentence(random_) + " " + sentence(random_),
        f"{pick(NAMES)} {name} was a correspondent for {random_.randint(2, 40)} years before the {pick(NOUNS)} was {pick(VERBS)}.",
    ])


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 2**32), st.integers(1, 7), st.lists(st.sampled_from(NOTES), max_size=2, unique=True),
       st.sampled_from(["", *HEADS]), st.sampled_from(["\n", "\n\n"]))
def test_notes_go_and_reporting_stays(seed: int, paragraphs: int, notes: list[str], head: str, apart: str) -> None:
    random_ = random.Random(seed)
    body = [f"{sentence(random_)} {sentence(random_)}", *(told(random_) for _ in range(paragraphs - 1))]
    assert wc.clean(apart.join(body)).body.split("\n") == body
    small = [note for note in notes if paragraphs >= 4 or note != NOTES[4]]
    text = "\n\n".join([head, *body, *small]).replace("\n\n", apart).strip("\n")
    assert wc.clean(text).body.split("\n") == body
