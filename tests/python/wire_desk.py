"""Invented articles that several tests use."""

from __future__ import annotations

from typing import Any

BRIDGE = (
    "The old iron bridge over the Varn will stay closed until the spring, the harbour board of Ostrelle said on "
    "Monday, after divers found cracks in two of its piers.\n\n"
    "Engineers had warned in August that the piers were moving. \"We could hear the rivets go at night,\" said the "
    "bridge master, Tilda Mornay, who has kept the toll house for thirty years. Repairs will cost 4.7 million crowns, "
    "the board said, and half of that is still to be found.\n\n"
    "Ferries will carry lorries from the fish market to the north bank every forty minutes. The bakers' guild called "
    "the timetable a joke and asked for a night boat."
)
FIRE = (
    "A fire that began in a hay loft destroyed eleven stables at the Quellin racecourse early on Saturday. No horse "
    "was hurt: stable hands cut the halters and drove forty-three animals on to the course in the dark.\n\n"
    "The fire chief, Abel Runciter, said a lamp had been left burning above the straw. Racing is off until the "
    "stewards have walked the ground, and the Silver Bridle will be run a week late."
)
COMET = (
    "Astronomers at the Mount Sele observatory have found a comet that will pass the Earth in October at a "
    "distance of nine million kilometres. It was seen first by a night porter, Ines Dallow, on a plate "
    "that had been thrown away.\n\n"
    "The comet will be visible without a telescope for about six nights, low in the west after sunset."
)


def desk() -> list[dict[str, Any]]:
    """Six articles: a reprint of BRIDGE (with a byline and another headline), an exact copy of FIRE, COMET alone, and
    one too short to match."""
    return [
        {
            "id": "b1", "outlet": "Ostrelle Courier", "published": "2026-03-02T08:00:00Z", "language": "en",
            "text": BRIDGE,
        },
        {
            "id": "b2", "outlet": "Northbank Post", "published": "2026-03-02T15:30:00Z", "language": "en",
            "text": "Bridge shut until spring\n\nBy Oona Field\n\n" + BRIDGE,
        },
        {"id": "f1", "outlet": "Quellin Star", "published": "2026-03-07", "language": "en", "text": FIRE},
        {"id": "f2", "outlet": "Racing Sheet", "published": "2026-03-08", "language": "en", "text": FIRE},
        {"id": "c1", "outlet": None, "published": None, "language": "en", "text": COMET},
        {"id": "s1", "outlet": "Quellin Star", "published": "2026-03-08", "language": "en", "text": "No news"},
    ]
