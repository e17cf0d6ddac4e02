"""Slow truth of the repeated-line rule of `clean_all`: which lines of body and headline of an outlet are boilerplate.

Plain sets and loops over the lines themselves, nothing hashed, no shortcuts.
"""

LEAST_ARTICLES = 3
LEAST_BYTES = 16
LONG_LINE = 160
RARE_LINE = 200
RARE_LONG_LINE = 50
COUNTED = ("body", "crosshead", "headline")
LEAST_LEFT = 60  # bytes of the body, and a tenth of it


def will_do(left, body):
    return left >= LEAST_LEFT and 10 * left >= body


def same_line(line):
    """A line with each run of white space taken as one space."""
    out = []
    for c in line:
        white = c in " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" or "\u2000" <= c <= "\u200a"
        if not white:
            out.append(c)
        elif not out or out[-1] != " ":
            out.append(" ")
    return "".join(out)


def size(line):
    return len(line.encode())


def relabel(articles):
    """`articles`: (outlet, [(text, label), ...]) as `clean` labels each alone. The labels with repeats, one list each."""
    lines = []  # of each article: line -> bytes as it stands there
    for outlet, spans in articles:
        lines.append({})
        for text, label in spans:
            if outlet and label in COUNTED and size(text) >= LEAST_BYTES:
                kept = lines[-1].setdefault(same_line(text), size(text))
                lines[-1][same_line(text)] = min(kept, size(text))

    def with_line(outlet, line):
        return [i for i, (o, _) in enumerate(articles) if o == outlet and line in lines[i]]

    def is_copy(i):
        outlet = articles[i][0]
        shared = sum(n for line, n in lines[i].items() if len(with_line(outlet, line)) > 1)
        return 2 * shared > sum(lines[i].values())

    copies = [is_copy(i) for i in range(len(articles))]

    def repeated(outlet, line):
        holders = with_line(outlet, line)
        witnesses = [i for i in holders if not copies[i]]
        rare = RARE_LONG_LINE if min(lines[i][line] for i in holders) >= LONG_LINE else RARE_LINE
        of_outlet = sum(o == outlet for o, _ in articles)
        return len(witnesses) >= LEAST_ARTICLES and len(witnesses) * rare >= of_outlet

    result = []
    for i, (outlet, spans) in enumerate(articles):
        hit = [
            bool(outlet) and label in COUNTED and size(text) >= LEAST_BYTES
            and repeated(outlet, same_line(text))
            for text, label in spans
        ]
        bodies = [k for k, (_, label) in enumerate(spans) if label == "body"]
        body = sum(size(spans[k][0]) for k in bodies)
        if not will_do(sum(size(spans[k][0]) for k in bodies if not hit[k]), body):
            hit = [False] * len(spans)  # an article keeps a body
        labels = ["boilerplate" if h else label for h, (_, label) in zip(hit, spans)]
        lost = any(h and label == "headline" for h, (_, label) in zip(hit, spans))
        if lost and "headline" not in labels and "deck" in labels:
            labels[labels.index("deck")] = "headline"
        result.append(labels)
    return result
