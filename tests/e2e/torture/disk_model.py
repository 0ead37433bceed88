# SPDX-License-Identifier: MIT
"""What a disk may hold after the power failed: system calls replayed over a model of it.

Promised by POSIX is what was synced, and nothing else. What a file was given since its last fsync
is there, is not there, or is there in part. A name that was made, changed or removed since the last
fsync of its folder is so, or is as it was, each for itself; a rename is one change.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fault_runner import Call

AT_EMPTY_PATH = 0x1000
FALLOC_FL_KEEP_SIZE = 1
State = dict[str, bytes]  # the files below the root that can be reached, by their paths from there


@dataclass(eq=False)
class Node:
    """A file or a folder; `pieces` are what was written and not synced: where, and what."""

    is_folder: bool = False
    durable: bytes = b""
    pieces: list[tuple[int, bytes | None]] = field(default_factory=list)
    names: dict[str, Node] = field(default_factory=dict)  # of a folder: those that are durable

    def contents(self) -> set[bytes]:
        """What may be read from it after a power failure."""
        found = {self.durable}
        for count, (position, data) in enumerate(self.pieces):
            before = self.pieces[:count]
            found.add(_written(self.durable, [*before, (position, data)]))
            if data:
                found.add(_written(self.durable, [*before, (position, data[:len(data) // 2])]))
        return found

    def sync(self) -> None:
        self.durable, self.pieces = _written(self.durable, self.pieces), []


@dataclass(frozen=True)
class Change:
    """Names that change together, in one folder or two."""

    names: tuple[tuple[Node, str, Node | None], ...]


def _written(content: bytes, pieces: list[tuple[int, bytes | None]]) -> bytes:
    for position, data in pieces:
        if data is None:  # cut there
            content = content[:position].ljust(position, b"\0")
        else:
            content = content.ljust(position, b"\0")
            content = content[:position] + data + content[position + len(data):]
    return content


class Disk:
    """`root` is a real folder, whose files are taken as synced. Feed it the calls of a program."""

    def __init__(self, root: Path) -> None:
        self._path = root
        self._root = _node_of(root)
        self._changes: list[Change] = []
        self._open: dict[int, tuple[Node, int]] = {}

    def states(self) -> Iterator[State]:
        """All that a power failure now may leave; some are alike."""
        for count in range(len(self._changes) + 1):
            for chosen in itertools.combinations(self._changes, count):
                yield from self._states_with(chosen)

    def _states_with(self, changes: Iterable[Change]) -> Iterator[State]:
        names: dict[tuple[Node, str], Node | None] = {}
        for change in changes:
            names.update({(folder, name): node for folder, name, node in change.names})
        files = dict(_files_below(self._root, names, ""))
        nodes = list(dict.fromkeys(files.values()))  # two names may be of one file
        for contents in itertools.product(*(node.contents() for node in nodes)):
            content_of = dict(zip(nodes, contents))
            yield {path: content_of[node] for path, node in files.items()}

    # --- what is called ----------------------------------------------------------------------

    def feed(self, call: Call) -> None:
        """A call that failed, or that is none of a file's, changes nothing."""
        action = getattr(self, "_" + call.name, None)
        if action and call.result is not None and call.result >= 0:
            action(call)

    def _openat(self, call: Call) -> None:
        flags = call.args[2]
        folder, name = self._place(call.files[0], call.files[1])
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            self._open[call.result] = (Node(), 0)
            return
        node = self._look_up(folder, name)
        if node is None and flags & os.O_CREAT and folder is not None:
            node = Node()
            self._changes.append(Change(((folder, name, node),)))
        if node is None:
            self._open.pop(call.result, None)
            return
        if flags & os.O_TRUNC:
            node.pieces.append((0, None))
        self._open[call.result] = (node, 0)

    def _close(self, call: Call) -> None:
        self._open.pop(_int(call.args[0]), None)

    def _write(self, call: Call) -> None:
        if (found := self._open.get(_int(call.args[0]))) is not None:
            node, position = found
            node.pieces.append((position, call.data[:call.result]))
            self._open[_int(call.args[0])] = (node, position + call.result)

    def _pwrite64(self, call: Call) -> None:
        if (found := self._open.get(_int(call.args[0]))) is not None:
            found[0].pieces.append((call.args[3], call.data[:call.result]))

    def _lseek(self, call: Call) -> None:
        if (found := self._open.get(_int(call.args[0]))) is not None:
            self._open[_int(call.args[0])] = (found[0], call.result)

    def _ftruncate(self, call: Call) -> None:
        if (found := self._open.get(_int(call.args[0]))) is not None:
            found[0].pieces.append((call.args[1], None))

    def _fallocate(self, call: Call) -> None:
        _, mode, start, size = call.args[:4]
        found = self._open.get(_int(call.args[0]))
        if found is not None and not mode & FALLOC_FL_KEEP_SIZE:
            length = len(_written(found[0].durable, found[0].pieces))
            if start + size > length:
                found[0].pieces.append((start + size, None))

    def _fsync(self, call: Call) -> None:
        found = self._open.get(_int(call.args[0]))
        if found is None:
            return
        if not found[0].is_folder:
            return found[0].sync()
        rest = []
        for change in self._changes:
            if any(folder is found[0] for folder, _, _ in change.names):
                for folder, name, node in change.names:
                    _put(folder, name, node)
            else:
                rest.append(change)
        self._changes = rest

    _fdatasync = _fsync

    def _renameat(self, call: Call) -> None:
        source, target = self._place(*call.files[:2]), self._place(*call.files[2:4])
        node = self._look_up(*source)
        if node is not None and source[0] is not None and target[0] is not None:
            self._changes.append(Change(((*source, None), (*target, node))))

    _renameat2 = _renameat

    def _linkat(self, call: Call) -> None:
        if call.args[4] & AT_EMPTY_PATH:
            node = self._open[_int(call.args[0])][0]
        elif call.files[1].startswith("/proc/self/fd/"):
            node = self._open[int(Path(call.files[1]).name)][0]
        else:
            node = self._look_up(*self._place(*call.files[:2]))
        target = self._place(*call.files[2:4])
        if node is not None and target[0] is not None:
            self._changes.append(Change(((*target, node),)))

    def _unlinkat(self, call: Call) -> None:
        folder, name = self._place(*call.files[:2])
        if folder is not None:
            self._changes.append(Change(((folder, name, None),)))

    def _mkdir(self, call: Call) -> None:
        self._make_folder(*self._place("/", call.files[0]))

    def _mkdirat(self, call: Call) -> None:
        self._make_folder(*self._place(*call.files[:2]))

    def _make_folder(self, folder: Node | None, name: str) -> None:
        if folder is not None:
            self._changes.append(Change(((folder, name, Node(is_folder=True)),)))

    # --- names -------------------------------------------------------------------------------

    def _place(self, base: str, path: str) -> tuple[Node | None, str]:
        """The folder and the name in it; no folder if that is not below the root."""
        full = Path(os.path.normpath(os.path.join(base, path)))
        if full == self._path:
            return self._root, ""
        if self._path not in full.parents:
            return None, ""
        folder: Node | None = self._root
        for part in full.relative_to(self._path).parts[:-1]:
            folder = self._look_up(folder, part)
        return folder, full.name

    def _look_up(self, folder: Node | None, name: str) -> Node | None:
        """As the running program sees it."""
        if folder is None or not name:
            return folder
        found = folder.names.get(name)
        for change in self._changes:
            for where, which, node in change.names:
                if where is folder and which == name:
                    found = node
        return found


def _int(value: int) -> int:
    """A descriptor, of which the register's upper half says nothing."""
    value &= 0xFFFFFFFF
    return value - (1 << 32) if value >> 31 else value


def _node_of(path: Path) -> Node:
    if not path.is_dir():
        return Node(durable=path.read_bytes())
    return Node(is_folder=True, names={one.name: _node_of(one) for one in path.iterdir()})


def _put(folder: Node, name: str, node: Node | None) -> None:
    if node is None:
        folder.names.pop(name, None)
    else:
        folder.names[name] = node


def _files_below(folder: Node, changed: dict[tuple[Node, str], Node | None],
                 above: str) -> Iterator[tuple[str, Node]]:
    names: dict[str, Node | None] = dict(folder.names)
    names.update({name: node for (where, name), node in changed.items() if where is folder})
    for name, node in names.items():
        if node is not None and node.is_folder:
            yield from _files_below(node, changed, f"{above}{name}/")
        elif node is not None:
            yield above + name, node
