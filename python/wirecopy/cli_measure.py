"""The commands that measure: wirecopy evaluate, reprints, threshold."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

TABLES_TAKEN = "a .csv, .tsv, .jsonl or .parquet file, each also with .gz"


def add(commands: Any, epilog: str) -> None:
    """Adds the commands and their options."""
    evaluate = commands.add_parser(
        "evaluate", help="hold clusters against a column of true labels", epilog=epilog,
        description="Finds the copies and holds the clusters against the column --truth; with --labels, holds that column "
        "against it. Articles without a true label are left out.",
    )
    evaluate.add_argument("input", type=Path, metavar="INPUT", help=TABLES_TAKEN)
    evaluate.add_argument("--truth", required=True, metavar="COL", help="the column of true labels")
    evaluate.add_argument("--labels", metavar="COL", help="a column of labels to judge; nothing is searched for then")
    evaluate.add_argument("--stories", action="store_true", help="judge the stories that are found, not the clusters")
    _columns(evaluate)
    evaluate.add_argument("--cluster", type=float, metavar="X", help="as for find")
    evaluate.add_argument("--story", type=float, metavar="X", help="as for find")
    evaluate.add_argument("--window", type=float, metavar="H", help="as for find")
    evaluate.add_argument("--threads", type=int, metavar="N", help="default: every core")
    evaluate.add_argument(
        "--resample", choices=("clusters", "articles"), default="clusters",
        help="what the bootstrap draws (default: true clusters, whole)",
    )
    _bootstrap(evaluate)

    reprints = commands.add_parser(
        "reprints", help="make noisy reprints of one's own articles, with the truth", epilog=epilog,
        description="Writes the articles with noisy reprints of some among them, as JSONL: cluster is the true label, "
        "parent the article each was made of, done what was done. Then: wirecopy evaluate FILE --truth cluster",
    )
    reprints.add_argument("input", type=Path, metavar="INPUT", help="as for find")
    reprints.add_argument("-o", "--output", type=Path, metavar="FILE", required=True, help="the .jsonl to write")
    _columns(reprints)
    reprints.add_argument("--copies", type=int, default=4, metavar="N", help="of each reprinted article (default 4)")
    reprints.add_argument("--share", type=float, default=0.5, metavar="X", help="of the articles is reprinted (default .5)")
    reprints.add_argument("--chains", type=float, default=0.5, metavar="X", help="of the copies is made of a copy (default .5)")
    reprints.add_argument("--noise", type=float, default=0.03, metavar="X", help="mean rate of misread letters (default .03)")
    reprints.add_argument("--changes", metavar="A,B,...", help="which changes (default: all of them)")
    reprints.add_argument("--seed", type=int, default=0, metavar="N", help="default 0")
    reprints.add_argument("--force", action="store_true", help="write over a file")

    threshold = commands.add_parser(
        "threshold", help="the bound on a score that labelled pairs suggest", epilog=epilog,
        description="Reads pairs with a score and a label (1 or true: the same; 0 or false: not) and prints the bound with the "
        "best F1, with its interval.",
    )
    threshold.add_argument("input", type=Path, metavar="PAIRS", help=TABLES_TAKEN)
    threshold.add_argument("--score", default="score", metavar="COL", help="the column of scores (default score)")
    threshold.add_argument("--same", default="same", metavar="COL", help="the column of labels (default same)")
    _bootstrap(threshold)


def _columns(command: argparse.ArgumentParser) -> None:
    columns = command.add_argument_group("columns", "by default those of the same name; '' for none")
    columns.add_argument("--text", default="text", metavar="COL", help="the text")
    for role in ("id", "outlet", "published", "language"):
        columns.add_argument(f"--{role}", metavar="COL")


def _bootstrap(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("intervals")
    group.add_argument("--rounds", type=int, default=1000, metavar="N", help="of the bootstrap (default 1000; 0: none)")
    group.add_argument("--seed", type=int, default=0, metavar="N", help="default 0")
    group.add_argument("--level", type=float, default=0.95, metavar="X", help="share inside the interval (default .95)")
    group.add_argument("--json", action="store_true", help="print JSON")


def _roles(given: argparse.Namespace) -> dict[str, Any]:
    named = {role: getattr(given, role) for role in ("id", "outlet", "published", "language")}
    return {"text": given.text, **{role: False if name == "" else name for role, name in named.items()}}


def run(given: argparse.Namespace) -> int:
    """Runs one of the commands."""
    return {"evaluate": _evaluate, "reprints": _reprints, "threshold": _threshold}[given.command](given)


def _evaluate(given: argparse.Namespace) -> int:
    from wirecopy.evaluation import MEASURES, evaluate
    from wirecopy.find import find_copies
    from wirecopy.label_files import read_columns

    if given.labels is not None:
        if given.stories:
            raise ValueError("--stories chooses among what is found; with --labels, name the column of stories there")
        columns = read_columns(given.input, [given.labels, given.truth])
        labels, truth = columns[given.labels], columns[given.truth]
    else:
        truth = read_columns(given.input, [given.truth])[given.truth]
        labels = find_copies(
            given.input, **_roles(given), cluster=given.cluster, story=given.story, window=given.window,
            threads=given.threads, progress=False,
        )
    found = evaluate(
        labels, truth, stories=given.stories, resample=given.resample, rounds=given.rounds, seed=given.seed,
        level=given.level,
    )
    if given.json:
        data: dict[str, Any] = {name: getattr(found, name)._asdict() for name in MEASURES}
        for name in ("articles", "clusters", "true_clusters", "resample", "rounds", "seed", "level"):
            data[name] = getattr(found, name)
        print(json.dumps(data, indent=1))
    else:
        print(found)
    return 0


def _reprints(given: argparse.Namespace) -> int:
    from wirecopy.commands import check_targets
    from wirecopy.output import write_table
    from wirecopy.reprints import CHANGES, make_reprints

    check_targets(None, given.output, "", [given.input], given.force)
    made = make_reprints(
        given.input, **_roles(given), copies=given.copies, share=given.share, chains=given.chains, noise=given.noise,
        changes=CHANGES if given.changes is None else [name for name in given.changes.split(",") if name], seed=given.seed,
    )
    write_table(given.output, made.to_arrow(), "jsonl")
    copies = len(made) - made.to_arrow()["parent"].null_count
    print(f"{len(made):,} articles, {copies:,} of them reprints\nwritten: {given.output}")
    return 0


def _threshold(given: argparse.Namespace) -> int:
    from wirecopy.label_files import numbers, read_columns, switches
    from wirecopy.threshold import suggest_threshold

    columns = read_columns(given.input, [given.score, given.same])
    found = suggest_threshold(
        numbers(columns[given.score], given.score), switches(columns[given.same], given.same), rounds=given.rounds,
        seed=given.seed, level=given.level,
    )
    if given.json:
        data = {"threshold": found.threshold._asdict(), "f1": found.f1._asdict()}
        rest = ("precision", "recall", "pairs", "same", "rounds", "seed", "level")
        print(json.dumps({**data, **{name: getattr(found, name) for name in rest}}, indent=1))
    else:
        print(found)
    return 0
