"""Slow truth of the tree: how two texts differ, letter by letter, and who explains whom with the fewest changes."""

import math

from reference.passages import normalise

LETTERS, TEXT, SLACK = 8, 60, 14
MOVED, TOGETHER, LONGEST, UNLIKE, ROOM = 25, 3, 256, 20, 40
CHANGE, ENDING, OWN_TEXT, LATER = 6, 0.5, 0.5, 1 / 6
TYPED, SAME_TYPED, SAME_READ, FEWEST, CROWDED = 0.0008, 0.04, 0.6, 0.0002, 2


def sequences(units):
    if len(units) < LETTERS:
        return [tuple(units)] if units else []
    return [tuple(units[i : i + LETTERS]) for i in range(len(units) - LETTERS + 1)]


def rounded(cost):
    return round(cost * 2**20) / 2**20


def edits(a, b):
    """Differences (start, length, from, size, edits) of two stretches, on a way of fewest edits; equal letters first."""
    left = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a), -1, -1):
        for k in range(len(b), -1, -1):
            if i == len(a) or k == len(b):
                left[i][k] = len(a) - i + len(b) - k
            elif a[i] == b[k]:
                left[i][k] = left[i + 1][k + 1]
            else:
                left[i][k] = 1 + min(left[i + 1][k + 1], left[i + 1][k], left[i][k + 1])
    steps, i, k = [], 0, 0  # (letters of a, letters of b, whether they are equal)
    while i < len(a) or k < len(b):
        if i < len(a) and k < len(b) and a[i] == b[k]:
            step = (1, 1, True)
        elif i < len(a) and k < len(b) and left[i][k] == 1 + left[i + 1][k + 1]:
            step = (1, 1, False)
        elif i < len(a) and left[i][k] == 1 + left[i + 1][k]:
            step = (1, 0, False)
        else:
            step = (0, 1, False)
        steps.append((i, k, *step))
        i, k = i + step[0], k + step[1]
    wrong = [n for n, step in enumerate(steps) if not step[4]]
    found, begin = [], 0
    for n in range(len(wrong)):
        if n + 1 < len(wrong) and wrong[n + 1] - wrong[n] <= TOGETHER:
            continue
        first, last = steps[wrong[begin]], steps[wrong[n]]
        found.append((first[0], last[0] + last[2] - first[0], first[1], last[1] + last[3] - first[1], n + 1 - begin))
        begin = n + 1
    return found


