"""Slow truth of the joins of rows: every pair multiplied out."""


def dot(x, y):
    total = 0.0
    for p, q in zip(x, y, strict=True):
        total += p * q
    return total


def too_far(one, other, window):
    return abs(one - other) > window  # False where one is NaN


def join(x, y, threshold, hours=None, hours_y=None, window=float("inf")):
    found = []
    for a, row in enumerate(x):
        for b, other in enumerate(x if y is None else y):
            if y is None and a >= b:
                continue
            if hours is not None and too_far(hours[a], (hours if y is None else hours_y)[b], window):
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
