# SPDX-License-Identifier: MIT
"""SASL_PATH with one plugin a folder, so that the order in which libsasl loads them is ours."""

from __future__ import annotations

import subprocess
from pathlib import Path

from installation import stock_plugins

PLACES = ("first", "middle", "last")


class PluginFolders:
    """libsasl reads folder after folder; within one it goes by readdir, which is chance."""

    def __init__(self, plugin: Path, folder: Path) -> None:
        stock = sorted(stock_plugins().glob("*.so"))
        self._stock = [self._folder_of(one, folder) for one in stock]
        self._ours = self._folder_of(plugin, folder)

    @staticmethod
    def _folder_of(plugin: Path, folder: Path) -> str:
        place = folder / plugin.stem
        place.mkdir(parents=True)
        (place / plugin.name).symlink_to(plugin)
        return str(place)

    def path(self, place: str = "") -> str:
        """SASL_PATH with ours first, in the middle or last; or, without a place, not at all."""
        folders = list(self._stock)
        index = {"first": 0, "middle": len(folders) // 2, "last": len(folders)}
        if place:
            folders.insert(index[place], self._ours)
        return ":".join(folders)


class MovablePlugin:
    """The same for a program whose SASL_PATH stays what it was: `path` has a folder for each place,
    of which `put` fills one at most."""

    def __init__(self, plugin: Path, folder: Path) -> None:
        stock = PluginFolders(plugin, folder).path().split(":")
        self._plugin = plugin
        self._slots = {place: folder / place for place in PLACES}
        for slot in self._slots.values():
            slot.mkdir()
        first, middle, last = map(str, self._slots.values())
        half = len(stock) // 2
        self.path = ":".join([first, *stock[:half], middle, *stock[half:], last])

    def put(self, place: str = "") -> None:
        """Ours is there from now on, or, without a place, nowhere."""
        for name, slot in self._slots.items():
            link = slot / self._plugin.name
            link.unlink(missing_ok=True)
            if name == place:
                link.symlink_to(self._plugin)


def built_stand_in(folder: Path) -> Path:
    """rival_plugin.c, under the name that sasl-xoauth2's plugin has."""
    folder.mkdir(exist_ok=True)
    library = folder / "libsasl-xoauth2.so"
    source = Path(__file__).with_name("rival_plugin.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-Wall", "-Werror", "-o", str(library), str(source)],
                   check=True)
    return library