class Comparison:
    def __init__(self, copy, source):
        """`differences`: (start, length, from, size, misread)."""
        self.copy, self.source, self.differences = copy, source, []
        runs = self.runs(sequences(copy), sequences(source))
        chain = self.chain(runs)
        out_of_order = [run for run in runs if run not in chain and run[2] >= MOVED]
        self.moved = {i for at, _, length in out_of_order for i in range(at, at + length + LETTERS - 1)}
        self.shared = sum(length for _, _, length in chain + out_of_order)
        n, m = len(copy), len(source)
        end = following = 0
        for number, (at, start, length) in enumerate(chain):
            if number == 0:
                if at > 0:
                    self.gap(0, at, 0 if start <= at + ROOM else start, start)
            else:
                twice = max(0, end - at, following - start)
                self.gap(end - twice, at, following - twice, start)
            end, following = min(n, at + length + LETTERS - 1), min(m, start + length + LETTERS - 1)
        rest, left = n - end, m - following
        if not chain:
            self.add(0, n, 0, m, max(n, m))
        elif rest > 0:
            self.gap(end, n, following, m if left <= rest + ROOM else following + rest)
        self.goes_on = bool(chain) and rest < SLACK and left > rest + SLACK

    @staticmethod
    def runs(copy, source):
        """(place of the copy, place of the source, length) where sequences match one after another."""
        places, following = [], 0
        for sequence in copy:
            there = [k for k, other in enumerate(source) if other == sequence]
            places.append(min(there, key=lambda k: (abs(k - following), k)) if there else None)
            following = (places[-1] if there else following) + 1
        runs = []
        for i, place in enumerate(places):
            if place is None:
                continue
            if runs and runs[-1][0] + runs[-1][2] == i and runs[-1][1] + runs[-1][2] == place:
                runs[-1] = (*runs[-1][:2], runs[-1][2] + 1)
            else:
                runs.append((i, place, 1))
        return runs

    @staticmethod
    def chain(runs):
        """Those in the same order in both that have most places; of equals the ones whose last runs come first."""
        weight, before = [], []
        for r, (_, start, length) in enumerate(runs):
            earlier = [s for s in range(r) if runs[s][1] + runs[s][2] <= start]
            best = min(earlier, key=lambda s: (-weight[s], s)) if earlier else None
            before.append(best)
            weight.append(length + (weight[best] if best is not None else 0))
        at = min(range(len(runs)), key=lambda r: (-weight[r], r)) if runs else None
        chain = []
        while at is not None:
            chain.append(runs[at])
            at = before[at]
        return chain[::-1]

    def add(self, start, length, source, size, changed):
        longer = abs(length - size)
        misread = changed if min(length, size) == 0 else max(1, changed - longer)
        mine, there = self.copy[start : start + length], self.source[source : source + size]
        swapped = length == size == 2 and mine == there[::-1]
        around = self.source[max(0, source - 1) : source + 2]
        doubled = length == 0 and size == 1 and any(a == b for a, b in zip(around, around[1:], strict=False))
        words = longer > 2 or max(length, size) >= TEXT or swapped or doubled
        self.differences.append((start, length, source, size, 0 if words else misread))

    def gap(self, start, end, source, following):
        length, size = end - start, following - source
        if length == size == 0:
            return
        if self.moved & set(range(start, end)):
            i = start
            while i < end:
                k = i
                while k < end and k not in self.moved:
                    k += 1
                if k > i:
                    self.add(i, k - i, source, 0, k - i)
                i = k + 1
        elif min(length, size) == 0 or max(length, size) > LONGEST or abs(length - size) > UNLIKE:
            self.add(start, length, source, size, max(length, size))
        else:
            for a, some, b, other, changed in edits(self.copy[start:end], self.source[source:following]):
                self.add(start + a, some, source + b, other, changed)

    def agrees(self, start, length):
        return all(s > start + length or s + n < start for s, n, *_ in self.differences)

    def has(self, letter):
        return not any(s <= letter < s + n for s, n, *_ in self.differences)


def as_letters(difference):
    _, length, _, size, misread = difference
    return misread == 1 or (misread > 0 and 2 * misread <= max(length, size))


