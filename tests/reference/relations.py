"""Slow truth of stage 7: which relation and which direction the measures of a pair make."""

import math

BOUNDS = {
    "reprint": 0.6, "excerpt": 0.4, "copy": 0.35, "rewrite_facts": 0.4, "rewrite_told": 0.4, "rewrite_order": 0.4,
    "rewrite_contradicted": 0.05, "rewrite_source": 0.75, "rewrite_siblings": 0.5, "rewrite_sibling_facts": 14,
    "rewrite_worded": 0.27, "rewrite_words": 50,
    "copy_words": 20, "quote_words": 12, "quote_worded": 0.22, "quote_contradicted": 0.15, "story": 0.22, "earlier_hours": 0.5,
}
MUCH_LONGER = 1.5
WHOLE = 0.9
SAME_HEADLINE = 0.5
TELLING, PER_LENGTH, PER_CONTRADICTION = 1.0, 0.17, 4.0
ASKED, PER_WORDS, PER_AGREED, PER_DIFFERING, PER_SMALLER, SOME_MISREAD = 2.12, 0.2, 0.9, 0.2, 0.4, 0.1
LEAST_AGREED, MOST_DIFFERING = 0.75, 2
LONGEST_RUN, LONG_RUN = 80, 50
FEW_FACTS = 5
NEARLY_ALL = 0.85
MORE_FACTS = 0.25
GOES_ON, HAS_ENDED, CREDIT = 0.1, 0.02, 2.5


def is_exact(e, bound):
    return bool(e["same_body"])


def is_telling(e):
    """A template gives its items short passages, a part of each body, and says the rest otherwise."""
    asked = TELLING - PER_LENGTH * math.log(max(1, e["longest_words"]))
    return e["edge"] - PER_CONTRADICTION * e["contradicted"] >= asked


def words_in_a_row(e):
    return e["longest_words"] - (min(e["longest_words"], e["reworded"]) if e["misread"] < SOME_MISREAD else 0)


def is_of_another(e):
    return bool(e["other_subject"] or e["agreed"] < LEAST_AGREED or e["differing"] >= MOST_DIFFERING)


def is_template(e, bound):
    """Part of both is the same, and the names and numbers in it are not."""
    if not bound["excerpt"] <= max(e["aligned_a"], e["aligned_b"]) <= WHOLE:
        return False
    if words_in_a_row(e) >= (LONGEST_RUN if is_of_another(e) else LONG_RUN):
        return False
    if e["other_subject"] and e["misread"] < SOME_MISREAD:
        return True
    same = e["edge"] + PER_WORDS * math.log(max(1, e["shared_words"])) + PER_AGREED * e["agreed"]
    same -= PER_DIFFERING * math.log1p(e["differing"]) + PER_SMALLER * min(e["aligned_a"], e["aligned_b"])
    return same + max(0.0, e["misread"] - SOME_MISREAD) < ASKED


def is_copy(e, bound):
    enough = e["shared_words"] >= bound["copy_words"] and is_telling(e)
    enough = enough or max(e["aligned_a"], e["aligned_b"]) >= WHOLE
    enough = enough or (e["headline"] >= SAME_HEADLINE and e["contradicted"] <= bound["rewrite_contradicted"])
    enough = enough and not is_template(e, bound)
    return enough and e["edge"] >= bound["copy"] and (e["aligned_a"] >= bound["excerpt"] or e["aligned_b"] >= bound["excerpt"])


def is_reprint(e, bound):
    return is_copy(e, bound) and e["aligned_a"] >= bound["reprint"] and e["aligned_b"] >= bound["reprint"]


def is_same_story(e, bound):
    return e["similarity"] >= bound["story"]


def is_told_as_its_source(e, side, bound):
    """A part of what the other retells, of which it tells nearly as much as of the whole."""
    part, of_source = bound["rewrite_source"], e[f"source_told_{side}"]
    told = of_source > 0 and e[f"told_{side}"] >= part * max(of_source, bound["rewrite_told"])
    return told and e["facts"] >= part * bound["rewrite_facts"] and e["order"] >= bound["rewrite_order"]


def is_from_the_other(e, bound):
    return is_told_as_its_source(e, "a", bound) or is_told_as_its_source(e, "b", bound)


def is_sibling(e, bound):
    """Both retell one article, most of each is of it, and they share many facts, of either."""
    most = e["source_facts"] >= bound["rewrite_siblings"] and e["shared_facts"] >= bound["rewrite_sibling_facts"]
    most = most and e["facts_a"] >= bound["rewrite_facts"] and e["facts_b"] >= bound["rewrite_facts"]
    return most and e["order"] >= bound["rewrite_order"]


