"""Words of many articles, ours and those of others from Python: each measure in a process of its own on the same texts.

    python tests/bench/tokens.py            a table
    python tests/bench/tokens.py NAME       one measure, as JSON

Others hand out objects, ours arrays; so a second row of ours makes objects too. `tokens.cpp` measures the
kernels alone."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time

from run import articles


def boundaries_wirecopy(texts):
    import wirecopy as wc

    return lambda: sum(len(wc.word_boundaries(t)) - 1 for t in texts)


def words_wirecopy(texts):
    import wirecopy as wc

    return lambda: sum(len(wc.tokenize(t)) for t in texts)


def boundaries_pyicu(texts):
    import icu

    breaker = icu.BreakIterator.createWordInstance(icu.Locale.getRoot())
    wide = [icu.UnicodeString(t) for t in texts]  # converted before the clock starts

    def count():
        n = 0
        for text in wide:
            breaker.setText(text)
            n += sum(1 for _ in breaker)
        return n

    return count


def boundaries_stringzilla(texts):
    import stringzilla

    return lambda: sum(sum(1 for _ in stringzilla.utf8_wordbreaks(t)) for t in texts)


def words_tokenizers_whitespace(texts):
    from tokenizers.pre_tokenizers import Whitespace

    splitter = Whitespace()
    return lambda: sum(len(splitter.pre_tokenize_str(t)) for t in texts)


def words_tokenizers_bert(texts):
    from tokenizers.pre_tokenizers import BertPreTokenizer

    splitter = BertPreTokenizer()
    return lambda: sum(len(splitter.pre_tokenize_str(t)) for t in texts)


MEASURES = [
    ("every boundary, as an array", "wirecopy", boundaries_wirecopy),
    ("every boundary", "icu", boundaries_pyicu),
    ("every segment", "stringzilla", boundaries_stringzilla),
    ("words as objects", "wirecopy", words_wirecopy),
    ("\\w+|[^\\w\\s]+, as objects", "tokenizers", words_tokenizers_whitespace),
    ("BERT's words, as objects", "tokenizers", words_tokenizers_bert),
]


def measure(name: str) -> dict:
    """CPU seconds, best of five, of one function on 1,000 texts; how many segments; megabytes of UTF-8."""
    texts = articles()[1][:1000]
    work = globals()[name](texts)
    best, found = float("inf"), 0
    for _ in range(5):
        start = time.process_time()
        found = work()
        best = min(best, time.process_time() - start)
    return {"cpu": best, "segments": found, "mb": sum(len(t.encode()) for t in texts) / 1e6}


def main() -> None:
    print("| what | by | MB/s | segments |\n|---|---|---|---|")
    for what, module, function in MEASURES:
        if importlib.util.find_spec(module) is None:
            print(f"| {what} | {module} | not installed | |")
            continue
        command = [sys.executable, __file__, function.__name__]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        r = json.loads(done.stdout)
        print(f"| {what} | {module} | {r['mb'] / r['cpu']:.1f} | {r['segments']:,} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        print(json.dumps(measure(sys.argv[1])))
    else:
        main()
