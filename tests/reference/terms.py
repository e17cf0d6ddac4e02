"""Slow truth of stage 3: counts of terms, in plain Python and `re`."""

import re

WORD = re.compile(r"(?u)\b\w\w+\b")


def words(text, low, high, stop_words=()):
    found = [word for word in WORD.findall(text) if word not in stop_words]
    return [" ".join(found[i : i + n]) for n in range(low, high + 1) for i in range(len(found) - n + 1)]


def characters(text, low, high):
    text = re.sub(r"\s\s+", " ", text)
    return [text[i : i + n] for n in range(low, high + 1) for i in range(len(text) - n + 1)]


def characters_in_words(text, low, high):
    found = []
    for word in text.split():
        padded = " " + word + " "
        for n in range(low, high + 1):
            found += [padded[i : i + n] for i in range(max(1, len(padded) - n + 1))]
            if n >= len(padded):
                break  # a short word counts once
    return found


def count(texts, terms_of):
    """(terms in order, one dict of term -> count per text)."""
    rows = []
    for text in texts:
        row = {}
        for term in terms_of(text):
            row[term] = row.get(term, 0) + 1
        rows.append(row)
    return sorted(set().union(*rows)) if rows else [], rows
