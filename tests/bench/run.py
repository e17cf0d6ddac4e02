"""Benchmarks: each measure in a process of its own, ours and the named peer on the same input in the same run; writes one
table to docs/benchmarks.md. Real articles are used where they are at hand, else the sample articles many times over."""

from __future__ import annotations

import gzip
import importlib.metadata
import json
import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"


def articles() -> tuple[str, list[str]]:
    """A name for the input, and its texts: 5,000 web news articles, or the sample articles 60 times."""
    path = DATA / "allsides" / "docs.jsonl.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return "5,000 web news articles", [json.loads(line)["text"] for _, line in zip(range(5000), lines)]
    import wirecopy.sample

    texts = [article["text"] for article in wirecopy.sample.load()]
    return "the sample articles, 60 times over", [f"{i} {t}" for i in range(60) for t in texts]


def tfidf_wirecopy(texts):
    import wirecopy as wc

    return lambda: wc.TfidfVectorizer(threads=1).fit_transform(texts)


def tfidf_sklearn(texts):
    from sklearn.feature_extraction.text import TfidfVectorizer

    return lambda: TfidfVectorizer().fit_transform(texts)


def align_wirecopy(texts):
    import wirecopy as wc

    return lambda: [wc.align(a[:3000], a[500:3500]) for a in texts[:40]]


def align_difflib(texts):
    from difflib import SequenceMatcher

    return lambda: [SequenceMatcher(None, a[:3000], a[500:3500], autojunk=False).get_matching_blocks() for a in texts[:40]]


def join_wirecopy(texts):
    import wirecopy as wc

    X = wc.TfidfVectorizer(threads=1).fit_transform(texts)
    return lambda: wc.similarity_join(X, threshold=0.5, threads=1)


def join_sklearn(texts):
    from sklearn.feature_extraction.text import TfidfVectorizer

    X = TfidfVectorizer().fit_transform(texts)

    def all_pairs():
        for start in range(0, X.shape[0], 500):
            block = (X[start : start + 500] @ X.T).tocoo()
            block.data[block.data < 0.5] = 0
            block.eliminate_zeros()

    return all_pairs


def find_copies(texts):
    import wirecopy as wc

    return lambda: wc.find_copies(texts, threads=1, progress=False)


MEASURES = [
    ("TF-IDF, default settings", "scikit-learn", tfidf_wirecopy, tfidf_sklearn),
    ("cosine pairs at .5", "scikit-learn's rows, scipy product", join_wirecopy, join_sklearn),
    ("passages of 40 pairs of 3,000 characters", "difflib", align_wirecopy, align_difflib),
    ("find_copies, whole path", "", find_copies, None),
]


def measure(name: str) -> dict:
    """CPU seconds (best of three, of one where it takes over 20) and memory above the input, of one function."""
    _, texts = articles()
    work = globals()[name](texts)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
        if best > 20:
            break
    return {"cpu": best, "mib": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024}


def in_own_process(name: str) -> dict:
    done = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    return json.loads(done.stdout)


def main() -> None:
    source, texts = articles()
    size = sum(len(t.encode()) for t in texts) / 1e6
    peers = ", ".join(f"{p} {importlib.metadata.version(p)}" for p in ("scikit-learn", "scipy", "numpy"))
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench`. Input: {source} ({size:.1f} MB of UTF-8). CPU seconds of one thread, best of three; memory is the",
        "growth of the peak above the loaded input (and, for joins, the rows), each in a process of its own.",
        f"Python {platform.python_version()}, {peers}. Compare rows, not seconds: machines differ.",
        "",
        "| what | wirecopy, s | peer, s | peer | ratio | wirecopy, MiB | peer, MiB |",
        "|---|---|---|---|---|---|---|",
    ]
    for what, peer, ours, theirs in MEASURES:
        print(f"==> {what}", flush=True)
        a = in_own_process(ours.__name__)
        b = in_own_process(theirs.__name__) if theirs else None
        cells = [what, f"{a['cpu']:.3g}"]
        cells += [f"{b['cpu']:.3g}", peer, f"{b['cpu'] / a['cpu']:.1f} x"] if b else ["", "", ""]
        cells += [f"{a['mib']:.0f}", f"{b['mib']:.0f}" if b else ""]
        lines.append("| " + " | ".join(cells) + " |")
        print("    " + lines[-1], flush=True)
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("Wrote docs/benchmarks.md")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        print(json.dumps(measure(sys.argv[1])))
    else:
        main()
