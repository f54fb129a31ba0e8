"""A full disk: a real one where we may mount it, else SQLite's own limit of pages."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from io import RawIOBase
from pathlib import Path

import pytest
from support.cache import enqueue, open_cache

from offline_cache.database import Cache
from offline_cache.errors import DiskFullError
from offline_cache.journal import Journal
from offline_cache.outbox import Outbox
from offline_cache.status import Status


class Disk:
    """A small disk that can be filled, and given space again."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        result = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
        self.mounted = result.returncode == 0  # or we may not: SQLite's own limit then

    def fill(self, cache: Cache | None = None) -> None:
        if self.mounted:
            ballast = (self.folder / "ballast").open("wb", buffering=0)
            with ballast, pytest.raises(OSError, match="No space left"):
                write_for_ever(ballast)
        elif cache:
            cache.rows("PRAGMA max_page_count = 1")

    def make_room(self, cache: Cache | None = None) -> None:
        if self.mounted:
            (self.folder / "ballast").unlink()
        elif cache:
            cache.rows("PRAGMA max_page_count = 4294967294")

    def remove(self) -> None:
        if self.mounted:
            subprocess.run(["umount", str(self.folder)], check=True)  # noqa: S603, S607


def write_for_ever(file: RawIOBase) -> None:
    while True:
        file.write(bytes(4096))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "small"
    folder.mkdir()
    small = Disk(folder, 2 * 1024 * 1024)
    yield small
    small.remove()


def write_until_full(cache: Cache) -> int:
    """Commit records, each with its journal entry; returns how many fitted."""
    outbox, journal = Outbox(cache), Journal(cache)
    for written in range(10_000):
        try:
            with cache.transaction():
                record = enqueue(cache, outbox, b"x" * 3000)
                journal.append("accepted", detail={"seq": record.seq})
        except DiskFullError:
            return written
    pytest.fail("the disk never was full")


def test_a_full_disk_is_told_and_it_works_again_when_space_returns(disk: Disk) -> None:
    with open_cache(disk.folder) as cache:
        enqueue(cache, Outbox(cache))
        disk.fill(cache)
        written = write_until_full(cache)
        for _ in range(3):
            with pytest.raises(DiskFullError):
                enqueue(cache, Outbox(cache), b"x" * 9000)
        assert Outbox(cache).counts().queued == 1 + written
        assert len(list(Journal(cache).entries())) == written
        disk.make_room(cache)
        assert enqueue(cache, Outbox(cache)).seq == written + 2
        Status(cache).put("storage", "ok")
    with open_cache(disk.folder) as cache:
        records = Outbox(cache).records(limit=10_000)
        assert [r.seq for r in records] == list(range(1, written + 3))


def test_a_full_disk_in_the_middle_undoes_all_of_the_transaction(disk: Disk) -> None:
    with open_cache(disk.folder) as cache:
        outbox = Outbox(cache)
        disk.fill(cache)

        def too_much() -> None:
            with cache.transaction():
                Journal(cache).append("accepted")
                for _ in range(2000):
                    enqueue(cache, outbox, b"x" * 3000)

        with pytest.raises(DiskFullError):
            too_much()
        assert list(Journal(cache).entries()) == []
        assert outbox.records() == []
        disk.make_room(cache)
        assert enqueue(cache, outbox).seq == 1


def test_a_terminal_that_starts_with_a_full_disk_serves_once_there_is_space(
    disk: Disk,
) -> None:
    with open_cache(disk.folder) as cache:
        enqueue(cache, Outbox(cache))
    disk.fill()
    if disk.mounted:
        for _ in range(2):
            with pytest.raises(DiskFullError):
                open_cache(disk.folder)
    disk.make_room()
    with open_cache(disk.folder) as cache:
        assert enqueue(cache, Outbox(cache)).seq == 2


def test_a_first_start_may_run_out_of_space_at_any_point(disk: Disk) -> None:
    for pages in range(0, 60, 4):
        folder = disk.folder / str(pages)
        folder.mkdir()
        disk.fill()
        if disk.mounted:
            ballast = disk.folder / "ballast"
            os.truncate(ballast, ballast.stat().st_size - pages * 4096)
        with suppress(DiskFullError):
            open_cache(folder).close()
        disk.make_room()
        with open_cache(folder) as cache:
            assert enqueue(cache, Outbox(cache)).seq == 1
        shutil.rmtree(folder)
