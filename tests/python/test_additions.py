"""A reprint that kept little and took in paragraphs of other reports is at home where that little comes from."""

from __future__ import annotations

import wirecopy as wc
from python.wire_desk import BRIDGE

CHOIR = (
    "The boys' choir of Saint Orrin has lost its hall to the damp and will sing in the goods shed of the railway until "
    "a new roof is paid for.\n\n"
    "Choirmaster Wendel Tarrow had carried the scores out in a wheelbarrow, and eleven hymnals of the last century are "
    "drying on the washing lines of the rectory.\n\n"
    "A concert on Whit Sunday is meant to bring in the first thousand. Tickets hang in the window of the pharmacy, and "
    "whoever brings a chair of his own pays half."
)
ORCHARD = (
    "Frost has taken the blossom of nearly every pear tree between Hallow and Wick, growers said after a walk through "
    "the orchards on Tuesday.\n\n"
    "Only along the lime kilns, where smoke lay over the rows all night, did the pears come through, and Berit Aske "
    "counted six hundred trees in full flower there.\n\n"
    "The cider press at Wick will buy fruit from over the border this autumn. Its owner has ordered four wagons and "
    "hopes that the toll will be waived."
)
LIBRARY = (
    "The reading room at Tolm will open on Sundays, for the first time since it was given to the town by a maker of "
    "umbrellas.\n\n"
    "Nobody had thought of the stove: it burns coal that a carter, Josip Lundy, brings on weekdays only, and so the "
    "readers have agreed to come with a shovelful each.\n\n"
    "Novels may be taken home for nine days. The atlas stays on its chain, as it has since somebody left with the page "
    "of the southern islands."
)
LOCAL = [report.split("\n\n")[1] for report in (CHOIR, ORCHARD, LIBRARY)]
FIRST, SECOND, THIRD = BRIDGE.split("\n\n")
PRINTED = BRIDGE.replace("Monday, after divers", "Monday evening, after two divers")
FAMILY = [BRIDGE, PRINTED, FIRST]
REPORTS = [CHOIR, ORCHARD, LIBRARY]
# More than half of the report, none of its first paragraph, and as much that stands in others.
MIXED = "\n\n".join([SECOND, THIRD.split(". ")[0] + ".", *LOCAL])


def copies_of(*texts: str) -> wc.Copies:
    return wc.find_copies([{"text": text} for text in texts], progress=False)


def weighed(copies: wc.Copies) -> int:
    return dict(copies.funnel)["edges weighed without what other clusters tell"]


def test_what_other_reports_tell_is_no_part_of_a_reprint() -> None:
    copies = copies_of(*FAMILY, *REPORTS, MIXED)
    assert copies.labels_.tolist() == [0, 0, 0, 1, 2, 3, 0]
    assert weighed(copies) == 2
    # Weighing is for clusters alone: the pairs are what they are without these reports.
    alone = copies_of(*FAMILY, MIXED)
    assert copies.explain(0, 6).relation == alone.explain(0, 3).relation
    assert copies.explain(0, 6).evidence["aligned_b"] == alone.explain(0, 3).evidence["aligned_b"]


def test_without_these_reports_nothing_tells_that_they_are_additions() -> None:
    copies = copies_of(*FAMILY, MIXED)
    assert copies.labels_.tolist() == [0, 0, 0, 1]
    assert weighed(copies) == 0


def test_with_the_openings_of_these_reports_it_is_a_roundup() -> None:
    leads = [report.split("\n\n")[0] for report in REPORTS]
    opened = "\n\n".join([SECOND, THIRD.split(". ")[0] + ".", *leads])
    copies = copies_of(*FAMILY, *REPORTS, opened)
    assert copies.labels_.tolist() == [0, 0, 0, 1, 2, 3, 4]
    assert weighed(copies) == 0
    assert dict(copies.funnel)["roundups of what other clusters report"] == 1


def test_of_two_articles_alone_either_may_be_the_addition() -> None:
    kept = "\n\n".join([THIRD, *LOCAL])
    copies = copies_of(BRIDGE, *REPORTS, kept)
    assert copies.labels_.tolist() == [0, 1, 2, 3, 4]
    assert weighed(copies) == 0


def test_reprints_that_took_in_the_same_stay_with_their_own() -> None:
    other = CHOIR.replace("Saint Orrin", "Saint Orrin on the hill")
    first, second = BRIDGE + "\n\n" + LOCAL[1], CHOIR + "\n\n" + LOCAL[1]
    copies = copies_of(BRIDGE, PRINTED, CHOIR, other, ORCHARD, first, second)
    assert copies.labels_.tolist() == [0, 0, 1, 1, 2, 0, 1]
