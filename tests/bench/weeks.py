"""A collection that grows with time at a constant 25,000 articles a week, made of the allsides articles.

    python tests/bench/weeks.py ARTICLES FILE     writes FILE (.jsonl): id, text, outlet, published, cluster

Two in five articles are originals, the others reprints of them within two days: cut at a sentence, edited, re-headed, in the
furniture of their outlet. There are 20,000 real articles; from the third week on they come again with their words exchanged
for others of about the same frequency, so that each is new but the language stays what it is.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator

import inputs

PER_WEEK, ORIGINALS = 25_000, 10_000
START = 1_500_000_000  # seconds since 1970
WEEK = 7 * 24 * 3600
KEPT_WORDS, BAND = 300, 64
WORD = re.compile(r"[A-Za-z]+")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def _articles() -> list[str]:
    with gzip.open(inputs.FILES["allsides"], "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def _exchanged(ranked: list[str], seed: int) -> dict[str, str]:
    """Each word but the most frequent with another one of its band of frequency."""
    draw, out = random.Random(seed), {}
    for start in range(KEPT_WORDS, len(ranked), BAND):
        band = ranked[start : start + BAND]
        out.update(zip(band, draw.sample(band, len(band)), strict=True))
    return out


def _with(words: dict[str, str], text: str) -> str:
    def other(match: re.Match[str]) -> str:
        word = match.group()
        new = words.get(word.lower())
        return word if new is None else new.capitalize() if word[0].isupper() else new

    return WORD.sub(other, text) if words else text


def _reprint(text: str, outlet: int, vocabulary: list[str], draw: random.Random) -> str:
    sentences = SENTENCE_END.split(text)
    if draw.random() < 0.5:
        sentences = sentences[: max(3, round(len(sentences) * draw.uniform(0.4, 1)))]
    for _ in range(draw.randint(0, 5)):
        at = draw.randrange(len(sentences))
        words = sentences[at].split(" ")
        words[draw.randrange(len(words))] = draw.choice(vocabulary)
        sentences[at] = " ".join(words)
    head = " ".join(draw.sample(vocabulary[:2000], 6)).capitalize()
    foot = f"Copyright Outlet {outlet}. All rights reserved. Write to the editors at desk{outlet}@example.com."
    return f"{head}\n\n{' '.join(sentences)}\n\n{foot}"


def weeks(articles: int) -> Iterator[dict]:
    originals = _articles()
    counts = Counter(word.lower() for text in originals for word in WORD.findall(text))
    ranked = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    cluster = 0
    for week, first in enumerate(range(0, articles, PER_WEEK)):
        draw = random.Random(week)
        turn, half = divmod(week, len(originals) // ORIGINALS)
        words = _exchanged(ranked, turn) if turn else {}
        mine = [_with(words, text) for text in originals[half * ORIGINALS : (half + 1) * ORIGINALS]]
        hours = [draw.uniform(0, WEEK) for _ in mine]
        rows = [{"text": text, "outlet": f"outlet {draw.randrange(300)}", "published": START + week * WEEK + at,
                 "cluster": cluster + i} for i, (text, at) in enumerate(zip(mine, hours, strict=True))]
        while len(rows) < PER_WEEK:
            # A few originals are printed by hundreds of outlets, most by none.
            at = draw.randrange(len(mine))
            for _ in range(min(PER_WEEK - len(rows), int(draw.paretovariate(1.1)))):
                outlet = draw.randrange(300)
                rows.append({"text": _reprint(mine[at], outlet, ranked, draw), "outlet": f"outlet {outlet}",
                             "published": START + week * WEEK + hours[at] + draw.uniform(0, 48 * 3600), "cluster": cluster + at})
        cluster += len(mine)
        draw.shuffle(rows)
        yield from rows[: articles - first]


def main(articles: str, path: str) -> None:
    with open(path, "w", encoding="utf-8") as out:
        for i, row in enumerate(itertools.islice(weeks(int(articles)), int(articles))):
            out.write(json.dumps({"id": i, **row}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
