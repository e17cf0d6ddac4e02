"""Slow truth of the measures: all pairs of articles one by one, and every bound one by one."""

from itertools import combinations


def measures(found, given):
    n = len(found)
    both = same_found = same_given = 0
    for i, k in combinations(range(n), 2):
        same_found += found[i] == found[k]
        same_given += given[i] == given[k]
        both += found[i] == found[k] and given[i] == given[k]
    precision = recall = 0.0
    for i in range(n):
        mine = {k for k in range(n) if found[k] == found[i]}
        true = {k for k in range(n) if given[k] == given[i]}
        precision += len(mine & true) / len(mine) / n
        recall += len(mine & true) / len(true) / n
    pairs = n * (n - 1) / 2
    expected = same_found * same_given / pairs if pairs else 0.0
    most = (same_found + same_given) / 2
    rand = 1.0 if most == expected else (both - expected) / (most - expected)
    return [
        rand, precision, recall, 2 * precision * recall / (precision + recall),
        both / same_found if same_found else 1.0, both / same_given if same_given else 1.0,
        2 * both / (same_found + same_given) if same_found + same_given else 1.0,
    ]


def best_bound(scores, same):
    """(bound, F1) of the best bound; the highest of several."""
    best = (0.0, -1.0)
    values = sorted(set(scores), reverse=True)
    for at, value in enumerate(values):
        taken = [yes for score, yes in zip(scores, same, strict=True) if score >= value]
        f1 = 2 * sum(taken) / (len(taken) + sum(same))
        if f1 > best[1]:
            best = ((value + values[at + 1]) / 2 if at + 1 < len(values) else value, f1)
    return best