class Cluster:
    def __init__(self, texts, hours, sources=()):
        self.units = [tuple(normalise(text)[0]) for text in texts]
        self.hours = hours
        self.sources = set(sources)
        self.sets = [set(sequences(units)) for units in set(self.units)]

    def precedes(self, p, c):
        if not math.isnan(self.hours[p]) and not math.isnan(self.hours[c]) and self.hours[p] != self.hours[c]:
            return self.hours[p] < self.hours[c]
        return (p, c) in self.sources

    def candidates(self, c):
        """The first witness of every text that comes into question, earliest first."""
        first = {}
        for p in self.order():
            if p != c and self.units[p] != self.units[c] and self.precedes(p, c):
                first.setdefault(self.units[p], p)
        return list(first.values())

    def costs(self, c):
        """Of each candidate: (changes, places that count)."""
        found = self.candidates(c)
        compared = [Comparison(self.units[c], self.units[p]) for p in found]
        places = {}
        for k, comparison in enumerate(compared):
            for difference in comparison.differences:
                start, length, at, size, _ = difference
                reading = self.units[found[k]][at : at + size] if size < TEXT else None
                places.setdefault((start, length, size >= TEXT, reading), []).append((k, difference))
        agree = {key: [k for k, other in enumerate(compared) if other.agrees(*key[:2])][:3] for key in places}
        nearest = min(range(len(found)), key=lambda k: (-compared[k].shared, k))
        misread, here = [0] * len(found), 0
        for key, several in places.items():
            if not as_letters(several[0][1]):
                continue
            if not agree[key]:
                here += sum(difference[4] for k, difference in several if k == nearest)
            elif len(several) == 1:
                misread[several[0][0]] += several[0][1][4]
        rates = [FEWEST + some / (comparison.shared + 200) for some, comparison in zip(misread, compared, strict=True)]
        own_rate = FEWEST + here / (compared[nearest].shared + 200)
        changes, counted = [0.0] * len(found), [set() for _ in found]
        for key, several in places.items():
            for k, difference in several:
                if key[2] or key[1] >= TEXT:
                    cost = self.text(difference, compared, agree[key], self.units[found[k]])
                else:
                    cost = self.words(difference[4], [k for k, _ in several], agree[key], rates, own_rate)
                changes[k] += rounded(cost)
                if rounded(cost) > 0:
                    counted[k].add(key)
        for k, comparison in enumerate(compared):
            changes[k] += (ENDING if comparison.goes_on else 0) + (rounded(LATER) if k > 0 else 0)
            counted[k] |= {"goes on"} if comparison.goes_on else set()
        return [(changes[k], -compared[k].shared, k, found[k], counted[k]) for k in range(len(found))]

    @staticmethod
    def words(misread, holders, agree, rates, own_rate):
        if not agree:
            return 0
        if misread == 0:
            return 1
        together = 1.0
        for number, k in enumerate(holders):
            here = rates[k]
            for _ in range(misread - 1):
                here *= CROWDED * rates[k]
            together *= here if number == 0 else here * SAME_READ
        alone = math.exp(-CHANGE)
        if misread == 1:
            chance = 1.0
            for number, k in enumerate(agree):
                chance *= rates[k] if number == 0 else rates[k] * SAME_READ
            printed, again = TYPED / (TYPED + chance), own_rate * SAME_READ
            alone = (again + TYPED * SAME_TYPED) / (printed + (1 - printed) * again)
        return min(1.0, -math.log(min(1.0, together / (together + TYPED) + alone)) / CHANGE)

    def text(self, difference, compared, agree, source):
        start, length, at, size, _ = difference
        cost = 0
        if length >= TEXT or length > size:
            known = sum(any(other.has(letter) for other in compared) for letter in range(start, start + length))
            if 2 * known > length or known >= 24:
                cost += 1 + math.log2(1 + known / 60)
        if size >= TEXT and size > length:
            there = [s for s in sequences(source[at : at + size]) if size >= LETTERS]
            alone = sum(sum(s in others for others in self.sets) == 1 for s in there)
            cost += 1 if agree else OWN_TEXT if 2 * alone > len(there) else 0
        return cost

    def order(self):
        return sorted(range(len(self.hours)), key=lambda a: (math.isnan(self.hours[a]), 0 if math.isnan(self.hours[a])
                      else self.hours[a], -len(self.units[a]), self.units[a], a))

    def parent(self, c, margin=0.3):
        """(parent, nearest, why)."""
        for p in self.order():
            if p != c and self.units[p] == self.units[c] and self.precedes(p, c):
                return p, p, "same_text"
        found = self.candidates(c)
        if not found:
            return -1, -1, "first"
        if len(found) == 1:
            return found[0], found[0], "only_one"
        best, *others = sorted(self.costs(c), key=lambda cost: cost[:3])
        if any(other[0] - best[0] < margin for other in others if other[4] != best[4]):
            return -1, best[3], "undetermined"
        return best[3], best[3], "fewest_changes"

    def shared(self, c, p):
        return Comparison(self.units[c], self.units[p]).shared
