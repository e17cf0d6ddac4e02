"""What `find_copies` costs on a collection that weeks.py made, stage by stage.

    python tests/bench/scale.py FILE [HOURS]     with a window of so many hours (72)
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from measure import _peak_mib


class Stages:
    """CPU seconds of each stage, by the reports of progress."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.stage, self.since = "read", time.process_time()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self.stage:
            self.close(stage)

    def close(self, following: str = "") -> None:
        now = time.process_time()
        self.spent[self.stage] = self.spent.get(self.stage, 0) + now - self.since
        self.stage, self.since = following, now


def main(path: str, window: str = "72") -> None:
    import wirecopy as wc

    stages, start, began = Stages(), time.process_time(), time.perf_counter()
    copies = wc.find_copies(path, window=float(window), progress=stages)
    stages.close()
    print(f"{time.process_time() - start:.1f} s of CPU time, {time.perf_counter() - began:.1f} s, {_peak_mib():.0f} MiB")
    print(", ".join(f"{stage} {spent:.1f}" for stage, spent in sorted(stages.spent.items(), key=lambda item: -item[1])))
    for step, count in copies.funnel:
        print(f"{count:>14,} {step}")
    try:
        from sklearn.metrics import adjusted_rand_score
    except ModuleNotFoundError:
        return
    truth = [json.loads(line)["cluster"] for line in Path(path).read_text(encoding="utf-8").splitlines()]
    print(f"adjusted Rand index {adjusted_rand_score(truth, copies.labels_):.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
