"""Slow truth of the tree: how two texts differ, sequence by sequence, and who explains whom with the fewest changes."""

import math

from reference.passages import normalise

LETTERS, TEXT, SLACK, SHORTEST = 8, 60, 14, 3


def sequences(text):
    units = normalise(text)[0]
    if len(units) < LETTERS:
        return [tuple(units)] if units else []
    return [tuple(units[i : i + LETTERS]) for i in range(len(units) - LETTERS + 1)]


class Cluster:
    def __init__(self, texts, hours, sources=()):
        self.sequences = [tuple(sequences(text)) for text in texts]
        self.hours = hours
        self.sources = set(sources)
        self.distinct = set(self.sequences)
        self.sets = {s: set(s) for s in self.distinct}

    def precedes(self, p, c):
        if not math.isnan(self.hours[p]) and not math.isnan(self.hours[c]) and self.hours[p] != self.hours[c]:
            return self.hours[p] < self.hours[c]
        return (p, c) in self.sources

    def known(self, sequence, c):
        """Whether an article that is early enough has it; the copy's own text is asked too where times are not known."""
        if math.isnan(self.hours[c]):
            return sum(sequence in self.sets[s] for s in self.distinct) > 1
        return any(sequence in self.sets[s] and h < self.hours[c] for s, h in zip(self.sequences, self.hours, strict=True))

    def private(self, sequence):
        return sum(sequence in self.sets[s] for s in self.distinct) == 1

    def difference(self, c, p):
        """(stretches as (start, end, known, private), shared places, tail)."""
        copy, source = self.sequences[c], self.sequences[p]
        places, following = [], 0
        for sequence in copy:
            there = [k for k, other in enumerate(source) if other == sequence]
            places.append(min(there, key=lambda k: (abs(k - following), k)) if there else None)
            following = places[-1] + 1 if there else following
        n, m, i = len(copy), len(source), 0
        stretches, inside = [], set()
        while i < n:
            if places[i] is not None:
                i += 1
                continue
            end = i
            while end < n and (places[end] is None or (end + 1 < n and places[end + 1] is None)):
                end += 1
            inside |= set(range(i, end))
            before = places[i - 1] + 1 if i > 0 else 0
            following = places[end] if end < n else m
            length = following - before if 0 <= following - before <= end - i + 40 else 0
            near = source[max(0, before - LETTERS) : before + max(length, 1) + LETTERS]
            known = sum(places[k] is None and self.known(copy[k], c) for k in range(i, end))
            own = any(map(self.private, near))
            if end - i >= TEXT:
                own = own and 2 * sum(map(self.private, source[before : before + length])) > length > (end - i) / 2
            stretches.append((i, end, 2 * known > end - i or known >= 2 * LETTERS, own))
            i = end
        outside = [k for k in range(n) if k not in inside]
        tail = bool(outside) and n - outside[-1] - 1 < SLACK and m - 1 - places[outside[-1]] > SLACK
        return stretches, sum(place is not None for place in places), tail + self.left_out(c, p)

    def left_out(self, c, p):
        """Whether the source has text of its own between what the copy has."""
        copy, source = set(self.sequences[c]), self.sequences[p]
        held = [sequence in copy for sequence in source]
        at = [-1, *(k for k, has in enumerate(held) if has), len(held)]
        for before, after in zip(at, at[1:], strict=False):
            run = source[before + 1 : after]
            if before >= 0 and after < len(held) and len(run) >= TEXT and 2 * sum(map(self.private, run)) > len(run):
                return True
        return False

    def changes(self, c, p):
        stretches, _, tail = self.difference(c, p)
        counted = [(end - start, own) for start, end, known, own in stretches if known and end - start >= SHORTEST]
        own = sum(own for _, own in counted)
        noisy = min(1.0, max(0.0, (own - 5) / 10))
        places = sum(1 + (length / 20 if length >= TEXT else 0) for length, own in counted if not own)
        return tail + places + min(own, 2 - noisy)

    def parents(self, c):
        """(changes, row) of every text that comes into question, by its first article, best first."""
        first = {}
        for p in self.order():
            if p != c and self.sequences[p] != self.sequences[c] and self.precedes(p, c):
                first.setdefault(self.sequences[p], p)
        found = [(self.changes(c, p), -self.difference(c, p)[1], self.order().index(p), p) for p in first.values()]
        return [(count, p) for count, _, _, p in sorted(found)]

    def order(self):
        return sorted(range(len(self.hours)), key=lambda a: (math.isnan(self.hours[a]), 0 if math.isnan(self.hours[a])
                      else self.hours[a], -len(self.sequences[a]), self.sequences[a], a))

    def parent(self, c, margin=1):
        """(parent, nearest, why)."""
        for p in self.order():
            if p != c and self.sequences[p] == self.sequences[c] and self.precedes(p, c):
                return p, p, "same_text"
        found = self.parents(c)
        if not found:
            return -1, -1, "first"
        if len(found) == 1:
            return found[0][1], found[0][1], "only_one"
        if found[1][0] - found[0][0] < margin:
            return -1, found[0][1], "undetermined"
        return found[0][1], found[0][1], "fewest_changes"
