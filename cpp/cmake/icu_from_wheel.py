"""icu_from_wheel.py LIBICUUC LIBICUDATA FOLDER: makes wirecopy's own, small ICU out of two libraries of a wheel.

Writes FOLDER/libwcyuc.so.NN (libicuuc with its own name, and the name of the data library it asks for, changed),
FOLDER/icudata.dat (the data, cut) and FOLDER/icudata.cpp (which embeds it as icudtNN_dat).

An ICU data image ("CmnD") is a header, a table of (name offset, data offset) sorted by name, the names, the items.
See ICU's udata.h and ucmndata.h for the layout.
"""

import re
import struct
import sys
from pathlib import Path

# Break rules and dictionaries of every language, normalization, and what opening a locale's rules reads.
KEEP = re.compile(
    r"brkitr/.*|nf.*\.nrm|(root|pool|res_index|keyTypeData|likelySubtags|langInfo|metadata|supplementalData)\.res"
    r"|cnvalias\.icu|ulayout\.icu|icuver\.res|zoneinfo64\.res"
)
MAGIC = b"\xda\x27"


def find_image(blob: bytes) -> int:
    """Offset of the data image inside a shared library."""
    for match in re.finditer(b"CmnD", blob):
        start = match.start() - 12
        if start >= 0 and blob[start + 2 : start + 4] == MAGIC:
            return start
    raise SystemExit("the data library holds no ICU data image")


def items_of(blob: bytes, start: int) -> tuple[bytes, list[tuple[str, bytes]]]:
    """The image's header and its (name, data) items in order."""
    header_size = struct.unpack_from("<H", blob, start)[0]
    table = start + header_size
    count = struct.unpack_from("<I", blob, table)[0]
    entries = [struct.unpack_from("<II", blob, table + 4 + 8 * i) for i in range(count)]
    items = []
    for i, (name_at, data_at) in enumerate(entries):
        name = blob[table + name_at : blob.index(b"\0", table + name_at)].decode("ascii")
        # The image does not say where its last item ends; ICU's items know their own size, so more does no harm.
        end = entries[i + 1][1] if i + 1 < count else min(data_at + (1 << 16), len(blob) - table)
        items.append((name, blob[table + data_at : table + end]))
    return blob[start:table], items


def image(header: bytes, items: list[tuple[str, bytes]]) -> bytes:
    """A data image of these items; each starts on a multiple of 16, as ICU asks."""
    names, name_offsets = b"", []
    names_at = 4 + 8 * len(items)
    for name, _ in items:
        name_offsets.append(names_at + len(names))
        names += name.encode("ascii") + b"\0"
    data, data_offsets = b"", []
    data_at = names_at + len(names)
    padding = b"\xaa" * (-(len(header) + data_at) % 16)
    data_at += len(padding)
    for _, item in items:
        data_offsets.append(data_at + len(data))
        data += item + b"\xaa" * (-len(item) % 16)
    table = b"".join(struct.pack("<II", n, d) for n, d in zip(name_offsets, data_offsets, strict=True))
    return header + struct.pack("<I", len(items)) + table + names + padding + data


def renamed(library: bytes, old: str, new: str) -> bytes:
    """The library with one name in its string table changed for another of the same length."""
    before, after = old.encode() + b"\0", new.encode() + b"\0"
    if len(before) != len(after) or library.count(b"\0" + before) != 1:
        raise SystemExit(f"cannot rename {old} to {new} inside the library")
    return library.replace(b"\0" + before, b"\0" + after)


def write(path: Path, data: bytes) -> None:
    """Leaves a file that is right already untouched, so that nothing after it is built again."""
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)


def main(uc: str, data: str, folder: str) -> None:
    out = Path(folder)
    blob = Path(data).read_bytes()
    header, items = items_of(blob, find_image(blob))
    package = items[0][0].split("/")[0]  # icudt78l
    major = re.fullmatch(r"icudt(\d+)[lbe]", package).group(1)
    kept = [(n, d) for n, d in items if KEEP.fullmatch(n.split("/", 1)[1])]
    cut = image(header, kept)
    write(out / "icudata.dat", cut)
    symbol = f"icudt{major}_dat"
    write(
        out / "icudata.cpp",
        f'asm(R"(.section .rodata\n.balign 16\n.globl {symbol}\n.type {symbol}, %object\n{symbol}:\n'
        f'.incbin "{out / "icudata.dat"}"\n.size {symbol}, . - {symbol}\n.text\n)");\n'.encode(),
    )
    library = Path(uc).read_bytes()
    library = renamed(library, f"libicuuc.so.{major}", f"libwcyuc.so.{major}")
    library = renamed(library, f"libicudata.so.{major}", f"libwcydata.so.{major}")
    write(out / f"libwcyuc.so.{major}", library)
    print(f"{len(kept)} of {len(items)} data items, {len(cut) / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
