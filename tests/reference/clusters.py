"""Slow truth of stage 8: average link and components, by looking at every two clusters again and again."""

from fractions import Fraction


def weights(pairs):
    best = {}
    for a, b, weight in pairs:
        key = (min(a, b), max(a, b))
        best[key] = max(best.get(key, 0), Fraction(weight))
    return best


def labels_of(clusters, n):
    labels = [0] * n
    for label, rows in enumerate(sorted(clusters)):
        for row in rows:
            labels[row] = label
    return labels


def average(n, pairs, threshold):
    weight = weights(pairs)
    clusters = [[row] for row in range(n)]
    while True:
        best = None
        for i in range(len(clusters)):
            for k in range(i + 1, len(clusters)):
                total = sum(weight.get((min(p, q), max(p, q)), 0) for p in clusters[i] for q in clusters[k])
                mean = Fraction(total, len(clusters[i]) * len(clusters[k]))
                if total and mean >= Fraction(threshold) and (best is None or mean > best[0]):
                    best = mean, i, k
        if best is None:
            return labels_of(clusters, n)
        _, i, k = best
        clusters[i] = sorted(clusters[i] + clusters.pop(k))
        clusters.sort()


def components(n, pairs, threshold):
    labels = list(range(n))
    for (a, b), weight in weights(pairs).items():
        if weight >= Fraction(threshold):
            low, high = sorted((labels[a], labels[b]))
            labels = [low if label == high else label for label in labels]
    order = {}
    for label in labels:
        order.setdefault(label, len(order))
    return [order[label] for label in labels]


def agreement(pairs, labels, threshold):
    """What correlation clustering makes large: weight - threshold, summed over all pairs inside clusters."""
    weight, n = weights(pairs), len(labels)
    return sum(
        weight.get((a, b), 0) - Fraction(threshold) for a in range(n) for b in range(a + 1, n) if labels[a] == labels[b]
    )


def best_agreement(n, pairs, threshold):
    """The most that any clusters at all reach, by trying all."""
    def partitions(rows):
        if rows == n:
            yield []
            return
        for labels in partitions(rows + 1):
            yield from ([label, *labels] for label in range(max(labels, default=-1) + 2))

    return max(agreement(pairs, labels, threshold) for labels in partitions(0))
