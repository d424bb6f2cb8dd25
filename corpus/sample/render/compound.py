"""A writer of compound files (MS-CFB, version 3), which hold what Outlook and old Word save."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from uuid import UUID

SECTOR = 512
MINI = 64
#: Streams shorter than this lie in the mini stream.
CUTOFF = 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
#: FAT sectors that the header has room for; with more, 7 MB of content, a longer list is needed.
HEADER_FATS = 109
RED, BLACK = 0, 1
STORAGE, STREAM, ROOT = 1, 2, 5


@dataclass
class Node:
    """A stream with its bytes, or a storage with what lies in it."""

    name: str
    data: bytes = b""
    children: list[Node] | None = None
    number: int = 0
    left: int = FREE
    right: int = FREE
    child: int = FREE
    colour: int = BLACK
    start: int = END

    @property
    def order(self) -> tuple[int, str]:
        """Names are ordered by length first, then by their capitals."""
        return len(self.name.encode("utf-16-le")), self.name.upper()


@dataclass
class _Sectors:
    """The sectors after the header, and which follows which."""

    data: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, data: bytes, size: int = SECTOR) -> int:
        """Write a chain of sectors of `size` bytes; returns where it starts."""
        if not data:
            return END
        start, count = len(self.table), -(-len(data) // size)
        self.table += [*range(start + 1, start + count), END]
        self.data += data.ljust(count * size, b"\0")
        return start


def compound(children: list[Node], class_id: UUID) -> bytes:
    """The bytes of a compound file whose root holds `children`."""
    root = Node("Root Entry", children=children)
    nodes = _numbered(root)
    sectors, mini = _Sectors(), _Sectors()
    for node in nodes:
        if node.children is None:
            small = len(node.data) < CUTOFF
            node.start = mini.add(node.data, MINI) if small else sectors.add(node.data)
    root.start = sectors.add(bytes(mini.data))
    mini_fat = sectors.add(_numbers(mini.table, SECTOR))
    mini_fats = -(-len(mini.table) * 4 // SECTOR)
    entries = b"".join(_entry(node, class_id, len(mini.data)) for node in nodes)
    empty = b"\0" * 68 + struct.pack("<3I", FREE, FREE, FREE) + b"\0" * 48
    directory = sectors.add(entries + empty * (-len(nodes) % (SECTOR // 128)))
    fats = _add_fat(sectors)
    head = struct.pack(
        "<8s16s5H6x10I",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, len(fats), directory, 0, CUTOFF, mini_fat, mini_fats, END, 0),
        fats[0],
    )
    return head + _numbers(fats[1:], 4 * (HEADER_FATS - 1)) + bytes(sectors.data)


def _add_fat(sectors: _Sectors) -> list[int]:
    """Write the table of what follows what, which lists its own sectors too; where they are."""
    used, count = len(sectors.table), 1
    while (used + count) * 4 > count * SECTOR:
        count += 1
    if count > HEADER_FATS:
        raise ValueError("a compound file of this writer holds at most 7 MB")
    sectors.data += _numbers([*sectors.table, *[FAT] * count], SECTOR)
    return list(range(used, used + count))


def _numbers(values: list[int], size: int) -> bytes:
    """The numbers, filled up with "free" to a multiple of `size` bytes; at least one of it."""
    data = struct.pack(f"<{len(values)}I", *values)
    return data + b"\xff" * (-len(data) % size if data else size * (size != SECTOR))


def _numbered(root: Node) -> list[Node]:
    """All nodes, each with its number; those of one storage as a balanced tree."""
    nodes = [root]
    for node in nodes:
        for child in sorted(node.children or [], key=lambda one: one.order):
            child.number = len(nodes)
            nodes.append(child)
        node.child = _tree(sorted(node.children or [], key=lambda one: one.order))
    return nodes


def _tree(ordered: list[Node]) -> int:
    """Link the nodes as a balanced tree; the lowest level is red where it is not full."""
    full = len(ordered) & (len(ordered) + 1) == 0
    lowest = len(ordered).bit_length()

    def link(low: int, high: int, depth: int) -> int:
        if low >= high:
            return FREE
        middle = (low + high) // 2
        node = ordered[middle]
        node.colour = RED if depth == lowest and not full else BLACK
        node.left = link(low, middle, depth + 1)
        node.right = link(middle + 1, high, depth + 1)
        return node.number

    return link(0, len(ordered), 1)


def _entry(node: Node, class_id: UUID, mini_bytes: int) -> bytes:
    """The 128 bytes of a node in the directory."""
    is_root = node.number == 0
    name = node.name.encode("utf-16-le")
    kind = ROOT if is_root else STREAM if node.children is None else STORAGE
    start, size = node.start, mini_bytes if is_root else len(node.data)
    if kind == STORAGE:
        start = 0
    return struct.pack(
        "<64sHBB3I16s20xIQ",
        *(name, len(name) + 2, kind, node.colour, node.left, node.right, node.child),
        class_id.bytes_le if is_root else b"",
        *(start, size),
    )
