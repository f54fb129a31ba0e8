"""Checks of the cache file and of its disk; its contents are in `records`."""

import math
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from kiosk import setup
from kiosk.technician.doctor import records
from kiosk.technician.doctor.finding import Finding, Terminal
from offline_cache.errors import CacheError
from offline_cache.key import CREDENTIAL, credential

FREE_BYTES = 200_000_000
"""Enough for some weeks of a busy terminal's records and logs."""


def check(at: Terminal) -> Iterator[Finding]:
    """Check the cache file, its contents and the free space."""
    path = at.settings.cache.path
    if not path.exists():
        yield _first_start(at, path.parent)
        yield records.agent(at, math.inf)
    else:
        try:
            with setup.open_cache(at.settings) as cache:
                yield Finding("cache", True, str(path))
                yield from records.check(at, cache)
        except CacheError as error:
            yield Finding("cache", False, f"{path}: {error}", _cache_remedy(at))
    if path.parent.is_dir():
        yield _space(at, path.parent)


def _first_start(at: Terminal, folder: Path) -> Finding:
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        words = at.say("首次启动时建立", "made at the first start")
        return Finding("cache", True, words)
    return Finding(
        "cache",
        False,
        at.say(f"{folder}：不存在或不可写", f"{folder}: not there, or not writable"),
        at.say(
            "建立该文件夹，并将其归终端用户所有；若是单独的磁盘，先挂载。",
            "Make the folder and give it to the terminal's user; mount its disk.",
        ),
    )


def _cache_remedy(at: Terminal) -> str:
    here = at.settings.cache.key_file
    zh, where = f"密钥文件 {here}（权限 0600）", f"the key file {here} (mode 0600)"
    if credential() is not None:
        zh, where = (
            f"systemd 凭据 {CREDENTIAL}",
            f"systemd's credential {CREDENTIAL}",
        )
    return at.say(
        f"从备份放回{zh}。没有备份时，把数据库移到别处，"
        "终端会重新建立；未上传的记录将无法读取。什么都没有被覆盖。",
        f"Put {where} back from its backup. Without one, move the database away "
        "and a new one is made; records not sent yet cannot be read then. "
        "Nothing was overwritten.",
    )


def _space(at: Terminal, folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    well = free >= FREE_BYTES
    words = at.say("清理磁盘。", "Free some space on this disk.")
    return Finding("disk_space", well, f"{free // 1_000_000} MB", "" if well else words)
