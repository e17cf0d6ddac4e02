"""The command line: wirecopy find, compare, clean, evaluate, reprints, threshold, demo, config."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from wirecopy import cli_measure

OK, FAILED, BAD_INPUT, STOPPED = 0, 1, 2, 130

EXIT_CODES = "exit codes: 0 done; 1 nothing usable, or it failed; 2 wrong usage or input; 130 stopped by Ctrl-C"


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="wirecopy", description="Finds which news articles are copies of which.", epilog=EXIT_CODES
    )
    top.add_argument("--version", action="store_true", help="print the version and leave")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    find = commands.add_parser("find", help="find the copies in a pile of articles", epilog=EXIT_CODES)
    find.add_argument(
        "input", nargs="+", type=Path, metavar="INPUT",
        help="a folder of .txt, or .jsonl, .csv, .tsv, .parquet, .txt, .html files, each also with .gz",
    )
    find.add_argument("-o", "--output", type=Path, metavar="DIR", help="folder for the tables; made where missing")
    find.add_argument("--html", type=Path, metavar="FILE", help="write the report: one page that opens offline")
    find.add_argument(
        "--format", choices=("parquet", "jsonl", "csv"), default="parquet",
        help="of the tables (default parquet). In CSV, cells that start with = + - @ get a ' before them",
    )
    find.add_argument(
        "--keep", choices=("first", "longest"), help="with -o: also write kept, one article of each cluster and all others"
    )
    find.add_argument(
        "--prefer", action="append", metavar="OUTLET", help="with --keep: an outlet to prefer; several times, best first"
    )
    find.add_argument("--trees", action="store_true", help="with -o: also write parents and versions, who copied whom")
    columns = find.add_argument_group("columns", "by default those of the same name; '' for none")
    columns.add_argument("--text", default="text", metavar="COL", help="the text")
    columns.add_argument("--id", metavar="COL", help="its id; all different")
    columns.add_argument("--outlet", metavar="COL", help="who published it")
    columns.add_argument("--published", metavar="COL", help="when: ISO 8601, or seconds since 1970")
    columns.add_argument("--language", metavar="COL", help="BCP 47 tag")
    how = find.add_argument_group("how")
    how.add_argument("--window", type=float, metavar="H", help="look only at pairs published within H hours")
    how.add_argument("--same-language", action="store_true", default=None, help="do not compare across languages")
    how.add_argument("--other-outlets", action="store_true", default=None, help="do not compare articles of one outlet")
    how.add_argument("--cluster", type=float, metavar="X", help="mean edge weight at which clusters join, 0 to 1")
    how.add_argument(
        "--method", choices=("average", "components", "correlation"), help="how pairs become clusters (default average)"
    )
    how.add_argument("--story", type=float, metavar="X", help="mean cosine at which stories join, 0 to 1")
    how.add_argument("--reprint", type=float, metavar="X", help="aligned share of both bodies of a reprint, 0 to 1")
    how.add_argument("--excerpt", type=float, metavar="X", help="aligned share of a body of an excerpt, 0 to 1")
    how.add_argument("--threads", type=int, metavar="N", help="default: every core")
    find.add_argument("--force", action="store_true", help="write into a folder that is not empty, over a file")
    find.add_argument("-q", "--quiet", action="store_true", help="no progress, no summary; errors only")

    compare = commands.add_parser("compare", help="compare two articles", epilog=EXIT_CODES)
    compare.add_argument("a", type=Path, metavar="A", help="a text file")
    compare.add_argument("b", type=Path, metavar="B", help="a text file")
    compare.add_argument("--json", action="store_true", help="print all that is known as JSON")
    compare.add_argument("--html", type=Path, metavar="FILE", help="also write them side by side as a page")
    compare.add_argument("--force", action="store_true", help="write over a file")

    clean = commands.add_parser("clean", help="tell the body of an article from its furniture", epilog=EXIT_CODES)
    clean.add_argument("file", type=Path, metavar="FILE", help="a text file; - for standard input")
    form = clean.add_mutually_exclusive_group()
    form.add_argument("--body", action="store_true", help="print the body alone")
    form.add_argument("--json", action="store_true", help="print the spans as JSON (offsets in code points)")
    form.add_argument("--html", action="store_true", help="print a page with the furniture marked")

    cli_measure.add(commands, EXIT_CODES)

    demo = commands.add_parser("demo", help="find the copies among the sample articles", epilog=EXIT_CODES)
    demo.add_argument(
        "-o", "--output", type=Path, metavar="DIR", default=Path("wirecopy-demo"), help="default %(default)s"
    )

    config = commands.add_parser("config", help="where the C++ side lies", epilog=EXIT_CODES)
    what = config.add_mutually_exclusive_group(required=True)
    what.add_argument("--cmake", action="store_true", help="folder for -Dwirecopy_DIR")
    what.add_argument("--include", action="store_true", help="folder of the headers")
    what.add_argument("--version", dest="version_only", action="store_true", help="the version")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns its exit code."""
    top = parser()
    try:
        given = top.parse_args(arguments)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else BAD_INPUT
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _run(top, given)
    except KeyboardInterrupt:
        return _say("stopped", STOPPED)
    except BrokenPipeError:
        # Whoever read our output has left; nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FAILED
    except MemoryError:
        return _say("out of memory: give fewer articles at a time, or use a larger machine", FAILED)
    except (ValueError, TypeError) as error:
        return _say(str(error), BAD_INPUT)
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        missing = isinstance(error, (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError))
        return _say(f"{name}{error.strerror or error}", BAD_INPUT if missing else FAILED)