def is_told_in_order(e, bound):
    """One side tells the other's facts by itself, whatever other articles say."""
    told = e["told_a"] >= bound["rewrite_told"] or e["told_b"] >= bound["rewrite_told"]
    return told and e["facts"] >= bound["rewrite_facts"] and e["order"] >= bound["rewrite_order"]


def is_worded(e, bound):
    """Too few facts to be held against each other, in texts that would show names: told in the same words."""
    long = e["length_a"] >= bound["rewrite_words"] and e["length_b"] >= bound["rewrite_words"]
    return long and e["least_facts"] < FEW_FACTS and max(e["worded_a"], e["worded_b"]) >= bound["rewrite_worded"]


def is_rewrite(e, bound):
    told = is_told_in_order(e, bound) or is_from_the_other(e, bound) or is_sibling(e, bound) or is_worded(e, bound)
    told = told and max(e["aligned_a"], e["aligned_b"]) < bound["excerpt"]
    told = told and e["contradicted"] * max(e["aligned_a"], e["aligned_b"]) <= bound["rewrite_contradicted"]
    return is_same_story(e, bound) and told


def is_quoted(e, bound):
    """A passage of some length, told word for word but for misread letters, or with more beside it."""
    more = e["worded_a"] >= bound["quote_worded"] or e["worded_b"] >= bound["quote_worded"]
    return e["longest_words"] >= bound["quote_words"] and (words_in_a_row(e) >= bound["quote_words"] or more)


def is_shared_quote(e, bound):
    another = is_of_another(e)
    told = is_quoted(e, bound) and e["contradicted"] <= bound["quote_contradicted"]
    return told and not (is_template(e, bound) and another)


# The first that holds.
RELATIONS = [
    ("exact", is_exact), ("reprint", is_reprint), ("excerpt", is_copy), ("rewrite", is_rewrite),
    ("shared_quote", is_shared_quote), ("same_story", is_same_story),
]


def turned(e):
    """The same pair, b first."""
    other = {"_a": "_b", "_b": "_a"}
    swapped = {(name[:-2] + other[name[-2:]] if name[-2:] in other else name): value for name, value in e.items()}
    return {**swapped, "hours": -e["hours"]}


def speaks_for(e, relation):
    """How much says that a is where b comes from, without times."""
    longer = e["length_b"] > 0 and e["length_a"] >= MUCH_LONGER * e["length_b"]
    said = 0.0
    if relation in ("reprint", "excerpt"):
        said += CREDIT * (e["credits_b"] and not e["credits_a"])
        said += e["after_a"] >= GOES_ON and e["after_b"] <= HAS_ENDED
    if relation == "excerpt":
        said += longer and e["aligned_b"] >= NEARLY_ALL
    if relation == "rewrite":
        said += longer and e["facts_b"] >= e["facts_a"] + MORE_FACTS
    return said


def is_source(e, relation, bound):
    """Whether a is where b comes from."""
    if not math.isnan(e["hours"]):
        return e["hours"] >= bound["earlier_hours"]
    return speaks_for(e, relation) > speaks_for(turned(e), relation)


def judge(evidence, **bounds):
    """(relation, direction) of what `explain` measured."""
    bound = {**BOUNDS, **bounds}
    relation = next((name for name, holds in RELATIONS if holds(evidence, bound)), "none")
    if relation in ("shared_quote", "same_story", "none"):
        return relation, "undetermined"
    if relation == "rewrite" and is_sibling(evidence, bound):
        if not is_told_in_order(evidence, bound) and not is_from_the_other(evidence, bound):
            return relation, "undetermined"  # neither comes from the other
    if is_source(evidence, relation, bound):
        return relation, "a_to_b"
    if is_source(turned(evidence), relation, bound):
        return relation, "b_to_a"
    return relation, "undetermined"


def by_itself(evidence):
    """The relation of a pair whatever third articles say."""
    return judge({**evidence, "source_told_a": 0, "source_told_b": 0, "source_facts": 0})[0]


