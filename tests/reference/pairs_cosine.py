"""Slow truth of the joins of rows: every pair multiplied out."""


def dot(x, y):
    total = 0.0
    for p, q in zip(x, y, strict=True):
        total += p * q
    return total


def too_far(one, other, window):
    return abs(one - other) > window  # False where one is NaN


def meet(a, b, hours, window, same, different):
    """Whether a row and another may make a pair; each list is a pair of lists, or None."""
    if hours is not None and too_far(hours[0][a], hours[1][b], window):
        return False
    if same is not None and None not in (same[0][a], same[1][b]) and same[0][a] != same[1][b]:
        return False
    return different is None or different[0][a] is None or different[0][a] != different[1][b]


def join(x, y, threshold, hours=None, hours_y=None, window=float("inf"), same=None, different=None):
    """`same` and `different`: labels of x and of y, None where not known."""
    times = None if hours is None else (hours, hours if y is None else hours_y)
    found = []
    for a, row in enumerate(x):
        for b, other in enumerate(x if y is None else y):
            if (y is None and a >= b) or not meet(a, b, times, window, same, different):
                continue
            value = dot(row, other)
            if value >= threshold:
                found.append((a, b, value))
    return found


def nearest(x, y, k):
    result = []
    for a, row in enumerate(x):
        ranked = sorted(
            (-dot(row, other), b) for b, other in enumerate(x if y is None else y) if y is not None or a != b
        )
        result.append([(b, -value) for value, b in ranked if value < 0][:k])
    return result