def _say(message: str, code: int) -> int:
    from wirecopy.words import plain

    print("wirecopy: " + " ".join(plain(message).split()), file=sys.stderr)
    return code


def _run(top: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    if given.version:
        return _config("version")
    if given.command == "find":
        return _find(given)
    if given.command == "compare":
        return _compare(given)
    if given.command == "clean":
        return _clean(given)
    if given.command in ("evaluate", "reprints", "threshold"):
        return cli_measure.run(given)
    if given.command == "demo":
        return _demo(given)
    if given.command == "config":
        return _config("cmake" if given.cmake else "include" if given.include else "version")
    top.print_help(sys.stderr)
    return BAD_INPUT


def _find(given: argparse.Namespace) -> int:
    from wirecopy import commands
    from wirecopy.find import find_copies

    more = commands.more_tables(given)
    commands.check_targets(given.output, given.html, given.format, given.input, given.force, list(more))
    columns = {role: False if getattr(given, role) == "" else getattr(given, role) for role in commands.ROLES}
    copies = find_copies(
        given.input[0] if len(given.input) == 1 else given.input, text=given.text, **columns,
        window=given.window, same_language=given.same_language, other_outlets=given.other_outlets,
        cluster=given.cluster, method=given.method, story=given.story, reprint=given.reprint, excerpt=given.excerpt, threads=given.threads, progress=not given.quiet,
    )
    if not commands.usable(copies):
        return _say(f"nothing usable: none of the {len(copies):,} articles has a body of 3 tokens", FAILED)
    written = commands.write_all(copies, given.output, given.html, given.format, more)
    if not given.quiet:
        print(commands.summary(copies, written))
    return OK


def _compare(given: argparse.Namespace) -> int:
    from wirecopy import commands, files
    from wirecopy.compare import compare

    commands.check_targets(None, given.html, "", [given.a, given.b], given.force)
    texts = [files.read_text(path) for path in (given.a, given.b)]
    found = compare({"id": str(given.a), "text": texts[0]}, {"id": str(given.b), "text": texts[1]})
    if given.html is not None:
        found.to_html(given.html)
    if given.json:
        print(json.dumps(commands.explanation_data(found), ensure_ascii=False, indent=1))
    else:
        print(found)
    return OK


def _clean(given: argparse.Namespace) -> int:
    from wirecopy import files
    from wirecopy.cleaning import clean
    from wirecopy.words import plain

    text = sys.stdin.buffer.read() if str(given.file) == "-" else files.read_text(given.file)
    found = clean(text)
    if given.json:
        spans = [
            {"start": s.start, "end": s.end, "label": s.label, "confidence": sure}
            for s, sure in zip(found.spans, found.confidence, strict=True)
        ]
        print(json.dumps({"spans": spans}, ensure_ascii=False, indent=1))
    elif given.html:
        from wirecopy.report.page import cleaned_page

        print(cleaned_page(given.file.name, found._repr_html_()))
    elif given.body:
        print(plain(found.body))
    else:
        for span in found.spans:
            lines = plain(found.text[span.start : span.end]).split("\n")
            print(f"{span.label:<12}" + ("\n" + " " * 12).join(lines))
    return OK


def _demo(given: argparse.Namespace) -> int:
    from wirecopy import commands, sample
    from wirecopy.find import find_copies

    copies = find_copies(sample.load(), progress=False)
    given.output.mkdir(parents=True, exist_ok=True)
    page = given.output / "report.html"
    copies.to_html(page)
    print(commands.summary(copies, [page]))
    return OK


def _config(what: str) -> int:
    from wirecopy import _core

    here = Path(_core.__file__ or __file__).resolve().parent
    if what == "version":
        print(_core.version)
        return OK
    place = here / "include" if what == "include" else here / "lib" / "cmake" / "wirecopy"
    if not place.is_dir():
        return _say(f"the C++ side is not here ({place}); install the package without -e", FAILED)
    print(place)
    return OK


if __name__ == "__main__":
    sys.exit(main())
