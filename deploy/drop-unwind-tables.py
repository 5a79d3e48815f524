#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Empties the unwind table of a static 64-bit ELF executable, in place: drop-unwind-tables.py FILE.

The section keeps its place and size and holds zeros. A table that begins with a zero length is an empty one, so code that registers
or reads it still works; it only finds no entries.
"""
import struct
import sys

(path,) = sys.argv[1:]
with open(path, "r+b") as file:
    image = file.read()
    if image[:6] != b"\x7fELF\x02\x01":
        sys.exit("drop-unwind-tables: %s is no little-endian 64-bit ELF file" % path)
    (table,) = struct.unpack_from("<Q", image, 0x28)
    entry_size, count, names_index = struct.unpack_from("<HHH", image, 0x3A)
    sections = [struct.unpack_from("<IIQQQQIIQQ", image, table + i * entry_size) for i in range(count)]
    names = sections[names_index][4]
    found = [(offset, size) for name, _, _, _, offset, size, *_ in sections
             if image[names + name:].startswith(b".eh_frame\0")]
    if not found:
        sys.exit("drop-unwind-tables: %s has no .eh_frame section" % path)
    for offset, size in found:
        file.seek(offset)
        file.write(bytes(size))
