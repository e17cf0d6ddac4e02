"""Slow truth of stage 0: where a text stops being UTF-8, by Python's own decoder and by Unicode's table 3-7."""

# First byte from and to, then what each further byte may be: Unicode 15, table 3-7, row by row.
WELL_FORMED = [
    (0x00, 0x7F),
    (0xC2, 0xDF, (0x80, 0xBF)),
    (0xE0, 0xE0, (0xA0, 0xBF), (0x80, 0xBF)),
    (0xE1, 0xEC, (0x80, 0xBF), (0x80, 0xBF)),
    (0xED, 0xED, (0x80, 0x9F), (0x80, 0xBF)),
    (0xEE, 0xEF, (0x80, 0xBF), (0x80, 0xBF)),
    (0xF0, 0xF0, (0x90, 0xBF), (0x80, 0xBF), (0x80, 0xBF)),
    (0xF1, 0xF3, (0x80, 0xBF), (0x80, 0xBF), (0x80, 0xBF)),
    (0xF4, 0xF4, (0x80, 0x8F), (0x80, 0xBF), (0x80, 0xBF)),
]


def first_fault_by_table(raw):
    """Offset of the first byte that starts no well-formed sequence; None where all is well."""
    at = 0
    while at < len(raw):
        for low, high, *rest in WELL_FORMED:
            more = raw[at + 1 : at + 1 + len(rest)]
            fits = len(more) == len(rest) and all(a <= byte <= b for byte, (a, b) in zip(more, rest, strict=True))
            if low <= raw[at] <= high and fits:
                at += 1 + len(rest)
                break
        else:
            return at
    return None


def first_fault(raw):
    try:
        raw.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        return error.start
    return None
