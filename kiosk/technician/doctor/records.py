"""Checks of the cache's contents: outbox, journal, agent, and central's data."""

import math
from collections.abc import Iterator

from contract import sealing
from kiosk.technician.doctor.finding import Finding, Terminal
from kiosk.wire.keys import sealing_key
from offline_cache.database import Cache
from offline_cache.journal import Journal
from offline_cache.keyring import Keyring
from offline_cache.manifest import Manifest
from offline_cache.outbox import Outbox
from offline_cache.status import Status, StatusEntry
from offline_cache.words import Fact


def check(at: Terminal, cache: Cache) -> Iterator[Finding]:
    """Check the contents of the cache."""
    outbox = Outbox(cache)
    counts = outbox.counts()
    room = outbox.has_room(at.settings.cache.queue_limit)
    well = room and not counts.quarantined
    words = at.say(
        "用 `python -m kiosk outbox list` 查看；原因排除后用 `outbox retry` 重发。",
        "See `python -m kiosk outbox list`; mend the cause, then `outbox retry`.",
    )
    detail = f"queued {counts.queued}, quarantined {counts.quarantined}"
    yield Finding("outbox", well, detail, "" if well else words)
    yield _journal(at, cache)
    link = Status(cache).get(Fact.LINK)
    yield agent(at, link.age if link is not None else math.inf)
    work = Status(cache).get(Fact.AGENT)
    failing = [] if work is None else work.value["failing"]
    words = at.say(
        "查看日志：journalctl -u onetrip-agent；后台进程会继续重试。",
        "See its log: journalctl -u onetrip-agent; it keeps trying.",
    )
    detail = ", ".join(failing)
    yield Finding("agent_work", not failing, detail, words if failing else "")
    if link is not None:
        yield _link(at, link)
    yield from _published(at, cache)


def _journal(at: Terminal, cache: Cache) -> Finding:
    """Check that the journal was not altered."""
    words = at.say(
        "不要改动此终端；保存 kiosk journal export 的输出，并报告主管单位。",
        "Change nothing here; keep what `kiosk journal export` prints, report it.",
    )
    broken = Journal(cache).verify()
    status = Status(cache).get(Fact.JOURNAL)
    if broken is not None:
        detail = f"{broken.fault}, {broken.seq}"
    elif status is not None and status.field("fault") is not None:
        detail = f"{status.field('fault')}, {status.field('seq')}"
    else:
        return Finding("journal", True, str(Journal(cache).head().seq))
    return Finding("journal", False, detail, words)


def _published(at: Terminal, cache: Cache) -> Iterator[Finding]:
    """Check the agent's downloads from central: keys and manifest."""
    words = at.say(
        "恢复与中心的连接，等待后台进程下载；仍没有时查看中心的密钥设置。",
        "Reach central and let the agent fetch it; else see central's keys.",
    )
    keys = len(Keyring(cache).verification_keys())
    yield Finding("verification_keys", keys > 0, str(keys), "" if keys else words)
    key = sealing_key(
        Keyring(cache),
        at.settings.sealing_key,
        demonstration=at.settings.terminal.demonstration,
    )
    named = "" if key is None else sealing.key_id(key)
    yield Finding("sealing_key", key is not None, named, "" if named else words)
    if at.settings.devices.locker is None:
        return
    manifest = Manifest(cache)
    there = manifest.key() is not None
    detail = str(len(manifest.in_cells())) if there else ""
    yield Finding("manifest", there, detail, "" if there else words)


def _link(at: Terminal, status: StatusEntry) -> Finding:
    """Check the agent's last report about the connection to central."""
    took, lost, of = map(status.field, ("round_trip_ms", "lost", "of"))
    parts = [] if took is None else [f"{took} ms"]
    parts += [] if not of else [at.say(f"丢失 {lost}/{of}", f"lost {lost}/{of}")]
    trouble = status.field("trouble")
    if trouble is None:
        return Finding("link", True, ", ".join(parts))
    words = at.say(
        "检查网络，再看 central 和 terminal_key 两项。",
        "See the network, and the checks central and terminal_key.",
    )
    return Finding("link", False, ", ".join([str(trouble), *parts]), words)


def agent(at: Terminal, silent_s: float) -> Finding:
    """Check that the agent's last heartbeat is recent.

    Args:
        at: The terminal.
        silent_s: Seconds since then; infinite where there was none.
    """
    alive = silent_s < 3 * at.settings.agent.heartbeat_s
    words = at.say(
        "启动后台进程：systemctl start onetrip-agent。",
        "Start it: systemctl start onetrip-agent.",
    )
    none = at.say("没有心跳", "no heartbeat")
    detail = none if math.isinf(silent_s) else f"{silent_s:.0f} s"
    return Finding("agent", alive, detail, "" if alive else words)