def from_sources(a, b, others, evidence, hours, **bounds):
    """(source_told_a, source_told_b, source_facts) of a pair. `evidence(x, y)`: of a pair as measured, x first, None where
    it was not; `hours[x]`: when it was published, NaN where not known."""
    bound = {**BOUNDS, **bounds}
    kind = {(x, y): by_itself(evidence(x, y)) if evidence(x, y) else "none" for x in (a, b) for y in (a, b, *others) if x != y}
    if kind[a, b] not in ("shared_quote", "same_story", "none"):
        return 0.0, 0.0, 0.0

    def told(part, other):
        lies_in = [s for s in others if kind[part, s] in ("reprint", "excerpt") and evidence(part, s)["aligned_a"] >= WHOLE]
        shares = sorted(evidence(s, other)["told_a"] for s in lies_in if kind[other, s] == "rewrite")
        return sum(shares) / len(shares) if shares else 0.0

    def facts(source):
        sides = [evidence(rewrite, source) for rewrite in (a, b) if kind[rewrite, source] == "rewrite"]
        sides = [e for e in sides if min(e["facts_a"], e["facts_b"]) >= bound["rewrite_facts"]]
        first = all(not hours[source] - hours[rewrite] >= bound["earlier_hours"] for rewrite in (a, b))
        return min(e["facts_a"] for e in sides) if len(sides) == 2 and first else 0.0

    return told(a, b), told(b, a), max((facts(source) for source in others), default=0.0)


def longest_common(a, b):
    """Length of the longest common subsequence."""
    if not a or not b:
        return 0
    if a[0] == b[0]:
        return 1 + longest_common(a[1:], b[1:])
    return max(longest_common(a[1:], b), longest_common(a, b[1:]))


def differing_numbers(a, b):
    """Numbers of two texts that share everything else: those in whose place the other has others, and those it has nowhere."""
    in_place = min(len(a), len(b)) - longest_common(a, b)
    return in_place + min(sum(n not in b for n in a), sum(n not in a for n in b))


FORGIVEN_PER_MISREAD = 6.0


def is_misread(one, other):
    """The same but for at most a third of the letters, of words of one length."""
    return one != other and 3 * sum(x != y for x, y in zip(one, other, strict=True)) <= len(one)


def differing_names(a, b, misread, starts=()):
    """Names of two texts that share everything else, each with one in every place: those that the other has nowhere, nor
    misread in the same place. `misread`: share of the words there that are; `starts`: names that begin a sentence,
    which are had but do not count."""
    def nowhere(one, other):
        had = {*other, *starts}
        return sum(name not in had and not is_misread(name, there) for name, there in zip(one, other, strict=True))

    return min(nowhere(a, b), nowhere(b, a)) * max(0.0, 1 - FORGIVEN_PER_MISREAD * misread)


def agreed_numbers(a, b):
    """Share that the other has, of the side that has more of them; two count as had from the start."""
    return max((sum(n in other for n in one) + 2) / (len(one) + 2) for one, other in ((a, b), (b, a)))


RAREST_COMMON, LANGUAGE_ARTICLES, UNKNOWN_SHARE = 1.5, 200, 1e-4


def rarity_of_unknown(word, texts):
    """Of a word that no list knows, among these texts (lists of sentences)."""
    holding = sum(any(word == other for sentence in text for other, _ in sentence) for text in texts)
    return -math.log((holding + LANGUAGE_ARTICLES * UNKNOWN_SHARE) / (len(texts) + LANGUAGE_ARTICLES))


def told_and_worded(one, other, rarity):
    """(told, worded) of `one`: texts are lists of sentences of (word, whether it is a name), every word rare.

    Each word counts once a sentence; names are told, but are no wording.
    """
    def once(sentence):
        return list(dict.fromkeys(sentence))

    def weight(words):
        return sum(rarity[word] for word in words)

    def together(names):
        found = total = 0.0
        for sentence in one:
            words = {word for word, name in sentence if names or not name}
            total += weight(words)
            found += max((weight(words & {word for word, _ in there}) for there in other), default=0.0)
        return found / total if total else 0.0

    mine = [word for sentence in one for word, name in once(sentence) if not name]
    theirs = [word for sentence in other for word, name in once(sentence) if not name]
    has = {word for sentence in other for word, _ in sentence}
    if not mine:
        return together(True), 0.0
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for i, word in enumerate(mine):
        for k, there in enumerate(theirs):
            matched = best[i][k] + rarity[word] if word == there else 0.0
            best[i + 1][k + 1] = max(matched, best[i][k + 1], best[i + 1][k])
    shares = (weight(set(mine) & has) / weight(set(mine)), together(False), best[-1][-1] / weight(mine))
    return together(True), sum(shares) / 3
