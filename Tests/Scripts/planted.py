# SPDX-License-Identifier: Apache-2.0
"""Searches logs for what tests use as secrets, and tells where one is without showing it.

usage: planted.py FOLDER      every file in FOLDER, for the marks of planted.txt; status 1 when one is found, or nothing was searched
"""
import pathlib
import re
import sys

LIST = pathlib.Path(__file__).with_name("planted.txt")
SHOWN = 50
# The runner of the Swift tests names the row of a table by its values, as the source has them.
ROW = re.compile(r"^\S Test case passing \d+ arguments? .*", re.M)


def marks():
    """The marks as (line of the list, expression)."""
    lines = enumerate(LIST.read_text().splitlines(), 1)
    return [(number, re.compile(line)) for number, line in lines if line and not line.startswith("#")]


def search(content, marks):
    """Where marks are, as (line of the content, line of the list)."""
    return sorted((content.count("\n", 0, match.start()) + 1, number)
                  for number, expression in marks for match in expression.finditer(content))


def main():
    (folder,) = sys.argv[1:]
    wanted, found, size = marks(), [], 0
    files = sorted(path for path in pathlib.Path(folder).rglob("*") if path.is_file())
    for path in files:
        content = ROW.sub("", path.read_text(errors="replace"))
        size += path.stat().st_size
        found += ["%s:%d: the mark of %s:%d" % (path, line, LIST.name, number) for line, number in search(content, wanted)]
    for line in found[:SHOWN]:
        print(line)
    if len(found) > SHOWN:
        print("and %d more" % (len(found) - SHOWN))
    print("%d marks searched for in %d files, %.1f MB: %d found" % (len(wanted), len(files), size / 1e6, len(found)))
    return bool(found) or not size


if __name__ == "__main__":
    sys.exit(main())
