"""Slow truth of what `clean_all` calls boilerplate because many unrelated articles have it. For ASCII texts.

Every window is cut out and hashed on its own, every count made by walking through all articles.
"""

from reference.clean_repeats import will_do

WINDOW = 48
ONE_IN = 32
LEAST_ARTICLES = 40
LEAST_WINDOWS = 4
REACH = 160
MASK = 2**64 - 1


def key(window):
    total = 0
    for byte in window.encode():
        total = (total * 0x9E3779B97F4A7C15 + byte) & MASK
    total ^= total >> 30
    total = total * 0xBF58476D1CE4E5B9 & MASK
    total ^= total >> 27
    total = total * 0x94D049BB133111EB & MASK
    return total ^ total >> 31


def windows(text, spans):
    """(key, start, end, kept characters up to its end) of the chosen windows of the body, and how long the body is."""
    kept = [(i, text[i].lower()) for start, end, label in spans if label == "body" for i in range(start, end)
            if text[i].isalnum()]
    found = []
    for last in range(WINDOW, len(kept) + 1):
        part = kept[last - WINDOW : last]
        k = key("".join(c for _, c in part))
        if k % ONE_IN == 0:
            found.append((k, part[0][0], part[-1][0] + 1, last))
    return found, len(kept)


def stretches(chosen, wanted):
    """Runs of neighbouring windows whose keys are wanted."""
    run = []
    for window in [*chosen, None]:
        if window is not None and window[0] in wanted:
            run.append(window)
        elif run:
            yield run
            run = []


def widened(text, body, start, end):
    first = max(body[0], start - REACH)
    low = next((i for i in range(start, first, -1) if text[i - 1] == "\n"), None)
    if low is None and first == body[0]:
        low = first
    if low is None:
        sentence = [i + 1 for i in range(first + 1, start) if text[i].isspace() and text[i - 1] in ".!?"]
        low = sentence[-1] if sentence else start
        while not sentence and low > body[0] and not text[low - 1].isspace():
            low -= 1
    last = min(body[1], end + REACH)
    high = next((i for i in range(end, last) if text[i] == "\n"), None)
    if high is None and last == body[1]:
        high = last
    if high is None:
        sentence = [i + 1 for i in range(end, last) if text[i] in ".!?" and (i + 1 == len(text) or text[i + 1].isspace())]
        high = sentence[0] if sentence else end
        while not sentence and high < body[1] and not text[high].isspace():
            high += 1
    return low, high


def relabel(articles):
    """`articles`: (text, [(start, end, label), ...]). The spans with what they have in common, one list each."""
    cut = [windows(text, spans) for text, spans in articles]
    holders = {}
    for i, (chosen, _) in enumerate(cut):
        for k, *_ in chosen:
            holders.setdefault(k, set()).add(i)
    frequent = {k for k, have in holders.items() if len(have) >= LEAST_ARTICLES}
    own = set()
    for i, (chosen, kept) in enumerate(cut):
        shared = sum(run[-1][3] - (run[0][3] - WINDOW) for run in stretches(chosen, frequent))
        if 2 * shared <= kept:
            own.add(i)
    common = {k for k in frequent if len(holders[k] & own) >= LEAST_ARTICLES and 3 * len(holders[k] & own) >= 2 * len(holders[k])}
    result = []
    for (text, spans), (chosen, _) in zip(articles, cut):
        marked = set()
        bodies = [(start, end) for start, end, label in spans if label == "body"]
        for run in stretches(chosen, common):
            if len(run) >= LEAST_WINDOWS:
                first = next(b for b in bodies if run[0][1] < b[1])
                last = next(b for b in bodies if run[-1][2] - 1 < b[1])
                low, _ = widened(text, first, run[0][1], run[0][1])
                _, high = widened(text, last, run[-1][2], run[-1][2])
                marked.update(range(low, high))
        parted = []
        for start, end, label in spans:
            at = start
            while label == "body" and at < end:
                to = at
                while to < end and (to in marked) == (at in marked):
                    to += 1
                low, high = at, to
                while low < high and text[low].isspace():
                    low += 1
                while high > low and text[high - 1].isspace():
                    high -= 1
                if low < high:
                    parted.append((low, high, "boilerplate" if at in marked else "body"))
                at = to
            if label != "body":
                parted.append((start, end, label))
        left, body = (sum(end - start for start, end, label in each if label == "body") for each in (parted, spans))
        result.append(parted if will_do(left, body) else spans)
    return result
