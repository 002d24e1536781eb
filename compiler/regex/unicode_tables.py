#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Writes categories.def, scripts.def and folding.def, beside this file, from the Unicode Character
# Database in /usr/share/unicode (Debian's package unicode-data) or in the folder that is given.
# It holds UnicodeData.txt, Scripts.txt, CaseFolding.txt and ReadMe.txt.
import pathlib
import re
import sys
import textwrap

DATABASE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode")
HERE = pathlib.Path(__file__).parent
VERSION = re.search(r"Version (\d+\.\d+\.\d+)", (DATABASE / "ReadMe.txt").read_text())[1]


def rows(name):
    """The fields of each line."""
    for line in (DATABASE / name).read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line:
            yield [field.strip() for field in line.split(";")]


def write(name, purpose, lines):
    head = ["SPDX-License-Identifier: Apache-2.0", *textwrap.wrap(purpose, 97),
            f"Unicode {VERSION}, written by unicode_tables.py."]
    text = "".join(f"// {line}\n" for line in head) + "".join(lines)
    (HERE / f"{name}.def").write_text(text)


def group(name, codes):
    ranges = []
    for code in sorted(codes):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    numbers = ", ".join(f"{border:#x}" for pair in ranges for border in pair)
    body = textwrap.fill(numbers, 118, initial_indent="    ", subsequent_indent="    ")
    return f"LINTEL_UNICODE_GROUP({name},\n{body})\n"


def categories():
    found = {}
    first = None
    for code, name, category, *_ in rows("UnicodeData.txt"):
        code = int(code, 16)
        if name.endswith(", First>"):
            first = code
            continue
        begin = first if name.endswith(", Last>") else code
        found.setdefault(category, set()).update(range(begin, code + 1))
    return found


def scripts():
    found = {}
    for codes, name in rows("Scripts.txt"):
        begin, _, end = codes.partition("..")
        found.setdefault(name, set()).update(range(int(begin, 16), int(end or begin, 16) + 1))
    return found


def circles():
    """From each character to the next of those that differ in letter case alone."""
    folded = {}
    for code, status, mapping, *_ in rows("CaseFolding.txt"):
        if status in "CS":
            folded.setdefault(int(mapping, 16), []).append(int(code, 16))
    following = {}
    for code, others in folded.items():
        circle = sorted([code, *others])
        following.update(zip(circle, circle[1:] + circle[:1]))
    return following


def folds(following):
    left = {code: following[code] - code for code in sorted(following)}
    while left:
        first = next(iter(left))
        distance = left.pop(first)
        step = 1 if left.get(first + 1) == distance else 2
        last = first
        while left.get(last + step) == distance:
            last += step
            del left[last]
        yield f"LINTEL_FOLD({first:#x}, {last:#x}, {step if last != first else 1}, {distance})\n"


write("categories",
      "The general categories of two letters: LINTEL_UNICODE_GROUP(name, first, last, first, "
      "last...).", [group(*item) for item in sorted(categories().items())])
write("scripts", "The scripts: LINTEL_UNICODE_GROUP(name, first, last, first, last...).",
      [group(*item) for item in sorted(scripts().items())])
write("folding",
      "Case folding: LINTEL_FOLD(first, last, step, distance): from each of first, first + step... "
      "last it is this far to the next character that differs in letter case alone; the last of "
      "them leads to the first again.", folds(circles()))
