"""Prints the table of docs/segmentation.md: words found, against words that people marked (Universal Dependencies).

    python tests/bench/segmentation.py FOLDER

FOLDER holds treebanks as they are distributed, each a folder with .conllu files. A word is right where it starts and
ends as a marked one does. Punctuation and symbols are left out of the marked words.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import bm25s
import wirecopy as wc

Spans = set[tuple[int, int]]
TREEBANKS = {
    "Hindi": "UD_Hindi-PUD",
    "Thai": "UD_Thai-PUD",
    "Chinese": "UD_Chinese-PUD",
    "Japanese": "UD_Japanese-GSD",
    "Arabic": "UD_Arabic-PUD",
}


def sentences(folder: Path) -> Iterator[tuple[str, Spans]]:
    """(text, spans of its words) of each sentence."""
    for path in sorted(folder.glob("*.conllu")):
        for block in path.read_text("utf-8").split("\n\n"):
            lines = block.splitlines()
            text = next((line[len("# text = ") :] for line in lines if line.startswith("# text = ")), None)
            if text is not None:
                yield text, marked(text, [line.split("\t") for line in lines if line and line[0] != "#"])


def marked(text: str, rows: list[list[str]]) -> Spans:
    """Spans of the words as they are written; a word written together of several (3-4) is one."""
    found, at, inside = set(), 0, 0
    kinds = {row[0]: row[3] for row in rows}
    for row in rows:
        if "." in row[0]:  # not written at all
            continue
        if "-" in row[0]:
            first, inside = map(int, row[0].split("-"))
            kind = {kinds[str(i)] for i in range(first, inside + 1)}
        elif int(row[0]) <= inside:
            continue
        else:
            kind = {row[3]}
        start = text.find(row[1], at)
        if start < 0 or text[at:start].strip():
            raise ValueError(f"{row[1]!r} is not where it should be in {text!r}")
        at = start + len(row[1])
        if kind - {"PUNCT", "SYM"}:
            found.add((start, at))
    return found


def of_wirecopy(text: str) -> Spans:
    return {(token.start, token.end) for token in wc.tokenize(text)}


def of_scikit_learn(text: str) -> Spans:
    return {match.span() for match in re.finditer(wc.TfidfVectorizer().token_pattern, text)}


def of_bm25s(text: str) -> Spans:
    words = bm25s.tokenize([text], lower=False, stopwords=None, return_ids=False, show_progress=False)[0]
    found, at = set(), 0
    for word in words:
        start = text.index(word, at)
        at = start + len(word)
        found.add((start, at))
    return found


def measure(folder: Path, find: Callable[[str], Spans]) -> tuple[int, int, int, int]:
    """(sentences, words marked, words found, both)."""
    count = marked_words = found_words = both = 0
    for text, gold in sentences(folder):
        found = find(text)
        count, marked_words = count + 1, marked_words + len(gold)
        found_words, both = found_words + len(found), both + len(found & gold)
    return count, marked_words, found_words, both


def main(folder: Path) -> None:
    print("| language | sentences | words | found by | precision | recall | F1 |")
    print("|---|---|---|---|---|---|---|")
    finders = {"`wc.tokenize`": of_wirecopy, "scikit-learn's pattern": of_scikit_learn, "bm25s's tokenizer": of_bm25s}
    for language, name in TREEBANKS.items():
        for who, find in finders.items():
            count, gold, found, both = measure(folder / name, find)
            shares = (both / found, both / gold, 2 * both / (found + gold))
            print(f"| {language} | {count:,} | {gold:,} | {who} |", " | ".join(f"{share:.3f}" for share in shares), "|")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
