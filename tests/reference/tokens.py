"""Slow truth of stage 1: word boundaries of ASCII text, rule by rule, and the folded form of a word."""

import unicodedata
from functools import cache

# White_Space (Unicode, PropList.txt). Not str.isspace, which also takes U+001C to U+001F.
WHITE = set("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}

# Default_Ignorable_Code_Point (DerivedCoreProperties.txt), from and to.
IGNORABLE = [
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
]


@cache
def fold_character(c):
    """NFKC_CF (UAX #44): ignorable code points dropped, folded, normalised, until nothing changes any more."""
    before = None
    now = unicodedata.normalize("NFD", c)
    while now != before:
        before = now
        kept = "".join(c for c in now if not any(low <= ord(c) <= high for low, high in IGNORABLE))
        now = unicodedata.normalize("NFKC", kept.casefold())
    return now


def fold(text):
    """toNFKC_Casefold (Unicode 3.13, R5): each character for itself, then NFC. For at most 30 marks in a row."""
    return unicodedata.normalize("NFC", "".join(map(fold_character, text)))


def word_break_class(c, colon_joins):
    """Word_Break of an ASCII character (WordBreakProperty.txt)."""
    if c == "\r":
        return "CR"
    if c == "\n":
        return "LF"
    if c in "\v\f":
        return "Newline"
    if c.isalpha():
        return "ALetter"
    if c.isdigit():
        return "Numeric"
    if c == ":" and colon_joins:
        return "MidLetter"
    marks = {"_": "ExtendNumLet", ".": "MidNumLet", "'": "Single_Quote", ",": "MidNum", ";": "MidNum", " ": "WSegSpace"}
    return marks.get(c, "Other")


def ascii_word_boundaries(text, colon_joins=False):
    """UAX #29, rules WB1 to WB999 as far as they speak of ASCII. A colon joins letters in UAX #29 and in Finnish, but
    not in CLDR's root rules."""
    assert text.isascii()
    kinds = [word_break_class(c, colon_joins) for c in text]
    newline = ("CR", "LF", "Newline")
    mid_letter = ("MidLetter", "MidNumLet", "Single_Quote")
    mid_num = ("MidNum", "MidNumLet", "Single_Quote")
    part = ("ALetter", "Numeric", "ExtendNumLet")

    def joined(i):
        """Whether there is no boundary before text[i]."""
        before, after = kinds[i - 1], kinds[i]
        earlier = kinds[i - 2] if i >= 2 else None
        later = kinds[i + 1] if i + 1 < len(kinds) else None
        if before == "CR" and after == "LF":  # WB3
            return True
        if before in newline or after in newline:  # WB3a, WB3b
            return False
        if before == after == "WSegSpace":  # WB3d
            return True
        if before in ("ALetter", "Numeric") and after in ("ALetter", "Numeric"):  # WB5, WB8, WB9, WB10
            return True
        if before == "ALetter" and after in mid_letter and later == "ALetter":  # WB6
            return True
        if earlier == "ALetter" and before in mid_letter and after == "ALetter":  # WB7
            return True
        if earlier == "Numeric" and before in mid_num and after == "Numeric":  # WB11
            return True
        if before == "Numeric" and after in mid_num and later == "Numeric":  # WB12
            return True
        # WB13a, WB13b; WB999: everything else has a boundary
        return (before in part and after == "ExtendNumLet") or (before == "ExtendNumLet" and after in part)

    if not text:
        return []
    return [0, *(i for i in range(1, len(text)) if not joined(i)), len(text)]


def ascii_words(text, colon_joins=False):
    """(start, end) of the segments that hold a letter or a digit."""
    boundaries = ascii_word_boundaries(text, colon_joins)
    spans = zip(boundaries, boundaries[1:], strict=False)
    return [(start, end) for start, end in spans if any(c.isalnum() for c in text[start:end])]
