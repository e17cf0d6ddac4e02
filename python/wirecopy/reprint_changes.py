"""What is done to a copy on its way: the changes of `make_reprints`, one function each."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

# In the order in which they are done, with how often each is. Those of BODY are carried on into copies of the copy.
BODY = {"cut": 0.6, "edit": 0.6, "typo": 0.5, "local": 0.3, "credit": 0.25}
SHOWN = {"headline": 0.8, "furniture": 0.7, "ocr": 0.4, "wrap": 0.25}
CHANGES = (*BODY, *SHOWN)

SENTENCE = re.compile(r".+?(?:[.!?][\"”’»)]*(?=\s|$)|[。！？][」』”）]*|$)", re.DOTALL)
SWAPS = {
    "said": "stated", "about": "around", "people": "persons", "percent": "per cent", "while": "as", "but": "yet",
    "also": "too", "after": "following", "many": "numerous", "big": "large", "began": "started", "children": "youngsters",
    "killed": "dead", "near": "close to", "because": "since", "told": "informed", "show": "reveal", "help": "assist",
    "buy": "purchase", "get": "obtain", "need": "require", "last": "past", "home": "house", "show's": "programme's",
}
MISREAD = {
    "e": "c", "c": "e", "l": "1", "i": "l", "o": "0", "s": "5", "h": "b", "b": "h", "n": "u", "u": "n", "m": "rn", "w": "vv",
    "a": "o", "t": "f", "f": "t", "r": "i", "d": "cl", "g": "q", "v": "y", "I": "l", "S": "8", "B": "8", "O": "0",
}
FIRST = ("Ada", "Boris", "Carla", "Dov", "Edith", "Femi", "Greta", "Hamid", "Ines", "Jonas", "Kim", "Lena")
LAST = ("Abel", "Brandt", "Castell", "Dorn", "Ekman", "Farr", "Goss", "Hale", "Ilves", "Joyner", "Krol", "Lund")
ABOVE = ("Home | News | Sport | Weather", "Skip to main content", "Subscribe | Log in", "NEWS", "Menu Search")
BELOW = (
    "Sign up for our newsletter", "All rights reserved.", "Follow us on social media", "Read more", "Share this article",
    "This material may not be published, broadcast, rewritten or redistributed.", "Related stories", "Advertisement",
)


class Material:
    """What changes draw from: sentences of other articles, and outlets."""

    def __init__(self, bodies: Sequence[str], outlets: Sequence[str]) -> None:
        self._sentences = [sentences(body.replace("\n", " ")) for body in bodies]
        self._outlets = list(outlets)
        if len(self._outlets) < 12:
            self._outlets += [f"{name} {kind}" for name in LAST for kind in ("Courier", "Post", "Herald")]

    def outlet(self, other_than: str, draw: random.Random) -> str:
        """An outlet, not the one given."""
        return draw.choice([name for name in self._outlets if name != other_than])

    def paragraph(self, draw: random.Random) -> str:
        """Two to four sentences, each of another article as far as there are any."""
        found = draw.sample(self._sentences, min(len(self._sentences), draw.randint(2, 4)))
        return " ".join(draw.choice(article) for article in found)


def sentences(text: str) -> list[str]:
    """A rough cut after full stops, in most scripts."""
    return [part for found in SENTENCE.findall(text) if (part := found.strip())]


def apply(
    body: Sequence[str], changes: Sequence[str], source: str, material: Material, draw: random.Random
) -> tuple[list[str], list[str]]:
    """The body of a copy, and what was done to it."""
    result, done = list(body), []
    for name, often in BODY.items():
        if name not in changes or draw.random() >= often or (name == "credit" and not source):
            continue
        changed = _CHANGE[name](result, source, material, draw)
        if changed != result:
            result = changed
            done.append(name)
    return result, done


def show(
    body: Sequence[str], changes: Sequence[str], outlet: str, noise: float, material: Material, draw: random.Random
) -> tuple[str, list[str]]:
    """What is printed of a body, and what was done to it."""
    done = [name for name, often in SHOWN.items() if name in changes and draw.random() < often]
    blocks = list(body)
    if "headline" in done:
        words = draw.choice(sentences(" ".join(body)) or [""]).split()[: draw.randint(5, 9)]
        blocks.insert(0, " ".join(words).strip(".,;: "))
    if "furniture" in done:
        place = 1 if "headline" in done else 0
        blocks.insert(place, f"By {draw.choice(FIRST)} {draw.choice(LAST)}")
        blocks[:0] = draw.sample(ABOVE, draw.randint(1, 2))
        blocks += [*draw.sample(BELOW, draw.randint(1, 3)), f"© {outlet}"]
    if "ocr" in done:
        # Most pages are read well and some badly: the rate is drawn from a distribution with a long tail.
        rate = min(4 * noise, draw.expovariate(1 / noise)) if noise > 0 else 0.0
        blocks = [_misread(block, rate, draw) for block in blocks]
    if "wrap" in done:
        width = draw.randint(28, 60)
        blocks = [_wrapped(block, width) for block in blocks]
    return "\n\n".join(blocks), done


def _cut(body: list[str], source: str, material: Material, draw: random.Random) -> list[str]:
    """The end goes, at a sentence; one time in five a paragraph of the middle."""
    if len(body) > 4 and draw.random() < 0.2:
        gone = draw.randrange(1, len(body) - 1)
        return body[:gone] + body[gone + 1 :]
    left = round(sum(len(block) for block in body) * draw.uniform(0.45, 0.92))
    kept: list[str] = []
    for block in body:
        if left <= 0:
            break
        parts: list[str] = []
        for part in sentences(block):
            if left <= 0 and (kept or parts):
                break
            parts.append(part)
            left -= len(part) + 1
        kept.append(" ".join(parts))
    return kept


def _edit(body: list[str], source: str, material: Material, draw: random.Random) -> list[str]:
    rate = draw.uniform(0.005, 0.03)
    found = []
    for block in body:
        words = []
        for word in block.split(" "):
            if word.lower() in SWAPS and draw.random() < 10 * rate:
                words.append(SWAPS[word.lower()])
            elif draw.random() >= rate / 2 or len(word) < 3:
                words.append(word)
        found.append(" ".join(words))
    return found


def _typo(body: list[str], source: str, material: Material, draw: random.Random) -> list[str]:
    """One to four words misspelt: two letters change places, one is missing or stands twice."""
    found = list(body)
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(found)) if found else 0
        places = [m for m in re.finditer(r"[^\W\d_]{5,}", found[at])] if found else []
        if not places:
            continue
        word = draw.choice(places)
        i = draw.randrange(word.start() + 1, word.end() - 2)
        block = found[at]
        new = draw.choice((block[i + 1] + block[i], block[i + 1], block[i] * 2 + block[i + 1]))
        found[at] = block[:i] + new + block[i + 2 :]
    return found


def _local(body: list[str], source: str, material: Material, draw: random.Random) -> list[str]:
    at = draw.randint(1, max(1, len(body)))
    return [*body[:at], material.paragraph(draw), *body[at:]]


def _credit(body: list[str], source: str, material: Material, draw: random.Random) -> list[str]:
    parts = sentences(body[0]) if body else []
    if not parts:
        return body
    first = f"{parts[0].rstrip('.!?。')}, {source} reported."
    return [" ".join([first, *parts[1:]]), *body[1:]]


def _misread(text: str, rate: float, draw: random.Random) -> str:
    out = []
    for letter in text:
        if letter.isspace() or draw.random() >= rate:
            out.append(letter)
        elif letter in MISREAD and draw.random() < 0.8:
            out.append(MISREAD[letter])
        elif draw.random() < 0.5:
            out.append(letter + draw.choice(".,'-"))
    return "".join(out)


def _wrapped(block: str, width: int) -> str:
    """In lines of at most so many characters; long words are hyphenated."""
    lines, line = [], ""
    for word in block.split():
        if line and len(line) + 1 + len(word) > width:
            room = width - len(line) - 2
            if room >= 3 and len(word) - room >= 3 and word.isalpha():
                lines.append(f"{line} {word[:room]}-")
                line = word[room:]
                continue
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


_CHANGE = {"cut": _cut, "edit": _edit, "typo": _typo, "local": _local, "credit": _credit}
