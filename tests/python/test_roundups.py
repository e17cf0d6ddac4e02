"""A roundup belongs to no cluster of what it holds; a reprint that took something in stays where it is."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import wirecopy as wc
from python.wire_desk import BRIDGE, COMET, FIRE

MARKET = (
    "The fish market of Ostrelle will move to the old rope works in June, its owners said, because the roof of the "
    "hall lets in the rain.\n\n"
    "Forty-one traders signed the lease on Friday. The ice house stays where it is until the autumn, and the auction "
    "bell, cast in 1811, will be hung above the new gate by the smith Corin Vasse."
)
REPORTS = (BRIDGE, FIRE, COMET, MARKET)


def lead(report: str) -> str:
    return report.split("\n\n")[0]


def reprint(report: str, headline: str) -> str:
    return f"{headline}\n\nBy Oona Field\n\n{report}"


def labels(texts: list[str]) -> list[int]:
    return wc.find_copies([{"text": text} for text in texts], progress=False).labels_.tolist()


def pile() -> list[str]:
    """Every report and a reprint of it: 0 and 1, 2 and 3, 4 and 5, 6 and 7."""
    return [text for number, report in enumerate(REPORTS) for text in (report, reprint(report, f"Edition {number}"))]


def funnel(texts: list[str]) -> dict[str, Any]:
    return dict(wc.find_copies([{"text": text} for text in texts], progress=False).funnel)


@pytest.mark.parametrize("items", list(itertools.combinations(REPORTS, 3)))
def test_a_roundup_is_by_itself(items) -> None:
    """Whether the reports go on for long or are hardly more than their first paragraph."""
    roundup = "\n\n".join(lead(report) for report in items)
    found = labels([*pile(), roundup])
    assert found == [0, 0, 1, 1, 2, 2, 3, 3, 4]
    assert funnel([*pile(), roundup])["roundups of what other clusters report"] == 1


@pytest.mark.parametrize("items", list(itertools.combinations(REPORTS, 3)))
def test_a_roundup_and_its_reprint_are_copies(items) -> None:
    roundup = "\n\n".join(lead(report) for report in items)
    found = labels([*pile(), roundup, reprint(roundup, "Yesterday in Ostrelle")])
    assert found[-2] == found[-1]


def test_a_report_with_one_more_lead_stays_in_its_cluster() -> None:
    found = labels([*pile(), FIRE + "\n\n" + lead(COMET)])
    assert found == [0, 0, 1, 1, 2, 2, 3, 3, 1]
    assert funnel(pile())["roundups of what other clusters report"] == 0


def test_leads_put_into_the_middle_of_a_reprint_make_no_roundup() -> None:
    first, second, third = BRIDGE.split("\n\n")
    mixed = "\n\n".join([first, lead(FIRE), lead(COMET), second, third])
    found = wc.find_copies([{"text": text} for text in [*pile(), mixed]], progress=False)
    assert found.labels_.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 0]
    assert dict(found.funnel)["roundups of what other clusters report"] == 0
